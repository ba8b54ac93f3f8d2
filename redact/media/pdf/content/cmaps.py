"""CMaps: how the bytes of a string fall into codes, and what a code stands for. Nothing is loaded but by a known name.

Source: ISO 32000-2:2020, sections 9.7.5 (CMaps) and 9.10.3 (ToUnicode); Adobe Technical Note 5014.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pikepdf
from pdfminer.cmapdb import CMapDB
from pdfminer.psexceptions import PSException

from redact.media.pdf.content.cmapfile import CMap, parsed
from redact.media.pdf.terms import Untrusted

#: The CMaps every reader holds. Source: ISO 32000-2:2020, table 116.
PREDEFINED = frozenset(
    "GB-EUC-H GB-EUC-V GBpc-EUC-H GBpc-EUC-V GBK-EUC-H GBK-EUC-V GBKp-EUC-H GBKp-EUC-V GBK2K-H GBK2K-V "
    "UniGB-UCS2-H UniGB-UCS2-V UniGB-UTF16-H UniGB-UTF16-V B5pc-H B5pc-V HKscs-B5-H HKscs-B5-V ETen-B5-H "
    "ETen-B5-V ETenms-B5-H ETenms-B5-V CNS-EUC-H CNS-EUC-V UniCNS-UCS2-H UniCNS-UCS2-V UniCNS-UTF16-H "
    "UniCNS-UTF16-V 83pv-RKSJ-H 90ms-RKSJ-H 90ms-RKSJ-V 90msp-RKSJ-H 90msp-RKSJ-V 90pv-RKSJ-H Add-RKSJ-H "
    "Add-RKSJ-V EUC-H EUC-V Ext-RKSJ-H Ext-RKSJ-V H V UniJIS-UCS2-H UniJIS-UCS2-V UniJIS-UCS2-HW-H "
    "UniJIS-UCS2-HW-V UniJIS-UTF16-H UniJIS-UTF16-V KSC-EUC-H KSC-EUC-V KSCms-UHC-H KSCms-UHC-V KSCms-UHC-HW-H "
    "KSCms-UHC-HW-V KSCpc-EUC-H UniKS-UCS2-H UniKS-UCS2-V UniKS-UTF16-H UniKS-UTF16-V".split()
)
_ORDERINGS = frozenset({"Adobe-GB1", "Adobe-CNS1", "Adobe-Japan1", "Adobe-Korea1"})

#: Gives the code at an index of a string as (bytes, cid).
Split = Callable[[bytes], list[tuple[bytes, int]]]


def identity(shown: bytes) -> list[tuple[bytes, int]]:
    """Codes of two bytes that are glyph numbers themselves."""
    return [(shown[i : i + 2], int.from_bytes(shown[i : i + 2], "big")) for i in range(0, len(shown), 2)]


def predefined(name: str) -> Split:
    """What splits strings by a CMap that every reader holds.

    Raises:
        Untrusted: nobody knows the name.
    """
    if name in ("Identity-H", "Identity-V"):
        return identity
    if name not in PREDEFINED:
        raise Untrusted("a font names a character map that nobody knows")
    try:
        tree: Any = vars(CMapDB.get_cmap(name))["code2cid"]
    except (PSException, CMapDB.CMapNotFound, OSError) as err:
        raise Untrusted("a font names a character map that is not at hand") from err
    return lambda shown: list(_by_tree(tree, shown, 2 if "UCS2" in name else 0))


def _by_tree(tree: dict[int, Any], shown: bytes, width: int) -> Iterator[tuple[bytes, int]]:
    start = 0
    while start < len(shown):
        node: Any = tree
        end = start
        while isinstance(node, dict) and end < len(shown):
            node = node.get(shown[end])
            end += 1
        if not isinstance(node, int):
            if not width:
                raise Untrusted("a string holds codes that its character map does not")
            node, end = 0, start + width
        yield shown[start:end], node
        start = end


def embedded(stream: pikepdf.Stream) -> tuple[Split, bool]:
    """What splits strings by a CMap in the file, and whether it writes downwards.

    Raises:
        Untrusted: it cannot be read, or builds on one that nobody knows.
    """
    cmap = parsed(stream)
    base = predefined(cmap.base) if cmap.base else None
    vertical = cmap.vertical or stream.get("/WMode", 0) == 1
    if not cmap.spaces and base is not None and not cmap.cids and not cmap.ranges:
        return base, vertical
    if not cmap.spaces:
        raise Untrusted("a character map does not say how long its codes are")
    return lambda shown: list(_by_spaces(cmap, base, shown)), vertical


def _by_spaces(cmap: CMap, base: Split | None, shown: bytes) -> Iterator[tuple[bytes, int]]:
    start = 0
    while start < len(shown):
        size = _size(cmap, shown, start)
        code = shown[start : start + size]
        cid = cmap.cid(code)
        if cid is None and base is not None:
            cid = base(code)[0][1]
        yield code, cid or 0
        start += size


def _size(cmap: CMap, shown: bytes, start: int) -> int:
    for low, high in cmap.spaces:
        code = shown[start : start + len(low)]
        if len(code) == len(low) and all(a <= b <= c for a, b, c in zip(low, code, high, strict=True)):
            return len(low)
    sizes = {len(low) for low, _ in cmap.spaces}
    if len(sizes) > 1:
        raise Untrusted("a string holds codes that its character map does not")
    return sizes.pop()


def unicode_of_cids(ordering: str) -> Callable[[int], str]:
    """What the glyph numbers of a character collection stand for; empty for those of an unknown one."""
    if ordering not in _ORDERINGS:
        return lambda cid: ""  # noqa: ARG005
    known = CMapDB.get_unicode_map(ordering)

    def char(cid: int) -> str:
        try:
            return str(known.get_unichr(cid))
        except KeyError:
            return ""

    return char
