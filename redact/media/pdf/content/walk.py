"""Follows the instructions of a page through all its forms, and says what each of them draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from redact.media.pdf.content import inline
from redact.media.pdf.content.fonts import Fonts
from redact.media.pdf.content.marks import Marks
from redact.media.pdf.content.model import Sheet
from redact.media.pdf.content.objects import entry, inherited, matrix, rectangle
from redact.media.pdf.content.operators import INLINE, Step
from redact.media.pdf.content.paths import BUILDING, PAINTING, Path
from redact.media.pdf.content.patterns import Cells
from redact.media.pdf.content.state import State
from redact.media.pdf.content.streams import parsed
from redact.media.pdf.content.writing import Writing
from redact.media.pdf.plain.layers import Layers
from redact.media.pdf.terms import Area, Placement, Untrusted, covering, mul

#: A page has no more instructions and glyphs, those of forms counted as often as these are used; each use costs some more.
_MOST_STEPS = 500_000
_FORM_STEPS = 40
_MOST_DEEP = 30
_UNIT = Area(0, 0, 1, 1)
_SURE = 1e-12


class Document:
    """What one reading of a page shares between its streams."""

    def __init__(self, pdf: pikepdf.Pdf, fonts: Fonts) -> None:
        self.pdf = pdf
        self.fonts = fonts
        self.layers = Layers(pdf)
        self.cells = Cells(pdf)
        self.page_resources: pikepdf.Dictionary | None = None
        self._left = _MOST_STEPS
        self._parsed: dict[tuple[int, int], list[Step]] = {}

    def page(self, page: pikepdf.Page) -> Sheet:
        """A page, understood.

        Raises:
            Untrusted: it is not.
        """
        held = inherited(page, "/Resources")
        self.page_resources = held if isinstance(held, pikepdf.Dictionary) else None
        sheet = Sheet(None, self.page_resources, parsed(self.pdf, page))
        _Follower(self, sheet, State(), 0, True).follow()
        return sheet

    def steps(self, stream: pikepdf.Stream) -> list[Step]:
        """The instructions of a form, parsed once however often it is used."""
        if stream.objgen not in self._parsed:
            self._parsed[stream.objgen] = parsed(self.pdf, stream)
        return self._parsed[stream.objgen]

    def spend(self, steps: int) -> None:
        """Count instructions.

        Raises:
            Untrusted: there are more than a page has.
        """
        self._left -= steps
        if self._left < 0:
            raise Untrusted("the page has too many instructions")


class _Follower:
    """Follows one sheet from its first instruction to its last."""

    def __init__(self, document: Document, sheet: Sheet, state: State, depth: int, visible: bool) -> None:
        self._document = document
        self._sheet = sheet
        self._state = state
        self._stack: list[State] = []
        self._depth = depth
        self._path = Path()
        self._marks = Marks(document.layers, self.find, visible)
        self._writing = Writing(document.fonts, sheet, self.find, self._marks)
        self._acts: dict[str, Callable[[int, Step], None]] = {
            "q": self._save,
            "Q": self._restore,
            "cm": self._transform,
            "gs": self._set,
            "scn": self._paint_with,
            "SCN": self._paint_with,
            "Do": self._draw,
            INLINE: self._draw_inline,
            **dict.fromkeys(BUILDING, self._build),
            **dict.fromkeys(PAINTING, self._paint),
            **dict.fromkeys(("BMC", "BDC", "EMC"), self._mark),
        }

    def find(self, kind: str, name: Any) -> Any:
        """A resource of the sheet, or else of the page, as readers seek it."""
        own = entry(self._sheet.resources, kind, name)
        return entry(self._document.page_resources, kind, name) if own is None else own

    def follow(self) -> None:
        """Go through all instructions."""
        self._document.spend(len(self._sheet.steps) + _FORM_STEPS)
        acts, words = self._acts, self._writing.acts
        for index, step in enumerate(self._sheet.steps):
            act = acts.get(step.word)
            if act is not None:
                act(index, step)
            elif step.word in words:
                words[step.word](index, step, self._state)
        self._document.spend(sum(len(show.glyphs) for show in self._sheet.shows.values()))

    def _save(self, _index: int, _step: Step) -> None:
        self._stack.append(self._state.copy())

    def _restore(self, _index: int, _step: Step) -> None:
        if self._stack:
            self._state = self._stack.pop()

    def _transform(self, _index: int, step: Step) -> None:
        a, b, c, d, e, f = step.operands
        self._state.ctm = mul((a, b, c, d, e, f), self._state.ctm)

    def _set(self, _index: int, step: Step) -> None:
        held = self.find("/ExtGState", step.operands[0])
        if isinstance(held, pikepdf.Dictionary):
            self._document.cells.check_state(held)
            self._writing.set_font(held.get("/Font"), self._state)

    def _paint_with(self, _index: int, step: Step) -> None:
        if step.operands and isinstance(step.operands[-1], pikepdf.Name):
            self._document.cells.check_pattern(self.find("/Pattern", step.operands[-1]))

    def _build(self, index: int, step: Step) -> None:
        self._path.add(index, step.word, step.operands)

    def _paint(self, index: int, step: Step) -> None:
        painted = self._path.painted(step.word, self._state.ctm)
        self._sheet.paths[index] = painted
        if painted.clips and painted.outlines:
            area = painted.outlines[0].area
            for outline in painted.outlines[1:]:
                area = area.join(outline.area)
            self._state.narrow(area)

    def _mark(self, _index: int, step: Step) -> None:
        self._marks.follow(step)

    def _draw_inline(self, index: int, step: Step) -> None:
        image = inline.stream_of(self._document.pdf, step.operands[0], self._sheet.resources)
        self._place(index, image)

    def _draw(self, index: int, step: Step) -> None:
        found = self.find("/XObject", step.operands[0])
        kind = str(found.get("/Subtype", "")) if isinstance(found, pikepdf.Stream) else ""
        if kind == "/Image":
            self._place(index, found)
        elif kind == "/Form":
            self._enter(index, found)
        elif kind:
            raise Untrusted("an object of an unknown kind is drawn")

    def _place(self, index: int, image: pikepdf.Stream) -> None:
        a, b, c, d, _, _ = self._state.ctm
        if abs(a * d - b * c) < _SURE:
            raise Untrusted("an image is drawn without any size")
        placement = Placement(image, self._state.ctm, image.get("/ImageMask", False) is True)
        self._sheet.pictures[index] = placement
        self._sheet.events.append(placement)

    def _enter(self, index: int, form: pikepdf.Stream) -> None:
        if self._depth >= _MOST_DEEP:
            raise Untrusted("forms are nested too deep")
        state = self._state.copy()
        state.ctm = mul(matrix(form.get("/Matrix")), state.ctm)
        box = rectangle(form.get("/BBox"))
        if box is not None:
            state.narrow(covering(state.ctm, box))
        held = form.get("/Resources")
        resources = held if isinstance(held, pikepdf.Dictionary) else self._sheet.resources
        inner = Sheet(form, resources, self._document.steps(form))
        visible = self._marks.visible and self._document.layers.shows(form.get("/OC"))
        _Follower(self._document, inner, state, self._depth + 1, visible).follow()
        self._sheet.forms[index] = inner
        self._sheet.events.append(inner)
