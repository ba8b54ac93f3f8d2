"""Ages: `aged 83`, `I am 83`, `52-year-old`, `(15)` and `, 61,` behind a name, `he's eleven`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.quasi.trait import CUED, TIED, Trait
from redact.detect.words import Page

_NOT_NAMES = lexicon.words("people", "not_name")
_WORDS = (
    r"(?:(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)(?:[ -](?:one|two|three|four|"
    r"five|six|seven|eight|nine))?|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
)
_FIGURES = r"(?:1[01]\d|[1-9]?\d)"
_N = rf"(?:{_FIGURES}|{_WORDS})"
_UNIT = r"(?:[ -]?(?:years?|yrs?|y/?o|yo|months?|mths?|weeks?|wks|days?)\b(?:[ -]?(?:old|of age))?)"
_OLD = rf"(?:{_N}[ -]?(?:years?|yrs?|months?|mths?|weeks?|wks?|days?)[ -]old|{_N}[ ]?(?:y/?o|yo)\b|{_N}[ ]years?[ ]of[ ]age)"
_END = (
    r"(?![.:/]\d)(?=[ ]*(?:[,.;:)\]\n!?]|$|[ ](?:and|or|but|now|who|with|so|he|she|yes|years?|yrs?|in|"
    r"next|last|today|when|then|the|was|is|has)\b))"
)
_RULES = tuple(
    (trigger.split(), re.compile(rule, re.IGNORECASE), score, facts)
    for trigger, rule, score, facts in (
        (
            "aged age ages",
            rf"\bage[ds]?\b(?:[ ]app(?:rox|earance)?\.?)?[ ]*[:=]?[ ]*(?:about |approximately |over |"
            rf"under |around )?(?P<n>[\dlO]{{1,3}}\b(?![ ]?(?:%|[-–]\d|\+|to \d|and (?:over|under)))"
            rf"(?:[ ]?(?:yrs?|years|mths?|months|weeks?|wks)\b)?|{_WORDS}\b)",
            0.85,
            CUED,
        ),
        ("old yo years", rf"(?P<n>{_OLD})", 0.85, TIED),
        ("is", rf"\bis[ ](?:now |only |just |nearly |about )?(?P<n>{_N}){_END}", 0.7, TIED),
        (
            "you youre",
            rf"\byou(?:['’]re|[ ]are|(?<=u)re)[ ](?:now |only )?(?P<n>{_N})(?=[ ]*[,.;)\n]|[ ]and[ ])",
            0.7,
            TIED,
        ),
        ("i", rf"\bI(?:['’]m|[ ]am)[ ](?:now |only |just |nearly |almost |over )?(?P<n>{_N}){_END}", 0.85, TIED),
        ("im", rf"\bim[ ](?:now |only |just |nearly )?(?P<n>{_N}){_END}", 0.75, TIED),
        (
            "he she who whos hes shes",
            rf"\b(?:he|she|who|hes|shes|whos)(?:['’]s|[ ]is|[ ]was|[ ]will be|[ ]turned|(?<=s))"
            rf"[ ](?:now |only |just |nearly |about |like |maybe |still )?(?P<n>{_N}){_END}",
            0.75,
            TIED,
        ),
    )
)
_BY_TRIGGER = {word: (rule, score, facts) for words, rule, score, facts in _RULES for word in words}
_TRIGGERS = frozenset(_BY_TRIGGER)
_BEHIND_NUMBER = frozenset({"old", "yo", "years"})
_SAID = frozenset(re.findall(r"[a-z]{3,}", _WORDS))
#: A figure alone behind a name, in brackets or between commas; the name of two words, or of one in brackets.
_BEHIND = re.compile(
    rf"(?:[A-ZÀ-Þ][\w'’-]+[ ](?:\([\w ]+\)[ ])?\((?P<b>{_FIGURES}(?:[ ]?(?:years?|yrs?|y|mths?|"
    rf"months?|mo|weeks?|wks)(?:[ ]\d+[ ]?m)?)?)\)|"
    rf"(?:[A-ZÀ-Þ][\w'’-]+[ ])[A-ZÀ-Þ][\w'’-]+,?[ ](?:\([\w ]+\),[ ])?(?<=,[ ])"
    rf"(?P<c>[1-9]\d(?:[ ]?(?:years|yrs|yo))?)(?=[,;)\n]|\.(?!\d)|[ ]of[ ]))"
)
_ALONE = re.compile(
    rf"(?<![\w'’-])[A-ZÀ-Þ][a-zà-ÿ'’-]+(?:,[ ](?P<n>[1-9]\d),[ ]|[ ]\((?P<b>[1-9]\d),[ ][a-z])|"
    rf",[ ](?P<c>{_FIGURES}[ ]?(?:yrs|years|YRS|yo))(?=,|\n|$|\.[ \n])",
)
_FAMILY = re.compile(
    r"\b(?:son|daughter|brother|sister|mother|father|mum|dad|nephew|niece|wife|husband|child|baby|"
    r"boy|girl|lad|kids?|grandson|granddaughter|auntie|aunt|uncle|twin)"
    r"s?[ ](?:[A-ZÀ-Þ][\w'’-]+[ ]?){0,2}"
    rf"(?:,[ ]|\()?(?:who[ ]is[ ]|aged[ ]|is[ ])?(?P<n>{_FIGURES})(?![.:/]\d)(?=[,.;)\n]|[ ]and[ ])",
)
_NOT = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"Street|Road|Lane|Close|Avenue|Flat|Room|Section|Act|Part|Unit|Form|Ward|Page|Annex|Appendix|"
    r"Schedule|Zone|Platform|Regulations?|Rules?|Article|Table|Figure|Item|Note|Paragraph|Council|Ltd|"
    r"Limited)[,]?[ ]\(?\d"
)
_WHOLE = re.compile(
    r"\b(?:that |this )?(?:policy|building|house|wine|whisky|car|church|tree|fund|bridge|wall|boiler|"
    r"roof|estate|lift|system|company|tradition)\b",
    re.IGNORECASE,
)


def traits(page: Page) -> Iterator[Trait]:
    """Ages behind their cues, then figures behind names."""
    done: set[int] = set()
    for i in page.find(_TRIGGERS):
        trait = _cued(page, i)
        if trait and trait.start not in done:
            done.add(trait.start)
            yield trait
    yield from (trait for trait in _figures(page) if trait.start not in done)


def _cued(page: Page, i: int) -> Trait | None:
    """The age that the cue word `i` announces."""
    rule, score, facts = _BY_TRIGGER[page.words[i]]
    at = page.starts[i]
    behind = page.words[i] in _BEHIND_NUMBER
    if not behind and not any(word[:1].isdigit() or word in _SAID for word in page.words[i + 1 : i + 5]):
        return None
    if page.words[i] == "is" and not (i and page.capital(i - 1) and page.gaps[i - 1] == " " and _name(page, at)):
        return None
    match = rule.search(page.text, *((max(0, at - 26), at + 22) if behind else (at, at + 44)))
    return Trait(match.start("n"), match.end("n"), "AGE", score, facts) if match and _may_be(page, match) else None


def _figures(page: Page) -> Iterator[Trait]:
    """Figures behind names: in brackets, between commas, after a word for kin."""
    done: set[int] = set()
    for i in page.find(
        frozenset(
            word for word in page.index if (word[:2].isdigit() and len(word) < 5) or (word.isdigit() and len(word) == 1)
        )
    ):
        if not i or page.gaps[i - 1] not in (" (", ", ", ") (", "), ", " ", '" ('):
            continue
        at = page.starts[i]
        for pattern in (_BEHIND, _ALONE, _FAMILY):
            for match in pattern.finditer(page.text, max(0, at - 50), at + 24):
                group = next(name for name, value in match.groupdict().items() if value)
                if match.start(group) == at and at not in done and not _NOT.search(match[0]) and _name(page, at):
                    done.add(at)
                    yield Trait(at, match.end(group), "AGE", 0.7, TIED)


def _name(page: Page, at: int) -> bool:
    """Whether the word before the figure may be a name."""
    return page.words[max(0, page.at(at) - 1)] not in _NOT_NAMES


def _may_be(page: Page, match: re.Match[str]) -> bool:
    """An age of a person: not of a building, not `the 25-year-old policy`."""
    return not _WHOLE.match(page.text, match.end() + 1, match.end() + 24) and not page.text[
        match.end() : match.end() + 2
    ].startswith(("%", "th"))
