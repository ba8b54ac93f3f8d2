"""Arrival: what a file is (from its bytes, not its suffix), how big it may be, and its hash."""
