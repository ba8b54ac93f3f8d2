"""Building blocks of patterns: digits as scanners see them, codes as clerks write them, and what is no code at all."""

from __future__ import annotations

import re

#: A digit, or a letter that bad print turns a digit into.
DIGIT = r"[0-9OoIl|SB]"
_GAP = r"[ .\-]{0,2}"

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_COUNTED = (
    r"(?:days?|weeks?|months?|years?|yrs?|hours?|hrs?|mins?|minutes?|people|times?|per|am|pm|st|nd|rd|th|miles?|mph|kg|mm|cm|"
    r"km|gb|mb)"
)

#: Lookahead: neither a date, a time, an ordinal nor a counted thing begins here.
NOT_A_DATE = (
    r"(?!(?:0?[1-9]|[12]\d|3[01])[/.\-](?:0?[1-9]|1[0-2])[/.\-](?:\d\d){1,2}(?![\w/\-]))"
    r"(?!(?:19|20)\d\d-(?:0\d|1[0-2])-[0-3]\d)"
    r"(?!\d{1,2}[:.]\d\d(?![\w/]))"
    rf"(?!\d{{1,4}} ?(?i:{_COUNTED}|(?:of )?{_MONTH})(?![A-Za-z0-9]))"
)

_WORD = r"[A-Za-z0-9]{1,24}"
_JOIN = r"(?:[\-/_\\–]|\.(?=\d)|/ |\ /)"
_JOINED = rf"{_WORD}(?:{_JOIN}(?=[A-Z0-9]|[a-z]{{1,8}}\d|[a-z]{{1,4}}(?![a-z])){_WORD}){{0,7}}"
_END = r"(?![/:.,]?\d)(?![A-Za-z])"
_MIXED = r"(?:\d{1,6}[A-Z][A-Z0-9]{0,6}|[A-Z]{1,3}\d[A-Z0-9]{0,7}|[A-Z](?= \d))"
_SHORT = rf" (?:{NOT_A_DATE}\d{{2,8}}|{_MIXED}){_END}"
_LONG = rf" (?:{NOT_A_DATE}\d{{3,8}}|{_MIXED}){_END}"
_LAST = r"(?: (?:\d|[A-Z])(?![\w/:.'’&]))?"
#: Two-digit groups go on only after short ones: `41 77 02` is one number, `00512288 14 Drake Way` a number and a house.
_SPACED = (
    rf"(?:[A-Z]{{1,4}}[/.\-]? (?:\d{{1,4}}{_END}(?:{_SHORT}){{0,6}}"
    rf"|\d{{5,}}{_END}(?:{_LONG}){{0,6}}|{_MIXED}(?:{_SHORT}){{1,6}})"
    rf"|\d{{4,8}}(?:{_LONG}){{1,6}}|\d{{1,3}}(?:{_SHORT}){{1,6}}|{_MIXED}(?:{_LONG}){{1,6}}){_LAST}"
)
_PREFIXED = rf"[A-Z]{{1,4}}[/.\-]? {_JOINED}"

#: A reference as clerks write it: joined by strokes and hyphens, or in spaced groups; holds a digit.
CODE = (
    rf"{NOT_A_DATE}(?:{_SPACED}(?![/\-][A-Za-z0-9])"
    rf"|(?=[A-Z]{{1,4}}[/.\-]? \S{{0,24}}\d){_PREFIXED}|(?=\S{{0,40}}\d){_JOINED})"
)

_AMOUNT = re.compile(r"[0-9]{1,4}\.[0-9]{1,2}")
_RANGE = re.compile(r"[0-9]{1,2}[/\-–][0-9]{1,2}")
_YEAR = re.compile(r"(?:19[5-9]|20[0-4])\d(?:[/\-]\d\d(?:\d\d)?)?")


def digit_run(count: int, most: int = 0) -> str:
    """`count` (to `most`) digits, in any grouping, as a bad scan may show them. Only for use behind a cue."""
    return rf"(?=[^\s]{{0,12}}[ ]?\S{{0,12}}[0-9]){DIGIT}(?:{_GAP}{DIGIT}){{{count - 1},{max(count, most) - 1}}}"


def is_strong(value: str) -> bool:
    """Whether a value looks like a code even where the word before it could have meant something else."""
    letters, digits = sum(c.isalpha() for c in value), sum(c.isdigit() for c in value)
    if not digits or _YEAR.fullmatch(value) or _RANGE.fullmatch(value):
        return False
    return digits >= 5 or (letters > 0 and letters + digits >= 3) or (digits >= 4 and any(c in "/-" for c in value))


def is_believable(value: str, designated: bool) -> bool:
    """Whether a value may be a reference: behind `no.` or a colon nearly anything, otherwise a code."""
    if _YEAR.fullmatch(value) or _AMOUNT.fullmatch(value):
        return False
    letters, digits = sum(c.isalpha() for c in value), sum(c.isdigit() for c in value)
    if not designated:
        return is_strong(value)
    return _RANGE.fullmatch(value) is None and (digits >= 3 or (letters > 0 and letters + digits >= 2))
