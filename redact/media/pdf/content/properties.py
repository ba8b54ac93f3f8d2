"""Property lists of marked content: they keep what ties them to the structure, and lose everything anyone could read.

Source: ISO 32000-2:2020, section 14.6.2.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from redact.media.pdf.content.objects import dictionary, items
from redact.media.pdf.content.operators import Step, made

_SAID = frozenset({"/ActualText", "/Alt", "/E", "/Contents", "/T", "/Title"})
_LAYERS = frozenset({"/OCG", "/OCMD"})
_MOST_DEEP = 4


def cleaned(step: Step) -> Any:
    """The instruction as it is to be written."""
    if step.word not in ("BDC", "DP") or not isinstance(step.operands[1], pikepdf.Dictionary):
        return step.written
    return made(step.word, [step.operands[0], mute(step.operands[1])])


def clean_resources(resources: pikepdf.Dictionary) -> None:
    """Have the named property lists of resources say nothing; those that are layers stay as they are."""
    for _, held in items(resources.get("/Properties")):
        if isinstance(held, pikepdf.Dictionary) and str(held.get("/Type", "")) not in _LAYERS:
            kept = mute(held)
            for name in list(held.keys()):
                if name in kept:
                    held[name] = kept[name]
                else:
                    del held[name]


def mute(said: pikepdf.Dictionary, depth: int = 0) -> pikepdf.Dictionary:
    """A property list without any string, and without what is said in place of content."""
    kept = pikepdf.Dictionary()
    for name, value in said.items():
        silent = None if str(name) in _SAID else _silent(value, depth)
        if silent is not None:
            kept[str(name)] = silent
    return kept


def _silent(value: Any, depth: int) -> Any:
    if isinstance(value, (pikepdf.String, pikepdf.Stream)) or depth > _MOST_DEEP:
        return None
    if isinstance(value, pikepdf.Dictionary):
        return value if str(dictionary(value).get("/Type", "")) in _LAYERS else mute(value, depth + 1)
    if isinstance(value, pikepdf.Array):
        kept = [_silent(item, depth + 1) for item in value]
        return pikepdf.Array([item for item in kept if item is not None])
    return value
