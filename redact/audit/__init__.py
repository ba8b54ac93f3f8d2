"""Memory: the hash-linked log and the reports drawn from it."""
