"""One HTML page: no script, nothing fetched, tables with captions and scopes, everything from outside escaped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import chain

from redact.audit.schedule import COLUMNS, Row, Schedule

_HEAD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Schedule of redactions</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 2rem auto; padding: 0 1rem;
       max-width: 90rem }
table { border-collapse: collapse; width: 100%; margin: 1rem 0 2rem }
caption { text-align: left; font-weight: 700; padding: .5rem 0 }
th, td { border: 1px solid #767676; padding: .3rem .5rem; text-align: left; vertical-align: top;
         overflow-wrap: anywhere }
thead th { background: #eee }
.wide { overflow-x: auto }
.wide:focus { outline: 3px solid #1d70b8 }
@media print { .wide { overflow: visible } thead { display: table-header-group } tr { break-inside: avoid } }
</style>
</head>
<body>
<main>
<h1>Schedule of redactions</h1>
"""
_FOOT = "</main>\n</body>\n</html>\n"
_WHAT_IT_IS = (
    "This schedule lists what was found and what was decided. It is no statement that nothing else is there: "
    "what was not found is not listed."
)
#: Source: UK GDPR art. 4(5), recital 26; ICO, "Pseudonymisation", 28 March 2025.
_PSEUDONYMISED = (
    "Pseudonyms were used. Pseudonymised data stays personal data: whoever holds the key, or other papers on the same "
    "people, may know them again."
)


def page(head: Schedule, taken: Iterable[Row], kept: Iterable[Row]) -> Iterator[str]:
    """The page in pieces, so that a record of any length streams."""
    yield _HEAD
    yield _paragraph(_WHAT_IT_IS)
    if head.pseudonymised:
        yield _paragraph(_PSEUDONYMISED)
    yield "<h2>The run</h2>\n"
    yield from _table("What made this schedule", ("", ""), head.facts)
    yield "<h2>Totals</h2>\n"
    yield from _table("Redactions by code", ("code", "redactions"), ((code, str(n)) for code, n in head.per_code))
    documents = ((name, str(cut), str(kept)) for name, cut, kept in head.per_document)
    yield from _table("Redactions by document", ("document", "taken out", "kept"), documents)
    yield "<h2>Taken out</h2>\n"
    yield from _table("Every redaction", COLUMNS, (row.cells() for row in taken))
    yield "<h2>Kept</h2>\n"
    yield from _table("What was found and left in", COLUMNS, (row.cells() for row in kept))
    yield _FOOT


def _table(caption: str, columns: Sequence[str], lines: Iterable[Sequence[str]]) -> Iterator[str]:
    """A table, or a sentence where it would be empty. The first cell of a line is its header."""
    waiting = iter(lines)
    first = next(waiting, None)
    if first is None:
        yield _paragraph(f"{caption}: none.")
        return
    yield f'<div class="wide" role="region" tabindex="0" aria-label="{escape(caption)}">\n<table>\n'
    yield f"<caption>{escape(caption)}</caption>\n"
    if any(columns):
        heads = "".join(f'<th scope="col">{escape(column.capitalize())}</th>' for column in columns)
        yield f"<thead><tr>{heads}</tr></thead>\n"
    yield "<tbody>\n"
    for head, *cells in chain([first], waiting):
        yield f'<tr><th scope="row">{escape(head)}</th>{"".join(f"<td>{escape(cell)}</td>" for cell in cells)}</tr>\n'
    yield "</tbody>\n</table>\n</div>\n"


def _paragraph(text: str) -> str:
    return f"<p>{escape(text)}</p>\n"
