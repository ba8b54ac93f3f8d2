"""Sound: what is done to the samples of a decision, and the label that stands in the transcript in their place."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import Decision
from redact.core.place import Times
from redact.operate import label
from redact.operate.setup import Keyed, Setup, TextOperator

SILENCE, TONE, VOICE = "silence", "tone", "voice"
#: A changed voice says every word still: whatever is taken out for what it says is replaced, whatever a plan says.
_VOICED = "VOICE"
#: Exponents of the formants' frequencies: below .86 words are lost, above 1 less of the speaker is. At 1 nothing changes.
_WARPS = ((0.86, 0.94),)
#: Factors of all formants (down costs more words than up), and of the pitch. Measured: docs/guide/voices.md.
_FORMANTS = ((1.03, 1.12),)
_PITCHES = ((0.86, 0.92), (1.15, 1.35))
_FINEST = 1000  # steps that a choice is made in


def style(decision: Decision) -> str:
    """`silence`, `tone` or `voice`."""
    name = decision.verdict.operator.partition(":")[0]
    if name == VOICE:
        return VOICE if decision.entity == _VOICED else SILENCE
    return TONE if name == TONE else SILENCE


def voice_style(decision: Decision, key: Keyed, source: str = "") -> str:
    """`voice:A:B:C`: the exponent that bends the formants, the factor of all of them, the factor of the pitch.

    Drawn from the key. Whoever has a token has one voice wherever the key is the same; a speaker nobody knows has one for
    each channel of each `source` (its sha256) and part.
    """
    channels = decision.place.channels if isinstance(decision.place, Times) else ()
    unknown = f"unknown {source} {decision.part} {' '.join(map(str, channels))}"
    numbers = key.stream("voice", f"token {decision.token}" if decision.token else unknown)
    drawn = (_drawn(numbers, ranges) for ranges in (_WARPS, _FORMANTS, _PITCHES))
    return ":".join((VOICE, *(f"{value:.3f}" for value in drawn)))


def make_cut(setup: Setup) -> TextOperator:
    """`silence` and `tone`, labelled in the transcript as the mode asks, or `:code`, `:entity`, `:both`, `:none`."""
    return _nothing if setup.argument == "none" else label.make(setup)


def make_voice(_setup: Setup) -> TextOperator:
    """`voice`: nothing stands in the transcript, for every word stays."""
    return _nothing


def _drawn(numbers: Iterator[int], ranges: tuple[tuple[float, float], ...]) -> float:
    low, high = ranges[next(numbers) % len(ranges)]
    return low + (high - low) * (next(numbers) % (_FINEST + 1)) / _FINEST


def _nothing(_decision: Decision, _surface: str) -> str:
    return ""
