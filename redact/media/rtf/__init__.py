"""Rich text (RTF): read over its runs and groups, and written with every byte that was neither cut nor left out."""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.rtf.document import Rtf
from redact.settings import Settings


def open_rtf(source: Source, settings: Settings | None = None) -> Document:
    """The source as its texts, then its pictures; places count in each text's own characters.

    Raises:
        CorruptInput: it does not begin as rich text does, or breaks off.
        LimitExceeded: it is larger than `document.MAX_BYTES`, or its groups are nested too deep.
        InputError: it cannot be read.
    """
    return Rtf(source, settings or Settings())
