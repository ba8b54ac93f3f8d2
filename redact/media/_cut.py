"""The cut in text. Every adapter that changes characters changes them here."""

from __future__ import annotations

from collections.abc import Sequence

from redact.core.errors import Defect
from redact.core.flow import Edit


def splice(text: str, edits: Sequence[Edit]) -> str:
    """`text` with each edit's characters replaced. The edits are disjoint, in order and within the text.

    Raises:
        Defect: they are not.
    """
    if not edits:
        return text
    kept: list[str] = []
    done = 0
    for edit in edits:
        chars = edit.chars
        if not done <= chars.start <= chars.end <= len(text):
            raise Defect("edits overlap, are out of order or lie outside their text", "please report this")
        kept += text[done : chars.start], edit.replacement
        done = chars.end
    kept.append(text[done:])
    return "".join(kept)
