"""Words in pictures: found, read, put in order, each character with the box of its ink. Refuses to guess what was not read.

`make` is what the pipeline asks for; `Reader` does the same in two steps, for film, where finding is cheap and reading
is not done for every frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from redact.core.errors import MissingPart
from redact.core.ink import UNREAD, Ink, Stroke
from redact.core.place import Box
from redact.core.segment import Raster, Text, TextKind
from redact.modelstore import model_path
from redact.modelstore.inference import session
from redact.settings import Settings
from redact.transcribe.ocr.cells import cells
from redact.transcribe.ocr.compose import Line, Reading, compose
from redact.transcribe.ocr.directions import read_lines
from redact.transcribe.ocr.locate import LOOK_PX, locate
from redact.transcribe.ocr.recognise import Glyphs, alphabet, confidence, recognise
from redact.transcribe.ocr.strips import Strip, cut
from redact.transcribe.ocr.weights import flushed

MODEL = "ppocr_v6"
#: Lines read with less confidence may say something else, or be no print at all. Of 439 lines of receipts one is below.
_UNSURE = 0.7
#: Share of the picture above which it is texture: walls and crowds are taken for one line, and read as one letter.
_LARGEST_HAND = 0.1
_DETECTOR, _RECOGNISER = "PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx"


class Reader:
    """Finds lines of text in a picture, and reads them. Holds its networks; keeps no state between pictures."""

    def __init__(self, threads: int = 0) -> None:
        """Load the networks. `threads` 0: as many as there are cores.

        Raises:
            MissingPart: the model is not in the store, or is not what it should be.
        """
        folder = model_path(MODEL)
        self._detector = _network(folder / _DETECTOR, threads)
        self._recogniser = _network(folder / _RECOGNISER, threads)
        self._alphabet = alphabet(self._recogniser)

    def locate(self, pixels: Any, look_px: int = LOOK_PX) -> list[Any]:
        """The corners of each line: ``float32 [4, 2]`` in pixels of the picture (``uint8 [h, w, 3], RGB``), in no order.

        `look_px` is the size, in pixels, to which the picture is reduced to be looked at; a blank picture costs nothing.
        """
        return locate(self._detector, pixels, look_px)

    def read(self, pixels: Any, quads: Sequence[Any]) -> Reading:
        """The text of these lines in reading order, with the ink of each character in pixels of the picture."""

        def one(quad: Any) -> tuple[Strip, Glyphs]:
            strip = cut(pixels, quad)
            return strip, recognise(self._recogniser, self._alphabet, strip)

        taken = list(read_lines(one, quads))
        lines = [Line(each.quad, each.strip.home, cells(each.strip, each.glyphs)) for each in taken]
        reading = compose([line for line in lines if line.cells], pixels.shape[1], pixels.shape[0])
        unsure = (_around(each.quad) for each in taken if confidence(each.glyphs) < _UNSURE)
        largest = _LARGEST_HAND * pixels.shape[0] * pixels.shape[1]
        return replace(reading, unread=tuple(box for box in unsure if box.area <= largest))


class Ocr:
    """The transcriber: one text for each picture that holds any."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def __call__(self, segment: Raster) -> Iterator[Text]:
        """The words of an upright picture."""
        reading = self._reader.read(segment.pixels, self._reader.locate(segment.pixels))
        if reading.text:
            part = f"{segment.part}, words"
            yield Text(segment.ordinal, part, reading.text, TextKind.PROSE, "", reading.ink, "picture")
        if reading.unread:
            ink = Ink(tuple(Stroke(at, at + 1, at, box) for at, box in enumerate(reading.unread)))
            said = UNREAD * len(reading.unread)
            yield Text(segment.ordinal, f"{segment.part}, writing", said, TextKind.FIELD, "", ink, "picture")


def make(settings: Settings) -> Ocr:  # noqa: ARG001 - nothing of the settings matters here
    """The transcriber of words.

    Raises:
        MissingPart: the model is not in the store.
    """
    return Ocr(Reader())


def _around(quad: Any) -> Box:
    (x0, y0), (x1, y1) = quad.min(axis=0), quad.max(axis=0)
    return Box(max(0.0, float(x0)), max(0.0, float(y0)), float(x1), float(y1)).whole()


def _network(path: Path, threads: int) -> Any:
    try:
        return session(flushed(path.read_bytes()), threads)
    except (OSError, ValueError) as err:
        raise MissingPart("a model file cannot be run", "fetch it again: redact models fetch") from err


__all__ = ["LOOK_PX", "MODEL", "Ocr", "Reader", "Reading", "make"]
