"""Narrow looks at objects of a PDF that may hold anything: what is not of the kind asked for counts as absent."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf

from redact.media.pdf.terms import IDENTITY, Area, Matrix, Untrusted

_FAR = 1e9


def dictionary(found: Any) -> pikepdf.Dictionary:
    """The dictionary, or that of a stream; an empty one for anything else."""
    if isinstance(found, pikepdf.Stream):
        return found.stream_dict
    return found if isinstance(found, pikepdf.Dictionary) else pikepdf.Dictionary()


def entry(resources: pikepdf.Dictionary | None, kind: str, name: Any) -> Any:
    """The resource of a kind (``/Font``) under a name; None where there is none."""
    if resources is None or not isinstance(name, pikepdf.Name):
        return None
    return dictionary(resources.get(kind)).get(str(name))


def number(found: Any, otherwise: float = 0.0) -> float:
    """A finite number; `otherwise` for anything else."""
    if isinstance(found, (int, float, Decimal)):
        value = float(found)
        if -_FAR < value < _FAR:
            return value
    return otherwise


def numbers(found: Any) -> list[float]:
    """The numbers of an array, zero for what is none."""
    return [number(item) for item in found] if isinstance(found, pikepdf.Array) else []


def matrix(found: Any) -> Matrix:
    """A `/Matrix`; the identity where it is none."""
    six = numbers(found)
    return (six[0], six[1], six[2], six[3], six[4], six[5]) if len(six) == 6 else IDENTITY


def rectangle(found: Any) -> Area | None:
    """A `/BBox` or `/MediaBox`, put in order."""
    four = numbers(found)
    if len(four) != 4:
        return None
    return Area(min(four[0], four[2]), min(four[1], four[3]), max(four[0], four[2]), max(four[1], four[3]))


def key(found: pikepdf.Object) -> tuple[int, int] | bytes:
    """What tells an object from all others of its file: its number, or itself where it has none."""
    return found.objgen if found.objgen != (0, 0) else found.unparse()


def inherited(page: pikepdf.Page, name: str) -> Any:
    """An attribute of a page that its ancestors may say.

    Raises:
        Untrusted: the page tree has no end.
    """
    node: Any = page.obj
    for _ in range(64):
        if name in node:
            return node[name]
        node = node.get("/Parent")
        if not isinstance(node, pikepdf.Dictionary):
            return None
    raise Untrusted("the page tree has no end")


def items(found: Any) -> Iterator[tuple[str, Any]]:
    """Entries of a dictionary or stream; none of anything else."""
    for name, value in dictionary(found).items():
        yield str(name), value
