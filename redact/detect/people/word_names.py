"""Names that are words: `Rose Hill said`, `written by Grace Field`. Models take them for places, firms and months.

What is given such a name and does or is told what only people do and are told is a person, whatever a model says.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.detect.people.shapes import HYPHENS

_GIVEN = frozenset((files("redact.detect.people") / "word_names.txt").read_text(encoding="utf-8").split())
_NAME = rf"(?P<n>{HYPHENS}(?:[ ]{HYPHENS}){{1,2}})"
_SCORE = 0.8
_SAYS = (
    "said|says|told|tells|asked|asks|rang|phoned|telephoned|emailed|texted|wrote|replied|explained|reported|stated|"
    "confirmed|complained|alleged|denied|admitted|attended|agreed|felt|feels|thinks|thought|believes|suffers|apologised|"
    "was born|died|was arrested|was diagnosed|was interviewed|was excluded|has asthma|lives|lived|works as|worked as|"
    "called (?:the|me|us|him|her|my|his|our|to|in|back|at|about|again|from)|is my|is his|is her|is their|was my|was his|was her"
)
_DONE_TO = (
    "met|met with|ask|asked|told|tell|saw|interviewed|visited|rang|ring|phoned|phone|emailed|email|contact|contacted|thank|"
    "thanked|spoke to|spoke with|speak to|speak with|handed to|sent to|given to|copied to|reported to|addressed to|"
    "according to|assessed|arrested|on behalf of|care of"
)
#: `by` behind what people do; not `surrounded by`, `owned by`.
_DONE = (
    "written|read|seen|sent|made|signed|countersigned|witnessed|checked|approved|prepared|drafted|completed|submitted|"
    "reviewed|recorded|noted|taken|reported|raised|examined|treated|assessed|interviewed|visited|led|chaired|authored|"
    "minutes|statement|report|letter|complaint|evidence"
)
_LISTS = "present|attendees|attending|in attendance|attended by|apologies|absent|copied to|distribution|circulation|cc"

_CUES = (
    re.compile(rf"(?<![^\W_]){_NAME}(?=[ ](?:also |then |never |later |has |had )?(?:{_SAYS})\b)"),
    re.compile(rf"\b(?i:{_DONE_TO})[ ]{_NAME}"),
    re.compile(rf"\b(?i:{_DONE})\b(?:[ ][\w/.:]+){{0,6}}?[ ]by[ ]{_NAME}"),
)
_LIST = re.compile(rf"(?mi)^[ \t>*-]*(?:{_LISTS})[ \t]*:(?P<list>[^\n]+)")
_MONTHS = frozenset({"april", "may", "june", "summer", "autumn"})
_DATED = re.compile(
    r"(?i)(?:\b(?:in|of|on|since|until|till|by|from|for|during|last|next|this|early|late|mid|end|to|the)|\d)[ -]\Z"
)
_DATED_REACH = 8  # the longest of these words
#: What makes a firm or body of the words before it, all of them large.
_BODY = re.compile(
    r"(?:[ ](?:&|and|of|[A-Z][\w'’-]*)){0,4}[ ](?i:ltd|limited|plc|llp|inc|cic|council|trust|nhs|university|school|academy|"
    r"homes|group|association|society|partnership)\b"
)
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALISED = re.compile(r"[A-Z][A-Za-z]+")
_LISTED = re.compile(rf"(?<![^\W_]){_NAME}(?=[ \t]*(?:[,;(]|\band\b|&|\.?[ \t]*$))")


def by_word_names(text: str, name: str) -> Iterator[Finding]:
    """People with such names, in running text and in lists of those present."""
    if _GIVEN.isdisjoint(map(str.casefold, _CAPITALISED.findall(text))):
        return  # most texts, for a tenth of the time
    for cue in _CUES:
        yield from _found(cue.finditer(text), text, name)
    for line in _LIST.finditer(text):
        yield from _found(_LISTED.finditer(text, *line.span("list")), text, name)


def _found(matches: Iterator[re.Match[str]], text: str, name: str) -> Iterator[Finding]:
    for match in matches:
        end = match.end("n")
        given = next((word for word in _WORD.finditer(text, match.start("n"), end) if word[0].casefold() in _GIVEN), None)
        if given is None or given.end() == end or _BODY.match(text, given.end()):
            continue
        if given[0].casefold() not in _MONTHS or not _DATED.search(text[max(0, given.start() - _DATED_REACH) : given.start()]):
            yield Finding(Chars(given.start(), end), "PERSON", _SCORE, name, frozenset({"cue", "word_name"}))
