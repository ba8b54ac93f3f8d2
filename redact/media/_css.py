"""Style sheets: what in them is somebody's own words. Selectors, properties and numbers say nothing of anybody.

`@page`, `612.0pt` and `WordSection1` read like account names and references to whoever looks for those. A name cut elsewhere
that stands in a selector too is found by the sweep.

Source: W3C, CSS Syntax Module Level 3, 2021, sections 4.3.2 (comments), 4.3.5 (strings), 4.3.6 (url tokens).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.media._reading import Reading

_WORDS = re.compile(
    r"/\*(?P<comment>.*?)(?:\*/|\Z)"
    r'|"(?P<double>(?:[^"\\\n]|\\.)*)"'
    r"|'(?P<single>(?:[^'\\\n]|\\.)*)'"
    r"|\burl\(\s*(?P<url>[^\s\"')]+)",
    re.DOTALL | re.IGNORECASE,
)


def own_words(sheet: Reading) -> Iterator[Reading]:
    """Comments, strings and addresses of a style sheet. What stands in braces that never close is read whole."""
    if sheet.text.count("{") != sheet.text.count("}"):
        yield sheet
        return
    for match in _WORDS.finditer(sheet.text):
        kind = match.lastgroup
        if kind is not None and match[kind].strip():
            yield sheet.part(*match.span(kind))
