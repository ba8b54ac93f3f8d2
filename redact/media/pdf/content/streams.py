"""Content streams and their instructions."""

from __future__ import annotations

from typing import Any

import pikepdf

from redact.media.pdf.content.operators import Step, steps
from redact.media.pdf.terms import Untrusted

#: A page's content is no longer, and has no more words.
_MOST_BYTES = 32 * 2**20
_MOST_WORDS = 4_000_000


def parsed(pdf: pikepdf.Pdf, source: pikepdf.Page | pikepdf.Stream) -> list[Step]:
    """The instructions of a page or of a stream.

    Raises:
        Untrusted: it cannot be decoded, or readers would not agree on what it says.
    """
    pdf.get_warnings()  # those of other objects; asking for them forgets them
    try:
        _check_size(source)
        found: list[Any] = pikepdf.parse_content_stream(source) if _has_content(source) else []
    except (pikepdf.PdfError, TypeError, RuntimeError) as err:
        raise Untrusted("the content cannot be read") from err
    if pdf.get_warnings():
        raise Untrusted("the content is damaged")
    return list(steps(found))


def _check_size(source: pikepdf.Page | pikepdf.Stream) -> None:
    """Parsing makes some hundred bytes of every word."""
    held: Any = source.obj.get("/Contents") if isinstance(source, pikepdf.Page) else source
    streams = list(held) if isinstance(held, pikepdf.Array) else [held]
    size = words = 0
    for stream in streams:
        if isinstance(stream, pikepdf.Stream):
            raw = stream.read_bytes()
            size += len(raw)
            words += raw.count(b" ") + raw.count(b"\n") + raw.count(b"\r")
        if size > _MOST_BYTES or words > _MOST_WORDS:
            raise Untrusted("the page has too many instructions")


def _has_content(source: pikepdf.Page | pikepdf.Stream) -> bool:
    return not isinstance(source, pikepdf.Page) or "/Contents" in source.obj


def unparsed(written: list[Any]) -> bytes:
    """The instructions as they are written in a stream."""
    return pikepdf.unparse_content_stream(written) + b"\n"
