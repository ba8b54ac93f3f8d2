"""Claims that overlap become disjoint ones: the surest reading of each character stays, the rest keeps what is left."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections.abc import Iterable
from enum import IntEnum, auto

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.taxonomy import entity_type

_WORD = re.compile(r"[^\W_]+")
#: By name, not by length: `HIV`, `gay` and `MS` are short too.
_JOINTS = frozenset(
    "a an the and or but nor of in on at to by for as is are was be has had did do not no so if it its he she we you i my me "
    "his her our your us him who how why out off up all any one two s t re ve ll d m am pm "
    "that this with from have been were they their them there about after which when what also into some most will would "
    "could does said told then than very just over only such being because while where during".split()
)
_PATTERNED = frozenset({"uk", "generic", "address", "lists", "voices"})
_REACHED = frozenset({"EMAIL_ADDRESS", "URL"})
_IMPERSONAL = frozenset({"ORGANIZATION", "PUBLIC_PLACE", "STATUTE", "REFERENCE", "COMPANY_NUMBER", "PUBLIC_CONTACT"})
#: How sure our own tagger must be that something is no person to overrule the general model's "person".
_SURE = 0.7


class Tier(IntEnum):
    """Who takes a character that several claim: the lower."""

    DENIED = auto()
    ALLOWED = auto()
    WHOLE = auto()  # an address of mail or web goes or stays whole, whoever's name is in it
    CASE = auto()
    REREAD = auto()  # what a second reading found in the draft must go, whatever else it may be called
    TITLED = auto()
    THING = auto()  # a statute, company or place known by its shape, over a name inside it
    SHAPED = auto()
    EXPERT_THING = auto()
    PERSON = auto()
    PHRASE = auto()
    TIED = auto()
    REST = auto()
    IMPERSONAL = auto()


_BY_FACT = (
    ("denied", Tier.DENIED),
    ("allowed", Tier.ALLOWED),
    ("case_person", Tier.CASE),
    ("reread", Tier.REREAD),
)


def rank(finding: Finding) -> tuple[int, float, float]:
    """Lower is surer. Orders and permissions first, then what a cue names, then shapes, people, phrases, the rest.

    Of claims on one person the longest comes first: the pieces of a name that a model sees singly are parts of it.
    """
    length = float(-len(finding.chars))
    return (
        (_tier(finding), length, -finding.score)
        if finding.entity == "PERSON"
        else (_tier(finding), -finding.score, length)
    )


def _patterned(finding: Finding) -> bool:
    """Whether a rule with a shape made the claim (`uk.nhs`, `address`), not a statistical model."""
    return finding.detector.partition(".")[0] in _PATTERNED


def _shaped(finding: Finding) -> bool:
    """Whether an identifier pack made the claim: a postcode is a postcode, whatever a model reads around it."""
    return finding.detector.partition(".")[0] in ("uk", "generic", "voices")


def _tier(finding: Finding) -> Tier:
    facts, entity = finding.facts, finding.entity
    for fact, tier in _BY_FACT:
        if fact in facts:
            return Tier.WHOLE if tier is Tier.CASE and entity in _REACHED else tier
    if entity in _IMPERSONAL:
        return _impersonal_tier(finding)
    row = entity_type(entity)
    if row.directness == "direct" or (row.cls == "personal" and _shaped(finding)):
        return _direct_tier(finding)
    if row.cls in ("special", "criminal") and finding.detector != "spacy":
        return Tier.PHRASE
    if row.cls == "personal" and ("tied" in facts or "cue" in facts or _patterned(finding)):
        return Tier.TIED
    return Tier.REST if row.cls != "other" else Tier.IMPERSONAL


def _direct_tier(finding: Finding) -> Tier:
    if finding.entity in _REACHED and _patterned(finding):
        return Tier.WHOLE
    if finding.entity == "PERSON":
        return Tier.TITLED if not finding.facts.isdisjoint({"title", "historical", "word_name"}) else Tier.PERSON
    return Tier.SHAPED if _patterned(finding) or "cue" in finding.facts else Tier.PERSON


def _impersonal_tier(finding: Finding) -> Tier:
    if _patterned(finding) or "company" in finding.facts:
        return Tier.THING
    return Tier.EXPERT_THING if finding.detector == "expert" and finding.score >= _SURE else Tier.IMPERSONAL


def settle(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """Disjoint findings in order of place. A surer finding takes its characters; a weaker keeps the pieces left over.

    A left-over piece without a letter or digit says nothing and is let go. Characters that any personal finding claimed
    are never handed to an impersonal one of the same tier or a lower: the union of what is claimed stays claimed.
    """
    taken: list[tuple[int, int]] = []
    out: list[Finding] = []
    for finding in sorted(findings, key=rank):
        for start, end in _left_over(taken, finding.chars):
            piece = _trim(text, start, end)
            whole = (start, end) == (finding.chars.start, finding.chars.end)
            if piece is None or not (whole or _says_something(text, piece, finding)):
                continue
            out.append(finding if piece == finding.chars else _cut_to(finding, piece))
            insort(taken, (piece.start, piece.end))
    return sorted(out, key=lambda found: found.chars)


def _left_over(taken: list[tuple[int, int]], chars: Chars) -> list[tuple[int, int]]:
    pieces, start = [], chars.start
    at = max(0, bisect_left(taken, (chars.start, 0)) - 1)
    while at < len(taken) and taken[at][0] < chars.end:
        left, right = taken[at]
        if left > start:
            pieces.append((start, min(left, chars.end)))
        start = max(start, right)
        at += 1
    if start < chars.end:
        pieces.append((start, chars.end))
    return pieces


def _says_something(text: str, piece: Chars, finding: Finding) -> bool:
    """Whether what is left over of a phrase still says it: `and`, `is that` do not. A name's pieces all do."""
    if entity_type(finding.entity).directness == "direct":
        return True
    words = _WORD.findall(text, piece.start, piece.end)
    return any(word.casefold() not in _JOINTS for word in words)


def _trim(text: str, start: int, end: int) -> Chars | None:
    """The piece without space at its ends; None when nothing readable is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Chars(start, end) if any(char.isalnum() for char in text[start:end]) else None


def _cut_to(finding: Finding, piece: Chars) -> Finding:
    return Finding(piece, finding.entity, finding.score, finding.detector, finding.facts | {"piece"})
