"""A written PDF looked at again, page by page where it was cut: nothing is left under the boxes, all else is as it was."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Stream

from redact.core.errors import ResidualError
from redact.core.snap import GRID_PX
from redact.media.pdf.doubt.written import is_writing
from redact.media.pdf.objects.pagetree import contents
from redact.media.pdf.painting.render import DPI, rendered
from redact.media.pdf.places import Shown, shown
from redact.media.pdf.terms import Area, Cut, Untrusted, covering
from redact.media.pdf.words.chars import Char, characters

#: How the content begins that paints the boxes. It is the last of a page, or the last but for a mark.
_BOXES = b"/Artifact BMC\nq\n0 g\n"
_COARSE_DPI, _FINE_DPI = 72, 150
_MOST_CHANGED, _CLEARLY, _SOFT_PX = 0.01, 48, 5
#: Pixels around a box that its edge may tint, and points that a letter may reach out of it.
_EDGE_PX, _INSIDE_PT = 3, 1.0


@dataclass(frozen=True, slots=True)
class Changed:
    """What was done to a page: the cuts as they were painted; `rebuilt` where it became a picture.

    What follows a guarded cut on its line may have moved.
    """

    cuts: tuple[Cut, ...] = field(repr=False)
    rebuilt: bool = False


def check(before: pdfium.PdfDocument, after: Path, pages: Mapping[int, Changed]) -> None:
    """Look at every changed page of the file at `after`; `before` is what was cut.

    Raises:
        ResidualError: something is left under a box, or something else has changed.
    """
    try:
        with pikepdf.open(after) as pdf, pdfium.PdfDocument(after) as made:
            for index, changed in pages.items():
                if changed.cuts:
                    _page(pdf, index, made[index], before[index], changed)
    except (pdfium.PdfiumError, pikepdf.PdfError, Untrusted) as err:
        raise ResidualError("a written page cannot be read again", "it is tried once more as pictures") from err


def _page(pdf: pikepdf.Pdf, index: int, made: Any, old: Any, changed: Changed) -> None:
    place = shown(pdf.pages[index])
    _letters(made, [replace(cut, area=_firm(cut.area)) for cut in changed.cuts] if changed.rebuilt else changed.cuts)
    if not changed.rebuilt:
        _under(pdf, index, place, changed.cuts)
    dpi = DPI if changed.rebuilt else _COARSE_DPI  # in any other size than it was made in, fine lines look otherwise
    _elsewhere(rendered(old, dpi), rendered(made, dpi), place, changed)


def _letters(made: Any, cuts: Sequence[Cut]) -> None:
    """No letter stands under a box that is not of a label."""
    under: Counter[str] = Counter()
    for char in characters(made):
        if isinstance(char, Char) and any(_holds(cut.area, char.area) for cut in cuts):
            under.update(sign for sign in char.text if sign.isalnum())
    labels = Counter(sign for cut in cuts for sign in cut.label)
    if under - labels:
        raise ResidualError("letters are left under a box", "the page is tried once more as a picture")


def _firm(area: Area) -> Area:
    """The inner part of a box on a page that became a picture: the words laid under it are placed to a point or so."""
    return area.grown(-min(_INSIDE_PT, 0.2 * min(area.width, area.height)))


def _holds(area: Area, ink: Area) -> bool:
    x, y = (ink.x0 + ink.x1) / 2, (ink.y0 + ink.y1) / 2
    return area.x0 < x < area.x1 and area.y0 < y < area.y1


def _under(pdf: pikepdf.Pdf, index: int, place: Shown, cuts: Sequence[Cut]) -> None:
    """Nothing written is seen where the boxes are, once they are lifted."""
    with pdfium.PdfDocument(_lifted(pdf, index)) as document:
        pixels = rendered(document[0], _FINE_DPI)
    for cut in cuts:
        rows, columns = _where(cut.area, place, pixels)
        if is_writing(pixels[rows, columns]):
            raise ResidualError("writing is left under a box", "the page is tried once more as a picture")


def _lifted(pdf: pikepdf.Pdf, index: int) -> bytes:
    """A file of the page alone, without its boxes.

    Raises:
        Untrusted: it has none.
    """
    with pikepdf.new() as alone:
        alone.pages.append(pdf.pages[index])
        page: Any = alone.pages[0].obj
        parts = contents(page)
        kept = [part for part in parts if not _paints(part)]
        if len(kept) == len(parts):
            raise Untrusted("the boxes of a page are not found again")
        page["/Contents"] = Array(kept)
        out = io.BytesIO()
        alone.save(out)
    return out.getvalue()


def _paints(part: Stream) -> bool:
    return bytes(part.read_bytes()).startswith(_BOXES)


def _elsewhere(old: Any, new: Any, place: Shown, changed: Changed) -> None:
    """What was not cut looks as before."""
    if old.shape != new.shape:
        raise ResidualError("a page has another size than before", "it is tried once more as a picture")
    if changed.rebuilt:
        # A photograph of a page blurs its colours, and lies up to half a pixel beside it.
        old, new = (cv2.blur(each.mean(axis=2, keepdims=True), (_SOFT_PX, _SOFT_PX))[:, :, None] for each in (old, new))
    differs = np.abs(old.astype(np.float32) - new).max(axis=2) > _CLEARLY
    edge = _EDGE_PX + GRID_PX * changed.rebuilt  # cuts in pictures are as large as whole blocks
    for cut in changed.cuts:
        for area in (cut.area, *((_line_of(cut.area),) if cut.guarded else ())):
            rows, columns = _where(area, place, old, edge)
            differs[rows, columns] = False
    if differs.mean() > _MOST_CHANGED:
        raise ResidualError("more of a page changed than was cut", "it is tried once more as a picture")


def _line_of(area: Area) -> Area:
    """The whole line that a cut stands in."""
    far = 1e5
    if area.height > area.width:
        return Area(area.x0, area.y0 - far, area.x1, area.y1 + far)
    return Area(area.x0 - far, area.y0, area.x1 + far, area.y1)


def _where(area: Area, place: Shown, pixels: Any, around: int = 0) -> tuple[slice, slice]:
    """The rows and columns of a picture of the page that lie under an area."""
    height, width = pixels.shape[:2]
    seen = covering(place.pixels(width, height), area).grown(around)
    rows = slice(max(0, int(seen.y0)), max(0, min(height, int(np.ceil(seen.y1)))))
    return rows, slice(max(0, int(seen.x0)), max(0, min(width, int(np.ceil(seen.x1)))))
