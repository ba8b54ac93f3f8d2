"""People of history: recognised so that keeping them is a decision in the log. Streets, schools and pubs bear their names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from redact.core.flow import Finding
from redact.core.place import Chars

_NAMES = (files("redact.detect.people") / "historical.txt").read_text(encoding="utf-8").splitlines()
_LONGEST_FIRST = sorted(filter(None, _NAMES), key=len, reverse=True)
#: Only the whole name, spelt as history spells it or in capitals; `Will Turner` and `Mrs Nightingale` are not in it.
_KNOWN = re.compile(
    r"(?:" + "|".join(re.escape(form) for name in _LONGEST_FIRST for form in (name, name.upper())) + r")(?![^\W_])"
)
_TITLED = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|PC)\.? |[^\W_])$")
_LOOK_BACK = 6


def in_history(text: str) -> Iterator[Finding]:
    """Whole names of historical figures, with the fact `historical`; behind a title it is somebody of today."""
    for match in _KNOWN.finditer(text):
        if not _TITLED.search(text[max(0, match.start() - _LOOK_BACK) : match.start()]):
            yield Finding(Chars(*match.span()), "PERSON", 0.9, "people", frozenset({"historical"}))
