"""The pages written: cut where something was decided, clean where nothing was, rebuilt where they cannot be understood."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pypdfium2 as pdfium

from redact.core.errors import ResidualError
from redact.media.pdf import content
from redact.media.pdf.cleaning.scrub import scrub
from redact.media.pdf.doubt.check import Changed, check
from redact.media.pdf.fonts.prune import prune_fonts
from redact.media.pdf.pages import Look, mark
from redact.media.pdf.painting.paint import paint
from redact.media.pdf.painting.rebuild import rebuild
from redact.media.pdf.painting.render import rendered
from redact.media.pdf.pictures.repaint import repaint
from redact.media.pdf.plain.flat import page_of
from redact.media.pdf.reading import Reader
from redact.media.pdf.terms import Cut, Untrusted
from redact.media.pdf.words.text import PageText


class Writing:
    """Writes one document. `cuts` are what is to be taken out of each page."""

    def __init__(
        self, reader: Reader, pdf: pikepdf.Pdf, seen: pdfium.PdfDocument, cuts: Mapping[int, Sequence[Cut]]
    ) -> None:
        self._reader = reader
        self._pdf = pdf
        self._seen = seen
        self._cuts = cuts
        self._fonts = content.Fonts()
        self._changed: dict[int, Changed] = {}

    def write(self, out: BinaryIO) -> None:
        """Change every page, write the whole file, and look at it again before anybody else does.

        Raises:
            ResidualError: a page could not be cut, or something is left in it.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "made.pdf")
            self._change()
            with path.open("wb") as made:
                save(self._pdf, made)
            check(self._seen, path, self._changed)
            with path.open("rb") as made:
                shutil.copyfileobj(made, out)

    def _change(self) -> None:
        for index in range(self._reader.pages):
            known = self._reader.look(self._pdf, self._seen, index)
            cuts = self._cuts.get(index, ())
            try:
                self._page(index, known, cuts)
            except Untrusted as err:
                raise ResidualError(f"a page cannot be cut: {err}", "it is tried once more as pictures") from err
        if self._changed:
            prune_fonts(self._pdf)
        scrub(self._pdf)

    def _page(self, index: int, known: Look, cuts: Sequence[Cut]) -> None:
        page = self._pdf.pages[index]
        if known.reason:
            self._rebuild(index, page, cuts, known.more)
            self._changed[index] = Changed(tuple(cuts), rebuilt=True)
            return
        if cuts:
            # Where the page is looked at as a whole, what follows a cut may not move: it would not be where it was seen.
            fixed = [replace(cut, guarded=False) for cut in cuts] if known.seen else cuts
            painted = content.rewrite(self._pdf, page, fixed, partial(repaint, self._pdf), self._fonts)
            paint(self._pdf, page, painted)
            self._changed[index] = Changed(painted)
        else:
            content.clean(self._pdf, page, self._fonts)
        if known.seen:
            mark(self._pdf, page)

    def _rebuild(self, index: int, page: pikepdf.Page, cuts: Sequence[Cut], more: PageText) -> None:
        said = more if more.text else self._reader.text(self._seen, index)
        words = said.left([cut.area for cut in cuts])
        with page_of(self._seen, index) as drawn:
            rebuild(self._pdf, page, rendered(drawn), cuts, words)


def save(pdf: pikepdf.Pdf, out: BinaryIO) -> None:
    """Write a whole new file: nothing that nobody refers to, no dates, and the same bytes for the same content."""
    for key in ("/Info", "/ID"):
        if key in pdf.trailer:
            del pdf.trailer[key]
    pdf.trailer["/Size"] = 1  # a damaged file may lack it, and then qpdf would write none: it counts itself
    pdf.save(
        out,
        encryption=False,
        compress_streams=True,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
    )
