"""Belonging: nation, faith, party, union, and how each is said of somebody."""

from __future__ import annotations

import re

from redact.detect import lexicon
from redact.detect.lexicon import Hit
from redact.detect.special.claim import Claim
from redact.detect.special.extent import alone, before, phrase
from redact.detect.special.ties import Tie
from redact.detect.words import Page

_BEING = lexicon.words("grammar", "being")
_HUMAN = lexicon.words("grammar", "human")
_FILLER = lexicon.words("grammar", "filler")
_GOES_ON = lexicon.words("grammar", "goes_on_people")
_SOMEONE = lexicon.words("grammar", "subject")
_ACRONYMS = lexicon.words("grammar", "acronym")
_COLOURS = frozenset({"black", "white", "mixed", "traveller"})
_GROUPS = frozenset({"community", "family", "families", "faith"})
_POLITICAL = re.compile(
    r"\b(?:member(?:ship)?|join(?:s|ed)|vot(?:e|es|ed|ing|er)|support(?:s|ed|er)?|campaign\w*|"
    r"canvass\w*|leaflet\w*|stood|activist|is an? |was an? |am an? |'s an? |ex|lifelong|always|"
    r"official|treasurer)\b",
    re.IGNORECASE,
)
_MEMBER = re.compile(
    r"(?:\b(?:is|am|'s|'m|was|joined|in|my|his|her|their|your|your|of|for|from|with|his own|,)"
    r"\s+(?:the |an? )?|[(,][ ]?)$",
    re.IGNORECASE,
)
_NAME_BEFORE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|PC)\.?|[A-ZÀ-Þ][a-zà-ÿ]+)[ ]$")


def people(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """An adjective of nation or faith: said of somebody, or standing before a word for a person."""
    colour = page.words[hit.first] in _COLOURS
    after = (
        page.words[hit.last + 1] if page.gaps[hit.last] in (" ", "\n", "-") and hit.last + 1 < len(page.words) else ""
    )
    if tie is Tie.NONE or (hit.first == hit.last and after and _part_of_name(page, hit.first)):
        return None
    if after in _HUMAN and not (colour and after in _GROUPS):
        return phrase(page, hit, entity, 0.75)
    if after and after not in _GOES_ON:
        return None
    words = [word for word in before(page, hit.first, 3) if word not in _FILLER]
    if words and words[0] in _BEING:
        someone = len(words) > 1 and words[1] in _SOMEONE
        return phrase(page, hit, entity, 0.75) if someone or not colour else None
    aside = not colour and page.words[hit.first] != "christian" and (alone(page, hit) or _aside(page, hit))
    return phrase(page, hit, entity, 0.7) if aside else None


def _part_of_name(page: Page, i: int) -> bool:
    return _NAME_BEFORE.search(page.text, max(0, page.starts[i] - 24), page.starts[i]) is not None


def _aside(page: Page, hit: Hit) -> bool:
    """Whether the phrase stands apart: `(Japanese)`, `, Muslim,`."""
    gap = page.gaps[hit.first - 1].strip(" ") if hit.first else ""
    return gap[-1:] in ("(", ",") and page.gaps[hit.last].strip(" \n")[:1] in (")", ",", ".", ";", "")


def _party(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """A party, where the sentence says that somebody is its member, voter, candidate."""
    start, end = page.sentence(page.starts[hit.first])
    if tie is not Tie.CLOSE or not _POLITICAL.search(page.text, start, end):
        return None
    if hit.first == hit.last and page.words[hit.first] in _ACRONYMS and not page.capital(hit.first):
        return None
    return phrase(page, hit, entity, 0.7)


def _union(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """A union or an office in it; its bare initials only behind a word of belonging (`is RCN`, `(Unite)`)."""
    if hit.first == hit.last and page.words[hit.first] in _ACRONYMS:
        near = _MEMBER.search(page.text, max(0, page.starts[hit.first] - 24), page.starts[hit.first])
        if (
            not near
            or not page.capital(hit.first)
            or page.gaps[hit.last].strip(" \n")[:1] not in (")", ",", ".", ";", "")
        ):
            return None
    return phrase(page, hit, entity, 0.75) if tie is Tie.CLOSE else None


def person(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """`Person` words of belief, politics and unions each have their own way of being said."""
    return {"RELIGION": people, "POLITICS": _party, "UNION": _union}[entity](page, hit, entity, tie)
