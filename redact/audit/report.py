"""The schedule of redactions as files: CSV that no spreadsheet runs, and one HTML page that needs nothing else."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from redact.audit.files import replacing
from redact.audit.folder import RecordFolder
from redact.audit.page import page
from redact.audit.schedule import COLUMNS, rows, schedule

#: With these first, a spreadsheet takes a cell for a formula. Source: OWASP, "CSV Injection" (with full-width forms).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "|", "%")
_BOM = b"\xef\xbb\xbf"  # without it, spreadsheets read UTF-8 as the machine's own encoding


def write_csv(folder: RecordFolder, path: Path, *, kept: bool = False) -> None:
    """The decisions that take out (or those that keep), one a line, whole or not at all.

    Raises:
        UsageError: the record cannot be read.
        WriteError: the file cannot be written.
    """
    with replacing(path, "the schedule") as file:
        file.write(_BOM + csv_line(COLUMNS))
        for row in rows(folder, kept=kept):
            file.write(csv_line(row.cells()))


def write_html(folder: RecordFolder, path: Path) -> None:
    """Head, totals, what was taken out and what was kept, as one page, whole or not at all.

    Raises:
        UsageError: the record cannot be read.
        WriteError: the file cannot be written.
    """
    head = schedule(folder)
    with replacing(path, "the schedule") as file:
        for piece in page(head, rows(folder, kept=False), rows(folder, kept=True)):
            file.write(piece.encode("utf-8", "replace"))


def csv_line(cells: Iterable[str]) -> bytes:
    """One line of CSV. Source: RFC 4180 (quotes doubled, lines end in CR LF)."""
    out = io.StringIO()
    csv.writer(out).writerow(harmless(cell) for cell in cells)
    return out.getvalue().encode("utf-8", "replace")


def harmless(cell: str) -> str:
    """The cell as text: what a spreadsheet would run gets an apostrophe before it."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA_STARTS) else cell
