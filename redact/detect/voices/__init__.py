"""Personal data in transcripts: numbers as they are said, and what a cue announces, however the recogniser wrote it."""

from redact.detect.voices.detector import make

__all__ = ["make"]
