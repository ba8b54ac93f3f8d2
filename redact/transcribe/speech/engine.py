"""What an engine that hears speech must offer, whichever library does the work."""

from __future__ import annotations

from typing import Any, NamedTuple, Protocol

#: What every engine is given: samples at this rate, mono, ``float32 [n]`` in -1..1.
RATE_HZ = 16_000
#: The longest stretch an engine is given at once.
WINDOW_S = 30.0


class Heard(NamedTuple):
    """One word as Whisper gives it, with its leading space and punctuation; seconds from the first sample given.

    `sure` is the mean probability of its tokens, 0 to 1.
    """

    text: str
    start_s: float
    end_s: float
    sure: float


class Engine(Protocol):
    """Hears the words in up to half a minute of sound. Holds its model; keeps no state between calls."""

    def language(self, samples: Any) -> str:
        """The language of the speech in ``float32 [n]`` at `RATE_HZ`, as Whisper names it (`en`)."""

    def hear(self, samples: Any, language: str) -> tuple[list[Heard], list[Heard]]:
        """Both readings of ``float32 [n]`` at `RATE_HZ`, `WINDOW_S` at most: as it comes, and with digit tokens suppressed.

        Words are in order and within the samples. Where the first reading holds no digit, the second is the same list.
        """
