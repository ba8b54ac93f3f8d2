"""What the codes of a font stand for, written as a CMap.

Source: ISO 32000-2:2020, section 9.10.3; Adobe Technical Note 5014.
"""

from __future__ import annotations

from collections.abc import Sequence

_MOST_IN_BLOCK = 100
_HEAD = """/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
"""
_TAIL = """endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""


def to_unicode(pairs: Sequence[tuple[bytes, str]], spaces: Sequence[tuple[bytes, bytes]] = ()) -> bytes:
    """A CMap of codes and what they stand for; `spaces` are the ranges of codes, all of one length where none is given."""
    size = len(pairs[0][0]) if pairs else 1
    ranges = [f"{_hex(low)} {_hex(high)}" for low, high in spaces or [(bytes(size), b"\xff" * size)]]
    lines = [f"{_hex(code)} {_hex(text.encode('utf-16-be', 'replace'))}" for code, text in pairs]
    return (_HEAD + _blocks("codespacerange", ranges) + _blocks("bfchar", lines) + _TAIL).encode("ascii")


def _blocks(name: str, lines: Sequence[str]) -> str:
    made = []
    for start in range(0, len(lines), _MOST_IN_BLOCK):
        block = lines[start : start + _MOST_IN_BLOCK]
        made.append("\n".join((f"{len(block)} begin{name}", *block, f"end{name}\n")))
    return "".join(made)


def _hex(content: bytes) -> str:
    return f"<{content.hex().upper()}>"
