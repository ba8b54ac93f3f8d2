"""Pillow's errors told as ours, and the limits that hold before anything is decoded."""

from __future__ import annotations

import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from PIL import Image, UnidentifiedImageError

from redact.core.errors import CorruptInput, LimitExceeded, UnsupportedMedia
from redact.settings import Settings

# Ours is `Settings.max_pixels`, asked before anything is decoded; Pillow's own would refuse what a user allowed.
Image.MAX_IMAGE_PIXELS = None

#: What Pillow's readers raise on bytes that are not what they claim.
_BROKEN = (
    OSError,
    ValueError,
    TypeError,
    LookupError,
    EOFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    RuntimeError,
    struct.error,
    zlib.error,
)


def corrupt() -> CorruptInput:
    """The error for bytes that contradict their format."""
    return CorruptInput("the picture is damaged or cut off", "copy it again from where it came, or leave it out")


def unsupported(what: str) -> UnsupportedMedia:
    """The error for a picture that nobody here can read whole."""
    return UnsupportedMedia(what, "save it as PNG or JPEG, or leave it out")


@contextmanager
def reading() -> Iterator[None]:
    """Errors of the decoders as ours; their warnings, which may quote the file, are swallowed.

    Raises:
        CorruptInput: the bytes contradict the format.
        UnsupportedMedia: Pillow does not know this kind.
        LimitExceeded: there is no memory for it.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except UnidentifiedImageError as err:
        raise corrupt() from err
    except NotImplementedError as err:  # Pillow's word for a kind that it knows and cannot decode
        raise unsupported("this kind of picture cannot be read") from err
    except SyntaxError as err:
        # Pillow says "unknown pixel mode" of a TIFF that it understands but cannot decode.
        raise (
            unsupported("the pixels of this picture are of a kind that cannot be read")
            if "unknown" in str(err)
            else corrupt()
        ) from err
    except MemoryError as err:
        raise LimitExceeded("the picture needs more memory than there is", "scale it down") from err
    except _BROKEN as err:
        raise corrupt() from err


def check_size(width_px: int, height_px: int, settings: Settings) -> None:
    """Nothing, if a picture of this size may be decoded.

    Raises:
        CorruptInput: it has no pixels.
        LimitExceeded: it has too many.
    """
    if width_px < 1 or height_px < 1:
        raise corrupt()
    if width_px * height_px > settings.max_pixels:
        raise LimitExceeded("the picture is too large", "raise max_pixels, or scale it down")
