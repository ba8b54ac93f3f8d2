"""The images of a page as pictures, and their masks, which may hold a picture of their own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pikepdf

from redact.media.pdf.objects.filters import filters
from redact.media.pdf.pictures.colours import GREY, Space, colours, decode_of, space_of
from redact.media.pdf.pictures.samples import Samples, decoding, samples_of, size_of
from redact.media.pdf.pictures.seen import seen
from redact.media.pdf.terms import Placement, Untrusted
from redact.settings import Settings

_MOST = Settings().max_pixels


def pixels(placement: Placement, max_pixels: int = _MOST) -> Any:
    """``uint8 [height, width, 3], RGB``: an image in its own pixels, without its mask; a stencil in black on white.

    Raises:
        LimitExceeded: it claims more than `max_pixels`; nothing was decoded.
        Untrusted: nobody can decode it.
    """
    image = placement.image
    size_of(image, max_pixels)
    if placement.mask:
        return _stencil(image)
    try:
        with decoding():
            return seen(image)
    except Untrusted:
        return _coloured(image)


def mask_pixels(placement: Placement, max_pixels: int = _MOST) -> Any | None:
    """``uint8 [height, width, 3], grey``: the image's mask, white where it is opaque; None if it is the same all over.

    Raises:
        LimitExceeded: it claims more than `max_pixels`; nothing was decoded.
        Untrusted: nobody can decode it.
    """
    found = opacity(placement, max_pixels)
    return None if found is None or is_even(found) else np.repeat(found[:, :, None], 3, axis=2)


def opacity(placement: Placement, max_pixels: int = _MOST) -> Any | None:
    """``uint8 [height, width]``: how opaque the image is where, in the pixels of its mask; None if it has no mask.

    Raises:
        LimitExceeded: as `mask_pixels`.
        Untrusted: as `mask_pixels`.
    """
    if placement.mask:
        return None
    image = placement.image
    if (soft := stream_at(image, "/SMask")) is not None:
        size_of(soft, max_pixels)
        return grey(soft)
    if (hard := stream_at(image, "/Mask")) is not None:
        size_of(hard, max_pixels)
        return 255 - grey(hard)
    with decoding():
        if filters(image)[-1:] != ("/JPXDecode",) or not int(image.get("/SMaskInData", 0)):
            return None
    size_of(image, max_pixels)
    alpha = samples_of(image, None).alpha
    return None if alpha is None else alpha[:, :, 0]


def stream_at(image: pikepdf.Stream, key: str) -> pikepdf.Stream | None:
    """The image that is another's mask; colour keys, which are arrays, are none."""
    found = image.get(key)
    return found if isinstance(found, pikepdf.Stream) else None


def grey(mask: pikepdf.Stream) -> Any:
    """``uint8 [height, width]`` of a mask, its `Decode` applied; a stencil is black where it paints.

    Raises:
        Untrusted: nobody can decode it.
    """
    found = samples_of(mask, 1)
    return _shown(found, GREY, mask)[:, :, 0]


def is_even(values: Any) -> bool:
    """Whether all samples are the same."""
    return bool((values == values.flat[0]).all())


def _stencil(image: pikepdf.Stream) -> Any:
    return np.repeat(grey(image)[:, :, None], 3, axis=2)


def _coloured(image: pikepdf.Stream) -> Any:
    with decoding():
        space = space_of(image.get("/ColorSpace"))
    if space is None:
        raise Untrusted("an image is of an unknown kind")
    return _shown(samples_of(image, space.components), space, image)


def _shown(found: Samples, space: Space, image: pikepdf.Stream) -> Any:
    if found.coloured:
        return found.values
    with decoding():
        return colours(found.values, space, decode_of(image.get("/Decode"), space, found.bits), found.bits)
