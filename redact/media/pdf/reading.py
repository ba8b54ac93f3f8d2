"""One pass through a PDF, the same for reading and writing: each segment, and what is done with the edits of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

import pikepdf
import pypdfium2 as pdfium

from redact.core.flow import EVEN, Edit
from redact.core.place import Box, Chars
from redact.core.segment import Child, Raster, Segment, Text, chars_from
from redact.media._child import ask
from redact.media._pieces import pieces
from redact.media.pdf import content
from redact.media.pdf.around.attachments import Attachment, attachments
from redact.media.pdf.around.sayings import Saying, sayings
from redact.media.pdf.pages import Look, Picture, look, pictures
from redact.media.pdf.painting.render import rendered
from redact.media.pdf.places import Shown, shown
from redact.media.pdf.plain.flat import Flat, page_of
from redact.media.pdf.terms import Area, Cut
from redact.media.pdf.words.chars import characters
from redact.media.pdf.words.shelf import Shelf
from redact.media.pdf.words.text import PageText, page_text
from redact.settings import Settings

#: Takes the edits of a segment.
Take = Callable[[Sequence[Edit]], None]
_WHY_ALL = "every page is, as was asked"


class Reader:
    """Reads the pages of one document, as often as is wished; what it learns of them it keeps."""

    def __init__(self, flat: Flat, settings: Settings, *, as_pictures: bool) -> None:
        self._flat = flat
        self._settings = settings
        self._as_pictures = as_pictures
        self._looks: dict[int, Look] = {}
        self._shelf = Shelf()
        self._fonts: tuple[pikepdf.Pdf, content.Fonts] | None = None

    def look(self, pdf: pikepdf.Pdf, seen: pdfium.PdfDocument, index: int) -> Look:
        """What is known of a page."""
        if index not in self._looks:
            self._looks[index] = self._new_look(pdf, index, self.text(seen, index))
        return self._looks[index]

    def text(self, seen: pdfium.PdfDocument, index: int) -> PageText:
        """What pdfium reads on a page."""
        if index not in self._shelf:
            with page_of(seen, index) as page:
                self._shelf.put(index, page_text(characters(page)))
        return self._shelf.get(index)

    def walk(self, pdf: pikepdf.Pdf, seen: pdfium.PdfDocument) -> Walk:
        """A new pass."""
        return Walk(self, pdf, seen)

    def texts(self, pdf: pikepdf.Pdf, seen: pdfium.PdfDocument, index: int) -> Iterator[tuple[str, PageText]]:
        """What a page says, and what it says beyond that."""
        name, text = page_name(index), self.text(seen, index)
        if text.text:
            yield name, text
        if index not in self._looks:
            self._looks[index] = self._new_look(pdf, index, text)
        if (more := self._looks[index].more).text:
            yield f"{name}, further text", more

    def pictures(self, pdf: pikepdf.Pdf, seen: pdfium.PdfDocument, index: int) -> Iterator[Picture]:
        """What is to be seen on a page."""
        known = self.look(pdf, seen, index)
        if not (known.reason or known.pictures):
            return

        def render() -> object:
            with page_of(seen, index) as page:
                return rendered(page)

        page = pdf.pages[index]
        yield from pictures(pdf, page, page_name(index), known, render, self._settings.max_pixels)

    @property
    def pages(self) -> int:
        """How many there are."""
        return self._flat.pages

    @property
    def settings(self) -> Settings:
        """Of the run."""
        return self._settings

    def _fonts_of(self, pdf: pikepdf.Pdf) -> content.Fonts:
        """The fonts of a pass, which are understood once."""
        if self._fonts is None or self._fonts[0] is not pdf:
            self._fonts = pdf, content.Fonts()
        return self._fonts[1]

    def _new_look(self, pdf: pikepdf.Pdf, index: int, text: PageText) -> Look:
        found = look(pdf, pdf.pages[index], self._fonts_of(pdf), text, self._settings.max_pixels)
        return replace(found, reason=found.reason or _WHY_ALL) if self._as_pictures else found


class Walk:
    """One pass. `cuts` are those of each page, once all segments have been gone through."""

    def __init__(self, reader: Reader, pdf: pikepdf.Pdf, seen: pdfium.PdfDocument) -> None:
        self._reader = reader
        self._pdf = pdf
        self._seen = seen
        self._numbers = count()
        self.cuts: dict[int, list[Cut]] = defaultdict(list)

    def __iter__(self) -> Iterator[tuple[Segment, Take]]:
        """Every segment in order, with what takes its edits; they are to be taken before the next is asked for."""
        for saying in sayings(self._pdf):
            yield from self._said(saying)
        for index in range(self._reader.pages):
            yield from self._page_texts(index)
        for index in range(self._reader.pages):
            yield from self._page_pictures(index)
        for attachment in attachments(self._pdf, self._reader.settings):
            yield self._attached(attachment)

    def _said(self, saying: Saying) -> Iterator[tuple[Segment, Take]]:
        """A text that stands on no page; in pieces, its edits are carried out with those of the last."""
        held: list[Edit] = []
        base = 0
        for piece in pieces((saying.text,), self._reader.settings.piece_chars):
            text = Text(next(self._numbers), saying.part, piece, saying.kind, anchor=chars_from(base))
            base += len(piece)
            yield text, _collects(held, base - len(piece), saying.put if base == len(saying.text) else None)

    def _attached(self, attachment: Attachment) -> tuple[Segment, Take]:
        child = Child(next(self._numbers), attachment.part, attachment.name, attachment.content)
        return child, lambda edits: attachment.put(ask(lambda _: edits, child))

    def _page_texts(self, index: int) -> Iterator[tuple[Segment, Take]]:
        place = shown(self._pdf.pages[index])
        for part, text in self._reader.texts(self._pdf, self._seen, index):
            yield from self._pieces(index, part, text, place)

    def _pieces(self, index: int, part: str, text: PageText, place: Shown) -> Iterator[tuple[Segment, Take]]:
        base = 0
        for piece in pieces((text.text,), self._reader.settings.piece_chars):
            ink = text.ink(Chars(base, base + len(piece)), place)
            yield Text(next(self._numbers), part, piece, anchor=ink), self._takes_text(index, text, base)
            base += len(piece)

    def _takes_text(self, index: int, text: PageText, base: int) -> Take:
        def take(edits: Sequence[Edit]) -> None:
            for edit in edits:
                areas = text.areas(edit.chars.shift(base))
                self.cuts[index] += _cuts(areas, edit.replacement, guarded=edit.style == EVEN)

        return take

    def _page_pictures(self, index: int) -> Iterator[tuple[Segment, Take]]:
        for picture in self._reader.pictures(self._pdf, self._seen, index):
            yield (
                Raster(next(self._numbers), picture.part, picture.pixels, beneath=True),
                self._takes_boxes(index, picture),
            )

    def _takes_boxes(self, index: int, picture: Picture) -> Take:
        def take(edits: Sequence[Edit]) -> None:
            for edit in edits:
                if isinstance(edit.place, Box):
                    self.cuts[index].append(Cut(picture.area(edit.place), edit.replacement))

        return take


def _collects(held: list[Edit], base: int, put: Take | None) -> Take:
    def take(edits: Sequence[Edit]) -> None:
        held.extend(replace(edit, place=edit.chars.shift(base)) for edit in edits)
        if put is not None:
            put(held)

    return take


def page_name(index: int) -> str:
    """What a page is called, for people."""
    return f"page {index + 1}"


def _cuts(areas: Sequence[Area], label: str, *, guarded: bool) -> Iterator[Cut]:
    """One cut for each line; the label stands on the one with the most room."""
    widest = max(areas, key=lambda area: area.width, default=None)
    for area in areas:
        yield Cut(area, label if area is widest else "", guarded)
