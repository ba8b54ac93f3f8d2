"""What a part of a presentation says: its text bodies, tables, alternative texts, and names of sections and shows."""

from __future__ import annotations

from collections.abc import Iterator

from redact.media.office._body import Page
from redact.media.office._drawing import Seen, texts
from redact.media.office._fields import Field
from redact.media.office._namespaces import q
from redact.media.office._sayings import attributes, leftovers

#: Attributes with words that only presentations have.
_SAID = {
    (q("p14:section"), "name"): "name of a section",
    (q("p:custShow"), "name"): "name of a show",
}


def fields(page: Page) -> Iterator[Field]:
    """Everything that the part says, in order."""
    seen = Seen()
    yield from texts(page.root, page.title, seen)
    yield from attributes(page.root, page.title, _SAID)
    yield from leftovers(page.root, page.title, seen)
