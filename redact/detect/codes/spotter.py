"""The room's door for claims: each code of a picture as a finding."""

from __future__ import annotations

from collections.abc import Iterable

from redact.core.flow import Finding
from redact.core.segment import Raster
from redact.detect.codes.seen import Code, codes
from redact.settings import Settings

_NAME = "codes"
_ENTITY = "CODE"
_READ, _UNREAD = 1.0, 0.6

_RETAIL = frozenset({"EAN13", "EAN8", "UPCA", "UPCE", "ISBN"})
#: Numbers a shop gives out itself, on members' cards too. Source: GS1 General Specifications 24, section 1.4.2.
_OWN_NUMBERS = ("02", "04", "2")


class Codes:
    """Spots codes. A finding says `unread`, or `product` for a number of the trade, or `opaque` for everything else."""

    name = _NAME

    def __call__(self, picture: Raster) -> Iterable[Finding]:
        """The codes of an upright picture, from the top down."""
        return [_finding(code) for code in codes(picture.pixels)]


def make(_settings: Settings) -> Codes:
    """The code spotter."""
    return Codes()


def _finding(code: Code) -> Finding:
    score = _UNREAD if code.text is None else _READ
    return Finding(code.box, _ENTITY, score, _NAME, frozenset({_fact(code)}))


def _fact(code: Code) -> str:
    if code.text is None:
        return "unread"
    if code.format not in _RETAIL:
        return "opaque"
    # The library gives a UPC-A as the EAN-13 that it is; an EAN-8 of a shop's own begins with 0 or 2.
    own = ("0", "2") if code.format == "EAN8" else _OWN_NUMBERS
    return "opaque" if code.text.startswith(own) else "product"
