"""Adapters for the child: what they give hangs on the `kind` of the source. Not a test; loaded by name in the child."""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable, Iterator, Mapping

import numpy as np

from redact.core.errors import EncryptedInput, MissingPart
from redact.core.flow import PartNote, PartState
from redact.core.segment import Film, Frame, Raster, Sound, Text, TextKind, chars_from

#: What no error may quote.
SECRET = "Jane Smith, 07700 900123"


def picture(number, height=4, width=6):
    """A small picture that no other number gives."""
    return np.arange(number, number + height * width * 3, dtype=np.uint8).reshape(height, width, 3)


def samples(number):
    """A short block of two channels that no other number gives."""
    return np.linspace(-1, number / 10, 2 * (number + 1), dtype=np.float32).reshape(-1, 2)


class Fake:
    """Two texts, a picture, two films of five frames and a sound; every film frame made is noted in the source file."""

    suffix = ".png"

    def __init__(self, source, settings):
        self.source = source
        self.settings = settings

    def segments(self):
        yield Text(0, "comment", "J\u00e4ne \udcff \u2028", TextKind.FIELD, "author")
        yield Text(1, "caption", "by Jane", medium="text")
        yield Raster(2, "picture 1", picture(2)[:, ::-1], 6)
        for ordinal, first in ((3, 0), (4, 5)):
            yield Film(ordinal, f"film {ordinal}", first, 5, 6, 4, self._frames(first), 3)
        yield Sound(5, "sound 1", 8000, 2, (samples(number) for number in range(3)), -7, lossy=True)

    def _frames(self, first):
        for number in range(first, first + 5):
            with self.source.path.open("a") as file:
                file.write(f"{number} ")
            yield Frame(number, number * 40_000 - 40_000, picture(number))

    def census(self):
        return [PartNote("picture 1", PartState.READ), PartNote("thumbnail", PartState.DROPPED, "not needed")]

    def write(self, change, out):
        start = out.tell()
        out.write(b"head ")
        for segment in self.segments():
            for edit in change(segment):
                out.write(f"{segment.ordinal} {edit.place} {edit.replacement} {edit.style}\n".encode())
        out.seek(start)
        out.write(b"HEAD")
        out.seek(0, os.SEEK_END)


class Many(Fake):
    """A film of as many frames as the source file has bytes, 1080p."""

    def segments(self):
        frame = np.zeros((1080, 1920, 3), np.uint8)
        frames = (Frame(n, n, frame) for n in range(self.source.size))
        yield Film(0, "film", 0, self.source.size, 1920, 1080, frames)


class Endless(Fake):
    """Writes more than anybody has room for."""

    def write(self, change, out):
        for _ in range(100):
            out.write(bytes(1 << 16))


class Bad(Fake):
    """A document in whose second segment something happens."""

    happening: Callable[[], None]

    def segments(self):
        yield Text(0, "comment", "before")
        type(self).happening()
        yield Text(1, "comment", "after")

    def census(self):
        type(self).happening()
        return super().census()

    def write(self, change, out):
        for segment in self.segments():
            change(segment)


class Slow(Fake):
    """Needs a moment for each frame and segment, less than it has."""

    def segments(self):
        for segment in super().segments():
            time.sleep(0.1)
            yield segment


class Stretch(Fake):
    """A film of many frames, which take their time when they are written or passed over."""

    def segments(self):
        yield Film(0, "film", 0, 64, 6, 4, iter(()))
        time.sleep(0.8)
        yield Text(1, "comment", "after")

    def write(self, change, out):
        for segment in self.segments():
            change(segment)


class Asks(Fake):
    """Says what process it runs in."""

    def segments(self):
        import resource  # noqa: PLC0415

        most = {name: resource.getrlimit(getattr(resource, f"RLIMIT_{name}"))[0] for name in ("AS", "CORE", "FSIZE")}
        yield Text(0, "limits", repr(most))
        yield Text(1, "environment", repr(sorted(os.environ)))
        yield Text(2, "process", str(os.getpid()))
        yield Text(3, "core dumps", str(ctypes.CDLL(None).prctl(3)))


class Claimed(Fake):
    """Gives the one segment it is told to."""

    given: object

    def segments(self):
        yield type(self).given


def _crash():
    ctypes.string_at(0)


def _hang():
    time.sleep(60)


def _swell():
    bytearray(3 << 29)


def _leak():
    raise KeyError(SECRET)


def _locked():
    raise EncryptedInput("the file is locked", "unlock it")


def _lacking():
    raise MissingPart("no such library", "install it")


def _full():
    raise OSError(28, "No space left on device", SECRET)


def _chat():
    os.write(1, SECRET.encode())
    os.write(2, SECRET.encode())


def _endless_frames() -> Iterator[Frame]:
    for number in range(3):
        yield Frame(number, 0, picture(number))
    _crash()


def _bad(happening):
    return type("Bad", (Bad,), {"happening": staticmethod(happening)})


def _claim(given, **more):
    return type("Claimed", (Claimed,), {"given": given, **more})


def _refused(source, settings):
    raise EncryptedInput("the file is locked", "unlock it")


ADAPTERS: Mapping[str, Callable] = {
    "plain": Fake,
    "many": Many,
    "slow": Slow,
    "stretch": Stretch,
    "asks": Asks,
    "endless": Endless,
    "refused": _refused,
    "crash": _bad(_crash),
    "hang": _bad(_hang),
    "swell": _bad(_swell),
    "leak": _bad(_leak),
    "locked": _bad(_locked),
    "lacking": _bad(_lacking),
    "full": _bad(_full),
    "chat": _bad(_chat),
    "flat": _claim(Sound(0, "track", 8000, 1, [np.zeros(4, np.float32)])),
    "whole": _claim(Sound(0, "track", 8000, 1, [np.zeros((8001, 1), np.float32)])),
    "more channels": _claim(Sound(0, "track", 8000, 1, [np.zeros((4, 2), np.float32)])),
    "loud": _claim(Sound(0, "track", 8000, 1, [np.array([[np.nan], [np.inf], [-9]], np.float32)])),
    "no rate": _claim(Sound(0, "track", 0, 1, [])),
    "anchored": _claim(Text(0, "comment", "x", anchor=chars_from(7))),
    "float": _claim(Raster(0, "picture", np.zeros((4, 4, 3), np.float32))),
    "large": _claim(Raster(0, "picture", np.zeros((64, 64, 3), np.uint8))),
    "control": _claim(Text(0, "comment \x1b[2J", "x")),
    "path": _claim(Text(0, "comment", "x"), suffix="/../../x"),
    "turned": _claim(Raster(0, "picture", np.zeros((4, 4, 3), np.uint8), 9)),
    "long": _claim(Film(0, "film", 0, 2, 6, 4, [Frame(n, 0, picture(n)) for n in range(3)])),
    "other size": _claim(Film(0, "film", 0, 2, 6, 4, [Frame(0, 0, picture(0, 6, 4))])),
    "film crash": _claim(Film(0, "film", 0, 5, 6, 4, _endless_frames())),
}  # fmt: skip


def adapt(source, settings):
    """The document that the source's kind names."""
    return ADAPTERS[source.kind](source, settings)
