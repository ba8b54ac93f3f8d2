"""A PDF made plain before anything is read: repaired, unlocked, its annotations and forms drawn into the pages.

Everyone reads the same bytes from then on: what pdfium reads out of a page is what is cut out of it.
"""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, cast

import pikepdf
import pypdfium2 as pdfium

from redact.core.errors import CorruptInput, EncryptedInput, InputError, LimitExceeded
from redact.core.flow import PartNote, PartState
from redact.media.pdf import content
from redact.media.pdf.cleaning.scrub import scrub
from redact.media.pdf.plain import revisions
from redact.media.pdf.plain.flatten import flatten
from redact.media.pdf.terms import Untrusted
from redact.settings import Settings

#: What pikepdf raises where a file contradicts itself.
BROKEN = (pikepdf.PdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError, OverflowError)
#: A page tree that loops is repaired when it is read; one that nests for ever is not.
_UNLOCKED = PartNote("encryption", PartState.DROPPED, "it opened without a password: nothing is locked afterwards")
_ACTUAL, _NO_DRAWING = b"/ActualText", frozenset({"/Width", "/Length1", "/N", "/FunctionType"})
_REPAIRED = PartNote("repairs", PartState.CLEANED, "the file was damaged; what could be read of it was put in order")


class Flat:
    """A plain copy of a PDF in a file that nobody else sees. `notes` say what became of what is not in it."""

    def __init__(self, path: Path, settings: Settings) -> None:
        """Raises as `open_pdf` says."""
        self._file = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 - open for as long as this is
        weakref.finalize(self, self._file.close)
        with _opened(path) as pdf:
            self.pages = _counted(pdf, settings)
            self.notes = revisions.notes(path) + _made_plain(pdf, self._file)
        self._check()

    @contextmanager
    def pdf(self) -> Iterator[pikepdf.Pdf]:
        """The plain file through pikepdf, always anew: whoever changes it changes nothing for others."""
        self._file.seek(0)
        with pikepdf.open(self._file) as pdf:
            yield pdf

    @contextmanager
    def seen(self) -> Iterator[pdfium.PdfDocument]:
        """The plain file through pdfium.

        Raises:
            CorruptInput: pdfium cannot read it.
        """
        self._file.seek(0)
        try:
            document = pdfium.PdfDocument(self._file)
        except pdfium.PdfiumError as err:
            raise _damaged() from err
        try:
            yield document
        finally:
            document.close()

    def _check(self) -> None:
        with self.seen() as document:
            if len(document) != self.pages:
                raise _damaged()


@contextmanager
def page_of(document: pdfium.PdfDocument, index: int) -> Iterator[pdfium.PdfPage]:
    """One page through pdfium, let go afterwards: memory must not grow with pages.

    Raises:
        CorruptInput: pdfium cannot read it.
    """
    try:
        page = document[index]
    except (pdfium.PdfiumError, IndexError) as err:
        raise _damaged() from err
    try:
        yield page
    finally:
        page.close()


def _opened(path: Path) -> pikepdf.Pdf:
    try:
        return pikepdf.open(path, suppress_warnings=True)
    except pikepdf.PasswordError as err:
        raise EncryptedInput("it is locked with a password", "remove the password and try again") from err
    except OSError as err:
        raise InputError("the file cannot be read", "check that it is still there and may be read") from err
    except BROKEN as err:
        raise _damaged() from err


def _counted(pdf: pikepdf.Pdf, settings: Settings) -> int:
    try:
        count = len(pdf.pages)
    except BROKEN as err:
        raise _damaged() from err
    if count > settings.max_pages:
        raise LimitExceeded("it has more pages than the limit", "take it apart, or raise max_pages in the settings")
    if not count:
        raise CorruptInput("it has no pages", "open it in the program that made it and save it anew")
    return count


def _made_plain(pdf: pikepdf.Pdf, out: BinaryIO) -> tuple[PartNote, ...]:
    """Write it plain. Streams are copied as they are: the result is read, not released."""
    locked = pdf.is_encrypted
    try:
        notes = flatten(pdf) + scrub(pdf)
        if _speaks_otherwise(pdf):
            _as_drawn(pdf)
        pdf.save(out, encryption=False, compress_streams=False)
    except BROKEN as err:
        raise _damaged() from err
    repaired = (_REPAIRED,) if pdf.get_warnings() else ()
    return ((_UNLOCKED,) if locked else ()) + repaired + notes


def _speaks_otherwise(pdf: pikepdf.Pdf) -> bool:
    """Whether anything on a page is to be read otherwise than it is drawn."""
    return any(_ACTUAL in held for held in _drawings(pdf)) or any(
        isinstance(held, pikepdf.Dictionary) and "/ActualText" in held for held in pdf.objects
    )


def _drawings(pdf: pikepdf.Pdf) -> Iterator[bytes]:
    """The content of every stream that is neither a picture nor a font."""
    for held in pdf.objects:
        if isinstance(held, pikepdf.Stream) and not _NO_DRAWING & set(held.keys()):
            try:
                yield held.read_bytes()
            except pikepdf.PdfError:
                continue


def _as_drawn(pdf: pikepdf.Pdf) -> None:
    """Have words read where their letters stand: pdfium spreads a text that stands for others evenly over them."""
    fonts = content.Fonts()
    for page in pdf.pages:
        with suppress(Untrusted):  # it is rebuilt as a picture
            content.clean(pdf, page, fonts)


def _damaged() -> CorruptInput:
    return CorruptInput("the PDF is damaged", "open it in the program that made it and save it anew")
