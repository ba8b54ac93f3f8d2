"""Cues in running text and mail: each a pattern whose group `n` is the name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.detect.people import cues
from redact.detect.people.shapes import ACRONYM, COMPANY, FULL, HYPHENS, PARTICLE, name_end

NAME = "people"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of cue. `shown` names are taken as they stand, for somebody chose to be shown so.

    A text without the `mark` has no such cue, and most have none.
    """

    label: str
    pattern: re.Pattern[str]
    score: float
    shown: bool = False
    mark: str = ""


def _rule(label: str, score: float, *pattern: str, shown: bool = False, mark: str = "") -> Rule:
    return Rule(label, re.compile("".join(pattern)), score, shown, mark)


_QUOTED = r"[\"“'‘](?P<n>[^\"”'’\n]{2,40})[\"”'’]"
_STAMP = r"(?m)^\[?\d[\d/.,: -]{4,22}(?:[aApP][mM])?\]?[ \t]*(?:-[ \t]*)?"
_SPEAKS = r"(?=[^\w\n:]{0,4}(?:\([^)\n]*\))?[^\w\n:]{0,4}:[ \t]|[ \t]+(?:left|joined|was added)\b)"
_TITLED = rf"\b(?P<t>{cues.TITLES})\b\.?[ \t]+(?:(?:and|&)[ \t]+(?:Mrs|Ms)\.?[ \t]+)?(?:\d{{2,6}}[ \t]+)?"
_KIN = rf"\b(?i:(?:{cues.WHOSE})[ \t]+(?:\w+[ \t]+)?(?:{cues.FAMILY}))[ \t]*,?[ \t]+\(?"
_DOOR = r"\b(?i:flat|apartment|no\.?|number|room|house|bed|cell|plot)[ \t]*\d{1,4}[a-zA-Z]?[ \t]*\("
_HELLO = r"\b(?:Dear|DEAR|Hi|Hello|Hey|Hiya)[ \t]+"
_NAMES = rf"{HYPHENS}(?:[ \t]{{1,2}}{PARTICLE}{HYPHENS}){{1,3}}"

RULES = (
    _rule("title", 0.9, _TITLED, rf"(?P<n>{PARTICLE}{FULL})"),
    _rule("said", 0.75, rf"(?i:{cues.SAID})[ \t]+[\"“'‘]?(?P<n>{FULL})"),
    _rule("family", 0.8, _KIN, rf"(?P<n>{FULL})"),
    _rule("office", 0.7, rf"\b(?i:(?:{cues.WHICH})[ \t]+(?:{cues.OFFICE})),?[ \t]+\(?(?P<n>{FULL})"),
    _rule("door", 0.75, _DOOR, rf"(?P<n>{FULL})\)", mark="("),
    _rule("by", 0.65, rf"\b(?i:{cues.DEEDS})[ \t]+(?P<n>{FULL})"),
    _rule("greeting", 0.8, rf"(?m)^[> \t]*(?i:{cues.GREETING})[ \t,]+(?P<n>{FULL})[ \t]*[,.!–-]?[ \t]*$"),
    # Within a line only who is greeted by two names, or by one and a comma: `Hello I moved` greets nobody.
    _rule("hello", 0.75, _HELLO, rf"(?P<n>{_NAMES}|{HYPHENS}(?=[ \t]*[,!;:–—-]))"),
    _rule("alone", 0.6, rf"(?m)^[> \t]*(?P<n>{HYPHENS})[ \t]*,[ \t]*\n[> \t]*\n"),
    _rule("alias", 0.8, rf"(?i:{cues.ALIAS})[ \t:]*", _QUOTED, shown=True),
    _rule("chat", 0.8, _STAMP, r"(?P<n>[^\W\d_][\w.'’ -]{1,38}?)", _SPEAKS, shown=True),
    _rule("mailbox", 0.85, rf"(?P<n>(?<!\w){FULL}|(?<![\w.'-])[\w.'-]+, [\w.'-]+)[\"']?[ \t]*<[^<>@\s]+@[^<>\s]+>", mark="<"),
    _rule("sorted", 0.55, rf"\b(?P<n>{HYPHENS},[ \t]{HYPHENS}(?:[ \t]{HYPHENS})?)(?=[ \t]*(?:[;(\n\t|]|$))"),
)


def in_prose(text: str) -> Iterator[Finding]:
    """Names that the running text announces."""
    for rule in RULES:
        if rule.mark not in text:
            continue
        for match in rule.pattern.finditer(text):
            found = _shown(text, match, rule) if rule.shown else _announced(text, match, rule)
            if found is not None:
                yield found


def claim(text: str, start: int, end: int, score: float, facts: set[str], *, titled: bool = False) -> Finding | None:
    """A person in `[start, end)`, cut to the words that can be a name; None if there are none, or a company follows."""
    stop = name_end(text, start, end, titled=titled)
    if stop is None or stop - start < 2 or COMPANY.match(text, stop):
        return None
    if not titled and ACRONYM.fullmatch(text, start, stop):
        return None
    return Finding(Chars(start, stop), "PERSON", score, NAME, frozenset(facts))


def _announced(text: str, match: re.Match[str], rule: Rule) -> Finding | None:
    title = (match.groupdict().get("t") or "").lower()
    facts = {"cue", rule.label} | ({"public_role"} if title in cues.PUBLIC_TITLES else set())
    found = claim(text, match.start("n"), match.end("n"), rule.score, facts, titled=rule.label == "title")
    if found is None or title not in cues.RANKS:
        return found
    return Finding(Chars(match.start("t"), found.chars.end), "PERSON", rule.score, NAME, found.facts)


def _shown(text: str, match: re.Match[str], rule: Rule) -> Finding | None:
    """A name as somebody chose to show it, whatever its words; but not a part in a script (AGENT, CALLER)."""
    start, end = match.span("n")
    words = re.findall(r"[^\W\d_]+", text[start:end].casefold())
    if not words or len(words) > 5 or all(word in cues.PARTS for word in words):
        return None
    return Finding(Chars(start, end), "PERSON", rule.score, NAME, frozenset({"cue", rule.label}))
