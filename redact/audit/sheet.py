"""Contact sheets: what a plan would do to a picture, for the eyes of a reviewer. They show people, and stay in the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from redact.audit.files import replacing
from redact.core.flow import Action
from redact.core.place import Box
from redact.core.upright import upright

_TILE_PX = 900  # longest side of one picture on a sheet
_COLUMNS = 3
_MARGIN_PX = 12
_COLOURS = {Action.REDACT: (200, 0, 0), Action.REVIEW: (230, 120, 0), Action.KEEP: (0, 120, 0)}
_PEN_PX = 3


class Marked(NamedTuple):
    """A box on a picture, what is to become of it, and the word that stands beside it (an entity, never a value)."""

    box: Box
    action: Action
    word: str


def tile(pixels: Any, marked: Sequence[Marked], title: str, orientation: int = 1) -> Image.Image:
    """A picture in a size to look at, each box framed: red goes, amber waits, green stays.

    `pixels` are ``uint8 [h, w, 3], RGB``, as they are stored.
    """
    picture = Image.fromarray(pixels)
    draw = ImageDraw.Draw(picture)
    pen = max(_PEN_PX, max(picture.size) * _PEN_PX // _TILE_PX)
    for each in marked:
        box = each.box
        draw.rectangle(
            (box.x0, box.y0, max(box.x0, box.x1 - 1), max(box.y0, box.y1 - 1)), None, _COLOURS[each.action], pen
        )
    seen = Image.fromarray(upright(np.asarray(picture), orientation))
    seen.thumbnail((_TILE_PX, _TILE_PX))
    return _titled(seen, title, marked)


def write_sheet(tiles: Sequence[Image.Image], path: Path) -> None:
    """The tiles side by side, as a JPEG.

    Raises:
        WriteError: it cannot be written.
    """
    width = max(each.width for each in tiles) + _MARGIN_PX
    height = max(each.height for each in tiles) + _MARGIN_PX
    columns = min(_COLUMNS, len(tiles))
    sheet = Image.new("RGB", (width * columns, height * -(-len(tiles) // columns)), (90, 90, 90))
    for at, each in enumerate(tiles):
        sheet.paste(each, (width * (at % columns), height * (at // columns)))
    with replacing(path, "the preview") as file:
        sheet.save(file, "JPEG", quality=85)


def _titled(seen: Image.Image, title: str, marked: Sequence[Marked]) -> Image.Image:
    """The picture under a line that says which it is and what is framed."""
    words = sorted({f"{each.word} {each.action.value}" for each in marked})
    line = f"{title}: {', '.join(words) or 'nothing found'}"
    font = ImageFont.load_default(16)
    made = Image.new("RGB", (seen.width, seen.height + 24), "white")
    ImageDraw.Draw(made).text((4, 2), line, "black", font)
    made.paste(seen, (0, 24))
    return made
