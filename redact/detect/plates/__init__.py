"""Number plates: a small network of our own looked through at two sizes. Claims boxes wide enough to cut; reads no plate."""

from __future__ import annotations

from redact.detect.plates.spotter import Plates, make

__all__ = ["Plates", "make"]
