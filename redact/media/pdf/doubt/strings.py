"""What a stranger's tools find in a PDF: every string, name and stream of it, and its pages read by a second reader.

None of it comes from how `segments` reads a page: objects and streams through qpdf, letters through pdfminer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.core.errors import CorruptInput, LimitExceeded
from redact.media.pdf.doubt import fontwords
from redact.media.pdf.doubt.secondreader import page_texts
from redact.media.pdf.doubt.vocabulary import OPERATORS, VOCABULARY
from redact.media.pdf.objects.limits import guard

#: Streams that hold other objects, each of which is gone through by itself, and where these are.
_OF_OBJECTS = (Name.ObjStm, Name.XRef)
_FONTS = ("/FontFile", "/FontFile2", "/FontFile3")
_NAME = re.compile(r"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]+)")
_WORD = re.compile(r"[A-Za-z]+")
_SHOWN = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]+)>", re.DOTALL)
#: What a page's program or a character map says, and no other stream.
_PROGRAM = re.compile(r"\bbegincmap\b|\bBT\s|\d\s+(?:re|cm|Tf|Td|Tm)\s")
#: A literal string, which stays; a hexadecimal one; a number.
_OPERANDS = re.compile(
    r"(\((?:\\.|[^\\()])*\))|<[0-9A-Fa-f\s]*>|(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?![\w.])", re.DOTALL
)
_ESCAPED = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_MAX_STREAM_BYTES, _MAX_BYTES = 1 << 29, 1 << 34
_MAX_DEPTH = 200
_PIECE_CHARS = 1 << 20


def streams(path: Path) -> Iterator[tuple[str, str]]:
    """Each string and stream that may hold words, decoded, and what tells where it stands.

    Raises:
        CorruptInput: the file, or a stream of it, cannot be read.
        LimitExceeded: it unpacks to more than a PDF may.
    """
    guard()
    try:
        with pikepdf.open(path, suppress_warnings=True) as pdf:
            yield from _objects(pdf)
    except pikepdf.PdfError as err:
        raise CorruptInput("the PDF cannot be read again", "please report this") from err
    for number, text in enumerate(page_texts(path), 1):
        yield f"page {number}, second reader", text


def _objects(pdf: pikepdf.Pdf) -> Iterator[tuple[str, str]]:
    yield "trailer", "\n".join(_strings(pdf.trailer))
    programs = {held.objgen for held in _programs(pdf)}
    total = 0
    for held in pdf.objects:
        number = held.objgen[0] if isinstance(held, (Dictionary, Stream, Array, String, Name)) else 0
        said = "\n".join(_strings(held))
        if said:
            yield f"object {number}", said
        if isinstance(held, Stream):
            for text in _stream(held, held.objgen in programs):
                total += len(text)
                _within(total, _MAX_BYTES)
                yield f"object {number}, stream", text


def _programs(pdf: pikepdf.Pdf) -> Iterator[Stream]:
    for held in pdf.objects:
        for key in _FONTS if isinstance(held, Dictionary) else ():
            program: Any = held.get(key)
            if isinstance(program, Stream):
                yield program


def _strings(held: Any) -> Iterator[str]:
    """Every string and name of an object itself, not of those that it points to."""
    todo = [(held, 0)]
    while todo:
        value, depth = todo.pop()
        _within(depth, _MAX_DEPTH)
        if isinstance(value, String):
            yield from _readings(bytes(value), str(value))
        elif isinstance(value, Name):
            yield from _name(bytes(value).decode("utf-8", "replace"))
        elif isinstance(value, Array):
            todo += ((one, depth + 1) for one in value if not getattr(one, "is_indirect", False))
        elif isinstance(value, (Dictionary, Stream)):
            for key in value.keys():  # noqa: SIM118 - not a Python dictionary
                yield from _name(key.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
                one = value[key]
                if not getattr(one, "is_indirect", False):
                    todo.append((one, depth + 1))


def _name(name: str) -> Iterator[str]:
    if name not in VOCABULARY:
        yield name[1:]


def _readings(raw: bytes, said: str) -> Iterator[str]:
    """A string as the format has it, and as it may have been meant."""
    yield said
    if b"\0" in raw and not raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        yield raw.decode("utf-16-be", "replace")
        yield raw.decode("utf-16-le", "replace")
    if b"%" in raw:
        yield unquote(said)


def _stream(stream: Stream, is_program: bool) -> Iterator[str]:
    if stream.get("/Subtype") == Name.Image or stream.get("/Type") == Name.EmbeddedFile:
        return  # pixels are looked at; what was attached is searched as a file of its own
    if stream.get("/Type") in _OF_OBJECTS:
        return
    content = _content(stream)
    if is_program:
        yield from fontwords.words(content)
        return
    yield from _pieces(_plain(content.decode("latin-1")))
    yield from _pieces(_shown(content))
    if b"\0" in content:
        yield from _pieces(content.decode("utf-16-be", "replace"))


def _content(stream: Stream) -> bytes:
    _within(len(stream.read_raw_bytes()), _MAX_STREAM_BYTES)
    try:
        content = bytes(stream.read_bytes())
    except pikepdf.PdfError:  # a filter that nothing here undoes: those of images
        content = bytes(stream.read_raw_bytes())
    _within(len(content), _MAX_STREAM_BYTES)
    return content


def _plain(content: str) -> str:
    """Content without the words of the format itself: names, operators, and where these are spoken, bare numbers.

    Hexadecimal strings are read as what they stand for elsewhere: as digits they are codes of glyphs.
    """
    if _PROGRAM.search(content) and not content.lstrip().startswith("<?"):
        content = _OPERANDS.sub(lambda operand: operand[1] or "", content)
    content = _NAME.sub(lambda name: "/" if name[0] in VOCABULARY else name[0], content)
    return _WORD.sub(lambda word: "" if word[0] in OPERATORS else word[0], content)


def _shown(content: bytes) -> str:
    """All strings of a content stream one behind the other: a name in pieces is a name."""
    shown = b"".join(
        _unhex(found[2]) if found[2] is not None else _unescaped(found[1]) for found in _SHOWN.finditer(content)
    )
    return shown.decode("latin-1")


def _unhex(digits: bytes) -> bytes:
    digits = re.sub(rb"\s", b"", digits)
    return bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))


def _unescaped(raw: bytes) -> bytes:
    def sign(found: re.Match[bytes]) -> bytes:
        return bytes((int(found[1], 8) & 255,)) if found[1].isdigit() else _SIGNS.get(found[1], found[1].strip(b"\r\n"))

    return _ESCAPED.sub(sign, raw)


def _pieces(text: str) -> Iterator[str]:
    """A long text in overlapping pieces."""
    for start in range(0, max(len(text), 1), _PIECE_CHARS):
        yield text[max(0, start - 1000) : start + _PIECE_CHARS]


def _within(size: int, most: int) -> None:
    if size > most:
        raise LimitExceeded("the PDF unpacks to more than a PDF may", "split it")
