"""Addresses: homes (STREET_ADDRESS), and streets and sites that are nobody's home (PUBLIC_PLACE).

A number with a street, a flat, a house with a name, the lines above a postcode, a labelled field, `at number 7`.
"""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect import words
from redact.detect.address import blocks, fields, houses, numbers, sites, streets
from redact.detect.address.spot import HOME, SITE, Spot, merged
from redact.settings import Settings

NAME = "address"


class Address:
    """Detector of addresses."""

    name = NAME

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Homes carry `cue` when a label said so; sites carry `public_site` or `void` when the words around say so."""
        if segment.kind is TextKind.NAME:
            return
        if segment.kind is TextKind.FIELD and (spot := fields.headed(segment)):
            yield _finding(0, spot)
            return
        for base, piece in words.pieces(segment.text):
            page = words.read(piece)
            found = [
                *streets.spots(page),
                *streets.flats(page),
                *numbers.spots(page),
                *blocks.spots(page),
                *houses.spots(page),
                *fields.spots(page),
            ]
            for spot in merged(page, [sites.judged(page, spot) for spot in found]):
                yield _finding(base, spot)


def _finding(base: int, spot: Spot) -> Finding:
    entity = "STREET_ADDRESS" if spot.kind == HOME else "PUBLIC_PLACE"
    return Finding(Chars(base + spot.start, base + spot.end), entity, spot.score, NAME, spot.facts)


def make(settings: Settings) -> Address:  # noqa: ARG001 - one form for every detector
    """The detector; it needs no model."""
    return Address()


__all__ = ["HOME", "SITE", "Address", "make"]
