"""What was answered, kept on disk from the asking to the writing, so that memory does not grow with the cuts."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.ports import Change
from redact.core.segment import Segment, Text

_IN_MEMORY = 1 << 20


class Answers:
    """The edits of each segment, by ordinal: given once in order, and then again in order."""

    def __init__(self, change: Change, file: IO[str]) -> None:
        self._change = change
        self._file = file
        self._others: dict[int, Sequence[Edit]] = {}  # of files within the file: there are few
        self._next: tuple[int, list[Edit]] | None = None
        self.any = False

    def asked(self, segment: Segment) -> Sequence[Edit]:
        """The edits for a segment, which are remembered."""
        edits = self._change(segment)
        if not isinstance(segment, Text):
            self._others[segment.ordinal] = edits
        elif edits:
            self.any = True
            kept = [(edit.chars.start, edit.chars.end, edit.replacement) for edit in edits]
            self._file.write(json.dumps((segment.ordinal, kept)) + "\n")
        return edits

    def rewind(self) -> None:
        """From here on the answers are given again."""
        self._file.seek(0)
        self._next = self._read()

    def again(self, segment: Segment) -> Sequence[Edit]:
        """The same edits again."""
        if not isinstance(segment, Text):
            return self._others[segment.ordinal]
        if self._next is None or self._next[0] != segment.ordinal:
            return ()
        edits = self._next[1]
        self._next = self._read()
        return edits

    def _read(self) -> tuple[int, list[Edit]] | None:
        line = self._file.readline()
        if not line:
            return None
        ordinal, kept = json.loads(line)
        return ordinal, [Edit(Chars(start, end), replacement) for start, end, replacement in kept]


@contextmanager
def answers(change: Change) -> Iterator[Answers]:
    """Answers for one writing."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, "w+", encoding="utf-8", newline="\n") as file:
        yield Answers(change, file)
