"""The child's side: `python -m redact.intake.sandbox.child`. Opens what it is told to and answers, until nobody asks.

Nothing but our own errors is caught here: whatever else an adapter lets through ends the process, and the parent says so.
"""

from __future__ import annotations

import contextlib
import errno
import os
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np

from redact import registry
from redact.core.errors import Defect, MissingPart, RedactError
from redact.core.flow import Edit
from redact.core.ports import Document
from redact.core.segment import Child, Film, Raster, Segment, Sound
from redact.intake.sandbox import wire
from redact.intake.sandbox.channel import CHUNK_BYTES, Channel
from redact.intake.sandbox.confine import confine
from redact.settings import Settings

#: What says of a disk, not of a file, that it cannot be written.
_DISK = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})


class Served:
    """Answers requests one after another, each about one document; the last one stays open for the next request."""

    def __init__(self, channel: Channel, settings: Settings, adapter: str) -> None:
        self._channel = channel
        self._settings = settings
        self._adapter = adapter
        self._open: tuple[int, Document] | None = None

    def answer(self) -> bool:
        """Answer one request; whether another can be taken."""
        request = self._channel.receive()
        try:
            self._obey(request)
        except RedactError as err:
            self._channel.send(wire.from_error(err))
        except MemoryError:
            self._channel.send({"is": "memory"})
            return False
        except OSError as err:
            if err.errno not in _DISK:
                raise
            self._channel.send({"is": "disk", "errno": err.errno})
        return True

    def _obey(self, request: Mapping[str, Any]) -> None:
        match request["do"]:
            case "open":
                document = self._document(request)
                more = {"suffix": getattr(document, "suffix", None), "streams": hasattr(document, "streams")}
                self._channel.send({"is": "opened", **more})
            case "census":
                self._channel.send({"is": "census", "notes": wire.from_notes(self._document(request).census())})
            case "read":
                _Reading(self._channel, self._document(request).segments()).serve()
            case "streams":
                for name, text in cast(Any, self._document(request)).streams():
                    self._channel.send({"is": "stream", "name": name, "text": text})
                self._channel.send({"is": "over"})
            case _:
                self._write(request)

    def _document(self, request: Mapping[str, Any]) -> Document:
        number = request["document"]
        if self._open is None or self._open[0] != number:
            self._open = None
            source = wire.to_source(request["source"])
            self._open = number, self._load(source.kind)(source, self._settings)
        return self._open[1]

    def _load(self, kind: str) -> Any:
        try:
            if not self._adapter:
                return registry.load("media", kind)
            module, _, attribute = self._adapter.partition(":")
            return getattr(import_module(module), attribute)
        except ImportError as err:
            raise MissingPart(
                "a library that reads this kind of file cannot be loaded", "install the program anew"
            ) from err

    def _write(self, request: Mapping[str, Any]) -> None:
        with contextlib.ExitStack() as stack:
            if request["handed"]:
                mode = "r+b" if request["readable"] else "wb"
                out = cast(BinaryIO, stack.enter_context(os.fdopen(self._channel.receive_file(), mode)))
            else:
                out = cast(BinaryIO, stack.enter_context(tempfile.TemporaryFile()))
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="redact-")))
            self._document(request).write(partial(self._change, folder), out)
            if not request["handed"]:
                self._stream(out)
        self._channel.send({"is": "written"})

    def _change(self, folder: Path, segment: Segment) -> Sequence[Edit]:
        self._channel.send(wire.from_segment(segment))
        while (answer := self._channel.receive()).get("do") == "content":
            _send_content(self._channel, cast(Child, segment))
        edits = wire.to_edits(answer["edits"])
        if not answer["file"]:
            return edits
        path = folder / str(segment.ordinal)
        with path.open("wb") as file:
            while count := self._channel.receive()["count"]:
                chunk = bytearray(count)
                self._channel.fill(memoryview(chunk))
                file.write(chunk)
        return [replace(edit, file=path) for edit in edits]

    def _stream(self, file: BinaryIO) -> None:
        file.seek(0)
        while chunk := file.read(CHUNK_BYTES):
            self._channel.send({"is": "bytes", "count": len(chunk)}, chunk)


class _Reading:
    """One pass through the segments of a document, at the parent's pace."""

    def __init__(self, channel: Channel, segments: Iterator[Segment]) -> None:
        self._channel = channel
        self._segments = segments
        self._pieces: Iterator[Any] = iter(())
        self._child: Child | None = None

    def serve(self) -> None:
        """Give segments, frames and blocks of samples as they are asked for, until told to end."""
        while (wish := self._channel.receive()["do"]) != "end":
            if wish == "next":
                self._give(next(self._segments, None))
            elif wish == "content":
                _send_content(self._channel, cast(Child, self._child))
            else:
                self._give_piece(wish)
        self._channel.send({"is": "ended"})

    def _give(self, segment: Segment | None) -> None:
        self._pieces = iter(())
        if segment is None:
            self._channel.send({"is": "over"})
            return
        if isinstance(segment, Raster):
            self._send_pixels(wire.from_segment(segment), segment.pixels)
            return
        if isinstance(segment, Film | Sound):
            self._pieces = _later(segment)
        self._child = segment if isinstance(segment, Child) else None
        self._channel.send(wire.from_segment(segment))

    def _give_piece(self, wish: str) -> None:
        piece = next(self._pieces, None)
        if piece is None:
            self._channel.send({"is": "over"})
        elif wish == "frame":
            self._send_pixels({"is": "frame", "number": piece.number, "time_us": piece.time_us}, piece.pixels)
        else:
            self._send_samples(piece)

    def _send_pixels(self, header: dict[str, Any], pixels: Any) -> None:
        if not isinstance(pixels, np.ndarray) or pixels.dtype != np.uint8 or pixels.ndim != 3 or pixels.shape[2] != 3:
            raise Defect("a picture is not uint8 [height, width, 3]", "this is ours to mend: please report it")
        height, width, _ = pixels.shape
        raw = np.ascontiguousarray(pixels).reshape(-1).data
        self._channel.send(header | {"height": height, "width": width}, raw)

    def _send_samples(self, block: Any) -> None:
        if not isinstance(block, np.ndarray) or block.dtype != np.float32 or block.ndim != 2:
            raise Defect("a block of sound is not float32 [n, channels]", "this is ours to mend: please report it")
        count, channels = block.shape
        raw = np.ascontiguousarray(block).reshape(-1).view(np.uint8).data
        self._channel.send({"is": "block", "samples": count, "channels": channels}, raw)


def _send_content(channel: Channel, child: Child) -> None:
    """The bytes of a file within a file."""
    with child.content() as file:
        while chunk := file.read(CHUNK_BYTES):
            channel.send({"is": "bytes", "count": len(chunk)}, chunk)
    channel.send({"is": "over"})


def _later(segment: Film | Sound) -> Iterator[Any]:
    """What a film or a sound is made of, begun only when it is asked for."""
    yield from segment.frames if isinstance(segment, Film) else segment.blocks


def main() -> None:
    """Serve the channel that was handed over, until its other end is closed."""
    channel = Channel(_end())
    setup = channel.receive()
    settings = wire.to_settings(setup["settings"])
    confine(settings, setup["parent"])
    sys.excepthook = partial(_last_words, channel)
    served = Served(channel, settings, setup["adapter"])
    channel.send({"is": "ready"})
    with contextlib.suppress(EOFError, ConnectionError):
        while served.answer():
            pass


def _last_words(channel: Channel, kind: type[BaseException], *_: object) -> None:
    """The class of what ended us; never its text, which may quote the file."""
    with contextlib.suppress(OSError):
        channel.send({"is": "failed", "kind": kind.__name__})


if sys.platform == "win32":

    def _end() -> socket.socket:
        return socket.fromshare(sys.stdin.buffer.read())

else:

    def _end() -> socket.socket:
        return socket.socket(fileno=int(sys.argv[1]))


if __name__ == "__main__":
    main()
