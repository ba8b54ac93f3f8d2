"""People whom a cue names: a title, a greeting, a signature, a form's label, a mail header, a family word."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import Finding
from redact.core.segment import Text, TextKind
from redact.detect.people.forms import headed, in_fields, in_sign_offs
from redact.detect.people.history import in_history
from redact.detect.people.rules import NAME, in_prose
from redact.detect.people.word_names import by_word_names
from redact.settings import Settings

_UNREAD = frozenset({TextKind.NAME, TextKind.CODE, TextKind.KEY})


class People:
    """Detector of people whom the words around them name."""

    name = NAME

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Findings carry the fact `cue`; titles of public office add `public_role`."""
        if segment.kind in _UNREAD:
            return
        if segment.kind is TextKind.FIELD:
            yield from headed(segment)
        yield from in_history(segment.text)
        yield from in_prose(segment.text)
        yield from by_word_names(segment.text, NAME)
        yield from in_fields(segment.text)
        yield from in_sign_offs(segment.text)


def make(settings: Settings) -> People:  # noqa: ARG001 - one form for every detector
    """The detector; it needs no model."""
    return People()
