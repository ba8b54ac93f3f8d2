"""The words everyone here speaks: places, segments, findings, decisions, errors. Imports nothing of ours."""
