"""The graphics state, as far as it moves or hides what is drawn, and the pen within a text object.

Source: ISO 32000-2:2020, sections 8.4 and 9.3.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from redact.media.pdf.content.fonts import Font
from redact.media.pdf.terms import IDENTITY, Area, Matrix, mul

EVERYWHERE = Area(-1e9, -1e9, 1e9, 1e9)


@dataclass(slots=True)
class State:
    """What `q` keeps and `Q` brings back. `scale` is that of `Tz`, as a factor; `clip` a box around all that is shown."""

    ctm: Matrix = IDENTITY
    clip: Area = EVERYWHERE
    font: Font | None = None
    size: float = 1.0
    char_space: float = 0.0
    word_space: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> State:
        """One of its own for what follows."""
        return replace(self)

    def narrow(self, area: Area) -> None:
        """Show nothing outside an area."""
        x0, y0 = max(self.clip.x0, area.x0), max(self.clip.y0, area.y0)
        self.clip = Area(x0, y0, max(x0, min(self.clip.x1, area.x1)), max(y0, min(self.clip.y1, area.y1)))


@dataclass(slots=True)
class Pen:
    """Where text is written. `placed` says that the pen was put there, rather than left by what was shown before."""

    text: Matrix = IDENTITY
    line: Matrix = IDENTITY
    placed: bool = True

    def put(self, matrix: Matrix) -> None:
        """Start a line here."""
        self.text = self.line = matrix
        self.placed = True

    def move(self, x: float, y: float) -> None:
        """Start a line so far from the start of the last."""
        self.put(mul((1.0, 0.0, 0.0, 1.0, x, y), self.line))

    def leave(self, x: float, y: float) -> None:
        """Stand after what was shown."""
        self.text = mul((1.0, 0.0, 0.0, 1.0, x, y), self.text)
        self.placed = False
