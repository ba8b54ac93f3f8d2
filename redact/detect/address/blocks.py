"""The lines of an address above its postcode, a house's name before its street or town, and post boxes.

Source: Royal Mail, Addressing your mail (premises, street, locality, post town, postcode, each on a line of its own).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect.address.spot import HOME, SITE, Spot
from redact.detect.address.streets import HOUSE, INSTITUTION, PREFIX, STOP, STREET
from redact.detect.words import Page

_POSTCODE = re.compile(r"(?<![A-Z0-9])(?:[A-Z]{1,2}[0-9IOl][0-9A-ZIOl]?|GIR)[ ]{0,3}[0-9][A-Z]{2}(?![A-Z0-9])")
_LINE = re.compile(r"[>| \t]*(?P<v>[^\n]*?)[ \t,.|]*$")
_ADDRESS_LINE = re.compile(r"[^@:£?!;\[\]{}=]{2,48}")
_PERSON = re.compile(r"(?:(?:To|From)[: ]+)?(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Rev|Sir|Dame|Cllr|M/s|Master|Sister|Canon|Fr)\b\.?|.*\b(?:Dear|Ref|Date|Re|Our|Your)\b", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:no\.? ?)?[\dlO]{1,4}[a-zA-Z]?(?:[-/]\d+)?,?[ ]+[A-Za-z]")
_TITLED = re.compile(r"(?:The |Y |Yr |An )?[A-ZÀ-Þ][\w'’-]*(?:[ -](?:an|y|yr|na|nan|of|the|[A-ZÀ-Þ][\w'’-]*)){0,3}")
_BOX = re.compile(r"\b(?:BFPO[ ]?\d{1,4}|P\.?[ ]?O\.?[ ]Box[ ]\d{1,6})\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:my|his|her|me|him|us|c/o|lives?|address|home)\b[^\n.]{0,30}$", re.IGNORECASE)
_NAMED = re.compile(r"(?P<h>(?:The |Y |Yr )?[A-ZÀ-Þ][\w'’]*(?:[ -](?:y|yr|an|[A-ZÀ-Þ][\w'’]*)){0,3}),[ ]\n?$")
_CUED = re.compile(r"(?:\b(?:at|address|addr|home|lives|live|living|locus|where|c/o)\b|[,)] of\b|\bto (?:his|her|my|their)\b)[: \n]+(?:his |her |my |their )?(?:home, )?$", re.IGNORECASE)
_LIVED = re.compile(r"\b(?:lives?|living|lived|home|address|resid\w+|staying|stays|moved|neighbours?|mr|mrs|ms|he|she)\b[^\n.]{0,14}\b(?:at|to|of|is|in|,)[ ](?:the )?$", re.IGNORECASE)
_TOWN = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:[ -](?:on|upon|in|le|under|of|the|[A-ZÀ-Þ][\w'’-]+)){0,4}")
_MOST = 5
_FULL = STREET - {"dr", "str", "gr", "ter", "av", "ct", "cl", "pl", "sq", "rise", "bypass"}


def spots(page: Page) -> Iterator[Spot]:
    """Lines above postcodes, named houses, boxes."""
    for match in _POSTCODE.finditer(page.text):
        yield from _above(page, match.start())
    for i in [n for n, word in enumerate(page.words) if word in HOUSE or word in _FULL]:
        if spot := _house(page, i) or _heading(page, i):
            yield spot
    if "box" in page.lower or "bfpo" in page.lower:
        for match in _BOX.finditer(page.text):
            if match[0][0] in "bB" or _OWN.search(page.text, max(0, match.start() - 40), match.start()):
                yield Spot(match.start(), match.end(), HOME, 0.7)


def _above(page: Page, at: int) -> Iterator[Spot]:
    """The address lines that end in the postcode at `at`."""
    lines = list(_lines(page, at))
    official = any(_official(page.text[start:end]) for start, end in lines)
    for n, (start, end) in enumerate(lines):
        text = page.text[start:end]
        last = n == 0 and not _evident(text)
        if last and not ("," in text):
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
    words = re.findall(r"[^\W\d_]+", text.lower())
    if not words or len(words) > 7:
        return False
    if _NUMBERED.match(text) or words[-1] in STREET or words[0] in ("flat", "flt", "apt", "apartment", "plot") or text.startswith(("The ", "THE ")):
        return True
    return any(word in HOUSE for word in words) or (words[0] in PREFIX and len(words) > 1)


def _official(text: str) -> bool:
    return not INSTITUTION.isdisjoint(_ORGANISED & set(re.findall(r"[^\W\d_]+", text.lower())))


_ORGANISED = INSTITUTION - {"hall", "bank", "mill", "park", "court", "station", "church", "town", "works", "estate", "arms", "inn", "market", "ward", "bar", "post", "abbey", "house", "rooms", "fire", "county", "parish", "wing", "car", "chapel", "temple", "co", "chambers", "homes", "college", "school", "cathedral", "club", "hospital", "bookies", "shop"}


def _house(page: Page, i: int) -> Spot | None:
    """`The Old Forge, Nether Wallop End`; `Brynawel, Chapel Rd`: a house's name, said by its own words or by a cue."""
    if not page.capital(i):
        return None
    if page.words[i] in HOUSE:
        return _by_word(page, i)
    match = _NAMED.search(page.text, max(0, page.starts[i] - 60), _street_start(page, i))
    if match is None or _institution(match["h"]):
        return None
    start, end = match.start("h"), page.end(i)
    cued = _CUED.search(page.text, max(0, start - 20), start) or _POSTCODE.search(page.text, end, end + 50)
    if not cued and not _homely(match["h"]):
        return None
    return Spot(start, end, HOME, 0.75) if cued or page.text[slice(*page.line(start))].strip(" >|,.") == page.text[start:end] else None


def _homely(name: str) -> bool:
    """Whether a name is built as a house's is: `The Old Forge`, `Bryn Awel`."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    return bool(words) and (words[-1] in HOUSE or words[0] in PREFIX)


def _heading(page: Page, i: int) -> Spot | None:
    """A house's name alone on its line, above a town's: the head of a letter."""
    start, end = page.line(page.starts[i])
    if page.words[i] not in HOUSE or page.end(i) != len(page.text[:end].rstrip(" ,")) or not _TITLED.fullmatch(page.text, start, page.end(i)):
        return None
    below = page.text[end + 1 : page.line(end + 1)[1]].strip(" ,") if end < len(page.text) else ""
    alone = len(page.text[start:end].split()) > 1 and not _institution(page.text[start:end].rsplit(" ", 1)[0])
    return Spot(start, page.end(i), HOME, 0.65) if alone and _TOWN.fullmatch(below) and not _institution(below) else None


def _street_start(page: Page, i: int) -> int:
    n = i
    while n > 0 and page.gaps[n - 1] == " " and page.capital(n - 1) and page.words[n - 1] not in STOP and i - n < 4:
        n -= 1
    return page.starts[n]


def _by_word(page: Page, i: int) -> Spot | None:
    first = i
    while first > 0 and i - first < 3 and page.gaps[first - 1] in (" ", "'", "-") and (page.capital(first - 1) or page.words[first - 1] == "s"):
        if page.words[first - 1] in STOP and page.words[first - 1] != "the":
            break
        first -= 1
    start, end = page.starts[first], page.end(i)
    alone = first == i
    if _institution(page.text[start:end].rsplit(" ", 1)[0]) or (alone and len(page.words[i]) < 7):
        return None
    cued = _CUED.search(page.text, max(0, start - 20), start) is not None
    after = re.match(r",[ ](?P<t>[A-ZÀ-Þ][\w'’]+(?:[ -][A-ZÀ-Þ][\w'’]+){0,3})", page.text[end : end + 60])
    if after and (after["t"].rsplit(" ", 1)[-1].lower() in STREET or cued or _POSTCODE.search(page.text, end, end + 70)):
        street = after["t"].rsplit(" ", 1)[-1].lower() in STREET
        return Spot(start, end + after.end() if street else end, HOME, 0.75)
    if _LIVED.search(page.text, max(0, start - 24), start) and page.words[i] in ("cottage", "farm", "farmhouse", "bungalow", "rectory", "vicarage", "manse", "barn") and not alone:
        return Spot(start, end, HOME, 0.65)
    return None


def _institution(text: str) -> bool:
    return not INSTITUTION.isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))
