"""One cell: what it shows, what it holds beside that, and how a cut takes both."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from lxml import etree

from redact.core.flow import Edit
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media._leaves import Leaves
from redact.media._stream import Readable
from redact.media.office._tree import Element
from redact.media.office.odf import vocabulary as words
from redact.media.office.odf.site import Place, Site, add_paragraph, allowed
from redact.media.office.odf.vocabulary import q

_FORMULA, _CURRENCY, _PARAGRAPH = q("table:formula"), q("office:currency"), q("text:p")
_TYPE, _OTHER_TYPE = q("office:value-type"), q("calcext:value-type")
#: Truth values and durations are nobody's.
_READ_VALUES = tuple(map(q, ("office:string-value", "office:value", "office:date-value")))
_MIDNIGHT = re.compile(r"T00:00:00(?:\.0+)?$")
_PRETTY = re.compile(r"[^\d.eE+-]")
#: A number below this is nobody's, however many decimals are shown of it.
_SMALL = 100_000
#: No sheet has more rows. Source: LibreOffice Calc, 2024.
_MAX_COUNT = 1 << 20


@dataclass(frozen=True, slots=True)
class Shown:
    """What a cell shows, and what stands in it that is read apart."""

    leaves: Leaves
    text: str = field(repr=False)
    nested: tuple[Element, ...] = field(repr=False)


def count(times: str | None) -> int:
    """How often something is repeated."""
    if times is None or not times.isascii() or not times.isdigit():
        return 1
    return min(int(times[:8]), _MAX_COUNT) or 1


def read(cell: Element) -> Shown:
    """A cell as a reader sees it."""
    leaves = Leaves()
    nested: list[Element] = []
    first = True
    for child in cell:
        if child.tag not in words.PARAGRAPHS:
            nested.append(child)
            continue
        if not first:
            leaves.add("\n")
        first = False
        add_paragraph(leaves, child, nested)
    return Shown(leaves, leaves.text, tuple(nested))


def value_of(cell: Element) -> str:
    """What a cell holds beside what it shows; nothing where that names nobody."""
    return next((str(cell.attrib[name]) for name in _READ_VALUES if name in cell.attrib), "")


def cutter(cell: Element, put: Callable[[Sequence[Edit]], None]) -> Callable[[Sequence[Edit]], None]:
    """The same `put`, after which nothing of what was cut is in the cell's value or formula."""

    def cut(edits: Sequence[Edit]) -> None:
        if edits:
            put(edits)
            as_text(cell)

    return cut


def unseen(cell: Element, shown: str, place: Place) -> Iterator[Site]:
    """The value, where it says other than what is shown, and the formula, where it has words in it."""
    value = value_of(cell)
    if value and not _alike(value, shown):

        def put_value(edits: Sequence[Edit]) -> None:
            if edits and value_of(cell):
                _show(cell, splice(value, edits))
                as_text(cell)

        yield Site(Readable(value, f"{place.part}, value", TextKind.FIELD, place.context, place.anchor), put_value)
    formula = str(cell.get(_FORMULA, ""))
    if '"' in formula:

        def put_formula(edits: Sequence[Edit]) -> None:
            if edits and _FORMULA in cell.attrib:
                del cell.attrib[_FORMULA]

        yield Site(Readable(formula, f"{place.part}, formula", TextKind.CODE, "", place.anchor), put_formula)


def _alike(value: str, shown: str) -> bool:
    """Whether a value says no more than what is shown of it."""
    if value == shown:
        return True
    number, seen = _number(value), _number(_PRETTY.sub("", shown))
    if number is not None and seen is not None:
        return number == seen or abs(number) < _SMALL
    return _numbers(_MIDNIGHT.sub("", value)) == _numbers(shown) and not any(map(str.isalpha, shown))


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _numbers(text: str) -> list[int]:
    return sorted(int(number) for number in re.findall(r"\d{1,9}", text))


def _show(cell: Element, text: str) -> None:
    """Make the cell show this, and nothing else."""
    for child in [child for child in cell if child.tag in words.PARAGRAPHS]:
        cell.remove(child)
    paragraph = etree.Element(_PARAGRAPH)
    paragraph.text = allowed(text)
    cell.insert(0, paragraph)


def as_text(cell: Element) -> None:
    """Leave of a cell only what it shows."""
    for name in (*words.VALUES, _FORMULA, _CURRENCY):
        cell.attrib.pop(name, "")
    if _TYPE in cell.attrib:
        cell.set(_TYPE, "string")
    if _OTHER_TYPE in cell.attrib:
        cell.set(_OTHER_TYPE, "string")
