"""House numbers that stand without their street: `at number 7`, `next door at 9`, `neighbour at no. 40`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect.address.spot import HOME, Spot
from redact.detect.words import Page

_N = (
    r"(?:\d{1,3}[a-z]?|(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)?[ -]?(?:one|two|"
    r"three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"
    r"seventeen|eighteen|nineteen))\b(?!(?:st|nd|rd|th)?[ ]?(?:[ap]m\b|years?|yrs|%|months?|weeks?|"
    r"days?|hours?|mins?|minutes|miles?|o'clock|st\b|nd\b|rd\b|th\b|of the (?:following|most)|(?:jan|"
    r"feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)))(?![.:/]\d|-\d|[ ]?(?:\+|x\b|times|per|percent|"
    r"pounds|calls|people))"
)
_RULES = tuple(
    (trigger, re.compile(rule, re.IGNORECASE))
    for trigger, rule in (
        (
            "number",
            rf"\b(?:at|from|to|in|outside|opposite|of|by|near|with|corner|lives?|living|house|"
            rf"neighbours?|neighbour's|flat|moved|with number|and)"
            rf",?[ ](?:house )?(?P<n>numbers?[ ]{_N}(?:[ ](?:and|or)[ ]{_N})?)",
        ),
        (
            "no",
            rf"\b(?:at|from|to|in|outside|opposite|of|by|near|with|lives?|neighbours?),?[ ](?P<n>nos?\.?[ ]?(?=\d){_N})",
        ),
        ("door", rf"\bnext[ -]?door[ ](?:at|in|to|on)[ ](?P<n>(?:number |no\.? ?)?{_N})"),
        ("neighbour", rf"\bneighbours?[ ](?:at|from|in|on)[ ](?P<n>(?:number |no\.? ?)?{_N})"),
        (
            "neighbours",
            rf"\bneighbours?[ ](?:at|from|in|on)[ ](?P<n>(?:numbers? |nos?\.? ?)?{_N}(?:[ ](?:and|or|&)[ ]{_N})?)",
        ),
        (
            "lives",
            rf"\blives[ ](?:at[ ])?(?P<n>(?:number |no\.? ?)?{_N})(?=[ ]*[,.;)\n]|[ ](?:and|with|opposite|but|since)\b)",
        ),
        (
            "live",
            rf"\blive[ ]at[ ](?P<n>(?:number |no\.? ?)?{_N})(?=[ ]*[,.;)\n]|[ ](?:and|with|opposite|but|since)\b)",
        ),
        (
            "house",
            rf"\b(?:house|home|tenant|occupier|occupant|resident|lad|woman|man|family)[ ](?:at|from|in)"
            rf"[ ](?P<n>(?:number |no\.? ?){_N})",
        ),
    )
)
_AT = re.compile(
    rf"\b(?:man|woman|lady|lad|girl|boy|bloke|chap|couple|family|people|guy|reply|him|her|them|"
    rf"opposite|mrs? [a-z]+|ms [a-z]+)[ ]at[ ](?P<n>{_N})(?=[ ]*[,.:;)\n])",
    re.IGNORECASE,
)
_BY_TRIGGER = dict(_RULES)
_TRIGGERS = frozenset(_BY_TRIGGER)
_AT_WORD = frozenset({"at"})
_NOT_HOME = re.compile(
    r"(?:platform|form|question|room|item|part|page|section|bus|route|ward|cell|bay|lane|hole|draft|"
    r"version|downing)[^\n]{0,12}$",
    re.IGNORECASE,
)


def spots(page: Page) -> Iterator[Spot]:
    """A cue word, then a number that is neither a date, a time nor a quantity."""
    for i in page.find(_TRIGGERS):
        at = page.starts[i]
        rule = _BY_TRIGGER[page.words[i]]
        for match in rule.finditer(page.text, max(0, at - 14), min(len(page.text), at + 60)):
            if match.start() <= at < match.end() and not _NOT_HOME.search(
                page.text, max(0, match.start() - 20), match.start()
            ):
                yield Spot(match.start("n"), match.end("n"), HOME, 0.7)
    for i in page.find(_AT_WORD):
        if not page.words[i + 1 : i + 2] or not page.words[i + 1][:1].isdigit():
            continue
        if after := _AT.search(page.text, max(0, page.starts[i] - 24), page.starts[i] + 12):
            yield Spot(after.start("n"), after.end("n"), HOME, 0.65)
