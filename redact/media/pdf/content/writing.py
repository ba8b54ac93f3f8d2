"""The text operators: the text state, the pen, and what is shown with them.

Source: ISO 32000-2:2020, sections 9.3 and 9.4.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from redact.media.pdf.content.fonts import Fonts
from redact.media.pdf.content.marks import Marks
from redact.media.pdf.content.model import Sheet
from redact.media.pdf.content.objects import number
from redact.media.pdf.content.operators import Step, made
from redact.media.pdf.content.showing import show, strings
from redact.media.pdf.content.state import Pen, State
from redact.media.pdf.terms import IDENTITY

Act = Callable[[int, Step, State], None]


class Writing:
    """The text of one sheet. `acts` follow its operators."""

    def __init__(self, fonts: Fonts, sheet: Sheet, find: Callable[[str, Any], Any], marks: Marks) -> None:
        self._fonts = fonts
        self._sheet = sheet
        self._find = find
        self._marks = marks
        self._pen = Pen()
        self.acts: dict[str, Act] = {
            "BT": self._begin,
            "Td": self._move,
            "TD": self._move_leading,
            "Tm": self._put,
            "T*": self._next_line,
            "Tf": self._font,
            "Tj": self._show,
            "TJ": self._show,
            "'": self._show_next,
            '"': self._show_spaced,
            **_SETTERS,
        }

    def set_font(self, said: Any, state: State) -> None:
        """The font that a graphics state brings, if it does."""
        if isinstance(said, pikepdf.Array) and len(said) == 2 and isinstance(said[0], pikepdf.Dictionary):
            state.font, state.size = self._fonts.font(said[0]), number(said[1])

    def _begin(self, _index: int, _step: Step, _state: State) -> None:
        self._pen.put(IDENTITY)

    def _move(self, _index: int, step: Step, _state: State) -> None:
        self._pen.move(*step.operands)

    def _move_leading(self, _index: int, step: Step, state: State) -> None:
        state.leading = -step.operands[1]
        self._pen.move(*step.operands)

    def _put(self, _index: int, step: Step, _state: State) -> None:
        a, b, c, d, e, f = step.operands
        self._pen.put((a, b, c, d, e, f))

    def _next_line(self, _index: int, _step: Step, state: State) -> None:
        self._pen.move(0.0, -state.leading)

    def _font(self, _index: int, step: Step, state: State) -> None:
        found = self._find("/Font", step.operands[0])
        state.font = self._fonts.font(found) if isinstance(found, pikepdf.Dictionary) else None
        state.size = float(step.operands[1])

    def _show(self, index: int, step: Step, state: State) -> None:
        held = step.operands[0]
        self._shown(index, strings(held) if step.word == "TJ" else [bytes(held)], state, [])

    def _show_next(self, index: int, step: Step, state: State) -> None:
        self._pen.move(0.0, -state.leading)
        self._shown(index, [bytes(step.operands[0])], state, [made("T*", [])])

    def _show_spaced(self, index: int, step: Step, state: State) -> None:
        word, char, text = step.operands
        state.word_space, state.char_space = float(word), float(char)
        self._pen.move(0.0, -state.leading)
        self._shown(index, [bytes(text)], state, [made("Tw", [word]), made("Tc", [char]), made("T*", [])])

    def _shown(self, index: int, parts: list[Any], state: State, prefix: list[Any]) -> None:
        found = show(index, parts, state, self._pen, self._marks.visible)
        found.prefix = prefix
        self._sheet.shows[index] = found
        self._sheet.events.append(found)


def _char_space(_index: int, step: Step, state: State) -> None:
    state.char_space = step.operands[0]


def _word_space(_index: int, step: Step, state: State) -> None:
    state.word_space = step.operands[0]


def _scale(_index: int, step: Step, state: State) -> None:
    state.scale = step.operands[0] / 100


def _leading(_index: int, step: Step, state: State) -> None:
    state.leading = step.operands[0]


def _rise(_index: int, step: Step, state: State) -> None:
    state.rise = step.operands[0]


def _mode(_index: int, step: Step, state: State) -> None:
    state.mode = int(step.operands[0])


_SETTERS: dict[str, Act] = {
    "Tc": _char_space,
    "Tw": _word_space,
    "Tz": _scale,
    "TL": _leading,
    "Ts": _rise,
    "Tr": _mode,
}
