"""A detector from outside that takes its process along where a text says so: a library that crashes on some input."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from typing import Any

MARK = "zzyzx"


class Boom:
    name = "boom"

    def __call__(self, segment: Any) -> Iterator[Any]:
        if MARK in segment.text:
            ctypes.string_at(0)
        return iter(())


def make(_: object) -> Boom:
    return Boom()
