"""What can be read in the bytes of a picture or film: runs of characters among compressed pixels, as `strings` finds them.

Pixels are noise to a reader, and a sweep of noise takes minutes and finds names that are not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

#: Shorter runs stand in any noise; what a format stores as text is read by its adapter, however short.
_LEAST = 6
_UTF8 = rb"(?:[\t\n\r\x20-\x7e]|[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2})"
_RUNS = (
    (re.compile(_UTF8 + b"{%d,}" % _LEAST), "utf-8"),
    (re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){%d,}" % _LEAST), "utf-16-le"),
    (re.compile(rb"(?:\x00[\x20-\x7e\xa0-\xff]){%d,}" % _LEAST), "utf-16-be"),
)
#: A run that lies over the border of two chunks is found in the second, up to this length.
_OVERLAP = 4096


def runs(chunks: Iterable[bytes]) -> Iterator[str]:
    """Each run of characters on a line of its own; one that lies over two chunks may come twice."""
    before = b""
    for chunk in chunks:
        held = before + chunk
        for pattern, codec in _RUNS:
            yield from (match[0].decode(codec, "replace") + "\n" for match in pattern.finditer(held))
        before = held[-_OVERLAP:]
