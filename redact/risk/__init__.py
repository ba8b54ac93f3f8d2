"""The intruder: how identifiable what remains is."""
