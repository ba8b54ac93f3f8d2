"""Numbers as they are said: `oh seven seven double oh nine hundred one six two`, `q q one two three four five six c`.

Recognisers lose and change digits, so nothing here checks a sum or a length; the words before say what the number is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.detect.patterns.cues import Lexicon
from redact.detect.patterns.lines import is_public_line
from redact.detect.patterns.words import lowered

_DIGITS = (
    "oh", "zero", "nought", "naught", "nil", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "double", "treble", "triple",
)
_TENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety", "hundred", "thousand",
)
_NATO = (
    "alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliet", "kilo", "lima",
    "mike", "november", "oscar", "papa", "quebec", "romeo", "sierra", "tango", "uniform", "victor", "whiskey",
    "whisky", "xray", "x-ray", "yankee", "zulu",
)
_LINKS = (
    "dash", "slash", "stroke", "hyphen", "dot", "point", "space", "and", "er", "um", "erm", "capital", "then", "for",
)
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth",
)

_TOKEN = re.compile(r"[A-Za-z]+(?:-ray)?|[0-9]+")
_BEFORE = re.compile(r"(?<![A-Za-z'’])([A-Za-z]+)[ ,.\-]{1,3}$")
_BRIDGE_BACK = frozenset({"dash", "slash", "stroke", "hyphen", "for"})
_LEAD = re.compile(r"(?:dash|slash|stroke|hyphen|for|(?:a|i)(?=[ ,.\-]+[A-Za-z]{2}))[ ,.\-]+", re.IGNORECASE)
_NEXT_LABEL = re.compile(r"(?:n h s|n i|d o b|g p|p c|a e)\b", re.IGNORECASE)
_TURN = re.compile(r"[?!]|\n\s*\n|\n(?:caller|agent|call handler|handler|operator|op|cal|me|him|her|"
    r"[A-Z]\w{0,12}):?(?= )")
_BEFORE_RUN = 90
_PHONE = re.compile(r"(?:oh|zero|nought|o)[ ,-]+(?!oh|zero)", re.IGNORECASE)
_PAUSE = re.compile(r"[ \t\n,.\-–…/]{0,4}")
_VALUE = frozenset((*_DIGITS, *_TENS, *_NATO))
_BRIDGE = frozenset(_LINKS)
_MONEY = re.compile(r"[ ,]*(?:pounds?|pence|quid|euros?|dollars?|percent|per cent|years?|days?|weeks?|months?|"
    r"people|miles?|hours?|minutes?|times|degrees)\b", re.IGNORECASE)
_ENOUGH_ALONE, _ENOUGH_CUED, _ENOUGH_SHORT = 8, 5, 3
_NEAR = 28  # two digit words this close begin a run

#: What the words before a spoken number make of it; three words are enough for those of `_SHORT`.
_NAMES = """
PHONE_NUMBER | phone; phone no; mobile; mobile no; my no; her no; his no; contact no; ring; call me; ring me; text me; landline
PHONE_NUMBER | call; home no; extension; helpline; switchboard; dial; fax
UK_POSTCODE | postcode; post code; postal code
UK_NINO | national insurance; national insurance no; ni no; nino
UK_NHS | nhs; nhs no
UK_SORT_CODE | sort code; sort; sword code
UK_BANK_ACCOUNT | bank account; bank account no; current account
CREDIT_CARD | card; card no; long no; debit card; credit card
UK_PASSPORT | passport; passport no
UK_DRIVING_LICENCE | driving licence; licence no; driver no
LICENCE_PLATE | registration; registration no; plate; car; van; vehicle
STAFF_NUMBER | payroll; payroll no; staff no; employee no; badge no; staff id
COLLAR_NUMBER | collar; collar no; shoulder no; warrant no; pc
DATE_OF_BIRTH | date of birth; dob; born; birthday; born on
CASE_REFERENCE | account; account no; ref; ref no; case no; case; crime no; claim no; complaint no; policy no; customer no
CASE_REFERENCE | tenancy no; call ref
CASE_REFERENCE | id; membership no; pin; code; security code; no; application no; incident no; hospital no; custody no
"""
_SHORT = frozenset({"UK_POSTCODE", "DATE_OF_BIRTH", "COLLAR_NUMBER", "LICENCE_PLATE"})
_LEXICON: Lexicon[str] = Lexicon(
    (cue, entity)
    for entity, _, cues in (line.partition(" | ") for line in _NAMES.strip().splitlines())
    for cue in cues.split("; ")
)


@dataclass(frozen=True, slots=True)
class _Run:
    start: int
    end: int
    size: int  # digits and letters said


def spoken(text: str) -> Iterator[Finding]:
    """Numbers spoken out in a text, named by the words before them."""
    done = 0
    for at in _starts(text):
        if at < done:
            continue
        run = _run(text, at)
        done = run.end
        if _MONEY.match(text, run.end):
            continue
        finding = _classify(text, run)
        if finding is not None:
            yield finding


def _starts(text: str) -> Iterator[int]:
    """Where two digit words stand close together. Plain substring search: most texts hold few such words."""
    lower = lowered(text)
    hits = sorted(at for word in _DIGITS for at in _find(lower, word))
    for first, second in pairwise(hits):
        if second - first <= _NEAR:
            yield first


def _find(lower: str, word: str) -> Iterator[int]:
    at = lower.find(word)
    while at >= 0:
        end = at + len(word)
        if not lower[at - 1 : at].isalpha() and not lower[end : end + 1].isalpha():
            yield at
        at = lower.find(word, end)


def _run(text: str, at: int) -> _Run:
    """The whole run around position `at`: letters said before the first digit belong to it."""
    start = _back(text, at)
    end, size, edge = start, 0, start
    while (token := _TOKEN.match(text, edge)) is not None:
        word = token.group().lower()
        if size and _NEXT_LABEL.match(text, edge):
            break
        worth = _worth(word)
        if not worth and word not in _BRIDGE:
            break
        size += worth
        end = token.end() if worth else end
        pause = _PAUSE.match(text, token.end())
        edge = pause.end() if pause is not None else token.end()
        if edge == token.end():
            break
    return _Run(start, end, size)


def _worth(word: str) -> int:
    if word in ("double", "treble", "triple"):
        return 1
    if word in _VALUE or word.isdigit() or word in _ORDINALS:
        return max(1, len(word) if word.isdigit() else 1)
    return 1 if len(word) == 1 and word != "i" else 0


def _back(text: str, at: int) -> int:
    """Single letters, tens and alphabet words before the first digit word."""
    while True:
        before = _BEFORE.search(text[max(0, at - 16) : at])
        if before is None:
            return _trimmed(text, at)
        word = before.group(1).lower()
        if not (word in _VALUE or word in _BRIDGE_BACK or (len(word) == 1 and word != "i")):
            return _trimmed(text, at)
        at -= len(before.group())


def _trimmed(text: str, at: int) -> int:
    """Past what cannot begin a value: a bridge word, or the article `a` before a digit word."""
    while (lead := _LEAD.match(text, at)) is not None:
        at = lead.end()
    return at


def _classify(text: str, run: _Run) -> Finding | None:
    # In a transcript the question stands in the turn before: `what's the postcode⏎⏎d e one three`.
    left = _TURN.sub(" ", text[max(0, run.start - _BEFORE_RUN) : run.start])
    cue = next((cue for cue in _LEXICON.before(left, len(left)) if not cue.crossing), None)
    if cue is None or cue.distance > 3:
        if run.size < _ENOUGH_ALONE:
            return None
        entity = "PHONE_NUMBER" if _sounds_like_phone(text, run) else "CASE_REFERENCE"
        return _finding(text, run, entity, 0.6, frozenset())
    entity = cue.rows[0]
    named = cue.designated and cue.distance == 0
    if run.size < (_ENOUGH_SHORT if entity in _SHORT or named else _ENOUGH_CUED):
        return None
    if entity == "CASE_REFERENCE" and _sounds_like_phone(text, run) and run.size >= _ENOUGH_ALONE:
        entity = "PHONE_NUMBER"
    return _finding(text, run, entity, 0.85, frozenset({"cue"}))


def _finding(text: str, run: _Run, entity: str, score: float, facts: frozenset[str]) -> Finding:
    if entity == "PHONE_NUMBER" and is_public_line(text, run.start, run.end):
        entity = "PUBLIC_CONTACT"
    return Finding(Chars(run.start, run.end), entity, score, "uk.spoken", facts)


def _sounds_like_phone(text: str, run: _Run) -> bool:
    return _PHONE.match(text, run.start) is not None
