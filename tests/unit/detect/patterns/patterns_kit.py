"""What the tests of this room share: reading examples, running a detector over a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from redact.core.flow import Finding
from redact.core.segment import Text, TextKind

Detector = Callable[[Text], Iterable[Finding]]


def marked(example: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """An example without its «marks», and the spans that they enclosed."""
    text, spans = "", []
    for piece in re.split("([«»])", example):
        if piece == "«":
            spans.append((len(text), -1))
        elif piece == "»":
            spans[-1] = (spans[-1][0], len(text))
        else:
            text += piece
    return text, tuple(spans)


def found(detector: Detector, text: str, kind: TextKind = TextKind.PROSE, context: str = "") -> list[tuple[str, str]]:
    """Entity and surface of each finding."""
    segment = Text(0, "t", text, kind, context)
    return [(finding.entity, segment.surface(finding.chars)) for finding in detector(segment)]
