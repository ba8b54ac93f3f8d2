"""A plate that lies over prose is none: lines of a page look like a plate to whoever does not read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from redact.core.flow import Finding
from redact.core.ink import Ink
from redact.core.place import Box, Chars
from redact.core.segment import Text

#: Small letters that must be read within the box. No plate bears any, and a dealer's name under one has fewer.
_LEAST_SMALL = 12
#: Fewer are enough where they are as high as this share of the box, as the letters of a sign are and a dealer's are not.
_FEW_SMALL, _HIGH = 4, 0.35
#: What a mark may be: capitals and digits together. Source: SI 2001/561 (as amended), schedule 2, and older series.
_MARK = re.compile(r"\b[A-Z]{1,3} ?[0-9]{1,4}|\b[0-9]{1,4} ?[A-Z]{1,3}\b", re.I)


def over_prose(findings: Iterable[Finding], texts: Sequence[Text]) -> Iterator[Finding]:
    """The findings; a plate under which prose was read, and nothing like a mark, has the fact `prose`."""
    for finding in findings:
        box = finding.place
        if finding.entity == "LICENCE_PLATE" and isinstance(box, Box) and _is_prose(box, texts):
            yield replace(finding, facts=finding.facts | {"prose"})
        else:
            yield finding


def _is_prose(box: Box, texts: Sequence[Text]) -> bool:
    words = [word for text in texts for word in _words(box, text)]
    read = " ".join(word for word, _ in words)
    if _MARK.search(read):
        return False
    small = sum(map(str.islower, read))
    high = all(height >= _HIGH * (box.y1 - box.y0) for _, height in words)
    return small >= (_FEW_SMALL if high else _LEAST_SMALL)


def _words(box: Box, text: Text) -> Iterator[tuple[str, float]]:
    """The words any of whose ink stands in the box, and how high each is."""
    if not isinstance(text.anchor, Ink):
        return
    inside = [s for s in text.anchor.strokes if s.box.meet(box).area > s.box.area / 2]
    for match in re.finditer(r"\S+", text.text):
        chars = Chars(*match.span())
        strokes = [stroke.box for stroke in inside if stroke.start < chars.end and chars.start < stroke.end]
        if strokes:
            yield match[0], max(stroke.y1 - stroke.y0 for stroke in strokes)
