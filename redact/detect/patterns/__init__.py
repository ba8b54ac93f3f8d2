"""Identifiers that have a shape: recognizers as data, each with cue words, check and source."""
