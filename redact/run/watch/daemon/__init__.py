"""The loop: what it looks at, whose turn it is, what is under way, and what makes it wait."""
