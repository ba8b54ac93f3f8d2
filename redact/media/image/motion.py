"""How a picture that moves is shown: how long each frame, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

#: Browsers show a frame so long that says it takes no time. Source: Chromium and Gecko, image decoders, 2024.
_UNSAID = Fraction(1, 10)


@dataclass(frozen=True, slots=True)
class Motion:
    """How long each frame is shown, in seconds, and how often all are (0: for ever; None: the format's default).

    `skipped` pages stand in the file before the first frame and are never shown.
    """

    delays: tuple[Fraction, ...]
    loops: int | None = None
    skipped: int = 0

    def times_us(self) -> Iterator[int]:
        """When each frame is first shown."""
        at = Fraction(0)
        for delay in self.delays:
            yield round(at * 1_000_000)
            at += delay or _UNSAID
