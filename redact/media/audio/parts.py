"""What a recording holds beside its sound: tags, chapters, covers, the chunks of editors, and what hangs behind it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import FileIO

from av.container import InputContainer

from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.media._tags import named
from redact.media._words import of_xml, said
from redact.media.audio import id3
from redact.media.audio.chunks import MOST_CHUNKS, Chunk, chunks, content
from redact.media.audio.container import opened, read
from redact.settings import Settings

_WORDS_BYTES = 1 << 20
#: Chunks that are the sound or its header, or that FFmpeg reads. Source: as in `chunks`; FLAC's numbers: RFC 9639, 8.1.
_SOUND = frozenset(
    b"fmt |data|fact|ds64|PEAK|bext|FORM|COMM|SSND|FVER|NAME|AUTH|ANNO|(c) |desc|chan|pakt|kuki|info|riff|ftyp|moov|mdat|"
    b"moof|mfra|sidx|\x00|\x03|\x04|\x06".split(b"|")
)
_ROOM = frozenset((b"JUNK", b"FLLR", b"PAD ", b"free", b"skip", b"wide", b"\x01"))
#: Chunks that may be shown by their names. Source: EBU Tech 3285; iXML 3.01; Adobe, XMP Specification Part 3 (2016).
_SHOWN = frozenset((b"iXML", b"_PMX", b"axml", b"cue ", b"LIST", b"smpl", b"cart", b"id3 ", b"ID3 ", b"umid", b"uuid"))
_XML = frozenset((b"iXML", b"_PMX", b"axml"))
_DATA = frozenset((b"data", b"SSND"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A part beside the sound: what is shown of it, its words, and the name of the tag that it is, where it is one."""

    part: str
    words: str = field(default="", repr=False)
    tag: str = field(default="", repr=False)
    note: str = ""

    def stays(self, settings: Settings) -> bool:
        """Whether the settings keep it."""
        return bool(self.tag) and self.part in settings.keep_metadata


def pieces(source: Source) -> Iterator[Piece]:
    """Everything beside the sound, in an order that is always the same."""
    with opened(source) as container:
        yield from _tags(container)
        yield from _streams(container)
    with read(source) as file:
        yield from _scraps(file)


def notes(source: Source, settings: Settings) -> Iterator[PartNote]:
    """What becomes of each."""
    for piece in pieces(source):
        state = PartState.READ if piece.stays(settings) else PartState.DROPPED
        yield PartNote(piece.part, state, piece.note, Hidden.METADATA)


def _tags(container: InputContainer) -> Iterator[Piece]:
    alone = len(container.streams.audio) == 1
    yield from (Piece(*_turned(each)) for each in named("", container.metadata))
    for stream in container.streams:
        # Ogg has its tags in the track: with one track they are those of the file.
        before = "" if alone and stream.type == "audio" and not container.metadata else f"track {stream.index + 1}: "
        yield from (Piece(*_turned(each)) for each in named(before, stream.metadata))
    for number, chapter in enumerate(container.chapters(), 1):
        yield from (Piece(part, value) for part, _, value in named(f"chapter {number}: ", chapter["metadata"]))


def _turned(tag: tuple[str, str, str]) -> tuple[str, str, str]:
    """Part, value and name; no name where the tag cannot be kept: its name is its maker's, or it is not the file's."""
    part, name, value = tag
    return part, value, name if part == f"tag {name.lower()}" else ""


def _streams(container: InputContainer) -> Iterator[Piece]:
    for number, _ in enumerate(container.chapters(), 1):
        yield Piece(f"chapter {number}")
    names = {"video": "cover", "subtitle": "subtitle", "attachment": "attachment"}
    counts: dict[str, int] = {}
    for stream in container.streams:
        if stream.type != "audio":
            kind = names.get(stream.type, "data")
            counts[kind] = counts.get(kind, 0) + 1
            yield Piece(f"{kind} {counts[kind]}", note="not read")


def _scraps(file: FileIO) -> Iterator[Piece]:
    """What FFmpeg passes over."""
    yield from (Piece(f"ID3 {part}", words) for part, words in id3.frames(file))
    for number, chunk in enumerate(chunks(file, id3.length_of(file)), 1):
        yield from _scrap(file, number, chunk)
        if number == MOST_CHUNKS:
            yield Piece("further chunks", note="not read")
    yield from (Piece(tail.part, tail.words) for tail in id3.tails(file))


def _scrap(file: FileIO, number: int, chunk: Chunk) -> Iterator[Piece]:
    name = f"chunk {chunk.name.decode().strip()}" if chunk.name in _SHOWN else f"chunk {number}"
    if chunk.name in _SOUND:
        if chunk.name in _DATA and chunk.size < chunk.claimed:
            yield Piece("end of the sound", note=f"{chunk.claimed} bytes are announced, {chunk.size} are there")
        return
    # What is no chunk but hangs behind one is read whole.
    held = content(file, chunk, _WORDS_BYTES, headed=chunk.name not in _SHOWN | _ROOM)
    if (chunk.name in _ROOM and not held.strip(b"\x00")) or (chunk.name == b"LIST" and held.startswith(b"INFO")):
        return
    words = of_xml(held) if chunk.name in _XML else said(held)
    yield Piece(name, words, note="only its head is read" if chunk.size > _WORDS_BYTES else "")
