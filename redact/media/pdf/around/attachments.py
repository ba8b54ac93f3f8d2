"""Files within a PDF: gathered in one place whatever they hung on, given out as children, and put back as they come out.

Source: ISO 32000-2:2020, 7.11.4 (embedded file streams), 12.3.5 (portfolios), 12.5.6.15 (file attachment annotations).
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, BinaryIO, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream, String

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media._child import NOTE, NOTE_NAME, Released
from redact.media.pdf.around.destinations import tree
from redact.media.pdf.cleaning.tally import Tally, Topic
from redact.settings import Settings

_NOTE = NOTE.encode("utf-8")
_UNSAFE = re.compile(r"[\x00-\x1f\x7f<>:\"|?*]")
_MAX_NAME = 200
_PIECE = 1 << 16
#: A file that unpacks to less is never taken for a bomb, however well it was packed.
_HARMLESS_BYTES = 32 << 20


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file within the PDF. `name` is what the PDF calls it, without folders."""

    part: str
    name: str = field(repr=False)
    _pdf: pikepdf.Pdf = field(repr=False)
    _spec: Any = field(repr=False)
    _settings: Settings = field(repr=False)

    def content(self) -> BinaryIO:
        """Its bytes, unpacked as they are read.

        Raises:
            CorruptInput: they are damaged; so does whoever reads on.
            LimitExceeded: it unpacks to more than can be honest; so does whoever reads on.
        """
        return _opened(self._spec["/EF"]["/F"], self._settings)

    def put(self, released: Released) -> None:
        """Let this stand in its place, in the PDF at once."""
        content = _NOTE if released.path is None else released.path.read_bytes()
        name = NOTE_NAME if released.path is None else released.name
        _write(self._spec, name, self._pdf.make_stream(content))


def attachments(pdf: pikepdf.Pdf, settings: Settings) -> tuple[Attachment, ...]:
    """The files within a PDF that `settle` has put in order; those that were withheld before are not among them."""
    specs = [spec for _, spec in tree(_listed_files(pdf))]
    there = [spec for spec in specs if not _is_note(spec)]
    return tuple(
        Attachment(f"attachment {number}", str(spec["/UF"]), pdf, spec, settings)
        for number, spec in enumerate(there, 1)
    )


def notes(found: tuple[Attachment, ...]) -> tuple[PartNote, ...]:
    """Rows of a census."""
    return tuple(PartNote(one.part, PartState.READ, "a file within the file", Hidden.EMBEDDED) for one in found)


def settle(pdf: pikepdf.Pdf, tally: Tally) -> None:
    """Put all attached files into one plain list, under nothing but their names."""
    found: dict[tuple[int, int], tuple[str, Stream]] = {}
    for fallback, spec in _everywhere(pdf):
        stream = _embedded(spec)
        if stream is None:
            tally.add(Topic.LINKS)
        elif stream.objgen not in found:
            found[stream.objgen] = _name(spec, fallback, len(found) + 1), stream
    listed: list[Any] = []
    for number, (name, stream) in enumerate(found.values()):
        spec = pdf.make_indirect(Dictionary())
        _write(spec, name, stream)
        listed += String(f"{number:06d}"), spec
    if "/Names" in pdf.Root and not listed:
        _drop(pdf.Root["/Names"], "/EmbeddedFiles")
    if listed:
        if not isinstance(pdf.Root.get("/Names"), Dictionary):
            pdf.Root["/Names"] = Dictionary()
        pdf.Root["/Names"]["/EmbeddedFiles"] = Dictionary(Names=Array(listed))
    for holder in (pdf.Root, *(page.obj for page in pdf.pages)):
        _drop(holder, "/AF")


def _everywhere(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    """File specifications, and what else they are called, wherever a reader shows them."""
    for key, spec in tree(_listed_files(pdf)):
        yield str(key) if isinstance(key, String) else "", spec
    yield from (("", spec) for spec in _array(pdf.Root.get("/AF")))
    for page in pdf.pages:
        yield from (("", spec) for spec in _array(page.obj.get("/AF")))
        for annotation in _array(page.obj.get("/Annots")):
            if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.FileAttachment:
                yield "", annotation.get("/FS")


def _listed_files(pdf: pikepdf.Pdf) -> Any:
    names = pdf.Root.get("/Names")
    return names.get("/EmbeddedFiles") if isinstance(names, Dictionary) else None


def _embedded(spec: Any) -> Stream | None:
    files = spec.get("/EF") if isinstance(spec, Dictionary) else None
    for key in ("/UF", "/F", "/Unix", "/DOS", "/Mac"):
        stream = files.get(key) if isinstance(files, Dictionary) else None
        if isinstance(stream, Stream):
            return stream
    return None


def _name(spec: Dictionary, fallback: str, number: int) -> str:
    said = next((str(spec.get(key)) for key in ("/UF", "/F") if isinstance(spec.get(key), String)), fallback)
    last = PurePosixPath(said.replace("\\", "/")).name
    return _UNSAFE.sub("", last)[-_MAX_NAME:].strip(". ") or f"attachment {number}"


def _write(spec: Dictionary, name: str, stream: Stream) -> None:
    for key in list(spec.keys()):
        del spec[key]
    for key in set(stream.keys()) - {"/Length", "/Filter", "/DecodeParms"}:
        del stream[key]
    stream["/Type"] = Name.EmbeddedFile
    spec.update({"/Type": Name.Filespec, "/F": String(name), "/UF": String(name), "/EF": Dictionary(F=stream),
                 "/AFRelationship": Name.Unspecified})  # fmt: skip


def _is_note(spec: Dictionary) -> bool:
    stream = spec["/EF"]["/F"]
    if str(spec["/UF"]) != NOTE_NAME or len(stream.read_raw_bytes()) > 2 * len(_NOTE):
        return False
    return bytes(stream.read_bytes()) == _NOTE


class _Inflating(io.RawIOBase):
    """Deflated bytes, inflated as they are read."""

    def __init__(self, packed: memoryview, settings: Settings) -> None:
        self._packed = packed
        self._at = self._given = 0
        self._inflate = zlib.decompressobj()
        self._most = min(settings.max_file_bytes, max(_HARMLESS_BYTES, len(packed) * settings.max_ratio))

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        made = b""
        while not made and not self._inflate.eof:
            fresh = self._inflate.unconsumed_tail
            if not fresh:
                fresh = bytes(self._packed[self._at : self._at + _PIECE])
                self._at += len(fresh)
            if not fresh:
                break
            try:
                made = self._inflate.decompress(fresh, len(buffer))
            except zlib.error as err:
                raise CorruptInput("an attached file is damaged", "detach it and try again") from err
        self._given += len(made)
        if self._given > self._most:
            raise LimitExceeded("an attached file unpacks to far more than it holds: a bomb", "detach it and try again")
        buffer[: len(made)] = made
        return len(made)


def _opened(stream: Stream, settings: Settings) -> BinaryIO:
    filters = stream.get("/Filter")
    coded = list(filters) if isinstance(filters, Array) else [filters] * (filters is not None)
    if not coded:
        return io.BytesIO(bytes(stream.read_raw_bytes()))
    if coded == [Name.FlateDecode] and "/DecodeParms" not in stream:
        raw = memoryview(bytes(stream.read_raw_bytes()))
        return cast(BinaryIO, io.BufferedReader(_Inflating(raw, settings)))
    try:
        return io.BytesIO(bytes(stream.read_bytes()))
    except pikepdf.PdfError as err:
        raise CorruptInput("an attached file is damaged", "detach it and try again") from err


def _array(value: Any) -> list[Any]:
    return list(value) if isinstance(value, Array) else []


def _drop(holder: Any, key: str) -> None:
    if isinstance(holder, Dictionary) and key in holder:
        del holder[key]
