"""What a stranger's tools would find in a workbook: every text and telling attribute, got without reading cells.

Sheets and shared strings may be large: they are gone through tag by tag, in pieces.
"""

from __future__ import annotations

import codecs
import html
import re
from collections.abc import Iterator
from typing import IO
from urllib.parse import unquote

from redact.media.office._ooxml import Ooxml
from redact.media.office._strings import strings
from redact.media.office._vocabulary import FONTS
from redact.media.office.sheet.functions import KNOWN_FUNCTIONS
from redact.media.office.sheet.spelling import decoded
from redact.media.office.sheet.styles import OWN_STYLES

#: In the content types of sheets, shared strings, comments and the like: runs of one text belong together in them.
_OWN = "spreadsheetml"
_READ_BYTES = 1 << 18
#: After these a new word begins; runs of one text belong together.
_TOKEN = re.compile(r"<(/?)(?:[\w]+:)?([\w]+)([^<>]*)>|([^<>]+)")
_WITHIN = frozenset("t r rPr b i u sz color rFont family charset scheme strike vertAlign".split())
_VALUE = re.compile(r"=\s*(?:\"([^\"]*)\"|'([^']*)')")
#: Measures, colours, references, short words of the format, the names of vocabularies.
_SILENT = re.compile(
    r"[-+\d.,:%\s]*|[0-9A-F]{6,8}|(?:\$?[A-Z]{1,3}\$?\d+[:\s]?)+|[a-z][A-Za-z]{0,2}|rId\d+|minor|major|none|http://[\w./-]+"
)
_CALL = re.compile(r"\b([A-Z][A-Z0-9.]*)(?=\()")


def streams(package: Ooxml) -> Iterator[tuple[str, str]]:
    """Every part of XML: `(name, text)`; a large one in several, with relationships after it."""
    for number, part in enumerate(package.parts, 1):
        if _OWN not in package.types.of(part):
            yield from ((name, _without_functions(text)) for name, text in strings(package, part, number))
            continue
        with package.open(part) as file:
            for text in _texts(file):
                yield f"part {number}, text", _without_functions(text)
        targets = "\n".join(unquote(each.target) for each in package.relations(part))
        yield f"part {number}, targets", targets


def _without_functions(text: str) -> str:
    """`MAX(` is nobody."""
    return _CALL.sub(lambda match: "" if match[1] in KNOWN_FUNCTIONS else match[1], decoded(text))


def _texts(file: IO[bytes]) -> Iterator[str]:
    """The texts and attributes of a part, in pieces that end between elements."""
    head = file.read(2)
    decoder = codecs.getincrementaldecoder("utf-16" if head in (b"\\xff\\xfe", b"\\xfe\\xff") else "utf-8")("replace")
    waiting, fresh = "", head
    while fresh:
        waiting += decoder.decode(fresh)
        end = waiting.rfind("</row>")
        end = max(end, waiting.rfind("</si>"))
        if end >= 0:
            yield _told(waiting[:end])
            waiting = waiting[end:]
        fresh = file.read(_READ_BYTES)
    yield _told(waiting + decoder.decode(b"", final=True))


def _told(xml: str) -> str:
    found: list[str] = []
    for _, name, attributes, text in _TOKEN.findall(xml):
        if text:
            found.append(html.unescape(text))
            continue
        if name not in _WITHIN:
            found.append("\n")
        for one, other in _VALUE.findall(attributes) if attributes else ():
            value = html.unescape(one or other)
            if not (_SILENT.fullmatch(value) or value.lower() in FONTS or OWN_STYLES.fullmatch(value)):
                found.append(value + "\n")
    return "".join(found)
