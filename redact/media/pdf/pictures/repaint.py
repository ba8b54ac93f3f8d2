"""Stretches of an image painted over, in its own pixels and in its mask; the rest stays as it is."""

from __future__ import annotations

from collections.abc import Sequence

import pikepdf
from pikepdf import Name

from redact.media.pdf.pictures.coding import carry, stream_of
from redact.media.pdf.pictures.colours import GREY, RGB, Kind, Space, black, decode_of, space_of
from redact.media.pdf.pictures.covered import filled
from redact.media.pdf.pictures.images import stream_at
from redact.media.pdf.pictures.masks import mask_over
from redact.media.pdf.pictures.samples import Samples, decoding, samples_of, size_of
from redact.media.pdf.terms import Area, Placement, Untrusted
from redact.settings import Settings

_MOST = Settings().max_pixels


def repaint(pdf: pikepdf.Pdf, placement: Placement, areas: Sequence[Area], max_pixels: int = _MOST) -> pikepdf.Stream:
    """The image without what is under the areas, as a new stream of `pdf`; it has as many pixels as before.

    What was under them is black, in a stencil unpainted; its mask is opaque there. Rounded outward by a pixel.

    Raises:
        LimitExceeded: it claims more than `max_pixels`; nothing was decoded.
        Untrusted: nobody can decode it, or it has no size on the page.
    """
    image = placement.image
    for part in (image, stream_at(image, "/SMask"), stream_at(image, "/Mask")):
        if part is not None:
            size_of(part, max_pixels)
    if placement.mask:
        return _stencil(pdf, placement, areas)
    with decoding():
        given = space_of(image.get("/ColorSpace"))
    found = samples_of(image, None if given is None else given.components)
    space = _space(found, given)
    with decoding():
        decode = decode_of(None if found.coloured else image.get("/Decode"), space, found.bits)
    painted = filled(found, placement.matrix, areas, black(space, decode, found.bits))
    made = stream_of(pdf, image, painted, palette=space.kind is Kind.PALETTE)
    _explain(image, made, found, space)
    mask_over(pdf, placement, areas, made, found.alpha)
    return made


def _space(found: Samples, given: Space | None) -> Space:
    if found.coloured:
        return RGB
    if given is not None and given.components == found.values.shape[2]:
        return given
    brought = {1: GREY, 3: RGB}.get(found.values.shape[2])  # JPEG 2000 may bring its own
    if brought is None:
        raise Untrusted("an image is of an unknown kind")
    return brought


def _explain(image: pikepdf.Stream, made: pikepdf.Stream, found: Samples, space: Space) -> None:
    """Say what the samples of the new image stand for."""
    if found.coloured or "/ColorSpace" not in image:
        made["/ColorSpace"] = Name.DeviceGray if space == GREY else Name.DeviceRGB
        return
    carry(image, made, "/ColorSpace", "/Decode")
    if isinstance(image.get("/Mask"), pikepdf.Array):  # a colour key, which counts in these samples
        carry(image, made, "/Mask")


def _stencil(pdf: pikepdf.Pdf, placement: Placement, areas: Sequence[Area]) -> pikepdf.Stream:
    image = placement.image
    found = samples_of(image, 1)
    with decoding():
        painting = black(GREY, decode_of(image.get("/Decode"), GREY, 1), 1)[0]
    made = stream_of(pdf, image, filled(found, placement.matrix, areas, (1 - painting,)))
    made["/ImageMask"] = True
    carry(image, made, "/Decode")
    return made
