"""The letters of rich text got in the plainest way: what a stranger sees who knows nothing but its escapes."""

from __future__ import annotations

import re

_ESCAPE = re.compile(r"\\u(-?\d{1,6}) ?\??|\\'([0-9a-fA-F]{2})|\\([a-zA-Z]+)(?:-?\d+)? ?|\\(.)|([{}\r\n])", re.S)
_BREAKS = frozenset(("par", "line", "cell", "row", "tab", "sect", "page"))


def bare(raw: str) -> str:
    """The letters in the order of the file."""
    return _ESCAPE.sub(_letter, raw).encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _letter(match: re.Match[str]) -> str:
    number, byte, word, sign, _ = match.groups()
    if number is not None:
        return chr(int(number) % 0x10000)
    if byte is not None:
        return bytes((int(byte, 16),)).decode("cp1252", "replace")
    if word is not None:
        return "\n" if word in _BREAKS else ""
    return sign if sign is not None and sign in "\\{}" else ""
