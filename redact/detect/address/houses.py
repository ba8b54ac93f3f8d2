"""Houses with a name: before their street, before a town or postcode, alone at the head of a letter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect.address.blocks import POSTCODE
from redact.detect.address.spot import HOME, Spot
from redact.detect.address.streets import HOUSE, INSTITUTION, PREFIX, STOP, STREET
from redact.detect.words import Page

_TITLED = re.compile(r"(?:The |Y |Yr |An )?[A-ZÀ-Þ][\w'’-]*(?:[ -](?:an|y|yr|na|nan|of|the|[A-ZÀ-Þ][\w'’-]*)){0,3}")
_NAMED = re.compile(r"(?P<h>(?:The |Y |Yr )?[A-ZÀ-Þ][\w'’]*(?:[ -](?:y|yr|an|[A-ZÀ-Þ][\w'’]*)){0,3}),[ ]\n?$")
_CUED = re.compile(
    r"(?:\b(?:at|address|addr|home|lives|live|living|locus|where|c/o)\b|[,)] of\b|\bto (?:his|her|my|"
    r"their)\b)[: \n]+(?:his |her |my |their )?(?:home, )?$",
    re.IGNORECASE,
)
_LIVED = re.compile(
    r"\b(?:lives?|living|lived|home|address|resid\w+|staying|stays|moved|neighbours?|mr|mrs|ms|he|she)"
    r"\b[^\n.]{0,14}\b(?:at|to|of|is|in|,)[ ](?:the )?$",
    re.IGNORECASE,
)
_TOWN = re.compile(r"[A-ZÀ-Þ][\w'’-]+(?:[ -](?:on|upon|in|le|under|of|the|[A-ZÀ-Þ][\w'’-]+)){0,4}")
_FULL = STREET - {"dr", "str", "gr", "ter", "av", "ct", "cl", "pl", "sq", "rise", "bypass"}

_NAMES = HOUSE | _FULL


def spots(page: Page) -> Iterator[Spot]:
    """Every word that ends a house's name or names its street."""
    for i in page.find(_NAMES):
        if spot := _house(page, i) or _heading(page, i):
            yield spot


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
    cued = _CUED.search(page.text, max(0, start - 20), start) or POSTCODE.search(page.text, end, end + 50)
    if not cued and not _homely(match["h"]):
        return None
    return (
        Spot(start, end, HOME, 0.75)
        if cued or page.text[slice(*page.line(start))].strip(" >|,.") == page.text[start:end]
        else None
    )


def _homely(name: str) -> bool:
    """Whether a name is built as a house's is: `The Old Forge`, `Bryn Awel`."""
    words = re.findall(r"[^\W\d_]+", name.lower())
    return bool(words) and (words[-1] in HOUSE or words[0] in PREFIX)


def _heading(page: Page, i: int) -> Spot | None:
    """A house's name alone on its line, above a town's: the head of a letter."""
    start, end = page.line(page.starts[i])
    if (
        page.words[i] not in HOUSE
        or page.end(i) != len(page.text[:end].rstrip(" ,"))
        or not _TITLED.fullmatch(page.text, start, page.end(i))
    ):
        return None
    below = page.text[end + 1 : page.line(end + 1)[1]].strip(" ,") if end < len(page.text) else ""
    alone = len(page.text[start:end].split()) > 1 and not _institution(page.text[start:end].rsplit(" ", 1)[0])
    return (
        Spot(start, page.end(i), HOME, 0.65) if alone and _TOWN.fullmatch(below) and not _institution(below) else None
    )


def _street_start(page: Page, i: int) -> int:
    n = i
    while n > 0 and page.gaps[n - 1] == " " and page.capital(n - 1) and page.words[n - 1] not in STOP and i - n < 4:
        n -= 1
    return page.starts[n]


def _by_word(page: Page, i: int) -> Spot | None:
    first = i
    while (
        first > 0
        and i - first < 3
        and page.gaps[first - 1] in (" ", "'", "-")
        and (page.capital(first - 1) or page.words[first - 1] == "s")
    ):
        if page.words[first - 1] in STOP and page.words[first - 1] != "the":
            break
        first -= 1
    start, end = page.starts[first], page.end(i)
    alone = first == i
    if _institution(page.text[start:end].rsplit(" ", 1)[0]) or (alone and len(page.words[i]) < 7):
        return None
    cued = _CUED.search(page.text, max(0, start - 20), start) is not None
    after = re.match(r",[ ](?P<t>[A-ZÀ-Þ][\w'’]+(?:[ -][A-ZÀ-Þ][\w'’]+){0,3})", page.text[end : end + 60])
    if after and (after["t"].rsplit(" ", 1)[-1].lower() in STREET or cued or POSTCODE.search(page.text, end, end + 70)):
        street = after["t"].rsplit(" ", 1)[-1].lower() in STREET
        return Spot(start, end + after.end() if street else end, HOME, 0.75)
    if (
        _LIVED.search(page.text, max(0, start - 24), start)
        and page.words[i] in ("cottage", "farm", "farmhouse", "bungalow", "rectory", "vicarage", "manse", "barn")
        and not alone
    ):
        return Spot(start, end, HOME, 0.65)
    return None


def _institution(text: str) -> bool:
    return not INSTITUTION.isdisjoint(re.findall(r"[^\W\d_]+", text.lower()))
