"""Whether what a recogniser wrote can be what was said, told from the writing alone. Pure functions.

Whisper, unsure, goes round in circles ("Thank you. Thank you. Thank you."), says a sentence twice, or writes far more
than anybody can say in the time. It is then asked again in another way.
"""

from __future__ import annotations

import zlib
from typing import NamedTuple

#: Text that shrinks more than so many times goes round in circles. Source: openai/whisper, `transcribe.py`, its default.
_SHRINKS = 2.4
#: Mean log probability of a token below which Whisper's own defaults try again. Source: as above.
_UNLIKELY = -1.0
#: Probability of no speech above which an unlikely text is none. Source: as above.
_NO_SPEECH = 0.6
#: Characters a second, spaces included. Auctioneers reach 28; the fastest reader of LibriSpeech 23.
_FASTEST = 32.0
#: Seconds allowed on top, since stretches of half a second hold a word or two.
_GRACE_S = 1.0
#: Words from which a sentence that is there twice in a row is a slip of the recogniser. "No, no" is said by people.
_TWICE_WORDS = 4


class Written(NamedTuple):
    """What was written for a stretch of sound: the text, the mean log probability of its tokens, that of no speech."""

    text: str
    likely: float
    no_speech: float


def doubtful(written: Written, seconds: float) -> bool:
    """Whether it should be asked again in another way."""
    return written.likely < _UNLIKELY or circles(written.text, seconds)


def circles(text: str, seconds: float) -> bool:
    """Whether this is no text of so many seconds of speech, however likely it looks."""
    if len(text) > _FASTEST * (seconds + _GRACE_S):
        return True
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) > _SHRINKS or _twice(text)


def nothing(written: Written) -> bool:
    """Whether this was written for a stretch that holds no speech."""
    return written.no_speech > _NO_SPEECH and written.likely < _UNLIKELY


def _twice(text: str) -> bool:
    """Whether the end of the text is the same sentence two times."""
    words = [word.strip(".,;:!?\"'-").lower() for word in text.split()]
    longest = len(words) // 2
    return any(words[-2 * size : -size] == words[-size:] for size in range(_TWICE_WORDS, longest + 1))
