"""What every part of one markup file shares while it is read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from redact.media._encoding import Encoding


@dataclass(frozen=True, slots=True)
class Page:
    """A markup file in memory, and how many parts of each sort have been met in this reading of it."""

    raw: str = field(repr=False)
    encoding: Encoding
    about: int  # characters of running text that are read together
    max_depth: int
    met: Counter[str] = field(default_factory=Counter, repr=False)

    def number(self, sort: str) -> str:
        """The name of the next part of a sort: `comment 3`."""
        self.met[sort] += 1
        return f"{sort} {self.met[sort]}"
