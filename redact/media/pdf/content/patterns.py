"""Patterns and masks: whether the small streams that paint areas hold writing or pictures of their own."""

from __future__ import annotations

from typing import Any

import pikepdf

from redact.media.pdf.content.objects import dictionary, entry
from redact.media.pdf.content.operators import INLINE, Step
from redact.media.pdf.content.streams import parsed
from redact.media.pdf.terms import Untrusted

_SHOWS = frozenset({"Tj", "TJ", "'", '"', INLINE})
_MOST_DEEP = 30


class Cells:
    """What the patterns and mask groups of a document hold; each stream is looked at once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._known: dict[tuple[int, int], bool] = {}

    def check_pattern(self, pattern: Any) -> None:
        """Let a pattern pass that only paints.

        Raises:
            Untrusted: it holds writing or pictures.
        """
        if isinstance(pattern, pikepdf.Stream) and self._holds(pattern, None, 0):
            raise Untrusted("a pattern holds writing or pictures")

    def check_state(self, state: Any) -> None:
        """Let a graphics state pass whose soft mask only paints.

        Raises:
            Untrusted: it holds writing or pictures.
        """
        group = dictionary(dictionary(state).get("/SMask")).get("/G")
        if isinstance(group, pikepdf.Stream) and self._holds(group, None, 0):
            raise Untrusted("a soft mask holds writing or pictures")

    def _holds(self, stream: pikepdf.Stream, around: pikepdf.Dictionary | None, depth: int) -> bool:
        if depth > _MOST_DEEP:
            raise Untrusted("forms are nested too deep")
        if stream.objgen in self._known:
            return self._known[stream.objgen]
        self._known[stream.objgen] = False  # where it holds itself
        held = stream.get("/Resources")
        resources = held if isinstance(held, pikepdf.Dictionary) else around
        found = any(self._draws(step, resources, depth) for step in parsed(self._pdf, stream))
        self._known[stream.objgen] = found
        return found

    def _draws(self, step: Step, resources: pikepdf.Dictionary | None, depth: int) -> bool:
        if step.word in _SHOWS:
            return True
        inner: Any = None
        if step.word == "Do":
            inner = entry(resources, "/XObject", step.operands[0])
            if isinstance(inner, pikepdf.Stream) and inner.get("/Subtype") != pikepdf.Name.Form:
                return True
        elif step.word in ("scn", "SCN") and step.operands:
            inner = entry(resources, "/Pattern", step.operands[-1])
        elif step.word == "gs":
            inner = dictionary(dictionary(entry(resources, "/ExtGState", step.operands[0])).get("/SMask")).get("/G")
        return isinstance(inner, pikepdf.Stream) and self._holds(inner, resources, depth + 1)
