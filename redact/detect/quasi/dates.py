"""Dates as people write and say them: in figures, with a month's name, in words, and as a bad scan leaves them."""

from __future__ import annotations

import re

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_YEAR = r"(?:(?:19|20)\d\d|['’]?\d\d)"
_DAY = r"(?:[0-3]?\d)(?:[ ]?(?:st|nd|rd|th))?"
#: A date in figures or with a month's name, its year included.
FULL = (
    rf"(?:(?:\d{{1,2}}[ ]?[/.-][ ]?\d{{1,2}}[ ]?[/.-][ ]?(?:\d{{4}}|\d\d)(?!\d)|(?:19|20)\d\d[/.-]\d{{1,2}}[/.-]\d{{1,2}}(?!\d))|"
    rf"(?:the[ ])?{_DAY}[ ,.-]{{0,2}}(?:(?:day )?of[ ])?{_MONTH}[ ,.-]{{0,2}}{_YEAR}(?!\d)|{_MONTH}[ ]{_DAY},?[ ](?:19|20)\d\d|[0-3]\d[ ]?(?:JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC)[ ]?\d{{2,4}})"
)
#: The same without a year.
SHORT = rf"(?:(?:the[ ])?{_DAY}[ ]?(?:of[ ])?{_MONTH}|{_MONTH}[ ](?:the[ ])?{_DAY})"
#: Figures with the letters that a scan puts for them (O for 0, l or I for 1), split by stray blanks.
SCANNED = r"(?:[\dOoIlSB][ ]?[\dOoIlSB]?[ ]{0,2}[/.-][ ]{0,2}[\dOoIlSB][ ]?[\dOoIlSB]?[ ]{0,2}[/.-][ ]{0,2}[\dOoIlSB](?:[ ]?[\dOoIlSB]){1,3}(?![\w]))"
_ONES = r"(?:one|two|three|four|five|six|seven|eight|nine|oh|nought|zero)"
_TEENS = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_TENS = r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)"
_CARDINAL = rf"(?:{_TENS}(?:[ -]{_ONES})?|{_TEENS}|{_ONES})"
_ORDINAL = (
    r"(?:(?:twenty|thirty)[ -])?(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|"
    r"sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|\d{1,2}(?:st|nd|rd|th)"
)
_SPOKEN_YEAR = rf"(?:(?:nineteen|twenty|two thousand(?: and)?|(?:19|20)\d\d)(?:[ -]{_CARDINAL}){{0,2}}|{_CARDINAL}(?:[ -]{_ONES})?|\d\d(?:\d\d)?)"
#: A date in words: `fourteenth of the eighth seventy nine`, `the tenth of October, 1963`.
SPOKEN = rf"(?:the[ ])?(?:{_ORDINAL})(?:[ ]day)?[ ](?:of[ ])?(?:the[ ])?(?:(?:{_ORDINAL})|{_MONTH}),?(?:[ ]{_SPOKEN_YEAR}\b)?"

full = re.compile(FULL, re.IGNORECASE)
short = re.compile(SHORT, re.IGNORECASE)
any_form = re.compile(rf"{FULL}|{SCANNED}|{SPOKEN}|{SHORT}", re.IGNORECASE)
year = re.compile(r"(?:18|19|20)\d\d\b")
said_year = re.compile(rf"(?:nineteen|twenty|two thousand(?: and)?)(?:[ -]{_CARDINAL}){{1,2}}\b", re.IGNORECASE)
packed = re.compile(r"\d{6}(?:\d{2})?\b")
