"""Pillow's images: opened within the limits, decoded page by page, encoded again in their format and quality class."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pi_heif
from PIL import Image, TiffImagePlugin

from redact.core.errors import WriteError
from redact.media.image.bounds import check_size, reading, unsupported
from redact.settings import Settings

_BITS, _DEEP_BITS = 258, 16  # the tag, and what it says of pixels that fill two bytes
#: Factors of the three components -> what Pillow calls them.
_SUBSAMPLING: Mapping[tuple[tuple[int, int], ...], int] = {
    ((1, 1), (1, 1), (1, 1)): 0,
    ((2, 1), (1, 1), (1, 1)): 1,
    ((2, 2), (1, 1), (1, 1)): 2,
}


class AsStored(TiffImagePlugin.TiffImageFile):
    """A TIFF in stored pixels: Pillow would turn them, and forget how they were stored."""

    def _setup(self) -> None:
        super()._setup()
        self._size = self._tile_size
        if self.mode.startswith("I;16") and self.tag_v2.get(_BITS) != (_DEEP_BITS,):
            raise unsupported("the pixels of this picture have neither 8 nor 16 bits")

    def load_end(self) -> None:
        """Nothing is turned, and the file stays open for the pages behind this one."""


def opened(content: bytes, kind: str, settings: Settings) -> Image.Image:
    """The picture, not yet decoded, its size within the limits.

    Raises:
        CorruptInput: the bytes contradict the format.
        UnsupportedMedia: Pillow does not know this kind.
        LimitExceeded: it has too many pixels.
    """
    with reading():
        image = _opened(content, kind, settings)
    check_size(*image.size, settings)
    return image


def _opened(content: bytes, kind: str, settings: Settings) -> Image.Image:
    file = io.BytesIO(content)
    if kind == "HEIF":
        heif = pi_heif.open_heif(file)
        width, height = heif.size
        check_size(width, height, settings)
        made: Image.Image = heif.to_pillow()
        return made
    # Pillow tells of a TIFF whose pixels it cannot read as it tells of one that is none, unless it is asked directly.
    return AsStored(file) if kind == "TIFF" else Image.open(file, formats=(kind,))


def turned_to(image: Image.Image, page: int, settings: Settings) -> None:
    """Decode a page, counted from 0, in place.

    Raises:
        CorruptInput: the bytes contradict the format.
        LimitExceeded: the page has too many pixels.
    """
    with reading():
        if page or image.tell():
            image.seek(page)
        check_size(*image.size, settings)
        image.load()


def decoded(content: bytes, kind: str, settings: Settings) -> Image.Image:
    """The first picture, with what its file says of how it was coded. Raises as `opened` does."""
    image = opened(content, kind, settings)
    turned_to(image, 0, settings)
    return image


@contextmanager
def writing() -> Iterator[None]:
    """Errors of the encoders as ours.

    Raises:
        WriteError: the picture could not be encoded.
    """
    try:
        yield
    except (OSError, ValueError, RuntimeError, MemoryError) as err:
        raise WriteError("the picture could not be encoded", "save it as PNG or JPEG and run again") from err


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    """The picture encoded, without anything that its image carries beside its pixels.

    Raises:
        WriteError: the encoder could not.
    """
    bare = image.copy()
    bare.info = {}
    out = io.BytesIO()
    with writing():
        bare.save(out, kind, **how)
    return out.getvalue()


def as_jpeg(image: Image.Image, source: Image.Image) -> bytes:
    """JPEG with the tables, the subsampling and the kind of scans of the picture it was decoded from."""
    how: dict[str, Any] = {"progressive": bool(source.info.get("progressive")), "optimize": True}
    tables = getattr(source, "quantization", None)
    if tables:
        how["qtables"] = [list(tables[number]) for number in sorted(tables)]
        layers = tuple((layer[1], layer[2]) for layer in getattr(source, "layer", ()))
        how["subsampling"] = _SUBSAMPLING.get(layers, 0)
    if "dpi" in source.info:
        how["dpi"] = source.info["dpi"]
    return saved(image, "JPEG", **how)


def as_png(image: Image.Image) -> bytes:
    """PNG in the mode of the picture."""
    clear = image.info.get("transparency")
    return saved(image, "PNG", **({} if clear is None else {"transparency": clear}))


def as_webp(image: Image.Image, *, lossless: bool) -> bytes:
    """WebP; a lossy one at a quality whose loss is below what the source has lost already."""
    if lossless:
        return saved(image, "WEBP", lossless=True, exact=True)
    return saved(image, "WEBP", quality=90)
