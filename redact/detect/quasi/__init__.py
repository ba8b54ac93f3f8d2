"""What singles a person out together with other things: birth, age, work, employer, looks, class, car, the dates of a life."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect import words
from redact.detect.quasi import ages, births, employers, events, fields, jobs, looks
from redact.detect.quasi.trait import Trait
from redact.settings import Settings

NAME = "quasi"
_RULES = (births.traits, ages.traits, jobs.traits, employers.traits, looks.traits, events.traits, fields.traits)


class Quasi:
    """Detector of quasi-identifiers."""

    name = NAME

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Findings carry `tied` where the words tie them to a person, `cue` where a label or a header did."""
        if segment.kind in (TextKind.NAME, TextKind.KEY):
            return
        if segment.kind is TextKind.FIELD and (trait := fields.headed(segment)):
            yield _finding(0, trait)
            return
        for base, piece in words.pieces(segment.text):
            page = words.read(piece)
            for rule in _RULES if segment.kind is not TextKind.CODE else (births.traits,):
                for trait in rule(page):
                    yield _finding(base, trait)


def _finding(base: int, trait: Trait) -> Finding:
    return Finding(Chars(base + trait.start, base + trait.end), trait.entity, trait.score, NAME, trait.facts)


def make(settings: Settings) -> Quasi:  # noqa: ARG001 - one form for every detector
    """The detector; it needs no model."""
    return Quasi()
