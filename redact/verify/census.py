"""Every part accounted for: nothing refused, nothing unread, and the draft made of the same parts as its source."""

from __future__ import annotations

from collections.abc import Sequence

from redact.core.errors import ResidualError
from redact.core.flow import PartNote, PartState
from redact.core.ports import Document


def accounted(document: Document) -> tuple[PartNote, ...]:
    """The census of a document in which every part was read, cleaned or dropped.

    Raises:
        ResidualError: a part is refused, stands twice, or there is text that no part accounts for.
    """
    notes = tuple(document.census())
    refused = sum(note.state is PartState.REFUSED for note in notes)
    if refused:
        raise ResidualError(f"{refused} parts cannot be understood", "save it in a simpler format and run again")
    if len({note.part for note in notes}) < len(notes):
        raise ResidualError("a part is listed twice, so another may be missing", "please report this")
    if not _read(notes) and next(iter(document.segments()), None) is not None:
        raise ResidualError("it holds text that no part accounts for", "please report this")
    return notes


def nothing_to_drop(notes: Sequence[PartNote]) -> None:
    """Nothing, if a draft holds no part that is always left out.

    Raises:
        ResidualError: it does.
    """
    if more := sum(note.state is PartState.DROPPED for note in notes):
        raise ResidualError(f"the draft holds {more} parts that should have been left out", "please report this")


def same_shape(before: Sequence[PartNote], after: Sequence[PartNote]) -> None:
    """Nothing, if the draft is made of the parts of its source that were to be kept, and of no other.

    Raises:
        ResidualError: a part was lost, or one is there that was dropped or never was.
    """
    wanted, there = _kept(before), _kept(after)
    if lost := len(wanted - there):
        raise ResidualError(f"the draft lacks {lost} of its parts", "please report this")
    if more := len(there - wanted):
        raise ResidualError(f"the draft holds {more} parts that should not be there", "please report this")


def _read(notes: Sequence[PartNote]) -> frozenset[str]:
    return frozenset(note.part for note in notes if note.state is PartState.READ)


def _kept(notes: Sequence[PartNote]) -> frozenset[str]:
    return frozenset(note.part for note in notes if note.state in (PartState.READ, PartState.CLEANED))
