"""Ages: `aged 83`, `I am 83`, `52-year-old`, `(15)` and `, 61,` behind a name, `he's eleven`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect.quasi.trait import CUED, TIED, Trait
from redact.detect.words import Page

_WORDS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_FIGURES = r"(?:1[01]\d|[1-9]?\d)"
_N = rf"(?:{_FIGURES}|{_WORDS})"
_UNIT = r"(?:[ -]?(?:years?|yrs?|y/?o|yo|months?|mths?|weeks?|wks|days?)\b(?:[ -]?(?:old|of age))?)"
_OLD = rf"(?:{_N}[ -]?(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)[ -]old|{_N}[ ]?(?:y/?o|yo)\b|{_N}[ ]years?[ ]of[ ]age)"
_END = r"(?=[ ]*(?:[,.;:)\]\n!?]|$|[ ](?:and|or|but|now|who|with|so|he|she|yes|years?|yrs?|in|next|last|today|when|then|the|was|is|has)\b))"
_RULES = tuple(
    (trigger.split(), re.compile(rule, re.IGNORECASE), score, facts)
    for trigger, rule, score, facts in (
        ("aged age ages", rf"\bage[ds]?\b(?:[ ]app(?:rox|earance)?\.?)?[ ]*[:=]?[ ]*(?:about |approximately |over |under |around )?(?P<n>[\dlO]{{1,3}}\b(?![ ]?(?:%|[-–]\d|\+|to \d|and (?:over|under)))(?:[ ]?(?:yrs?|years|mths?|months|weeks?|wks)\b)?|{_WORDS}\b)", 0.85, CUED),
        ("old yo of", rf"(?P<n>{_OLD})", 0.85, TIED),
        ("i", rf"\bI(?:['’]m|[ ]am)[ ](?:now |only |just |nearly |almost |over )?(?P<n>{_N}){_END}", 0.85, TIED),
        ("im", rf"\bim[ ](?:now |only |just |nearly )?(?P<n>{_N}){_END}", 0.75, TIED),
        ("he she who whos hes shes", rf"\b(?:he|she|who|hes|shes|whos)(?:['’]s|[ ]is|[ ]was|[ ]will be|[ ]turned|(?<=s))[ ](?:now |only |just |nearly |about |like |maybe |still )?(?P<n>{_N}){_END}", 0.75, TIED),
    )
)  # fmt: skip
_BY_TRIGGER = {word: rule for words, *rule in _RULES for word in words}
#: A figure alone behind a name, in brackets or between commas; the name of two words, or of one in brackets.
_BEHIND = re.compile(
    rf"(?:[A-ZÀ-Þ][\w'’-]+[ ](?:\([\w ]+\)[ ])?\((?P<b>{_FIGURES}(?:[ ]?(?:years?|yrs?|y|mths?|months?|mo|weeks?|wks)(?:[ ]\d+[ ]?m)?)?)\)|"
    rf"(?:[A-ZÀ-Þ][\w'’-]+[ ])[A-ZÀ-Þ][\w'’-]+,?[ ](?:\([\w ]+\),[ ])?(?<=,[ ])(?P<c>[1-9]\d(?:[ ]?(?:years|yrs|yo))?)(?=[,.;)\n]|[ ]of[ ]))"
)
_FAMILY = re.compile(
    r"\b(?:son|daughter|brother|sister|mother|father|mum|dad|nephew|niece|wife|husband|child|baby|boy|girl|lad|kids?|grandson|granddaughter|auntie|aunt|uncle|twin)s?[ ](?:[A-ZÀ-Þ][\w'’-]+[ ]?){0,2}"
    rf"(?:,[ ]|\()?(?:who[ ]is[ ]|aged[ ]|is[ ])?(?P<n>{_FIGURES})(?=[,.;)\n]|[ ]and[ ])",
)
_NOT = re.compile(r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Street|Road|Lane|Close|Avenue|Flat|Room|Section|Act|Part|Unit|Form|Ward|Page|Annex|Appendix|Schedule|Zone|Platform|Regulations?|Rules?|Article|Table|Figure|Item|Note|Paragraph|Council|Ltd|Limited)[,]?[ ]\(?\d")
_WHOLE = re.compile(r"\b(?:policy|building|house|wine|whisky|car|church|tree|fund|bridge|wall|boiler|roof|estate|lift|system|company|tradition)\b", re.IGNORECASE)


def traits(page: Page) -> Iterator[Trait]:
    """Ages behind their cues, then figures behind names."""
    done: set[int] = set()
    for i in [n for n, word in enumerate(page.words) if word in _BY_TRIGGER]:
        rule, score, facts = _BY_TRIGGER[page.words[i]]
        at = page.starts[i]
        window = (max(0, at - 26), at + 22) if page.words[i] in ("old", "yo", "of") else (at, at + 44)
        match = rule.search(page.text, *window)
        if match and match.start("n") not in done and _may_be(page, match):
            done.add(match.start("n"))
            yield Trait(match.start("n"), match.end("n"), "AGE", score, facts)
    for pattern in (_BEHIND, _FAMILY):
        for match in pattern.finditer(page.text):
            group = match.lastgroup or "n"
            if match.start(group) not in done and not _NOT.search(match[0]):
                done.add(match.start(group))
                yield Trait(match.start(group), match.end(group), "AGE", 0.7, TIED)


def _may_be(page: Page, match: re.Match[str]) -> bool:
    """An age of a person: not of a building, not `the 25-year-old policy`."""
    return not _WHOLE.match(page.text, match.end() + 1, match.end() + 24) and not page.text[match.end() : match.end() + 2].startswith(("%", "th"))
