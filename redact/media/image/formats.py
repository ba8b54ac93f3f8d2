"""The formats of still pictures: how each is told by its bytes, taken apart and written again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from PIL import Image

from redact.media.image import apng, avif, bmp, gif, heif, jpeg, png, stills, tiff, webp
from redact.media.image.anatomy import Anatomy, Dress
from redact.media.image.bounds import unsupported
from redact.media.image.motion import Motion


def _never(_bare: bytes, _dress: Dress) -> None:
    """The file has no coded pixels that could be copied."""


def _rests(_bare: bytes) -> None:
    """Pictures of this format do not move."""


def _exact(_bare: bytes) -> bool:
    """What is decoded is what was encoded, or has no transparency."""
    return False


def _always(_bare: bytes) -> bool:
    """Nothing of this format is taken for exact."""
    return True


def _webp_is_lossy(bare: bytes) -> bool:
    return not webp.is_lossless(bare)


@dataclass(frozen=True, slots=True)
class Format:
    """What a format offers.

    `copied` gives the file again from its own coded pixels, or None where it cannot; `still` from an image and the
    image it was made from; `film` from whole frames. `suffix` is that of the files it is written as, where they are of
    another format.
    """

    name: str
    anatomy: Callable[[bytes], Anatomy]
    still: Callable[[Image.Image, Image.Image, bytes, Dress], bytes]
    copied: Callable[[bytes, Dress], bytes | None] = _never
    motion: Callable[[bytes], Motion | None] = _rests
    film: Callable[[Iterable[Image.Image], Motion, bytes, Dress], bytes] | None = None
    film_copied: Callable[[bytes, Dress], bytes | None] = _never
    suffix: str | None = None
    lossy: Callable[[bytes], bool] = _exact


def _jpeg(image: Image.Image, source: Image.Image, _bare: bytes, dress: Dress) -> bytes:
    return jpeg.dressed(jpeg.anatomy(stills.as_jpeg(image, source)).bare, dress)


def _png(image: Image.Image, _source: Image.Image, bare: bytes, dress: Dress) -> bytes:
    return png.dressed(png.refilled(bare, stills.as_png(image)), dress)


def _png_copied(bare: bytes, dress: Dress) -> bytes | None:
    return None if png.has_surplus(bare) else png.dressed(bare, dress)


def _tiff(image: Image.Image, source: Image.Image, _bare: bytes, dress: Dress) -> bytes:
    binder = tiff.Binder()
    binder.add(image, source, dress)
    return binder.content()


_FORMATS: Mapping[str, Format] = {
    each.name: each
    for each in (
        Format("JPEG", jpeg.anatomy, _jpeg, jpeg.dressed),
        Format("PNG", png.anatomy, _png, _png_copied, apng.motion, apng.film),
        Format("GIF", gif.anatomy, gif.still, gif.copied, gif.motion, gif.film, gif.copied),
        Format(
            "WEBP", webp.anatomy, webp.still, webp.dressed, webp.motion, webp.film, webp.dressed, lossy=_webp_is_lossy
        ),
        Format("TIFF", tiff.anatomy, _tiff),
        Format("BMP", bmp.anatomy, bmp.still),
        Format("AVIF", avif.anatomy, avif.still, avif.copied, avif.motion, avif.film, avif.copied, lossy=_always),
        Format("HEIF", heif.anatomy, heif.still, suffix=".jpg"),
    )
}
#: (offset, first bytes, format). Source: the formats' own specifications.
_SIGNATURES = (
    (0, b"\xff\xd8\xff", "JPEG"),
    (0, png.MAGIC, "PNG"),
    (0, b"GIF87a", "GIF"),
    (0, b"GIF89a", "GIF"),
    (0, b"II*\x00", "TIFF"),
    (0, b"MM\x00*", "TIFF"),
    (0, b"II+\x00", "TIFF"),
    (0, b"MM\x00+", "TIFF"),
    (8, b"WEBP", "WEBP"),
    (0, b"BM", "BMP"),
)
_HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")


def format_of(head: bytes) -> Format:
    """The format of a file that begins with `head`, whatever its name says.

    Raises:
        UnsupportedMedia: it is none of ours.
    """
    for offset, magic, name in _SIGNATURES:
        if head.startswith(magic, offset):
            return _FORMATS[name]
    if head[4:8] == b"ftyp":
        if head[8:12] in (b"avif", b"avis") or b"avif" in head[16:64]:
            return _FORMATS["AVIF"]
        if head[8:12] in _HEIC:
            return _FORMATS["HEIF"]
    raise unsupported("this is no kind of picture that can be read")
