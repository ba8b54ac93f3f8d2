"""Dates as people write and say them: in figures, with a month's name, in words, and as a bad scan leaves them."""

from __future__ import annotations

import re

from redact.detect.words import Page

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_DAY = r"(?:[0-3]?\d)(?:[ ]?(?:st|nd|rd|th))?"
#: A date in figures or with a month's name, its year included.
FULL = (
    rf"(?:(?:\d{{1,2}}[ ]?[/.-][ ]?\d{{1,2}}[ ]?[/.-][ ]?(?:\d{{4}}|\d\d)(?!\d)|(?:19|20)"
    rf"\d\d[/.-]\d{{1,2}}[/.-]\d{{1,2}}(?!\d))|"
    rf"(?:the[ ])?{_DAY}[ ,.-]{{0,2}}(?:(?:day )?of[ ])?{_MONTH}[ ,.-]{{0,2}}{_YEAR}(?!\d)|"
    rf"{_MONTH}[ ]{_DAY},?[ ](?:19|20)\d\d|[0-3]\d[ ]?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|"
    rf"NOV|DEC)[ ]?\d{{2,4}})"
)
#: The same without a year.
SHORT = rf"(?:(?:the[ ])?{_DAY}[ ]?(?:of[ ])?{_MONTH}|{_MONTH}[ ](?:the[ ])?{_DAY})"
#: Figures with the letters that a scan puts for them (O for 0, l or I for 1), split by stray blanks.
_S = r"[\dOoIlSB]"
_STROKE = r"[ ]{0,2}[/.-][ ]{0,2}"
SCANNED = rf"(?:{_S}[ ]?{_S}?{_STROKE}{_S}[ ]?{_S}?{_STROKE}{_S}(?:[ ]?{_S}){{1,3}}(?![\w]))"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine|oh|nought|zero)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_CARDINAL = rf"(?:{_TENS}(?:[ -]{_ONES})?|{_TEENS}|{_ONES})"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|"
    r"tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|\d{1,2}(?:st|nd|rd|th)"
)
_SPOKEN_YEAR = (
    rf"(?:(?:nineteen|twenty|two thousand(?: and)?|(?:19|20)\d\d)(?:[ -]{_CARDINAL}){{0,2}}|"
    rf"{_CARDINAL}(?:[ -]{_ONES})?|\d\d(?:\d\d)?)"
)
#: A date in words: `fourteenth of the eighth seventy nine`, `the tenth of October, 1963`.
SPOKEN = rf"(?:the[ ])?(?:{_ORDINAL})(?:[ ]day)?[ ](?:of[ ])?(?:the[ ])?(?:(?:{_ORDINAL})|{_MONTH}),?(?:[ ]{_SPOKEN_YEAR}\b)?"

MONTHS = frozenset(
    """
    january february march april may june july august september october november december jan feb mar apr jun jul
    aug sep sept oct nov dec
""".split()
)
_LEADING = frozenset({"of", "the", "day", "st", "nd", "rd", "th"})

full = re.compile(FULL, re.IGNORECASE)
short = re.compile(SHORT, re.IGNORECASE)
any_form = re.compile(rf"{FULL}|{SCANNED}|{SPOKEN}|{SHORT}", re.IGNORECASE)
year = re.compile(r"(?:18|19|20)\d\d\b")
said_year = re.compile(rf"(?:nineteen|twenty|two thousand(?: and)?)(?:[ -]{_CARDINAL}){{1,2}}\b", re.IGNORECASE)
packed = re.compile(r"\d{6}(?:\d{2})?\b")


def places(page: Page) -> list[int]:
    """Where dates may begin: at figures parted by strokes, dots or hyphens; at the day before a month's name, or the name."""
    found = {page.starts[_day(page, i)] for i in page.find(MONTHS)}
    for i in page.find(frozenset(word for word in page.index if word.isdigit() and len(word) < 5)):
        if (
            page.gaps[i].strip() in ("/", ".", "-")
            and page.words[i + 1][:1].isdigit()
            and (not i or page.gaps[i - 1] not in ("/", ".", "-"))
        ):
            found.add(page.starts[i])
    return sorted(found)


def end(text: str, match: re.Match[str]) -> int:
    """Where a date ends, without the full stop that a month's short form may have taken in."""
    return match.end() - (text[match.end() - 1] == ".")


def _day(page: Page, i: int) -> int:
    """The first word of the date whose month is word `i`."""
    n = i
    while n > 0 and i - n < 4 and len(page.gaps[n - 1]) < 3 and "\n" not in page.gaps[n - 1]:
        word = page.words[n - 1]
        if word[:1].isdigit() and len(word) <= 4:
            return n - 2 if n > 1 and page.words[n - 2] == "the" and page.gaps[n - 2] == " " else n - 1
        if word not in _LEADING:
            break
        n -= 1
    return i
