"""Words set in a rectangle, for fields and notes on the page that bring no appearance of their own.

Set in Helvetica: a letter that Windows code page 1252 has not stands as a question mark.
"""

from __future__ import annotations

import re
from typing import Any

import pikepdf
from pdfminer.fontmetrics import FONT_METRICS
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf.terms import Area

_WIDTHS = FONT_METRICS["Helvetica"][1]
_SIZE = re.compile(r"(\d+(?:\.\d+)?|\.\d+)\s+Tf")
_COLOUR = re.compile(r"((?:[\d.]+\s+){3}rg|(?:[\d.]+\s+){4}k|[\d.]+\s+g)\b")
_PAD, _LEADING, _DROP = 2.0, 1.2, 0.22
_SMALLEST, _LARGEST = 4.0, 12.0
_MAX_CHARS = 100_000


def lettered(pdf: pikepdf.Pdf, rect: Area, text: str, about: Dictionary, *, lines: bool = True) -> Stream | None:
    """An appearance of `rect`'s size that shows `text`; `about` says how (`/DA`, `/Q`), `lines` whether it may be broken."""
    text = text[:_MAX_CHARS].replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    if not text.strip() or rect.width <= 0 or rect.height <= 0:
        return None
    said = str(about.get("/DA", ""))
    size = _size(said, text, rect, lines)
    rows = _rows(text, size, rect.width - 2 * _PAD) if lines else [text.replace("\n", " ")]
    top = rect.height - _PAD - size if lines else (rect.height - size) / 2 + size * _DROP
    colour = found[1] if (found := _COLOUR.search(said)) else "0 g"
    body = [f"q 0 0 {rect.width:.2f} {rect.height:.2f} re W n BT {colour} /Helv {size:.2f} Tf"]
    for number, row in enumerate(rows):
        x = _PAD + (rect.width - 2 * _PAD - _long(row, size)) * _aligned(about) / 2
        body.append(
            f"1 0 0 1 {x:.2f} {top - number * size * _LEADING:.2f} Tm <{row.encode('cp1252', 'replace').hex()}> Tj"
        )
    return _form(pdf, rect, " ".join((*body, "ET Q")))


def _form(pdf: pikepdf.Pdf, rect: Area, body: str) -> Stream:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    made = pdf.make_stream(body.encode("ascii"))
    made.update({"/Type": Name.XObject, "/Subtype": Name.Form, "/BBox": Array([0, 0, rect.width, rect.height]),
                 "/Resources": Dictionary(Font=Dictionary(Helv=pdf.make_indirect(font)))})  # fmt: skip
    return made


def _size(said: str, text: str, rect: Area, lines: bool) -> float:
    """The size it asks for; where it asks for none, the largest that fits."""
    found = _SIZE.search(said)
    size = float(found[1]) if found else 0.0
    if size > 0:
        return min(size, 1000.0)
    size = min(_LARGEST, (rect.height - 2 * _PAD) / (1.0 if lines else _LEADING))
    if lines:
        return max(_SMALLEST, size)
    return max(_SMALLEST, min(size, size * (rect.width - 2 * _PAD) / max(_long(text, size), 1.0)))


def _rows(text: str, size: float, width: float) -> list[str]:
    rows: list[str] = []
    for paragraph in text.split("\n"):
        row = ""
        for word in re.findall(r"\S+\s*|\s+", paragraph):
            if row and _long((row + word).rstrip(), size) > width:
                rows.append(row.rstrip())
                row = ""
            row += word
        rows.append(row.rstrip())
    return rows


def _long(text: str, size: float) -> float:
    return float(sum(_WIDTHS.get(sign, 556) for sign in text)) * size / 1000


def _aligned(about: Dictionary) -> int:
    value: Any = about.get("/Q", 0)
    return value if isinstance(value, int) and value in (0, 1, 2) else 0
