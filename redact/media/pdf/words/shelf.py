"""Texts of pages put aside on disk: a document is read several times, and pdfium takes its time over each page."""

from __future__ import annotations

import tempfile
import weakref
from typing import BinaryIO, cast

import numpy as np

from redact.media.pdf.terms import Area
from redact.media.pdf.words.text import PageText, Spot

_SIDES = 4
_NO_AREA = np.full(_SIDES, np.nan)


class Shelf:
    """Holds texts by the number of their page, in a file without a name that goes with the shelf."""

    def __init__(self) -> None:
        self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - open for as long as this is
        weakref.finalize(self, self._file.close)
        self._places: dict[int, int] = {}

    def __contains__(self, page: int) -> bool:
        return page in self._places

    def put(self, page: int, text: PageText) -> None:
        """Put a text aside."""
        self._places[page] = self._file.seek(0, 2)
        areas = np.array([_NO_AREA if spot.area is None else spot.area for spot in text.spots]).reshape(-1, _SIDES)
        said = np.frombuffer(text.text.encode("utf-8", "surrogatepass"), np.uint8)
        for held in (said, areas, np.array([spot.line for spot in text.spots], np.int64)):
            np.save(self._file, held, allow_pickle=False)

    def get(self, page: int) -> PageText:
        """A text that was put aside."""
        self._file.seek(self._places[page])
        said, areas, numbers = (np.load(self._file, allow_pickle=False) for _ in range(3))
        there = ~np.isnan(areas[:, 0])
        rows = zip(areas.tolist(), there.tolist(), numbers.tolist(), strict=True)
        spots = tuple(Spot(Area(*sides) if has else None, number) for sides, has, number in rows)
        return PageText(said.tobytes().decode("utf-8", "surrogatepass"), spots)
