"""Codes: QR, Data Matrix, PDF417, Aztec and linear ones. Claims where they are, and reads out what they hold."""

from __future__ import annotations

from redact.detect.codes.reader import Reader, make_reader
from redact.detect.codes.spotter import Codes, make

__all__ = ["Codes", "Reader", "make", "make_reader"]
