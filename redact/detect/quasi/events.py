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
    """
        i me my mine he him his she her hers mum dad mother father son daughter wife husband brother sister nan
        gran grandad baby partner patient claimant appellant complainant victim suspect defendant tenant caller
        pupil hes shes im
    """.split()
)
_NAMED = re.compile(
    r"\b(?:Mr|Mrs|Ms|Miss|Dr|PC|Sgt)\.?[ ][A-ZÀ-Þ]|(?<=[a-z,;:] )"
    r"[A-ZÀ-Þ][a-zà-ÿ'’]+(?:[ ][A-ZÀ-Þ][\w'’-]+)?[ ](?:was|is|had|has|fell|died|said|attended|told|"
    r"came|went|left|rang|reported|did|who)\b"
)
_MONTH_YEAR = re.compile(
    r"(?:(?:early|late|mid)[- ])?\b(?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)[ ](?:19|20)\d\d\b",
    re.IGNORECASE,
)
_LONE_YEAR = re.compile(r"\b(?:in|since|until|till|from)[ ](?P<y>(?:19|20)\d\d)\b(?![-/.:]\d)", re.IGNORECASE)
_WEEKDAY = re.compile(
    r"(?:(?:on[ ])?(?:the )?(?:morning|afternoon|evening|night) of )?(?:the )?(?:(?:Mon|Tues|Wednes|"
    r"Thurs|Fri|Satur|Sun)day,?[ ](?:the )?)?$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:on|in|since|from|until|till|between|and|of|at|around|about|after|before|by|during|dated?)"
    r"[ ](?:the[ ])?(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,?[ ])?(?:(?:morning|afternoon|"
    r"evening|night)[ ]of[ ](?:the[ ])?)?$",
    re.IGNORECASE,
)
#: What follows the date of a message: a time in its brackets, or `..., Ann wrote:` before what is quoted.
_STAMP = re.compile(r",?[ ](?:at[ ])?\d\d:\d\d(?::\d\d)?\]|,?[^\n]{0,60}\bwrote:")
_OFFICE = re.compile(
    r"\b(?:dated|letters?|e-?mails?|deadline|no later than|respond|reply|response|received your|"
    r"request|policy|act|regulations|minutes|committee|council meeting|agenda|report (?:of|dated)|"
    r"invoice|published|came into force|effective|expires?|renewal|"
    r"valid|financial year|version|enclosed|within|working days|by[ ]$)\b",
    re.IGNORECASE,
)


def traits(page: Page) -> Iterator[Trait]:
    """Dates with a month's name or in figures, judged by their sentence."""
    seen = -1
    for at in dates.places(page):
        if at < seen:
            continue
        match = _date(page.text, at)
        if match is None or match.start() < seen:
            continue
        seen = match.end()
        if _lived(page, match):
            yield Trait(_from(page.text, match.start()), dates.end(page.text, match), "EVENT_DATE", 0.65, TIED)
    for match in _LONE_YEAR.finditer(page.text):
        if _lived(page, match):
            yield Trait(match.start("y"), match.end("y"), "EVENT_DATE", 0.6, TIED)


def _date(text: str, at: int) -> re.Match[str] | None:
    return dates.full.match(text, at) or _MONTH_YEAR.match(text, at) or dates.short.match(text, at)


def _lived(page: Page, match: re.Match[str]) -> bool:
    start, end = page.sentence(match.start())
    start, end = max(start, match.start() - 240), min(end, match.end() + 240)
    words = page.words[page.at(start) : page.at(max(start, end - 1)) + 1]
    bare = match.re is not _LONE_YEAR and not page.text[page.line(match.start())[0] : match.start()].strip(" >|*-[(\t")
    if bare:
        start, end = page.line(match.start())
        words = page.words[page.at(start) : page.at(max(start, end - 1)) + 1]
    if _EVENTS.isdisjoint(words) or (
        match.re is not _LONE_YEAR
        and not bare
        and not _BEFORE.search(page.text, max(0, match.start() - 40), match.start())
    ):
        return False
    if _WHO.isdisjoint(words) and not _NAMED.search(page.text, start, end):
        return False
    if _STAMP.match(page.text, match.end()):
        return False
    return not _OFFICE.search(page.text, max(start, match.start() - 50), match.start())


def _from(text: str, start: int) -> int:
    """Where the date begins, its weekday and part of the day taken in."""
    lead = _WEEKDAY.search(text, max(0, start - 40), start)
    if lead is None or not lead[0].strip() or not lead[0].strip()[0].isalpha():
        return start
    return lead.start() + (3 if lead[0].lower().startswith("on ") else 0)
