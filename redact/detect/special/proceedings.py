"""Crime and its consequences: an offence, and the arrest, charge, conviction or sentence that goes with it."""

from __future__ import annotations

import re

from redact.detect.lexicon import Hit
from redact.detect.special.claim import NEAR, TIED, Claim
from redact.detect.special.extent import alone, left, right, trailing
from redact.detect.special.ties import Tie
from redact.detect.words import Page

#: Words that begin a charge: what follows `of`, `for`, `with` up to the next pause is what the person is said to have done.
_TAKES = frozenset(
    """
        arrested rearrested charged convicted conviction convictions caution cautioned guilty acquitted prosecuted
        sentenced jailed imprisoned accused suspected suspicion allegation allegations prosecution summonsed
        indicted remanded bailed warned serving wanted alleged reprimand charges proceedings suspended sentence
    """.split()
)
_OBJECT = re.compile(
    r"[ \n](?:on suspicion of|in connection with|of|for|with|to|over|by)[ \n](?!(?:the (?:court|"
    r"tribunal|panel|police|purpose|time|sum)|me|you|him|her|us|them|my|your|this|that|trial|whom|"
    r"which|ref)\b)"
    r"(?P<o>[^\s,.;:()|]+(?:[ \n][^\s,.;:()|]+){0,8}?)(?=[\s]*[,.;:()|]|[\s]*$|\s+(?:and (?:was|has|is|"
    r"he|she|i)|on|at|but|which|who|by|after|before|when|because|from|since|until|so|while|where)"
    r"\b|\n\n)",
)
_NEEDS_OBJECT = frozenset(
    """
    conviction alleged allegation allegations serving charges charged wanted suspected accused warned charge
""".split()
)
#: A bare word (`theft`, `fraud`) is somebody's offence only behind what made it so.
_BARE = re.compile(
    r"(?:\b(?:for|with|to|committ\w+|commits?|convict\w+|caution\w*|charge[sd]?|did|doing|"
    r"(?:convictions?|charges?|counts?|accused|suspicion|guilty|offences?|history|acts?) of|"
    r"previous|offences?:|over|also|and|or|his|her|my|alleged|suspected)|[(:,/+])\s*$",
    re.IGNORECASE,
)
_BEFELL = re.compile(
    r"(?:\b(?:the|this|that|any|reported (?:a|the)|victims? of(?: an?)?|report of an?|been an?|"
    r"was an?|about|anti|allegation of|statistics for|rise in|for handling)[ \n-])$",
    re.IGNORECASE,
)
_ACT_OBJECT = re.compile(
    r"(?:[ \n](?!(?:on|at|and|but|when|because|which|who|after|before|so|while|then|until|from the)\b)"
    r"[^\s,.;:()|\"]+){0,6}"
)
_ACTS = re.compile(
    r"(?:stole|stealing|robbed|mugged|burgled|assaulted|punch\w+|slapp\w+|kick\w+|headbutt\w+|"
    r"stabb\w+|strangl\w+|throttl\w+|rap(?:ed)|grop\w+|threaten\w*|hit|hits|beat|smashed|spat|took|"
    r"taking|dragged|grabbed|pushed|attacked|set|abused|defraud\w+|pulled|keyed|urinated|exposed|"
    r"forged|falsified|sold|selling|poisoned|blackmailed|groomed|stalked|harass\w+)\b",
    re.IGNORECASE,
)


def offence(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """An offence by name, in a sentence about a person; not one that befell somebody (`after the robbery`)."""
    if tie is Tie.NONE or _BEFELL.search(page.text, max(0, page.starts[hit.first] - 24), page.starts[hit.first]):
        return None
    start, end = left(page, hit.first), right(page, page.end(hit.last), entity)
    bare = hit.first == hit.last and not _BARE.search(page.text, max(0, start - 30), start)
    if bare and not alone(page, hit):
        return None
    return Claim(
        start, trailing(page, end), entity, 0.75 if tie is Tie.CLOSE else 0.6, TIED if tie is Tie.CLOSE else NEAR
    )


def process(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """What police, courts or prisons did, with what it was for."""
    if tie is Tie.NONE:
        return None
    start, end = left(page, hit.first), page.end(hit.last)
    word = page.words[hit.last]
    said = None
    if not _TAKES.isdisjoint(page.words[hit.first : hit.last + 1]) or word in ("of", "for", "with", "to"):
        back = page.starts[hit.last] - 1 if word in ("of", "for", "with", "to") else end
        said = _OBJECT.match(page.text, back, back + 110)
    if said:
        end = said.start("o") + len(said["o"].rstrip())
    elif word in _NEEDS_OBJECT:
        return None
    end = trailing(page, right(page, end, entity))
    return Claim(start, end, entity, 0.75 if tie is Tie.CLOSE else 0.6, TIED if tie is Tie.CLOSE else NEAR)


def act(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """What a person did, when it is a crime: the verb and what it was done to."""
    if tie is not Tie.CLOSE:
        return None
    end = page.end(hit.last)
    if _ACTS.match(page.text, page.starts[hit.first]) and (more := _ACT_OBJECT.match(page.text, end, end + 60)):
        end = more.end()
    return Claim(page.starts[hit.first], end, entity, 0.65, TIED)
