"""Formats: opening, reading and writing one kind of file live together, because they share its coordinates."""
