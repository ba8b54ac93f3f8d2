"""Layers (optional content): which are shown when the file is opened, and names for them that tell nothing.

Source: ISO 32000-2:2020, 8.11.
"""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from redact.media.pdf.cleaning.tally import Tally, Topic
from redact.media.pdf.objects.naming import said

_NAMED = "layer "


class Layers:
    """The layers of a document as it opens."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        held = pdf.Root.get("/OCProperties")
        properties = held if isinstance(held, Dictionary) else Dictionary()
        settings = properties.get("/D")
        settings = settings if isinstance(settings, Dictionary) else Dictionary()
        self._groups = _dictionaries(properties.get("/OCGs"))
        on = {group.objgen for group in _dictionaries(settings.get("/ON"))}
        self._off = {group.objgen for group in _dictionaries(settings.get("/OFF"))}
        if settings.get("/BaseState") == Name.OFF:
            self._off |= {group.objgen for group in self._groups} - on

    def shows(self, content: Any) -> bool:
        """Whether what stands on this layer, or belongs to these, is seen; what is on none always is."""
        if not isinstance(content, Dictionary):
            return True
        if content.get("/Type") == Name.OCG:
            return content.objgen not in self._off
        held = content.get("/OCGs")
        groups = [held] if isinstance(held, Dictionary) else _dictionaries(held)
        states = [group.objgen not in self._off for group in groups]
        policy = said(content.get("/P"))
        seen = {"/AllOn": all(states), "/AnyOff": not all(states), "/AllOff": not any(states)}.get(policy, any(states))
        return seen or not states

    def neutral(self, tally: Tally) -> None:
        """Name every layer by its number."""
        for number, group in enumerate(self._groups, 1):
            if str(group.get("/Name", "")) != f"{_NAMED}{number}":
                group["/Name"] = String(f"{_NAMED}{number}")
                tally.add(Topic.LAYER_NAMES)
        if self._groups:
            tally.add(Topic.LAYERS, len(self._groups))


def _dictionaries(value: Any) -> list[Dictionary]:
    return [held for held in value if isinstance(held, Dictionary)] if isinstance(value, Array) else []
