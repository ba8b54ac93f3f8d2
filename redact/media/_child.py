"""Files within files: what an adapter asks of the pipeline, and what it writes where one is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from redact.core.ports import Change
from redact.core.segment import Child

#: Stands where a file was that could not be read: the reader is told, and nothing of the file is there.
NOTE = "A file was withheld here: it could not be read, and so could not be checked for personal information."
#: What a container calls that note.
NOTE_NAME = "withheld.txt"


@dataclass(frozen=True, slots=True)
class Released:
    """What goes out in place of a child: under which name, and its bytes; `path` is None where it is withheld."""

    name: str = field(repr=False)
    path: Path | None = field(repr=False)


def ask(change: Change, child: Child) -> Released:
    """What is to stand in place of a child. A child about which nothing is said is withheld."""
    edits = change(child)
    if not edits:
        return Released(NOTE_NAME, None)
    return Released(edits[0].replacement, edits[0].file)
