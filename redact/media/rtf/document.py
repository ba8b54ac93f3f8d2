"""A rich text file as a document: all its texts, then its pictures; written with every byte that nobody cut."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from redact.core.errors import CorruptInput, InputError, LimitExceeded
from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change
from redact.core.segment import Child, Segment
from redact.media._child import ask
from redact.media._stream import Readable
from redact.media.rtf.bare import bare
from redact.media.rtf.groups import Drop, Item, Known
from redact.media.rtf.interpreter import Interpreter
from redact.media.rtf.pictures import Picture
from redact.media.rtf.reading import Patch, Reading
from redact.media.rtf.splicing import spliced
from redact.media.rtf.vocabulary import DROPPED
from redact.settings import Settings

#: One file is held in memory while it is read.
MAX_BYTES = 256 * 1024**2
_TOPICS = {
    **dict(DROPPED.values()),
    "deleted text": Hidden.CHANGES,
    "marks of who wrote what when": Hidden.CHANGES,
    "fields that tell of the writer or of other files": Hidden.FORMULAS,
    "raw data": Hidden.EMBEDDED,
    "bytes behind the end": Hidden.EMBEDDED,
}


class Rtf:
    """An opened rich text file."""

    def __init__(self, source: Source, settings: Settings) -> None:
        """Raises as `open_rtf` says."""
        if source.size > MAX_BYTES:
            raise LimitExceeded(
                f"source {source.id} is larger than rich text may be", "split it into files below 256 MB"
            )
        self._source = source
        self._settings = settings
        self._known = Known()
        raw = self._raw()
        self._dropped: Counter[str] = Counter()
        self._read: Counter[str] = Counter()
        reader = Interpreter(raw, settings, self._known)
        for item in self._items(reader):
            if isinstance(item, Drop):
                self._dropped[item.sort] += 1
            elif isinstance(item, Reading):
                self._read[item.label.part] += 1
            elif isinstance(item, Picture):
                self._read["picture"] += 1
        self._unseen = reader.unseen

    def segments(self) -> Iterator[Segment]:
        """Every text in the order of the file, then the pictures."""
        raw = self._raw()
        pictures: list[Picture] = []
        ordinal = 0
        for item, readable in self._numbered(raw):
            if isinstance(item, Picture):
                pictures.append(item)
            if readable is None:
                continue
            for _, text in readable.texts(ordinal, self._settings.piece_chars):
                yield text
                ordinal += 1
        for number, picture in enumerate(pictures, 1):
            yield _child(raw, picture, number, ordinal)
            ordinal += 1

    def census(self) -> Iterable[PartNote]:
        """Each sort of text, and each sort of what is left out."""
        for sort, count in self._read.items():
            yield PartNote(f"{sort}s" if sort == "picture" else sort, PartState.READ, f"{count} read")
        if self._unseen:
            yield PartNote("hidden text", PartState.READ, f"{self._unseen} characters", Hidden.TEXT)
        if self._known.marks:
            yield PartNote("names of bookmarks", PartState.CLEANED, "made neutral")
        for sort, count in self._dropped.items():
            yield PartNote(f"{sort}, left out", PartState.DROPPED, f"{count} found", _TOPICS.get(sort))

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the file again with its edits and without what is left out."""
        raw = self._raw()
        patches: list[Patch] = []
        pictures: list[Picture] = []
        ordinal = 0
        for item, readable in self._numbered(raw):
            if readable is not None and isinstance(item, Reading):
                edits, ordinal = readable.ask(change, ordinal, self._settings.piece_chars)
                patches += item.patches(edits)
            elif isinstance(item, Drop):
                patches.append(item.patch())
            elif isinstance(item, Patch):
                patches.append(item)
            elif isinstance(item, Picture):
                pictures.append(item)
        for number, picture in enumerate(pictures, 1):
            released = ask(change, _child(raw, picture, number, ordinal))
            ordinal += 1
            patches += picture.patches(raw, released.path)
        for piece in spliced(raw, patches):
            out.write(piece)

    def streams(self) -> Iterator[tuple[str, str]]:
        """The file's letters without its control words."""
        yield "letters", bare(self._raw().decode("latin-1"))

    def _numbered(self, raw: bytes) -> Iterator[tuple[Item, Readable | None]]:
        met: Counter[str] = Counter()
        for item in self._items(Interpreter(raw, self._settings, self._known)):
            if isinstance(item, Reading):
                met[item.label.part] += 1
                yield item, item.readable(met[item.label.part])
            else:
                yield item, None

    def _items(self, reader: Interpreter) -> Iterator[Item]:
        try:
            yield from reader.items()
        except (CorruptInput, LimitExceeded) as err:
            raise type(err)(f"source {self._source.id}: {err.message}", err.hint) from err

    def _raw(self) -> bytes:
        try:
            return self._source.path.read_bytes()
        except OSError as err:
            raise InputError("the file cannot be read", "check that it is still there and may be read") from err


def _child(raw: bytes, picture: Picture, number: int, ordinal: int) -> Child:
    name = f"picture-{number}.{picture.suffix}"
    return Child(ordinal, f"picture {number}", name, lambda: picture.file(raw), shown=False)
