"""One paragraph's text over many leaves of a tree: runs, spans, hyperlinks. Joined for reading, cut where it stands.

`<r>Jane D</r><tab/><r>oe</r>` reads `Jane D⇥oe`. A replacement stands in the leaf of its first character, and what it
replaces is gone from all the others: no leaf is added or taken away, so that formatting and structure stay.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from redact.core.flow import Edit

#: Writes the text of a leaf anew.
Put = Callable[[str], None]


class Leaves:
    """The leaves of one paragraph in order. What cannot change (a tab, a line break) has no `put`."""

    def __init__(self) -> None:
        self._leaves: list[tuple[str, Put | None]] = []

    def add(self, text: str, put: Put | None = None) -> None:
        """Add a leaf; without `put` it is a sign that is read and stays, unless all around it is cut."""
        self._leaves.append((text, put))

    @property
    def text(self) -> str:
        """The paragraph as it reads."""
        return "".join(text for text, _ in self._leaves)

    def put(self, edits: Sequence[Edit]) -> None:
        """Carry out edits, which are disjoint, in order and count in `text`; leaves that they do not touch stay as they are."""
        start = 0
        for text, put in self._leaves:
            end = start + len(text)
            if put is not None and any(edit.chars.start < end and start < edit.chars.end for edit in edits):
                put(self._changed(text, start, edits))
            start = end

    def _changed(self, text: str, start: int, edits: Sequence[Edit]) -> str:
        kept: list[str] = []
        done = start
        end = start + len(text)
        for edit in edits:
            chars = edit.chars
            if chars.end <= start or end <= chars.start:
                continue
            kept.append(text[done - start : max(done, chars.start) - start])
            if self._first_home(edit) == start:
                kept.append(edit.replacement)
            done = min(end, chars.end)
        kept.append(text[done - start :])
        return "".join(kept)

    def _first_home(self, edit: Edit) -> int:
        """Where the leaf begins in which the replacement stands: the first that can change."""
        start = 0
        for text, put in self._leaves:
            if put is not None and start < edit.chars.end and edit.chars.start < start + len(text):
                return start
            start += len(text)
        return -1
