"""Marked content: how deep it is nested, and whether the layer it belongs to is shown.

Source: ISO 32000-2:2020, sections 8.11.3 and 14.6.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pikepdf

from redact.media.pdf.content.operators import Step
from redact.media.pdf.plain.layers import Layers


class Marks:
    """The marked-content sequences that are open. `find` gives a resource by kind and name."""

    def __init__(self, layers: Layers, find: Callable[[str, Any], Any], visible: bool) -> None:
        self._layers = layers
        self._find = find
        self._open = [visible]

    @property
    def visible(self) -> bool:
        """Whether all layers around are shown."""
        return self._open[-1]

    def follow(self, step: Step) -> None:
        """Open or close a sequence."""
        if step.word != "EMC":
            self._open.append(self.visible and self._shows(step))
        elif len(self._open) > 1:
            self._open.pop()

    def _shows(self, step: Step) -> bool:
        if step.word != "BDC" or step.operands[0] != pikepdf.Name.OC:
            return True
        held = step.operands[1]
        return self._layers.shows(self._find("/Properties", held) if isinstance(held, pikepdf.Name) else held)
