"""Characters that were heard in a sound, and the moments each word of them was said in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from redact.core.place import Chars, Place, Times

#: Ways in which a stretch of sound is told: what a reader should be shown, a further try, and the end of one passage with the
#: beginning of the next, where a cue and its number would else fall into two texts.
SHOWN, TRIED, BRIDGE = range(3)
#: Stands in a text for speech that was heard and not understood.
UNHEARD = "\ufffd"
#: Recognisers say where a word ends too early (median 55 ms, at worst 170), and a name can be told from its last sound.
BEFORE_US, AFTER_US = 150_000, 400_000
#: Behind so long a pause the next word begins, not the end of this one: it need not be silenced.
_PAUSE_US = 200_000


class Spoken(NamedTuple):
    """Characters ``[start, end)`` were said in the microseconds ``[start_us, end_us)`` of a sound."""

    start: int
    end: int
    start_us: int
    end_us: int


@dataclass(frozen=True, slots=True)
class Said:
    """An anchor: when the words of a text were said, and in which channels of the sound (none named: in all).

    `words` are in order and disjoint in characters; characters between them (spaces) were not said. `reading` is `SHOWN`,
    `TRIED` or `BRIDGE`: several texts tell of one stretch of sound.
    """

    words: tuple[Spoken, ...] = field(repr=False)
    channels: tuple[int, ...] = ()
    reading: int = SHOWN

    def __call__(self, chars: Chars) -> tuple[Place, ...]:
        """One stretch from the first to the last word that the characters touch, without any pad."""
        touched = [word for word in self.words if word.start < chars.end and chars.start < word.end]
        if not touched:
            return ()
        start, end = min(word.start_us for word in touched), max(word.end_us for word in touched)
        return (Times(start, end, self.channels),)

    def until(self, chars: Chars) -> int | None:
        """When the word behind the last that the characters touch begins, if there is a pause before it."""
        ends = [word.end_us for word in self.words if word.start < chars.end and chars.start < word.end]
        following = next((word.start_us for word in self.words if word.start >= chars.end), None)
        paused = bool(ends) and following is not None and following >= max(ends) + _PAUSE_US
        return following if paused else None

    def to_plain(self) -> dict[str, Any]:
        """The anchor as plain values for JSON."""
        return {"words": [list(word) for word in self.words], "channels": self.channels, "reading": self.reading}

    @classmethod
    def from_plain(cls, plain: dict[str, Any]) -> Said:
        """The anchor that `to_plain` gave."""
        return cls(tuple(Spoken(*word) for word in plain["words"]), tuple(plain["channels"]), plain["reading"])


def padded(times: Times, until_us: int | None = None) -> Times:
    """What must be silenced so that nothing of these moments is heard; no more than up to `until_us`, where given."""
    end_us = times.end_us + AFTER_US if until_us is None else min(times.end_us + AFTER_US, until_us)
    return replace(times, start_us=max(0, times.start_us - BEFORE_US), end_us=max(times.end_us, end_us))
