"""Dates of what happened to somebody: a date in a sentence that has a person and a verb of events."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.quasi import dates
from redact.detect.quasi.trait import TIED, Trait
from redact.detect.words import Page

_EVENTS = lexicon.words("work", "event")
_WHO = frozenset(
    """i me my mine he him his she her hers mum dad mother father son daughter wife husband brother sister nan gran grandad baby partner
    patient claimant appellant complainant victim suspect defendant tenant caller pupil hes shes im""".split()
)
_NAMED = re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|Sgt)\.?[ ][A-ZÀ-Þ]|(?<=[a-z,;:] )[A-ZÀ-Þ][a-zà-ÿ'’]+(?:[ ][A-ZÀ-Þ][\w'’-]+)?[ ](?:was|is|had|has|fell|died|said|attended|told|came|went|left|rang|reported|did|who)\b")
_MONTHS = frozenset("january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split())
_PLAIN = re.compile(r"(?<![\d/.-])\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?![\d/])")
_MONTH_YEAR = re.compile(r"(?:(?:early|late|mid)[- ])?\b(?:January|February|March|April|May|June|July|August|September|October|November|December)[ ](?:19|20)\d\d\b", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:(?:on[ ])?(?:the )?(?:morning|afternoon|evening|night) of )?(?:the )?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ](?:the )?)?$", re.IGNORECASE)
_BEFORE = re.compile(r"\b(?:on|in|since|from|until|till|between|and|of|at|around|about|after|before|by|during|dated?)[ ](?:the[ ])?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ])?(?:(?:morning|afternoon|evening|night)[ ]of[ ](?:the[ ])?)?$", re.IGNORECASE)
_OFFICE = re.compile(
    r"\b(?:dated|letters?|e-?mails?|deadline|no later than|respond|reply|response|received your|request|policy|act|regulations|minutes|committee|council meeting|agenda|report (?:of|dated)|invoice|published|came into force|effective|expires?|renewal|"
    r"valid|financial year|version|enclosed|within|working days|by[ ]$)\b",
    re.IGNORECASE,
)


def traits(page: Page) -> Iterator[Trait]:
    """Dates with a month's name or in figures, judged by their sentence."""
    seen = -1
    for at in _places(page):
        if at < seen:
            continue
        match = _date(page.text, at)
        if match is None or match.start() < seen:
            continue
        seen = match.end()
        if _lived(page, match):
            yield Trait(_from(page.text, match.start()), match.end(), "EVENT_DATE", 0.65, TIED)


def _places(page: Page) -> Iterator[int]:
    """Where dates may be: at a month's name, at figures with strokes."""
    found = [page.starts[n] for n, word in enumerate(page.words) if word in _MONTHS]
    found += [match.start() for match in _PLAIN.finditer(page.text)]
    return iter(sorted(found))


def _date(text: str, at: int) -> re.Match[str] | None:
    for form in (dates.full, dates.short, _MONTH_YEAR):
        for match in form.finditer(text, max(0, at - 14), min(len(text), at + 26)):
            if match.start() <= at < match.end():
                return match
    return None


def _lived(page: Page, match: re.Match[str]) -> bool:
    start, end = page.sentence(match.start())
    start, end = max(start, match.start() - 240), min(end, match.end() + 240)
    words = page.words[page.at(start) : page.at(max(start, end - 1)) + 1]
    if _EVENTS.isdisjoint(words) or not _BEFORE.search(page.text, max(0, match.start() - 40), match.start()):
        return False
    if _WHO.isdisjoint(words) and not _NAMED.search(page.text, start, end):
        return False
    return not _OFFICE.search(page.text, max(start, match.start() - 50), match.start())


def _from(text: str, start: int) -> int:
    """Where the date begins, its weekday and part of the day taken in."""
    lead = _WEEKDAY.search(text, max(0, start - 40), start)
    if lead is None or not lead[0].strip() or not lead[0].strip()[0].isalpha():
        return start
    return lead.start() + (3 if lead[0].lower().startswith("on ") else 0)
