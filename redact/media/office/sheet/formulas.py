"""Formulas: what in them can hold words, which are never let out, and names changed in them.

Source: ECMA-376-1:2016, section 18.17 (formulas); [MS-XLSX] 2.2.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from redact.media.office.sheet.functions import KNOWN_FUNCTIONS

_TOKEN = re.compile(
    r"""
    (?P<string>"(?:[^"]|"")*"?)
    | (?P<quoted>'(?:[^']|'')*'!?)
    | (?P<outside>\[\d+\][^\s!"'(),;{}]*!)
    | (?P<columns>\[(?:[^\[\]]|\[(?:[^\[\]']|'.)*\])*\])
    | (?P<call>[^\W\d][\w.]*(?=\())
    | (?P<sheet>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?!)
    | (?P<cell>\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w.(]) | \$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![\w.(]))
    | (?P<fault>\#[A-Z0-9/]+[!?A]?)
    | (?P<word>[^\W\d][\w.\\?]*)
    | (?P<number>\d[\d.]*(?:[eE][+-]?\d+)?)
    | (?P<sign>.)
    """,
    re.X | re.S,
)
#: Functions that are newer than the format are told apart so.
_PREFIX = re.compile(r"(?:_xl\w+\.)+", re.I)
_CONSTANTS = frozenset(("TRUE", "FALSE"))
_LONG_NUMBER = 5
_PART_OF_COLUMNS = re.compile(r"[^\[\],:]+(?:'[\[\]][^\[\],:]*)*")
_BUILT_IN = "_xlnm."


@dataclass(frozen=True, slots=True)
class Known:
    """Names that are read, and changed, where they are given: folded. Formulas that use them need not be read for them."""

    sheets: frozenset[str] = field(default=frozenset(), repr=False)
    names: frozenset[str] = field(default=frozenset(), repr=False)  # defined names and tables
    columns: frozenset[str] = field(default=frozenset(), repr=False)


@dataclass(slots=True)
class Renamed:
    """What was given another name: old, folded -> new. `lost` are columns whose name is gone, `gone` names left out."""

    sheets: dict[str, str] = field(default_factory=dict, repr=False)
    names: dict[str, str] = field(default_factory=dict, repr=False)
    lost: set[str] = field(default_factory=set, repr=False)
    gone: set[str] = field(default_factory=set, repr=False)


def barred(formula: str) -> bool:
    """Whether a formula reaches outside the workbook, or uses a function that is not known to stay within it."""
    for match in _TOKEN.finditer(formula):
        kind, found = match.lastgroup, match[0]
        if kind == "outside" or (kind == "sign" and found == "|"):
            return True
        if kind == "quoted" and ("[" in found or "|" in found or "\\" in found):
            return True
        if kind == "call" and not _is_known_function(found):
            return True
    return False


def words(formula: str, known: Known) -> str:
    """The formula as it is read, without names that are read elsewhere; nothing if no word or long number is in it."""
    kept: list[str] = []
    telling = False
    for match in _TOKEN.finditer(formula):
        kind, found = str(match.lastgroup), match[0]
        if _read_elsewhere(kind, found, known):
            continue
        telling = telling or _tells(kind, found)
        kept.append(found)
    return "".join(kept) if telling else ""


def _is_known_function(name: str) -> bool:
    return _PREFIX.sub("", name).upper() in KNOWN_FUNCTIONS


def _tells(kind: str, found: str) -> bool:
    if kind == "number":
        return len(found) >= _LONG_NUMBER
    if kind == "string":
        return any(map(str.isalnum, found))
    return kind in ("quoted", "sheet", "columns", "word") and found.upper() not in _CONSTANTS


def _read_elsewhere(kind: str, found: str, known: Known) -> bool:
    if kind in ("quoted", "sheet"):
        return found.endswith("!") and all(part in known.sheets for part in _sheets(found))
    if kind == "columns":
        return all(part in known.columns for part in _columns(found))
    return kind == "word" and (found.casefold() in known.names or found.startswith(_BUILT_IN))


def _sheets(reference: str) -> tuple[str, ...]:
    """The folded names of the one or two sheets of a reference."""
    return tuple(part.casefold() for part in _bare(reference).split(":"))


def _bare(reference: str) -> str:
    name = reference.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _columns(found: str) -> list[str]:
    parts = (part.strip().lstrip("@").strip() for part in _PART_OF_COLUMNS.findall(found))
    return [part.replace("'", "").casefold() for part in parts if part and not part.startswith("#")]


def uses_lost(formula: str, renamed: Renamed) -> bool:
    """Whether it speaks of a table's column whose name is gone, or of a name that does not go out."""
    if not (renamed.lost or renamed.gone):
        return False
    for match in _TOKEN.finditer(formula):
        kind, found = match.lastgroup, match[0]
        if kind == "columns" and not renamed.lost.isdisjoint(_columns(found)):
            return True
        if kind == "word" and found.casefold() in renamed.gone:
            return True
    return False


def carried(formula: str, renamed: Renamed) -> str:
    """The formula with new names of sheets, defined names and tables."""
    if not (renamed.sheets or renamed.names):
        return formula
    replace: Callable[[re.Match[str]], str] = lambda match: _carried(str(match.lastgroup), match[0], renamed)  # noqa: E731
    return _TOKEN.sub(replace, formula)


def _carried(kind: str, found: str, renamed: Renamed) -> str:
    if kind in ("quoted", "sheet") and found.endswith("!"):
        names = _bare(found).split(":")
        if any(name.casefold() in renamed.sheets for name in names):
            fresh = ":".join(renamed.sheets.get(name.casefold(), name) for name in names)
            return quoted(fresh) + "!"
    if kind == "word":
        return renamed.names.get(found.casefold(), found)
    return found


def quoted(sheet: str) -> str:
    """A sheet's name as formulas have it, always in quotes."""
    return "'" + sheet.replace("'", "''") + "'"


def literal_list(formula: str) -> str | None:
    """The values of a list that stands in a validation itself: `"Yes,No"`; None for any other formula."""
    bare = formula.strip()
    if len(bare) >= 2 and bare[0] == bare[-1] == '"' and '"' not in bare[1:-1].replace('""', ""):
        return bare[1:-1].replace('""', '"')
    return None


def as_literal(text: str) -> str:
    """A text as a string of a formula."""
    return '"' + text.replace('"', '""') + '"'


def plain_name(wanted: str, taken: Mapping[str, object] | set[str], stem: str) -> str:
    """A defined name as near to `wanted` as the rules allow and that is not taken (folded)."""
    name = re.sub(r"\W+", "_", wanted).strip("_")
    if not name or not (name[0].isalpha() or name[0] == "_") or _TOKEN.fullmatch(name).lastgroup == "cell":  # type: ignore[union-attr]
        name = f"{stem}_{name}" if name else stem
    return unique(name, taken, "_")


def unique(name: str, taken: Mapping[str, object] | set[str], join: str) -> str:
    """`name`, or with the first number behind it under which it is not taken (folded)."""
    fresh, number = name, 1
    while fresh.casefold() in taken:
        number += 1
        fresh = f"{name}{join}{number}"
    return fresh
