"""The name of the program that laid a document out: others show it as that program would, so the bare name stays.

LibreOffice fits rows anew, and computes formulas anew, in workbooks of programs that it does not know.
Source: ECMA-376-1:2016, section 22.2.2.1 (Application); LibreOffice 24, oox/source/xls/workbookhelper.cxx.
"""

from __future__ import annotations

from redact.core.errors import CorruptInput
from redact.media.office._ooxml import Ooxml

PART = "docProps/app.xml"
MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.extended-properties+xml"
TAIL = "extended-properties"
_SPACE = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"


def written(program: str) -> bytes:
    """The part that says no more than that name."""
    return f'<Properties xmlns="{_SPACE}"><Application>{program}</Application></Properties>'.encode()


def of(package: Ooxml, known: tuple[str, ...]) -> str:
    """Which of the `known` programs made a document; nothing for any other."""
    for relation in package.relations(""):
        if relation.tail == TAIL and not relation.external and package.has(relation.target):
            try:
                told = package.xml(relation.target).findtext(f"{{{_SPACE}}}Application", "")
            except CorruptInput:  # it does not go out, and keeps nothing else from going out
                return ""
            return next((name for name in known if told.startswith(name)), "")
    return ""


def is_ours(package: Ooxml, part: str, known: tuple[str, ...]) -> bool:
    """Whether a part is one that we wrote."""
    if not part.endswith(PART.lower()) or package.size(part) > len(written(max(known, key=len, default=""))):
        return False
    return package.read(part) in map(written, known)
