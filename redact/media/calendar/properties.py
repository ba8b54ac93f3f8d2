"""One property read and written: its words, the people in its parameters, the file that it holds."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from redact.core.flow import Edit
from redact.media._leaves import Leaves
from redact.media.calendar import grammar
from redact.media.calendar.lines import Line, folded, spelt_param
from redact.media.calendar.spelling import components, quoted, read, spelt, unquoted

#: Stands where an address was cut; it is nobody's, and is not read.
NOBODY = "mailto:redacted@redacted.invalid"
_OLD = "2.1"
_SCHEME = re.compile(r"\A(?:mailto|tel):", re.I)
_ADDRESS = re.compile(r"[^\s\[\]<>\"█]+")
#: The order in which the parts of a name are read: prefix, given, further, family, suffix. Source: RFC 6350, 6.2.2.
_NAME_ORDER = (3, 1, 2, 0, 4)
_GROUP = re.compile(r"item\d{1,4}", re.I)


@dataclass(slots=True)
class _Cell:
    """A word or address that may change."""

    text: str = field(repr=False)
    changed: bool = False

    def put(self, text: str) -> None:
        self.text, self.changed = text, True


class Property:
    """A property with words in it. `zone` gives a time zone's name as it goes out."""

    def __init__(self, line: Line, version: str) -> None:
        self._line = line
        self._version = version
        self._quoted = line.param("ENCODING").upper() == "QUOTED-PRINTABLE"
        value = unquoted(line.value, line.param("CHARSET")) if self._quoted else line.value
        self._spoken = [
            (name, [_Cell(_bare(text)) for text in values]) for name, values in line.params if name in grammar.SPOKEN
        ]
        self._person = line.name in grammar.PEOPLE
        self._sign = "," if line.name in ("CATEGORIES", "RESOURCES", "NICKNAME") else ";"
        self._cells = [_Cell(text) for text in self._texts(value)]

    @property
    def leaves(self) -> Leaves:
        """Its words: the name first of a person, then the address, then who else is named."""
        leaves = Leaves()
        named = [cell for name, cells in self._spoken if name == "CN" for cell in cells]
        others = [cell for name, cells in self._spoken if name != "CN" for cell in cells]
        _add(leaves, [*named, *self._in_order(), *others], " " if self._line.name == "N" else ", ")
        return leaves

    def written(self, edits: Sequence[Edit]) -> bytes:
        """The line with its edits carried out, folded."""
        self.leaves.put(edits)
        if self._person:
            self._settle()
        params = "".join(
            spelt_param(name, cell.text if name in ("CN", "LABEL", "EMAIL") else _address(cell.text))
            for name, cells in self._spoken
            for cell in cells
        )
        value = self._value()
        if self._version == _OLD and (not value.isascii() or "\n" in value):
            before = f"{heading(self._line)}{params};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
            return f"{before}{quoted(value)}\r\n".encode("ascii")
        return folded(f"{heading(self._line)}{params}:{value}")

    def _texts(self, value: str) -> Iterator[str]:
        name = self._line.name
        if name in grammar.STRUCTURED or self._sign == ",":
            yield from (read(part, self._version) for part in components(value, self._sign))
        elif name in grammar.TEXTS:
            yield read(value, self._version)
        elif self._person:
            yield _bare(value)
        else:
            yield re.sub(r"\s+", " ", value)

    def _in_order(self) -> list[_Cell]:
        if self._line.name != "N":
            return self._cells
        rest = range(len(_NAME_ORDER), len(self._cells))
        return [self._cells[at] for at in (*_NAME_ORDER, *rest) if at < len(self._cells)]

    def _settle(self) -> None:
        """A label is no address: it goes to the name."""
        cell = self._cells[0]
        if cell.changed and not _ADDRESS.fullmatch(cell.text):
            named = [found for name, cells in self._spoken if name == "CN" for found in cells]
            if named and cell.text.strip():
                named[0].text = f"{named[0].text} {cell.text}".strip()
            elif cell.text.strip():
                self._spoken.append(("CN", [_Cell(cell.text)]))
            cell.text = ""

    def _value(self) -> str:
        name = self._line.name
        if self._person:
            return _address(self._cells[0].text)
        if name in grammar.STRUCTURED or self._sign == ",":
            return self._sign.join(spelt(cell.text, self._version, structured=True) for cell in self._cells)
        if name in grammar.TEXTS:
            return spelt(self._cells[0].text, self._version)
        return self._cells[0].text


def heading(line: Line, zone: Callable[[str], str] | None = None) -> str:
    """Name and parameters of a line, as far as they say nothing of people."""
    group = f"{line.group}." if _GROUP.fullmatch(line.group) else ""
    kept = []
    for name, values in line.params:
        known = [value for value in values if value.upper() in grammar.PARAMS.get(name, ())]
        if known:
            kept.append(f";{name}={','.join(known)}")
        if name == "TZID" and zone is not None and values:
            kept.append(spelt_param("TZID", zone(values[0])))
    return f"{group}{line.name}{''.join(kept)}"


def _add(leaves: Leaves, cells: Sequence[_Cell], between: str) -> None:
    first = True
    for cell in cells:
        if not cell.text.strip():
            continue
        if not first:
            leaves.add(between)
        leaves.add(cell.text, cell.put)
        first = False


def _bare(address: str) -> str:
    return "" if address.lower() == NOBODY else _SCHEME.sub("", address.strip(), count=1)


def _address(text: str) -> str:
    """An address as it stands in a calendar; nobody's where there is none."""
    if not text or not _ADDRESS.fullmatch(text):
        return NOBODY
    return text if re.match(r"[a-z][a-z+.-]*:", text, re.I) else f"mailto:{text}"
