"""Faces: one network looked through at several sizes. Claims boxes wide enough to cut; knows nobody by name."""

from __future__ import annotations

from redact.detect.faces.net import FaceNet, Sighting
from redact.detect.faces.spotter import Faces, make

__all__ = ["FaceNet", "Faces", "Sighting", "make"]
