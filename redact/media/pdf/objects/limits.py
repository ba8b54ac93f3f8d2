"""How much a stream of a PDF may unpack to, for all that is unpacked by qpdf in this process."""

from __future__ import annotations

import pikepdf
from pikepdf import Stream

from redact.core.errors import LimitExceeded

#: The largest picture that settings allow by themselves has 600 MB of samples.
_MOST_BYTES = 1 << 30
#: No page is described in more: a book's worth of maps takes a tenth.
_MOST_CONTENT_BYTES = 1 << 28
_SAID = "memory limit"


def guard() -> None:
    """Have qpdf refuse what unpacks to more than any honest stream."""
    most = _MOST_BYTES
    pikepdf.settings.set_qpdf_limits(
        flate_max_memory=most,
        run_length_max_memory=most,
        png_max_memory=most,
        tiff_max_memory=most,
        dct_max_memory=most,
    )


def content_of(stream: Stream) -> bytes:
    """The content of a page or form.

    Raises:
        LimitExceeded: it is a bomb.
        pikepdf.PdfError: it is damaged.
    """
    try:
        content = bytes(stream.read_bytes())
    except pikepdf.PdfError as err:
        if _SAID in str(err):
            raise _bomb() from None  # the reason would quote the name of the file
        raise
    if len(content) > _MOST_CONTENT_BYTES:
        raise _bomb()
    return content


def _bomb() -> LimitExceeded:
    return LimitExceeded("a stream of the PDF unpacks to far more than any page: a bomb", "leave the file out")
