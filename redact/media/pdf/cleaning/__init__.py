"""What no reader of a PDF needs, taken out of it: an allow-list of keys and values, type by type."""
