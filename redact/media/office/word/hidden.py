"""What a reader of a letter overlooks: tracked changes, hidden text, text too small or too white to see."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media.office._body import Page
from redact.media.office._namespaces import q
from redact.media.office._tree import Element
from redact.media.office.word import changes
from redact.media.office.word.tables import plain

_VAL = q("w:val")
_OFF = ("0", "false", "off")
_TINY_HALF_POINTS = 6
_WHITE = "FFFFFF"


def notes(page: Page) -> Iterator[PartNote]:
    """The notes of one story as it came."""
    tracked = sum(1 for _ in changes.marks(page.root))
    keep = page.settings.tracked_changes == "keep"
    if tracked:
        state = PartState.READ if keep else PartState.DROPPED
        note = f"{tracked} changes, {'kept without who made them' if keep else 'carried out'}"
        yield PartNote(f"{page.title}, tracked changes", state, note, Hidden.CHANGES)
    unseen = sum(1 for run in page.root.iter(q("w:r")) if _is_unseen(run) and plain(run))
    if unseen:
        yield PartNote(f"{page.title}, hidden text", PartState.READ, f"{unseen} stretches", Hidden.TEXT)


def _is_unseen(run: Element) -> bool:
    properties = run.find(q("w:rPr"))
    if properties is None:
        return False
    vanish, size, colour = (properties.find(q(f"w:{name}")) for name in ("vanish", "sz", "color"))
    if vanish is not None and vanish.get(_VAL, "1").lower() not in _OFF:
        return True
    if colour is not None and colour.get(_VAL, "").upper() == _WHITE:
        return True
    told = size.get(_VAL, "") if size is not None else ""
    return told.isdecimal() and int(told) <= _TINY_HALF_POINTS
