"""The lines of an address above its postcode, and post boxes.

Source: Royal Mail, Addressing your mail (premises, street, locality, post town, postcode, each on a line of its own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.address.spot import HOME, SITE, Spot
from redact.detect.address.streets import HOUSE, INSTITUTION, PREFIX, STREET
from redact.detect.words import Page

POSTCODE = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{1,2}[0-9IOl][0-9A-ZIOl]?|GIR)[ ]{0,3}[0-9][A-Z]{2}(?![A-Z0-9])")
_LINE = re.compile(r"[>| \t]*(?P<v>[^\n]*?)[ \t,.|]*$")
_ADDRESS_LINE = re.compile(r"[^@:£?!;\[\]{}=]{2,48}")
_PERSON = re.compile(
    r"(?:(?:To|From)[: ]+)?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Dame|Cllr|M/s|Master|Sister|Canon|Fr)"
    r"\b\.?|.*\b(?:Dear|Ref|Date|Re|Our|Your)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(?:no\.? ?)?[\dlO]{1,4}[a-zA-Z]?(?:[-/]\d+)?,?[ ]+[A-Za-z]")
_BOX = re.compile(r"\b(?:BFPO[ ]?\d{1,4}|P\.?[ ]?O\.?[ ]Box[ ]\d{1,6})\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:my|his|her|me|him|us|c/o|lives?|address|home)\b[^\n.]{0,30}$", re.IGNORECASE)
_MOST = 5
#: Words that make an organisation of an address, without those that stand in homes' addresses too.
_ORGANISED = INSTITUTION - lexicon.words("places", "doubtful")


def spots(page: Page) -> Iterator[Spot]:
    """Lines above postcodes, boxes."""
    for at in _postcodes(page):
        yield from _above(page, at)
    if "box" in page.lower or "bfpo" in page.lower:
        for match in _BOX.finditer(page.text):
            if match[0][0] in "bB" or _OWN.search(page.text, max(0, match.start() - 40), match.start()):
                yield Spot(match.start(), match.end(), HOME, 0.7)


def _postcodes(page: Page) -> Iterator[int]:
    """Where postcodes begin: words that end as one does are looked at, with the word before."""
    for i in page.find(
        frozenset(
            word for word in page.index if word[-2:].isalpha() and word[-3:-2].isdigit() and len(word) in (3, 5, 6, 7)
        )
    ):
        first = i - 1 if len(page.words[i]) == 3 and i else i
        if match := POSTCODE.match(page.text, page.starts[first]):
            yield match.start()


def _above(page: Page, at: int) -> Iterator[Spot]:
    """The address lines that end in the postcode at `at`."""
    lines = list(_lines(page, at))
    official = any(_official(page.text[start:end]) for start, end in lines)
    for n, (start, end) in enumerate(lines):
        text = page.text[start:end]
        last = n == 0 and not _evident(text)
        if last and "," not in text:
            continue
        yield from _parts(page, start, end, HOME if not official else SITE, sure=_middle(lines, n, page))


def _lines(page: Page, at: int) -> Iterator[tuple[int, int]]:
    """The lines of the block, from the postcode upwards, until one cannot belong to it."""
    start = page.line(at)[0]
    end = at
    for _ in range(_MOST):
        match = _LINE.match(page.text, start, end)
        value = match["v"] if match else ""
        if value and match is not None:
            if not _ADDRESS_LINE.fullmatch(value) or _PERSON.match(value):
                return
            yield match.start("v"), match.end("v")
        elif end != at:
            return
        if start == 0:
            return
        end = start - 1
        start = page.line(end - 1)[0] if end > 0 and page.text[end - 1] != "\n" else end


def _middle(lines: list[tuple[int, int]], n: int, page: Page) -> bool:
    """A line between one that says house or street and the last (the town) is part of the address whatever it says."""
    return n > 0 and any(_evident(page.text[start:end]) for start, end in lines[n + 1 :])


def _parts(page: Page, start: int, end: int, kind: str, *, sure: bool) -> Iterator[Spot]:
    """The comma-parted pieces of a line that are house, flat or street; towns are left to others."""
    text = page.text[start:end]
    if _evident(text) or sure:
        stop = end
        if "," in text and not sure:
            keep = [m.end() for m in re.finditer(r"[^,]+", text) if _evident(m[0])]
            stop = start + max(keep) if keep else end
        yield Spot(start, stop, kind, 0.8, frozenset({"cue"}) if kind == HOME else frozenset({"public_site"}))


def _evident(text: str) -> bool:
    """Whether a line says house or street by itself."""
    text = text.strip()
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words or len(words) > 7:
        return False
    if (
        _NUMBERED.match(text)
        or words[-1] in STREET
        or words[0] in ("flat", "flt", "apt", "apartment", "plot")
        or text.startswith(("The ", "THE "))
    ):
        return True
    return any(word in HOUSE for word in words) or (words[0] in PREFIX and len(words) > 1)


def _official(text: str) -> bool:
    return not _ORGANISED.isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))
