"""Pictures of at most 256 colours: the exact palette where there are no more, the nearest colours where there are."""

from __future__ import annotations

import numpy as np
from PIL import Image

_MOST = 256


def indexed(image: Image.Image) -> Image.Image | None:
    """An RGB or RGBA picture over a palette of exactly its colours; None where they are too many."""
    held = np.array(image.convert("RGBA"))
    held[held[:, :, 3] == 0] = 0
    packed = held.reshape(-1, 4).view(np.uint32).reshape(-1)
    colours, where = np.unique(packed, return_inverse=True)
    if len(colours) > _MOST:
        return None
    table = colours.view(np.uint8).reshape(-1, 4)
    made = Image.fromarray(where.astype(np.uint8).reshape(held.shape[:2]))
    made.putpalette(table[:, :3].tobytes(), "RGB")  # grey indices become those of a palette
    if (table[:, 3] < 255).any():
        made.info["transparency"] = table[:, 3].tobytes()
    return made


def nearest(image: Image.Image) -> Image.Image:
    """A picture over at most 256 colours; black stays black, what is not wholly opaque is clear."""
    flat = Image.new("RGBA", image.size)
    shown = image.convert("RGBA")
    opaque = shown.getchannel("A").point(lambda level: 255 if level > 127 else 0)
    shown.putalpha(opaque)
    flat.paste(shown, (0, 0), opaque)
    return indexed(flat) or _reduced(flat)


def _reduced(image: Image.Image) -> Image.Image:
    few = image.convert("RGB").quantize(_MOST - 2, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    held = np.asarray(image)
    where = np.array(few)
    colours = (few.getpalette() or [])[: 3 * (_MOST - 2)]
    colours += [0] * (3 * _MOST - len(colours))
    where[~held[:, :, :3].any(axis=2)] = _MOST - 2
    where[held[:, :, 3] == 0] = _MOST - 1
    made = Image.fromarray(where)
    made.putpalette(bytes(colours), "RGB")
    if (held[:, :, 3] == 0).any():
        made.info["transparency"] = _MOST - 1
    return made
