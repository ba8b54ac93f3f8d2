"""Phrases of the word lists, judged by how strongly they speak and by the tie of their sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from redact.detect import lexicon
from redact.detect.lexicon import Hit
from redact.detect.special import belonging, injuries, proceedings, readings, told
from redact.detect.special.claim import NEAR, TIED, Claim
from redact.detect.special.extent import BODY, alone, before, phrase
from redact.detect.special.ties import Tie, Ties
from redact.detect.special.vocabulary import INDEX, TAILS, medicine
from redact.detect.words import Page

_THING = lexicon.words("grammar", "thing")
_KEEPS = frozenset(
    "form forms template templates register group groups unit day first kit".split()
)  # not so behind a faith
_BEING = lexicon.words("grammar", "being")
_HAVING = lexicon.words("grammar", "having")
_HAVING_VERBS = lexicon.words("grammar", "having_verb")
_SMALL = lexicon.words("grammar", "small")
_FILLER = lexicon.words("grammar", "filler")
_ADVERBS = lexicon.words("grammar", "adverb")
_GOES_ON = lexicon.words("grammar", "goes_on")
_CAPITALS = frozenset({"ms", "cf", "tb"})  # abbreviations of conditions; in small letters they are titles and the like
_PLAIN = frozenset(
    """
    condition conditions symptoms procedure period periods sight falls spots temperature stress shock surgery hearing
    psychologist psychiatrist diagnosis prognosis disability hospice injury injuries allergies medication
    """.split()
)  # stand alone as headings and in lists of anything
_ON_BODY = re.compile(rf"[ ](?:to|on|in|of|around)[ ](?:\w+[ ]){{0,2}}{BODY}\b")

Judge = Callable[[Page, Hit, str, Tie], Claim | None]


def claims(page: Page, *, tied: bool) -> Iterator[Claim]:
    """Every phrase that the page's own words tie to a person. `tied`: the whole text is a value in a person's row."""
    ties = Ties(page, tied=tied)
    taken = -1
    twins: list[Hit] = []
    for hit in INDEX.find(page):
        if hit.tag == "not":
            twins.append(hit)
        if hit.tag == "not" or hit.first <= taken or _thing(page, hit):
            continue
        entity, _, strength = hit.tag.partition(".")
        at = page.starts[hit.first]
        tie = ties.on_line(at) if entity == "CRIMINAL_OFFENCE" else ties.of(at)
        if claim := _JUDGES[strength](page, hit, entity, tie):
            yield claim
            taken = page.at(claim.end - 1) if entity == "CRIMINAL_OFFENCE" else hit.last
    yield from injuries.claims(page, ties)
    yield from told.claims(page, ties, twins)
    yield from readings.claims(page, ties)
    for i in page.find(frozenset(word for word in page.index if word[-4:] in TAILS and medicine(word))):
        if ties.of(page.starts[i]) is not Tie.NONE:
            yield phrase(page, Hit(i, i, ""), "HEALTH", 0.75)


def _thing(page: Page, hit: Hit) -> bool:
    after = (
        page.words[hit.last + 1] if hit.last + 1 < len(page.words) and page.gaps[hit.last] in (" ", "-", "\n") else ""
    )
    return after in _THING and not (after in _KEEPS and not hit.tag.startswith("HEALTH"))


def _strong(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    if tie is Tie.NONE:
        return None
    return phrase(page, hit, entity, 0.85 if tie is Tie.CLOSE else 0.65, TIED if tie is Tie.CLOSE else NEAR)


def _close(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    return phrase(page, hit, entity, 0.75) if tie is Tie.CLOSE else None


def _state(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """`He is deaf`, but not `deaf` in a list of things."""
    if tie is Tie.NONE or not _said_of(page, hit):
        return None
    return phrase(page, hit, entity, 0.75)


def _said_of(page: Page, hit: Hit) -> bool:
    after = page.words[hit.last + 1] if page.gaps[hit.last] in (" ", "\n") and hit.last + 1 < len(page.words) else ""
    if after and after not in _GOES_ON:
        return False
    words = [word for word in before(page, hit.first, 4) if word not in _ADVERBS]
    if words and words[0] in _BEING:
        return "dog" not in words and "it" not in words
    return alone(page, hit)


def _weak(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """A word of many meanings: somebody has it, takes it, suffers from it; or it is on a part of the body."""
    if tie is Tie.NONE or (page.words[hit.first] in _CAPITALS and not page.spell(hit.first).isupper()):
        return None
    if alone(page, hit) and page.words[hit.first] not in _PLAIN:
        return phrase(page, hit, entity, 0.6)
    lead = before(page, hit.first, 2)
    if not lead or (lead[0] not in _HAVING and not (len(lead) > 1 and lead[0] in _FILLER and lead[1] in _HAVING)):
        end = page.end(hit.last)
        return phrase(page, hit, entity, 0.6) if _ON_BODY.match(page.text, end, end + 40) else None
    if lead[0] in _SMALL and _HAVING_VERBS.isdisjoint(before(page, hit.first, 5)[1:]):
        return None
    return phrase(page, hit, entity, 0.65)


def _none(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:  # noqa: ARG001 - one form for every judge
    """Codes have their own rule."""
    return None


def _act(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """A criminal act is told with its object; a political one as it stands."""
    return proceedings.act(page, hit, entity, tie) if entity == "CRIMINAL_OFFENCE" else _close(page, hit, entity, tie)


#: The judge of each section of the word lists.
_JUDGES: dict[str, Judge] = {
    "strong": _strong,
    "medicine": _strong,
    "group": _strong,
    "status": _strong,
    "care": _close,
    "practice": _close,
    "state": _state,
    "weak": _weak,
    "people": belonging.people,
    "said": belonging.people,
    "person": belonging.person,
    "code": _none,
    "act": _act,
    "offence": proceedings.offence,
    "process": proceedings.process,
    "sentence": proceedings.process,
}
