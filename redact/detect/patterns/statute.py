"""Law that papers cite: Acts with their year, sections, rules, schedules, policies, neutral citations. Never personal.

Recognised so that no other detector takes `Mental Health Act 1983` for health data or `section 106` for a number of someone's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.core.flow import Finding
from redact.core.place import Chars

_BACK = 140  # characters an Act's name may take before its year
_SCORE = 0.9

_YEAR = re.compile(r"(?<![0-9/.,-])(?:1[2-9]|20)[0-9]{2}(?![0-9])")
_KINDS = (
    r"(?:Act|Acts|Regulations?|Order|Rules|Measure|Code|Directive|Convention|Treaty|Scheme|Protocol|Ordinance|Byelaws)"
)
_LITTLE = r"of|and|the|for|to|in|by|with|on|from|at|etc\.?|&|as|or|[a-z]+(?=[ \n]+(?:of|and|in)\b)"
_BRACKET = r"\([^()\n]{1,60}\)"
#: What stands right before the year. Source: Interpretation Act 1978 s. 19 (citation of Acts by short title and year).
_NAMED = re.compile(
    rf"(?:^|(?<=[^\w’']))(?P<name>(?!The\b)[A-Z][\w’'\-]*(?:[ \n]+(?:[A-Z][\w’'\-]*|{_BRACKET}|{_LITTLE})[,]?){{0,14}}?"
    rf"[ \n]+(?:etc\.? )?{_KINDS}(?: {_BRACKET})*),?[ \n]+(?:{_BRACKET}[ \n]+)?$"
)
_ACRONYM = re.compile(r"(?<![A-Za-z])[A-Z][A-Za-z&]{0,3}[A-Z][A-Z&]{0,5}(?: Act| Regs)?[ ]$")
#: Acronyms of Acts and regulations in everyday use; others of the same form are too often something else.
_KNOWN = frozenset(
    """FOIA DPA PACE RIPA IPA SSAA SSCBA HRA MHA MCA LOLER PUWER COSHH RIDDOR CDM EIR EIRS GDPR UKGDPR FSMA POCA PCA
    CJA CDA SOA TCPA CYPA TUPE ERA EQA EA HSWA HSAWA LGA LGFA LASPO CPR CRIMPR FPR RTA WCA EPA DDA ASBCPA UKSI
    PSED PECR RRO""".split()
)
_UNITS = (
    r"[Ss]ections?|SECTIONS?|[Ss]ubsections?|[Ss]ects?\.|ss?\.?(?= ?[0-9]+[A-Z]{0,2}(?:\(|\b))|[Rr]egulations?|[Rr]egs?\.?|"
    r"[Rr]ules?|[Rr]r?\.(?= ?[0-9])|[Ss]chedules?|[Ss]ch(?:ed)?\.?|[Pp]aragraphs?|[Pp]aras?\.?|[Aa]rticles?|[Aa]rts?\.?|"
    r"[Bb]yelaws?|[Cc]lauses?|[Cc]ondition|Chapter|Part|CPR|Protocol|Circular|"
    r"[Gg]round|Order|SI|UKSI|BS EN ISO|BS EN|BS|EN|ISO|Directive|Approved Document|Practice Direction|PD|"
    r"NPPF(?: paragraphs?)?"
)
_LETTERED = r"(?:[Pp]olic(?:y|ies)|POLICY|[Aa]nnex|[Aa]ppendix|[Tt]able|Paper) (?:[A-Z]{1,4}[ \-]?)?(?=[0-9])"
_STEPS = r"(?: ?\([0-9A-Za-z]{1,4}\))*"
_PROVISION = re.compile(
    rf"(?<![\w£$'’])(?:{_LETTERED}|(?:{_UNITS})\.? ?)"
    rf"(?P<value>[0-9]{{1,5}}[A-Za-z]{{0,2}}(?:[./\-][0-9]{{1,5}})*{_STEPS}"
    rf"(?:(?:, | and | or | to |[-–])\(?[0-9]{{1,4}}[A-Z]{{0,2}}\)?(?![0-9/.:]){_STEPS}){{0,4}})(?![0-9A-Za-z@])"
)
#: Source: Practice Direction (Judgments: Form and Citation) [2001] 1 WLR 194 and its successors.
_DIVISION = r"(?: (?:Civ|Crim|Fam|Admin|Ch|QB|KB|TCC|Comm|GRC|TC|AAC|IAC|LC|PC))?"
_NEUTRAL = re.compile(
    rf"\[(?:19|20)\d\d\](?: \d+)? [A-Z][A-Za-z]{{1,6}}{_DIVISION} ?\d{{1,5}}(?: \([A-Z][A-Za-z]{{1,8}}\))?"
)
_LINKS = re.compile(r"[ \n]*(?:,|of|to|in|under|and|,? and)?[ \n]*(?:Part \d+[A-Z]*,?[ \n]+)?(?:of[ \n]+)?(?:the[ \n]+)?")


_FIRST_DIGITS = re.compile(r"[0-9]+")
_KIND_BEFORE = re.compile(rf"{_KINDS}[\s,()A-Za-z]*$")


def statutes(text: str) -> Iterator[Finding]:
    """Citations of law in a text."""
    if not any(char in text for char in "0123456789"):
        return
    for start, end in _merged(sorted({*_acts(text), *_provisions(text), *_citations(text)}), text):
        yield Finding(Chars(start, end), "STATUTE", _SCORE, "uk.statute")


def _acts(text: str) -> Iterator[tuple[int, int]]:
    for year in _YEAR.finditer(text):
        before = text[max(0, year.start() - _BACK) : year.start()]
        if not before[-1:].isspace():
            continue
        tail = before[-48:]
        if _KIND_BEFORE.search(tail):
            named = _NAMED.search(before)
            if named is not None:
                yield year.start() - len(before) + named.start("name"), year.end()
                continue
        acronym = _ACRONYM.search(before)
        if acronym is not None and acronym.group().split()[0].upper() in _KNOWN:
            yield year.start() - len(before) + acronym.start(), year.end()


def _provisions(text: str) -> Iterator[tuple[int, int]]:
    for digit in _FIRST_DIGITS.finditer(text):
        start = max(0, digit.start() - 24)
        for match in _PROVISION.finditer(text, start, min(len(text), digit.end() + 60)):
            if match.start("value") <= digit.start() < match.end():
                yield match.span()
                break


def _citations(text: str) -> Iterator[tuple[int, int]]:
    if "[" in text:
        for match in _NEUTRAL.finditer(text):
            yield match.span()


def _merged(spans: list[tuple[int, int]], text: str) -> Iterator[tuple[int, int]]:
    """Spans joined where they overlap or only `of the` stands between: `section 106 of the ... Act 1990` is one citation."""
    current: tuple[int, int] | None = None
    for start, end in spans:
        if current is not None and (start <= current[1] or _linked(text, current[1], start)):
            current = (current[0], max(end, current[1]))
            continue
        if current is not None:
            yield current
        current = (start, end)
    if current is not None:
        yield current


def _linked(text: str, end: int, start: int) -> bool:
    return end < start <= end + 24 and text[end:start].strip() != "" and _LINKS.fullmatch(text, end, start) is not None
