"""Still pictures: read as texts (metadata) and pixels, and written again from what is seen alone, through Pillow.

Everything but the pixels, the way they are turned and a colour profile without words is left out of the output.
"""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.image.document import Picture
from redact.settings import Settings


def open_image(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts (metadata) and then as pictures, or as a film where they move.

    Raises:
        CorruptInput: the bytes contradict the format, or there is no picture in it.
        UnsupportedMedia: it is no picture, or of a kind that cannot be read whole.
        LimitExceeded: it has more pixels than the settings allow.
        InputError: it cannot be read.
    """
    return Picture(source, settings or Settings())
