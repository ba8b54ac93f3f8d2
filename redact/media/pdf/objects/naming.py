"""Names of PDF objects as Python strings, be their bytes UTF-8 or not."""

from __future__ import annotations

from typing import Any

from pikepdf import Array, Dictionary, Name

#: Inks that every press knows. Source: ISO 32000-2:2020, 8.6.6.4.
_INKS = frozenset({"/All", "/None", "/Cyan", "/Magenta", "/Yellow", "/Black"})
_INK = "/Ink"


def said(value: Any) -> str:
    """A name with its stroke; empty for what is none. Bytes that are no UTF-8 are kept as `surrogateescape` has them."""
    return bytes(value).decode("utf-8", "surrogateescape") if isinstance(value, Name) else ""


def name_inks(colours: Array) -> None:
    """Number the inks of a colour space that have names of their own: on a screen they are shown by what is mixed for them."""
    if len(colours) < 2:
        return
    if isinstance(colours[1], Name):
        if said(colours[0]) == "/Separation" and said(colours[1]) not in _INKS:
            colours[1] = Name(_INK)
        return
    inks: Any = colours[1] if said(colours[0]) == "/DeviceN" and isinstance(colours[1], Array) else ()
    for number, ink in enumerate(list(inks)):
        if said(ink) not in _INKS:
            inks[number] = Name(f"{_INK}{number}")


def copied(value: Any) -> Dictionary:
    """A dictionary with the same entries; an empty one for what is none."""
    made = Dictionary()
    for key in list(value.keys()) if isinstance(value, Dictionary) else ():
        made[key] = value[key]
    return made
