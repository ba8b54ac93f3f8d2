"""The separate key: pseudonym keys and digests, kept apart from outputs."""
