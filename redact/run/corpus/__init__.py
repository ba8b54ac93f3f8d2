"""Corpora: JSONL, Parquet, CSV, WebDataset tars and folders, cut into shards, redacted, committed, reported."""
