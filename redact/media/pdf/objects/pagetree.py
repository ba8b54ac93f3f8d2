"""Pages: what they inherit, and content of ours set on top of theirs."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Stream

from redact.media.pdf.objects.limits import content_of
from redact.media.pdf.objects.naming import copied

_MAX_DEPTH = 200


def inherited(page: Dictionary, key: str) -> Any:
    """The value of a page's key, its own or that of the nearest node above."""
    node: Any = page
    for _ in range(_MAX_DEPTH):
        if not isinstance(node, Dictionary):
            return None
        if (value := node.get(key)) is not None:
            return value
        node = node.get("/Parent")
    return None


def resources_of(page: Dictionary, *, own: bool = False) -> Dictionary:
    """What a page draws with; `own` makes a copy, its first level at least, that can be changed for this page alone."""
    found = inherited(page, "/Resources")
    if not isinstance(found, Dictionary):
        return Dictionary()
    return copied(found) if own else found


def contents(page: Dictionary) -> list[Stream]:
    """The streams of a page's content, in order."""
    held = page.get("/Contents")
    if isinstance(held, Stream):
        return [held]
    return [part for part in held if isinstance(part, Stream)] if isinstance(held, Array) else []


def isolate(pdf: pikepdf.Pdf, page: Dictionary, body: bytes) -> None:
    """Set `body` on top of a page, in its own coordinates whatever state the page's content leaves behind."""
    parts = contents(page)
    early, late = _balance(parts)
    before = pdf.make_stream(b"q\n" * (1 + early))
    after = pdf.make_stream(b"\n" + b"Q\n" * (1 + late) + body + b"\n")
    page["/Contents"] = Array([before, *parts, after])


def _balance(parts: list[Stream]) -> tuple[int, int]:
    """How many states are given back that were never saved, and how many are saved and never given back."""
    early = depth = 0
    try:
        whole = b"\n".join(content_of(part) for part in parts)
        with pikepdf.new() as scratch:
            steps = pikepdf.parse_content_stream(scratch.make_stream(whole), "q Q")
        for step in steps:
            depth += 1 if str(step.operator) == "q" else -1
            if depth < 0:
                early, depth = early + 1, 0
    except pikepdf.PdfError:  # broken content is another's concern: one state too few moves what is drawn on it
        return 0, 0
    return early, depth
