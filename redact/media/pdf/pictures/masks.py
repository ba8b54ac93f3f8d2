"""The mask of an image that was painted over: opaque where it was, so that nothing of it tells what stood there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Name

from redact.media.pdf.pictures.coding import carry, stream_of
from redact.media.pdf.pictures.colours import GREY, decode_of
from redact.media.pdf.pictures.covered import covered, filled
from redact.media.pdf.pictures.images import is_even, stream_at
from redact.media.pdf.pictures.samples import Coding, Samples, decoding, samples_of
from redact.media.pdf.terms import Area, Placement


def mask_over(pdf: pikepdf.Pdf, placement: Placement, areas: Sequence[Area], made: pikepdf.Stream, alpha: Any) -> None:
    """Give the new image `made` what masks the old one, opaque under the areas; `alpha` is what its own coding brings.

    Raises:
        Untrusted: nobody can decode the mask.
    """
    image = placement.image
    if (soft := stream_at(image, "/SMask")) is not None:
        mask = made["/SMask"] = _opened(pdf, soft, placement, areas, opaque=1)
        mask["/ColorSpace"] = Name.DeviceGray
        carry(soft, mask, "/Matte")
    elif (hard := stream_at(image, "/Mask")) is not None:
        made["/Mask"] = _opened(pdf, hard, placement, areas, opaque=0)
        made["/Mask"]["/ImageMask"] = True
    elif alpha is not None and int(image.get("/SMaskInData", 0)):
        found = Samples(alpha, 8, Coding.EXACT)
        made["/SMask"] = stream_of(pdf, image, _filled(found, placement, areas, 255))
        made["/SMask"]["/ColorSpace"] = Name.DeviceGray


def _opened(
    pdf: pikepdf.Pdf, mask: pikepdf.Stream, placement: Placement, areas: Sequence[Area], *, opaque: int
) -> pikepdf.Stream:
    found = samples_of(mask, 1)
    if found.coloured:  # what pdfium shows of it has its Decode done
        found = Samples(found.values[:, :, :1], 8, Coding.EXACT)
    with decoding():
        low, high = decode_of(mask.get("/Decode"), GREY, found.bits)[0]
    most = (1 << found.bits) - 1
    made = stream_of(pdf, mask, _filled(found, placement, areas, most if abs(high - opaque) < abs(low - opaque) else 0))
    carry(mask, made, "/Decode")
    return made


def _filled(found: Samples, placement: Placement, areas: Sequence[Area], filling: int) -> Samples:
    """A mask that is not the same all over stays so by one sample under the areas: it is read as a picture both times."""
    made = filled(found, placement.matrix, areas, (filling,))
    if is_even(made.values) and not is_even(found.values):
        first = covered(made.values.shape, placement.matrix, areas).argmax()
        made.values.flat[first] ^= 1 << max(found.bits - 8, 0)
    return made
