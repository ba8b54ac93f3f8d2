"""Black boxes and their labels on top of a page, as the last of its content.

Source: ISO 32000-2:2020, sections 8.2 (graphics objects), 9.6.2.2 (standard fonts) and 14.8.2.2 (artifacts).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import pikepdf
from pikepdf import Dictionary, Name

from redact.media.pdf.painting.enclose import enclose
from redact.media.pdf.painting.label import Line, label_line
from redact.media.pdf.places import Shown, shown
from redact.media.pdf.terms import Area, Cut, Matrix, inverse, mul

_FONT = "/RdLabel"
_SHEET_PT = 100  # larger than any letter
#: Page points to the right and up, and up and to the left, as the page is shown (y down).
_FLAT, _UPWARD = (1.0, 0.0, 0.0, -1.0), (0.0, -1.0, -1.0, 0.0)


def paint(pdf: pikepdf.Pdf, page: pikepdf.Page, cuts: Sequence[Cut]) -> None:
    """Paint every cut's area black, with its label in white where it fits, upright for the reader.

    The boxes are an artifact: a tagged file stays as it was tagged. Of boxes that overlap only the largest keeps its label.

    Raises:
        Untrusted: the content of the page cannot be parsed.
    """
    if not cuts:
        return
    enclose(page)
    seen = shown(page)
    lines = [line for cut in _labelled(cuts) if (line := label_line(cut.label, seen.box(cut.area)))]
    boxes = "\n".join(f"{_numbers(cut.area.x0, cut.area.y0, cut.area.width, cut.area.height)} re" for cut in cuts)
    # One black sheet, seen through the boxes: many small boxes would be taken for letters drawn as shapes.
    whole = reduce(Area.join, (cut.area for cut in cuts))
    sheet = _numbers(whole.x0, whole.y0, max(whole.width, _SHEET_PT), max(whole.height, _SHEET_PT))
    content = [f"/Artifact BMC\nq\n0 g\nq\n{boxes}\nW n\n{sheet} re\nf\nQ"]
    if lines:
        font = _font(page)
        content += ["1 g\nBT", *(_shown_line(line, font, seen) for line in lines), "ET"]
    content.append("Q\nEMC\n")
    page.contents_add(pdf.make_stream("\n".join(content).encode("cp1252")))


def _labelled(cuts: Sequence[Cut]) -> list[Cut]:
    """Those that bear a label, the largest first: two labels on one another could not be read."""
    bearing: list[Cut] = []
    for cut in sorted(cuts, key=lambda cut: -cut.area.width * cut.area.height):
        if cut.label and not any(cut.area.touches(other.area) for other in bearing):
            bearing.append(cut)
    return bearing


def _shown_line(line: Line, font: str, seen: Shown) -> str:
    turn = _UPWARD if line.upward else _FLAT
    matrix: Matrix = mul((*turn, line.x, line.y), inverse(seen.matrix))
    return f"{font} {_numbers(line.size_pt)} Tf\n{_numbers(*matrix)} Tm\n{_string(line.text)} Tj"


def _string(text: str) -> str:
    """A literal string; the content is written in WinAnsi."""
    return "(" + "".join("\\" + letter if letter in "\\()" else letter for letter in text) + ")"


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _font(page: pikepdf.Page) -> str:
    """The name of Helvetica among the page's own resources; those of other pages stay as they are."""
    resources = Dictionary(dict(page.resources.items()))
    fonts = resources.get("/Font")
    own = Dictionary(dict(fonts.items()) if isinstance(fonts, Dictionary) else {})
    name = _FONT
    while name in own:
        name += "_"
    own[name] = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    resources["/Font"] = own
    page.obj["/Resources"] = resources
    return name
