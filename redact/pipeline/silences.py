"""The cuts of a sound: what decisions make of it together, for whoever writes it and whoever checks what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import replace

from redact.core.errors import UsageError
from redact.core.flow import Decision, Edit
from redact.core.place import Times

#: Says what is done to the signal of a decision: `silence`, `tone`, `voice:A:B:C`; of pictures `fill`, `pixelate`, `blur`.
Manner = Callable[[Decision], str]

#: What lies between two silences and is shorter than this is half a word that says nothing but how long the rest was.
_BETWEEN_US = 500_000
_VOICE = "voice"


def silences(decisions: Iterable[Decision], manner: Manner) -> list[Edit]:
    """The edits of one sound, in order: those of one style and channel are disjoint, voices come before silences.

    Raises:
        UsageError: a decision has no place in time.
    """
    groups: dict[tuple[str, tuple[int, ...]], list[Times]] = defaultdict(list)
    for decision in decisions:
        if not isinstance(decision.place, Times):
            raise UsageError("a plan does not fit its source", "plan the source again: redact plan")
        groups[manner(decision), decision.place.channels].append(decision.place)
    made = [Edit(times, "", style) for (style, _), places in groups.items() for times in _joined(places, style)]
    return sorted(made, key=lambda edit: (not edit.style.startswith(_VOICE), edit.place))


def _joined(places: Iterable[Times], style: str) -> list[Times]:
    reach_us = 0 if style.startswith(_VOICE) else _BETWEEN_US
    out: list[Times] = []
    for place in sorted(places):
        if out and place.start_us <= out[-1].end_us + reach_us:
            out[-1] = replace(out[-1], end_us=max(out[-1].end_us, place.end_us))
        else:
            out.append(place)
    return out
