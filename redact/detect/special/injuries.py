"""Hurts said in plain words: a part of the body beside a word of harm (`fractured his left wrist`, `pain in her hip`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect.special.claim import TIED, Claim
from redact.detect.special.extent import BODY
from redact.detect.special.ties import Tie, Ties
from redact.detect.words import Page

_HARM = (
    r"(?:br(?:oke|oken|eaking|eaks)|fractur(?:e|ed|es|ing)|sprain(?:ed)?|bruis(?:e|es|ed|ing)|"
    r"cut(?:s)?|gash(?:es|ed)?|dislocat(?:ed|ion)|twisted|cracked|crushed|"
    r"shattered|burn(?:s|ed|t)?|scald(?:s|ed)?|swollen|swelling|sore|bleeding|injur(?:y|ies|ed)|"
    r"hurt(?:s|ing)?|ach(?:e|es|ing)|pain(?:s|ful)?|torn|tore|lost|"
    r"stitches|lacerat(?:ion|ions|ed)|scratch(?:es|ed)?|grazes?|grazed|wound(?:s)?|stabbed|"
    r"amputated|numb|stiff|arthritic|infected|redness|marks|lump|rash|fused|bad)"
)
_SIDE = (
    r"(?:(?:left|right|lower|upper|both|two|three|his|her|my|your|their|the|l|r|of|to|in|on|a|front|"
    r"side|around|under|across|an?|of the)[ ]+){0,5}"
)
_FORWARD = re.compile(rf"\b{_HARM}[ ]+{_SIDE}{BODY}\b(?:[ ](?:and|or|&)[ ](?:{_SIDE}){BODY}\b)?", re.IGNORECASE)
_BACKWARD = re.compile(
    rf"\b(?:(?:left|right|lower|upper)[ ]+)?{BODY}[ ]+(?:is |was |are |were )?{_HARM}\b", re.IGNORECASE
)
_HARM_WORDS = frozenset(
    """
        broke broken breaking fracture fractured fractures sprain sprained bruise bruises bruised bruising cut cuts
        gash dislocated dislocation twisted cracked crushed shattered burn burns burned burnt scald scalds scalded
        swollen swelling sore bleeding injury injuries injured hurt hurts hurting ache aching pain pains painful
        torn tore lost stitches laceration lacerations scratch scratches scratched graze grazes grazed wound wounds
        stabbed amputated numb stiff arthritic infected marks lump rash
    """.split()
)
_IDLE = re.compile(
    r"cut (?:back|the back)|\b(?:hand|head|face|foot|back|heart|mouth|nose|eye|arms?) (?:cut|marks|"
    r"lost|pains?)\b|lost (?:heart|face|his head|her head|my head|the head)|pain in the (?:neck|arse|"
    r"backside)|in the back|broke(?:n)? (?:the )?back|broken heart",
    re.IGNORECASE,
)


def claims(page: Page, ties: Ties) -> Iterator[Claim]:
    """A harm and a part of the body side by side, in a sentence tied to a person."""
    done = 0
    for i in page.find(_HARM_WORDS):
        at = page.starts[i]
        if at < done:
            continue
        match = _FORWARD.match(page.text, at, at + 90) or _backward(page, i)
        if match and not _IDLE.fullmatch(match[0]) and ties.of(at) is not Tie.NONE:
            done = match.end()
            yield Claim(match.start(), match.end(), "HEALTH", 0.75, TIED)


def _backward(page: Page, i: int) -> re.Match[str] | None:
    for back in range(1, min(4, i) + 1):
        match = _BACKWARD.match(page.text, page.starts[i - back], page.end(i))
        if match and match.end() == page.end(i):
            return match
    return None
