"""A document that is open elsewhere, as if it were open here."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any, BinaryIO

from redact.core.errors import Defect, LimitExceeded
from redact.core.flow import Edit, PartNote, Source
from redact.core.ports import Change
from redact.core.segment import Film, Frame, Segment
from redact.intake.sandbox import wire
from redact.intake.sandbox.channel import HANDS_FILES
from redact.intake.sandbox.claims import Claims
from redact.intake.sandbox.content import fetched, hand
from redact.intake.sandbox.crew import Crew
from redact.intake.sandbox.reading import Reading
from redact.intake.sandbox.worker import Worker
from redact.settings import Settings

#: What is decoded in one go, unheard, gets the time for one answer again for each so many bytes, or segments to change.
_BYTES, _SEGMENTS = 4 << 20, 64


class RemoteDocument:
    """A document whose adapter runs in a child. Each reading or writing takes a worker for as long as it lasts.

    `suffix` is that of the file `write` makes where the adapter says so, else None.
    """

    def __init__(self, crew: Crew, settings: Settings, source: Source, number: int) -> None:
        self._crew = crew
        self._settings = settings
        self._patience = 1.0 + source.size / _BYTES
        self._named = {"document": number, "source": wire.from_source(source)}
        with crew.worker() as worker:
            worker.begin({"do": "open", **self._named})
            answer = worker.answer(self._patience)
            with worker.guarded():
                self.suffix = answer.suffix()
                self.has_streams = answer.flag("streams")
            worker.settled = True

    def segments(self) -> Iterator[Segment]:
        """Everything the file holds, streamed; one segment, or one frame of a film, is decoded ahead.

        Raises:
            InputError: what the adapter says of the file.
            CorruptInput: the decoder crashed or hung.
            LimitExceeded: it ran out of memory, or a picture is too large.
        """
        with self._crew.worker() as worker:
            worker.begin({"do": "read", **self._named})
            yield from Reading(worker).segments()

    def census(self) -> tuple[PartNote, ...]:
        """Every part of the file and what becomes of it."""
        with self._crew.worker() as worker:
            worker.begin({"do": "census", **self._named})
            answer = worker.answer(self._patience)  # it may have to go through all of it
            with worker.guarded():
                notes = answer.notes()
            worker.settled = True
        return notes

    def streams(self) -> Iterator[tuple[str, str]]:
        """Every stream and string of the file, decoded, where the adapter gives them (`has_streams`)."""
        with self._crew.worker() as worker:
            worker.begin({"do": "streams", **self._named})
            while (answer := worker.answer(self._patience)).what != "over":
                with worker.guarded():
                    told = answer.line("name"), answer.text("text")
                yield told
            worker.settled = True

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the file again with each segment changed.

        `change` is given every segment without what it shows: the pixels of a Raster are None, and a Film has no frames
        to go through, a Sound no blocks. What `change` raises comes out as it is, and the child is ended.

        Raises:
            OSError: the disk is full.
        """
        with self._crew.worker() as worker:
            handed = _is_file(out)
            wish = {"do": "write", "handed": handed, "readable": handed and out.readable()}
            worker.begin({**wish, **self._named})
            if handed:
                out.flush()
                worker.hand(out.fileno())
            self._serve(worker, change, out)
            worker.settled = True

    def _serve(self, worker: Worker, change: Change, out: BinaryIO) -> None:
        patience, room = 1.0, self._settings.max_file_bytes
        asked = 0
        while (answer := worker.answer(patience)).what != "written":
            if answer.what == "bytes":
                with worker.guarded():
                    piece = worker.raw(answer.count())
                    room -= len(piece)
                    if room < 0:
                        raise LimitExceeded("what the decoder wrote is larger than the limit", "raise max_file_bytes")
                out.write(piece)
                continue
            with worker.guarded():
                segment = _unseen(answer, partial(_content, worker))
            asked += 1
            patience = self._patience + asked / _SEGMENTS  # nothing is heard while all of it is written
            if isinstance(segment, Film):
                patience = worker.patience(segment.at_most)
            _tell(worker, change(segment))


def _tell(worker: Worker, edits: Sequence[Edit]) -> None:
    """The edits of a segment, and the file of the one edit that has one."""
    files = [edit.file for edit in edits if edit.file is not None]
    worker.ask({"edits": wire.from_edits(edits), "file": bool(files)})
    for path in files[:1]:
        hand(worker, path)


def _content(worker: Worker) -> BinaryIO:
    worker.ask({"do": "content"})
    return fetched(worker)


def _unseen(claimed: Claims, content: Callable[[], BinaryIO]) -> Segment:
    """The segment that is to be changed, without its pixels."""
    match claimed.what:
        case "text":
            return claimed.segment_text()
        case "raster":
            return claimed.raster(None)
        case "film":
            return claimed.film(iter(_nothing, None))
        case "sound":
            return claimed.sound(iter(_nothing, None))
        case "child":
            return claimed.child(content)
    raise ValueError("this is no segment")


def _nothing() -> Frame:
    raise Defect("frames or samples were asked for while a file is written", "this is ours to mend: please report it")


def _is_file(out: Any) -> bool:
    """Whether the child can be given the file itself; otherwise it sends the bytes back."""
    # Others that have a descriptor may do something with the bytes on their way to it, as gzip does.
    plain = type(out) in (io.BufferedWriter, io.BufferedRandom, io.FileIO)
    return HANDS_FILES and plain and stat.S_ISREG(os.fstat(out.fileno()).st_mode)
