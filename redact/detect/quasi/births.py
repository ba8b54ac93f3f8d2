"""Dates of birth: behind a cue in any form, or directly behind a name and long before the paper was written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect.quasi import dates
from redact.detect.quasi.trait import CUED, TIED, Trait
from redact.detect.words import Page

_TRIGGERS = frozenset("dob dobs d birth born b birthdate birthday birthdays naissance geburtsdatum".split())
_CUE = re.compile(
    r"(?:\bD[ ]?\.?[ ]?O[ ]?\.?[ ]?B\b\.?|\bdate[ ]+of[ ]+birth\b|\bbirth[ -]?date\b|\bbirthday\b|"
    r"\bborn\b|\bbirth\b|(?<![\w'])b(?:\.|[ ](?=\d)))"
    r"(?:[ ]*(?:T\d|\(?[\w ]{1,14}\)?(?=[ ]*[:=])|is|was|just for the log|for (?:him|her|them|me)|as|given as|please))?"
    r"(?:[ \t]*[:=|,.-]{0,2}[ \t]*\n{0,3}(?:[a-z]{2,8}[ ])??(?:(?:it's|its|is|yes|er|um|on|in|at|"
    r"his|her|the|caller|cal)[ :]+)*[ \t>]*)",
    re.IGNORECASE,
)
_AFTER_PLACE = re.compile(
    r"(?:in|at)[ ][A-ZÀ-Þ][\w'’-]+(?:[ -][A-ZÀ-Þ][\w'’-]+){0,2}(?:,[ ][A-ZÀ-Þ][\w'’-]+)?,?[ ](?:on[ ]|"
    r"in[ ])"
)
_NAME_THEN = re.compile(
    r"(?:[A-ZÀ-Þ][\w'’.-]+[ ]|[A-ZÀ-Þ][\w'’-]+[ ]?[,|\t;][ ]?)"
    r"[\"']?[A-ZÀ-Þ][\w'’.-]*[\"')]{0,2}(?:[ ]?[,;|\t(\[]{1,2}[ ]?[\"']?|[ ]{1,4}|\",\")$",
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_NOT_BIRTH = re.compile(
    r"\b(?:dated|sent|filed|signed|reported|statement|letter|date|hearing|meeting|january|february|"
    r"march|april|may|june|july|august|september|october|november|december|mon|tue|wed|thu|fri|sat|"
    r"sun)\b",
    re.IGNORECASE,
)
_GAP = 9  # years between a birth and the newest year on the page, below which a date is more likely the paper's own

_SHORT_GAP = 15  # the same where the year has two figures and may be wrongly read


def traits(page: Page) -> Iterator[Trait]:
    """Dates behind cues; then those behind names."""
    done: set[int] = set()
    for i in page.find(_TRIGGERS):
        if (trait := _cued(page, page.starts[i])) and trait.start not in done:
            done.add(trait.start)
            yield trait
    newest = max((int(year[0]) for year in _YEAR.finditer(page.text)), default=0)
    if newest:
        yield from (trait for trait in _behind_names(page, newest) if trait.start not in done)


def _cued(page: Page, at: int) -> Trait | None:
    cue = _CUE.match(page.text, at, at + 90)
    if cue is None:
        return None
    here = cue.end()
    if place := _AFTER_PLACE.match(page.text, here):
        here = place.end()
    born = cue[0][:4].lower() == "born"
    forms = (dates.any_form, dates.packed) if not born else (dates.any_form,)
    for form in forms:
        if match := form.match(page.text, here):
            return Trait(match.start(), dates.end(page.text, match), "DATE_OF_BIRTH", 0.9, CUED)
    if match := dates.year.match(page.text, here) or dates.said_year.match(page.text, here):
        return (
            Trait(match.start(), match.end(), "DATE_OF_BIRTH", 0.8, CUED)
            if page.text[match.end() : match.end() + 1] != "/"
            else None
        )
    return None


def _behind_names(page: Page, newest: int) -> Iterator[Trait]:
    """`Lorik Gashi, 15/06/1997`: a whole date behind a name, years before anything else the page tells."""
    for at in dates.places(page):
        match = dates.full.match(page.text, at)
        if match is None or not _real(match[0]) or _born(match[0], _YEAR.findall(match[0]), newest) > newest - _GAP:
            continue
        name = _NAME_THEN.search(page.text, max(0, at - 60), at)
        if name and not _NOT_BIRTH.search(page.text, max(0, name.start() - 16), at):
            yield Trait(at, dates.end(page.text, match), "DATE_OF_BIRTH", 0.65, TIED)


def _born(date: str, years: list[str], newest: int) -> int:
    """The year of a date; of two figures, the last such year before the page was written."""
    if years:
        return int(years[-1])
    short = int(date[-2:]) if date[-2:].isdigit() else newest % 100
    year = newest - newest % 100 + short - (100 if short > newest % 100 else 0)
    return year if newest - year > _SHORT_GAP else newest


def _real(date: str) -> bool:
    """Whether figures can be day and month: a sort code's cannot, as a rule."""
    figures = [int(part) for part in re.findall(r"\d+", date)]
    return len(figures) != 3 or (sorted(figures)[0] <= 12 and sorted(figures)[1] <= 31 and 0 not in figures[:2])
