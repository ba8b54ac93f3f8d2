"""One truth: disjoint findings, one entity per person, and a person found once found everywhere."""
