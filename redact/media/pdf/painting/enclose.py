"""The content of a page closed in on itself, so that what is painted after it starts from a clean state.

Source: ISO 32000-2:2020, sections 8.4.2 (graphics state stack), 9.4.1 (text objects) and 14.6 (marked content).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import pikepdf

from redact.media.pdf.terms import Untrusted

_WATCHED = "q Q BT ET BMC BDC EMC"


class _Open(NamedTuple):
    """What a page's content leaves open, and how many states it takes back that it never saved."""

    states: int
    missing: int
    marks: int
    text: bool


def enclose(page: pikepdf.Page) -> None:
    """Put the content between q and Q, with whatever it left open closed and what it took too much given beforehand.

    Raises:
        Untrusted: the content cannot be parsed, or its end swallows what comes after it.
    """
    watched = _watched(page)
    left = _left(watched)
    before = ["q"] * (1 + left.missing)
    after = [*["ET"] * left.text, *["EMC"] * left.marks, *["Q"] * (1 + left.states)]
    page.contents_add("\n".join((*before, "")).encode(), prepend=True)
    page.contents_add("\n".join(("", *after, "")).encode())
    if _watched(page) != [*before, *watched, *after]:  # a string or an inline image that nobody closed
        raise Untrusted("the content of a page has no proper end")


def _watched(page: pikepdf.Page) -> list[str]:
    try:
        return [str(instruction.operator) for instruction in pikepdf.parse_content_stream(page, _WATCHED)]
    except (pikepdf.PdfError, ValueError, TypeError) as err:
        raise Untrusted("the content of a page cannot be parsed") from err


def _left(watched: Iterable[str]) -> _Open:
    depth = missing = marks = 0
    text = False
    for operator in watched:
        if operator == "q":
            depth += 1
        elif operator == "Q":
            missing, depth = (missing, depth - 1) if depth else (missing + 1, 0)
        elif operator in ("BT", "ET"):
            text = operator == "BT"
        else:
            marks = max(marks - 1, 0) if operator == "EMC" else marks + 1
    return _Open(depth, missing, marks, text)
