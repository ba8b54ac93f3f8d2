"""Readings with their measure (`BMI 41`, `EPDS 19`, `BP 102/58`) and offences by their section (`s.18`, `s47`).

Source: Offences against the Person Act 1861 ss. 18, 20, 47; Criminal Justice Act 1988 s. 39; Public Order Act 1986 ss. 2-5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.special.claim import NEAR, TIED, Claim
from redact.detect.special.ties import Tie, Ties
from redact.detect.words import Page

_MEASURES = lexicon.words("grammar", "measure")
_READING = re.compile(
    r"[A-Za-z]\w{1,9}[ \t]*(?:(?:is|was|of|score|now)[ \t]+|[:=][ \t]*)?"
    r"[<>~]?\d{1,3}(?:[./]\d{1,3})?(?:[ ]?(?:kg|%|mmol|g/l|ug))?\b"
)
_SECTION = re.compile(
    r"[sS]\.?[ ]?(?:18|20|39|47|4A?|5)\b(?:[ ]?\(\d\))?(?![ ]*(?:of|and|to)\b|[./]\d|[ ]*(?:[A-Z][a-z]+[ ]){1,4}Act)"
)
_SECTIONS = frozenset({"s", "s18", "s20", "s39", "s47", "s4", "s4a", "s5"})


def claims(page: Page, ties: Ties) -> Iterator[Claim]:
    """Measures that stand before a number, sections that stand before no Act, where a person is spoken of."""
    for words, form, entity in ((_MEASURES, _READING, "HEALTH"), (_SECTIONS, _SECTION, "CRIMINAL_OFFENCE")):
        for i in page.find(words):
            at = page.starts[i]
            match = form.match(page.text, at, at + 48)
            if match and _apart(page, i) and (tie := ties.of(at)) is not Tie.NONE:
                yield Claim(at, match.end(), entity, 0.65, TIED if tie is Tie.CLOSE else NEAR)


def _apart(page: Page, i: int) -> bool:
    """Not the `s` of a possessive."""
    return i == 0 or page.gaps[i - 1][-1:] not in ("'", "’")
