"""What a watcher of a presentation overlooks: hidden slides and shapes, and notes."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media.office._body import Page
from redact.media.office._namespaces import q

_TRUE = ("1", "true", "on")


def notes(page: Page) -> Iterator[PartNote]:
    """The notes of one slide as it came."""
    if page.root.get("show", "1").lower() not in _TRUE:
        yield PartNote(f"{page.title}, hidden", PartState.READ, "a hidden slide", Hidden.TEXT)
    unseen = sum(each.get("hidden", "0").lower() in _TRUE for each in page.root.iter(q("p:cNvPr")))
    if unseen:
        yield PartNote(f"{page.title}, hidden shapes", PartState.READ, f"{unseen} shapes", Hidden.TEXT)
