"""Doubt: the draft read again as a stranger would."""
