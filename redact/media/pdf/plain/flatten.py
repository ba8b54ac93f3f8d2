"""Annotations and form fields become part of their pages: what is seen of them as content, what is not seen not at all.

Links stay, with nothing but where they stand and lead to; files hung on a page join the attachments. Redactions that
were marked and never carried out lose their mark: what lies under them is read as any text.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redact.core.flow import PartNote
from redact.media.pdf.around import attachments, links, outline
from redact.media.pdf.around.destinations import Destinations
from redact.media.pdf.cleaning.tally import Tally, Topic
from redact.media.pdf.objects.limits import guard
from redact.media.pdf.objects.naming import copied, said
from redact.media.pdf.objects.pagetree import isolate, resources_of
from redact.media.pdf.plain.appearance import area_of, drawn, own, placed
from redact.media.pdf.plain.fields import Form, is_field
from redact.media.pdf.plain.layers import Layers
from redact.media.pdf.terms import Matrix

#: Annotation flags. Source: ISO 32000-2:2020, table 167.
_HIDDEN, _NO_VIEW = 1 << 1, 1 << 5
_MEDIA = frozenset({"/Sound", "/Movie", "/Screen", "/RichMedia", "/3D", "/Projection"})
#: Their words are their appearance: nothing is lost when they are drawn.
_SAID_ALOUD = frozenset({"/FreeText", "/Widget", "/Link", "/Redact"})
_NEVER_DRAWN = frozenset({"/Popup", "/Redact", "/TrapNet", "/PrinterMark"})


def flatten(pdf: pikepdf.Pdf) -> tuple[PartNote, ...]:
    """Draw annotations and fields into their pages, in place, and say what became of them. A second time does nothing.

    Raises:
        LimitExceeded: a stream unpacks to more than any honest one, or the bookmarks have no end.
    """
    guard()
    tally = Tally()
    flattening = _Flattening(pdf, tally)
    attachments.settle(pdf, tally)
    for page in pdf.pages:
        flattening.page(page.obj)
    flattening.form()
    outline.settle(pdf, flattening.destinations, tally)
    return tally.notes()


class _Flattening:
    def __init__(self, pdf: pikepdf.Pdf, tally: Tally) -> None:
        self._pdf = pdf
        self._tally = tally
        self._form = Form(pdf)
        self._layers = Layers(pdf)
        self.destinations = Destinations(pdf)
        self._met: set[tuple[int, int]] = set()

    def page(self, page: Dictionary) -> None:
        """Draw the annotations of one page."""
        listed = page.get("/Annots")
        if listed is None:
            return
        kept: list[Any] = []
        looks: list[tuple[Stream, Matrix]] = []
        for annotation in listed if isinstance(listed, Array) else ():
            if not isinstance(annotation, Dictionary):
                self._tally.add(Topic.BROKEN)
            elif annotation.get("/Subtype") == Name.Link:
                kept += [annotation] * links.plain(annotation, self.destinations, self._tally)
            else:
                looks += self._look(annotation)
        del page["/Annots"]
        if kept:
            page["/Annots"] = Array(kept)
        if looks:
            self._draw(page, looks)

    def form(self) -> None:
        """Take the form away, once its widgets are drawn."""
        for field in self._form.fields():
            lost = field.objgen not in self._met and "/Kids" not in field
            if lost and self._form.has_value(field):
                self._tally.add(Topic.UNSEEN_FIELDS)
            if self._form.kind(field) == "/Sig" and "/V" in field:
                self._tally.add(Topic.SIGNATURES)
        if self._form.has_xfa:
            self._tally.add(Topic.XFA)
        if "/AcroForm" in self._pdf.Root:
            del self._pdf.Root["/AcroForm"]

    def _look(self, annotation: Dictionary) -> list[tuple[Stream, Matrix]]:
        """Its appearance and where it stands; nothing where nobody sees it."""
        self._met.add(annotation.objgen)
        self._count(annotation)
        if not self._seen(annotation):
            self._unseen(annotation)
            return []
        try:
            return self._placed(annotation)
        except (ValueError, TypeError, OverflowError, pikepdf.PdfError):
            self._tally.add(Topic.BROKEN)
            return []

    def _placed(self, annotation: Dictionary) -> list[tuple[Stream, Matrix]]:
        field = is_field(annotation)
        look = self._form.appearance(annotation) if field else own(annotation) or drawn(self._pdf, annotation)
        if look is None:
            return []
        rect = area_of(annotation.get("/Rect"))
        if rect.width <= 0 or rect.height <= 0:
            return []
        self._tally.add(Topic.FIELDS if field else Topic.ANNOTATIONS)
        return [(look, placed(look, rect))]

    def _seen(self, annotation: Dictionary) -> bool:
        flags = annotation.get("/F", 0)
        hidden = isinstance(flags, int) and flags & (_HIDDEN | _NO_VIEW)
        drawable = said(annotation.get("/Subtype")) not in _NEVER_DRAWN
        return drawable and not hidden and self._layers.shows(annotation.get("/OC"))

    def _unseen(self, annotation: Dictionary) -> None:
        if is_field(annotation):
            self._tally.add(Topic.UNSEEN_FIELDS, int(self._form.has_value(annotation)))
        elif said(annotation.get("/Subtype")) not in _NEVER_DRAWN:
            self._tally.add(Topic.UNSEEN)

    def _count(self, annotation: Dictionary) -> None:
        kind = said(annotation.get("/Subtype"))
        if kind == "/Redact":
            self._tally.add(Topic.MARKED)
        if kind in _MEDIA:
            self._tally.add(Topic.MEDIA)
        if kind not in _SAID_ALOUD and ("/Contents" in annotation or "/RC" in annotation):
            self._tally.add(Topic.COMMENTS)
        self._tally.add(Topic.ACTIONS, int("/A" in annotation) + int("/AA" in annotation))

    def _draw(self, page: Dictionary, looks: list[tuple[Stream, Matrix]]) -> None:
        resources = resources_of(page, own=True)
        forms = copied(resources.get("/XObject"))
        resources["/XObject"] = forms
        body = []
        for look, matrix in looks:
            name = _free(forms)
            forms[name] = self._form_of(look)
            body.append(f"q {' '.join(f'{value:.5f}' for value in matrix)} cm {name} Do Q")
        page["/Resources"] = resources
        isolate(self._pdf, page, "\n".join(body).encode("ascii"))

    def _form_of(self, look: Stream) -> Stream:
        """The appearance as a form that stands on its own."""
        if "/Resources" not in look and (shared := self._form.resources()) is not None:
            look["/Resources"] = shared
        look["/Type"], look["/Subtype"] = Name.XObject, Name.Form
        return look


def _free(forms: Dictionary) -> str:
    number = len(forms.keys())
    while f"/Seen{number}" in forms:
        number += 1
    return f"/Seen{number}"
