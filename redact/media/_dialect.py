"""How a table is written: its delimiter, and whether its first row names the columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from redact.core.errors import CorruptInput, LimitExceeded
from redact.media._rows import Row, rows

#: In the order of their claim when two fit equally well.
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE_ROWS = 50
_HEADER_CHARS = 60
#: Excel's own note of the delimiter, on a line by itself.
_SEP_LINE = re.compile(r"sep=(.)(?:\r\n|\r|\n)", re.I)
_VALUE_LIKE = re.compile(r"@|\d{5}|^\W*\d[\d\W]*$")
_HEADER_WORD = re.compile(
    r"\b(?:id|no|ref|reference|number|name|forename|surname|title|date|dob|age|sex|gender|address|street|town|city|postcode"
    r"|phone|telephone|tel|mobile|e-?mail|type|status|notes?|comments?|description|subject|message|body|text|amount|value"
    r"|department|team|role|job|officer|nhs|nino|time|year|count|total|category|details?|case|user|owner|contact)\b",
    re.I,
)


def delimiter_of(sample: str, suffix: str) -> str:
    """The delimiter under which the rows of the sample are most alike; a suffix that names one is believed."""
    if noted := _SEP_LINE.match(sample):
        return noted.group(1)
    if suffix in (".tsv", ".tab"):
        return "\t"
    return max(_DELIMITERS, key=lambda delimiter: _likeness(sample, delimiter))


def _likeness(sample: str, delimiter: str) -> float:
    """The share of rows of the commonest width, if that is more than one column."""
    widths = Counter(len(row) for row in sample_rows(sample, delimiter))
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0.0
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    return count / widths.total() + width / 1e6


def sample_rows(sample: str, delimiter: str) -> list[Row]:
    """The whole rows of a sample that may break off anywhere."""
    found: list[Row] = []
    try:
        for row in rows((sample,), delimiter, len(sample)):
            found.append(row)
            if len(found) > _SAMPLE_ROWS:
                break
    except (CorruptInput, LimitExceeded):
        return found  # the sample ends inside a quoted cell
    return found[:-1] if len(found) > 1 and not found[-1][-1].after else found


def header_of(sample: Sequence[Row]) -> tuple[str, ...]:
    """The column names, if the first row looks like names and not like the rows below it; else nothing."""
    if not sample:
        return ()
    first = tuple(cell.text.strip() for cell in sample[0])
    filled = [text for text in first if text]
    if not filled or any(len(text) > _HEADER_CHARS or _VALUE_LIKE.search(text) for text in filled):
        return ()
    if len(set(filled)) < len(filled):
        return ()
    named = any(_HEADER_WORD.search(re.sub(r"_|(?<=[a-z])(?=[A-Z])", " ", text)) for text in filled)
    return first if named or _differs(sample[1:], len(first)) else ()


def _differs(below: Sequence[Row], width: int) -> bool:
    """Whether some column holds only numbers, dates or addresses below the first row."""
    for col in range(width):
        cells = [row[col].text.strip() for row in below if col < len(row) and row[col].text.strip()]
        if cells and all(_VALUE_LIKE.search(text) for text in cells):
            return True
    return False
