"""Names on forms, under headers and at the foot of letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text
from redact.detect.people import cues
from redact.detect.people.rules import NAME, claim
from redact.detect.people.shapes import FULL, HYPHENS, PARTICLE

#: The signs before a label are counted: unbounded, a page of spaces would take time by its square.
_FIELD = re.compile(
    rf"(?im)(?:^|[|\t;,.]|[ ]{{2}})[> \t*#•-]{{0,12}}(?:{cues.LABELS})[ \t]*(?:\(s\))?[ \t]*"
    r"[:=|\t][ \t]*(?P<v>[^\n\t|]{2,120})"
)
_SIGN_OFF = re.compile(
    rf"(?im)^[> \t]*(?:{cues.FAREWELLS})[ \t]*[,.!]*[ \t]*\n(?P<v>(?:[> \t]*\n){{0,3}}[> \t]*[^\n]{{2,60}})"
)
_LINE_NAME = re.compile(rf"[> \t]*(?P<n>{PARTICLE}{FULL})[ \t]*(?:$|[,(|–-])")
_SMALL = r"[^\W\d_]+(?:['-][^\W\d_]+)?"
_LOWER_NAME = re.compile(rf"[> \t]*(?P<n>{_SMALL}(?:[ \t]{_SMALL}){{1,3}})[ \t]*$")
_BETWEEN = re.compile(r"[;,/]|\band\b|&|[ \t]{2,}")
_VALUE = re.compile(rf"[ \t]*(?:(?:{cues.TITLES})\b\.?[ \t]+)*(?P<n>{PARTICLE}{FULL})")
_SCANNED = re.compile(r"[ \t]{1,2}[A-Z](?=[A-Z0-9|]*[A-Z])[A-Z0158|]{2,}\b")
_SORTED = re.compile(rf"\s*{HYPHENS}, {HYPHENS}(?: {HYPHENS})?\s*")
_HEADER = re.compile(rf"(?i)(?:.*\b)?(?:{cues.LABELS})(?:\b.*)?")
_NO_PERSON = re.compile(rf"(?i)\b(?:{cues.NO_PERSON})\b")
_MOST_WORDS = 6


def in_fields(text: str) -> Iterator[Finding]:
    """`Tenant 1: MR T KOWALCZYK`, `Present: A Smith; B Jones`."""
    for match in _FIELD.finditer(text):
        for start, end in _pieces(match["v"]):
            value = match["v"][start:end]
            named = _VALUE.match(value)
            if named is None or _runs_on(value[named.end() :]):
                continue
            at = match.start("v") + start
            if found := claim(text, at + named.start("n"), at + named.end("n"), 0.75, {"cue", "field"}):
                yield _with_scanned(text, found)


def in_sign_offs(text: str) -> Iterator[Finding]:
    """The line under `Yours sincerely`, in capitals or without."""
    for match in _SIGN_OFF.finditer(text):
        line_start = match.start("v") + match["v"].rfind("\n") + 1
        line = text[line_start : match.end("v")]
        if named := _LINE_NAME.match(line) or _LOWER_NAME.match(line):
            start, end = (line_start + at for at in named.span("n"))
            if found := claim(text, start, end, 0.85, {"cue", "sign_off"}):
                yield found


def headed(segment: Text) -> Iterator[Finding]:
    """A cell or value under a header that says it holds a name."""
    header = re.sub(r"([a-z])([A-Z])", r"\1 \2", segment.context.split(" | ", 1)[0]).replace("_", " ").strip()
    if not _HEADER.fullmatch(header) or _NO_PERSON.search(header):
        return
    text = segment.text
    words = re.findall(r"[^\W\d_][\w.'’-]*", text)
    if 1 <= len(words) <= _MOST_WORDS and not any(char.isdigit() for char in text):
        place = Chars(len(text) - len(text.lstrip()), len(text.rstrip()))
        yield Finding(place, "PERSON", 0.8, NAME, frozenset({"cue", "header"}))


def _with_scanned(text: str, found: Finding) -> Finding:
    """The name with the words behind it that a scanner spoilt: `HERBERT W1LFRED ASHW0RTH`."""
    end = found.chars.end
    while text[found.chars.start : end].isupper() and (more := _SCANNED.match(text, end)):
        end = more.end()
    return replace(found, place=Chars(found.chars.start, end))


def _runs_on(rest: str) -> bool:
    """Whether a sentence goes on behind the name, so that the label was none."""
    return rest.strip()[:1].islower()


def _pieces(value: str) -> Iterator[tuple[int, int]]:
    """`Oyelaran, Mark` is one person; `Mark Oyelaran; Priya Raghunathan` are two."""
    if _SORTED.fullmatch(value):
        yield 0, len(value)
        return
    at = 0
    for split in [*_BETWEEN.finditer(value), None]:
        stop = split.start() if split else len(value)
        if stop > at:
            yield at, stop
        at = split.end() if split else stop
