"""XLSX, XLSM, XLTX and XLTM: cells streamed, read with their headings; formulas and formats stay where nothing was cut."""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.office.sheet.csvs import Csvs
from redact.media.office.sheet.document import Workbook
from redact.settings import Settings


def open_sheet(source: Source, settings: Settings | None = None) -> Document:
    """The workbook as cells; places are Cell, counted from 0 in their sheet.

    `segments()` raises CorruptInput or LimitExceeded where a part turns out to be broken or larger than any program's.

    Raises:
        CorruptInput: it is no whole package, or a sheet is missing.
        EncryptedInput: it is locked with a password.
        LimitExceeded: it holds too much.
        UnsupportedMedia: it is no such workbook, or holds what cannot be read and may not be left out.
    """
    settings = settings or Settings()
    return Csvs(source, settings) if settings.sheets_as_csv else Workbook(source, settings)
