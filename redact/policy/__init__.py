"""Judgement: packs in YAML, loaded and checked, and the pure function that decides."""
