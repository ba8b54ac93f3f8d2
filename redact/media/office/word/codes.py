"""Field codes: what computes a text anew. Kept where the text depends on this document alone, else only its result stays.

Source: ECMA-376-1:2016, 17.16 (fields and hyperlinks).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote

from redact.core.flow import Edit
from redact.core.segment import TextKind, chars_from
from redact.media._cut import splice
from redact.media.office._fields import Field
from redact.media.office._namespaces import names, q
from redact.media.office._tree import Element, drop, unwrap

_MARK, _TYPE = q("w:fldChar"), q("w:fldCharType")
_INSTRUCTIONS = names("w:instrText w:delInstrText")
_SIMPLE, _CODE = q("w:fldSimple"), q("w:instr")
#: Fields that need nothing but the document itself. All others read properties, files, databases, or who sits there.
_KEPT = frozenset(
    """PAGE NUMPAGES SECTION SECTIONPAGES PAGEREF REF NOTEREF HYPERLINK TOC TC TOA TA XE INDEX SEQ STYLEREF SYMBOL EQ = IF
    LISTNUM AUTONUM AUTONUMLGL AUTONUMOUT FORMTEXT FORMCHECKBOX FORMDROPDOWN QUOTE RD CITATION BIBLIOGRAPHY""".split()
)
_WORD = re.compile(r"\s*(=|[A-Za-z]+)")
#: A code without anything a person wrote: `PAGE \\* MERGEFORMAT`, `TOC \\o "1-3" \\h`, `REF _Ref123 \\h`.
_PLAIN = re.compile(
    r"\s*[A-Z]+(?:\s+(?:\\[*@#a-z]|\"?\d[\d-]*\"?|MERGEFORMAT|CHARFORMAT|Arabic|ARABIC|Figure|Table|Equation|[Rr]oman|_(?:Toc|Ref|Hlk)\d+))*\s*"
)


@dataclass(slots=True)
class _Code:
    """One field that is open: its marks, and the elements of its instruction."""

    marks: list[Element] = field(default_factory=list)
    instruction: list[Element] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(each.text or "" for each in self.instruction)


def settle(root: Element, marks: Mapping[str, str]) -> None:
    """Dissolve fields that need what is not there; in the others, bookmarks are called as `marks` says."""
    renamed = _renamer(marks)
    for data in list(root.iter(q("w:fldData"))):
        drop(data)
    for element in list(root.iter(_SIMPLE)):
        if _is_kept(element.get(_CODE, "")):
            element.set(_CODE, renamed(element.get(_CODE, "")))
        else:
            unwrap(element)
    for code in list(_codes(root)):
        if not _is_kept(code.text):
            for each in (*code.marks, *code.instruction):
                drop(each)
        elif code.instruction:
            first, *rest = code.instruction
            first.text = renamed(code.text)
            first.set(q("xml:space"), "preserve")
            for each in rest:
                drop(each)


def fields(root: Element, title: str) -> Iterator[Field]:
    """Every code; one in which nobody wrote anything is of the kind that detectors hardly look at."""
    for number, element in enumerate(root.iter(*_INSTRUCTIONS, _SIMPLE), 1):
        code = element.get(_CODE, "") if element.tag == _SIMPLE else element.text or ""
        yield _field(element, code, f"{title}, field {number}")


def _field(element: Element, code: str, part: str) -> Field:
    plain = unquote(code, errors="replace")
    text = code if "\ufffd" in plain or not plain.isprintable() else plain

    def put(edits: Sequence[Edit]) -> None:
        if not edits:
            return
        if element.tag == _SIMPLE:
            element.set(_CODE, splice(text, edits))
        else:
            element.text = splice(text, edits) or None

    kind = TextKind.CODE if _PLAIN.fullmatch(text) else TextKind.FIELD
    return Field(text, part, kind, "field", chars_from(0), put)


def _codes(root: Element) -> Iterator[_Code]:
    """Every field once it ends; one that never does is given too, and stray ends are fields without instruction."""
    open_codes: list[_Code] = []
    for element in root.iter(_MARK, *_INSTRUCTIONS):
        if element.tag != _MARK:
            if open_codes:
                open_codes[-1].instruction.append(element)
            else:
                yield _Code([], [element])
            continue
        kind = element.get(_TYPE)
        if kind == "begin" or not open_codes:
            open_codes.append(_Code())
        open_codes[-1].marks.append(element)
        if kind == "end":
            yield open_codes.pop()
    yield from open_codes


def _is_kept(code: str) -> bool:
    word = _WORD.match(code)
    return word is not None and word[1].upper() in _KEPT


def _renamer(marks: Mapping[str, str]) -> Callable[[str], str]:
    changed = {old: new for old, new in marks.items() if old != new and old}
    if not changed:
        return str
    either = "|".join(map(re.escape, sorted(changed, key=len, reverse=True)))
    pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)")

    def renamed(code: str) -> str:
        head = _WORD.match(code)
        at = head.end() if head else 0
        return code[:at] + pattern.sub(lambda match: changed[match[0]], code[at:])

    return renamed
