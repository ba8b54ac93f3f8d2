"""Cuts a page: writes the streams again that hold what lies under cuts."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pikepdf

from redact.media.pdf.content.model import Sheet
from redact.media.pdf.content.objects import dictionary
from redact.media.pdf.content.operators import made
from redact.media.pdf.content.removal import removed_outlines
from redact.media.pdf.content.retype import Change, retyped
from redact.media.pdf.content.streams import unparsed
from redact.media.pdf.terms import Area, Placement

#: What a form keeps when it is written again. Source: ISO 32000-2:2020, table 93.
_KEPT = ("/Type", "/Subtype", "/FormType", "/BBox", "/Matrix", "/Group", "/StructParent", "/StructParents", "/OC")

Repaint = Callable[[Placement, Sequence[Area]], pikepdf.Stream]


class Scissors:
    """Cuts the sheets of one page. `changes` say what becomes of its shows, by their identity."""

    def __init__(self, pdf: pikepdf.Pdf, cuts: Sequence[Area], changes: Mapping[int, Change], repaint: Repaint) -> None:
        self._pdf = pdf
        self._cuts = cuts
        self._changes = changes
        self._repaint = repaint

    def page(self, page: pikepdf.Page, sheet: Sheet) -> None:
        """Write a page again where it must be."""
        content, resources = self._cut(sheet)
        if content is not None:
            page.obj["/Contents"] = self._pdf.make_stream(content)
            page.obj["/Resources"] = resources

    def _cut(self, sheet: Sheet) -> tuple[bytes | None, pikepdf.Dictionary]:
        """What the sheet is to be, None where it stays as it is; and its resources."""
        names = _Names(sheet.resources)
        replaced = self._texts(sheet) | self._paths(sheet)
        for index, placement in sheet.pictures.items():
            touched = [cut for cut in self._cuts if cut.touches(placement.area)]
            if touched:
                replaced[index] = [made("Do", [names.add(self._repaint(placement, touched))])]
        for index, form in sheet.forms.items():
            cut = self._form(form)
            if cut is not None:
                replaced[index] = [made("Do", [names.add(cut)])]
        if not replaced:
            return None, names.resources
        written = list[Any]()
        for index, step in enumerate(sheet.steps):
            written += replaced.get(index, (step.written,))
        return unparsed(written), names.resources

    def _form(self, sheet: Sheet) -> pikepdf.Stream | None:
        """A form of its own for this use of it, where the cuts change it."""
        content, resources = self._cut(sheet)
        if content is None or sheet.stream is None:
            return None
        made_anew = pikepdf.Stream(self._pdf, content)
        for key in _KEPT:
            if key in sheet.stream:
                made_anew[key] = sheet.stream[key]
        made_anew["/Resources"] = resources
        return made_anew

    def _texts(self, sheet: Sheet) -> dict[int, list[Any]]:
        replaced, shifted = dict[int, list[Any]](), 0.0
        for index, show in sheet.shows.items():
            change = self._changes.get(id(show), Change())
            shifted = 0.0 if show.placed else shifted
            if change.needed or shifted:
                replaced[index], shifted = retyped(show, change, shifted)
        return replaced

    def _paths(self, sheet: Sheet) -> dict[int, list[Any]]:
        replaced = dict[int, list[Any]]()
        for index, painted in sheet.paths.items():
            gone = removed_outlines(painted, self._cuts)
            for outline in gone:
                replaced.update((at, []) for at in outline.indices)
            if gone and len(gone) == len(painted.outlines):
                at = gone[0].indices[0]
                if painted.clips:  # of a path without any point, readers make no clip at all
                    replaced[at] = [made("re", [0, 0, 0, 0])]
                else:
                    replaced[index] = []
        return replaced


class _Names:
    """Resources of a sheet, in a copy of their own, to which XObjects are added."""

    def __init__(self, resources: pikepdf.Dictionary | None) -> None:
        self.resources = pikepdf.Dictionary(dict(resources.items())) if resources is not None else pikepdf.Dictionary()
        self._held = dictionary(self.resources.get("/XObject"))
        self._taken = {str(name) for name in self._held.keys()}  # noqa: SIM118 - a dictionary of pikepdf
        self._copied = False

    def add(self, stream: pikepdf.Stream) -> pikepdf.Name:
        """A name nobody has, for a stream."""
        if not self._copied:
            self._held = pikepdf.Dictionary(dict(self._held.items()))
            self.resources["/XObject"] = self._held
            self._copied = True
        number = len(self._taken)
        while f"/Cut{number}" in self._taken:
            number += 1
        name = f"/Cut{number}"
        self._taken.add(name)
        self.resources["/XObject"][name] = stream
        return pikepdf.Name(name)
