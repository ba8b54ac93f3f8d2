"""Addresses that a label or a column header announces; here bad scans are read with mercy."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.core.segment import Text
from redact.detect.address.spot import CUED, HOME, SITE, Spot
from redact.detect.words import Page, header, named

_ROWS = {
    HOME: """
        address;addr;add;home address;home;home addr;home add;postal address;current address;usual address;last known address;
        last known addr;last add;previous address;correspondence address;contact address;billing address;delivery address;
        address line 1;address line 2;address 1;address 2;address1;address2;addressline1;addressline2;street;street address;
        house;house name;house number;residence;place of residence;residing at;abode;lives at;lives;currently at;staying at;
        where now;now at;property;property address;tenancy;tenancy address;patient address;locus;addre ss
    """,
    SITE: """
        registered office;registered address;site;site address;location of site;planning site;premises;premises address;
        office address;business address;company address;trading address
    """,
}
_LABELS = {" ".join(label.split()): kind for kind, rows in _ROWS.items() for label in rows.split(";")}
_NOTHING = re.compile(
    r"\W*(?:none|n/?a|nfa|no fixed (?:abode|address)|not (?:known|given|stated|disclosed)|unknown|"
    r"withheld|declined|as above|same|see above|c/?o|tbc|refused|given|redacted|[-–.]*)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_POSTCODE = re.compile(r",?\s*\b[A-Z]{1,2}[0-9IOl][0-9A-ZIOl]?[ ]{0,3}[0-9OIl][A-Z]{2}\b")
_MAILBOX = re.compile(r"@|https?:|www\.")
_END = re.compile(r"(?<=[\w)])[.;](?=\s|$)|[ ]{2,}|\s+\(|\s+(?=(?:Tel|Phone|DOB|Email|NHS|Mob)\b)", re.IGNORECASE)
_HOUSE_WORD = re.compile(
    r"\d|\b(?:flat|house|farm|cottage|the|villa|lodge|bungalow|court|street|road|lane|plot|caravan|ty|"
    r"plas|bryn)\b",
    re.IGNORECASE,
)


def headed(segment: Text) -> Spot | None:
    """The whole value under a header that says address."""
    label = header(segment.context)
    kind = named(label, _LABELS) if label else None
    text = segment.text
    if (
        kind is None
        or not text.strip()
        or _NOTHING.fullmatch(text)
        or _MAILBOX.search(text)
        or not re.search(r"[^\W\d_]|^\s*\d{1,4}[a-zA-Z]?\s*$", text)
    ):
        return None
    code = _POSTCODE.search(text)
    end = code.start() if code and code.start() > 0 else len(text.rstrip())
    return Spot(len(text) - len(text.lstrip()), end, kind, 0.85, CUED if kind == HOME else frozenset({"public_site"}))


def spots(page: Page) -> Iterator[Spot]:
    """The value behind an address label: its first part for certain, more as long as it speaks of house or street."""
    for field in page.fields:
        kind = named(field.label, _LABELS)
        if kind is None or len(field.label) > 5:
            continue
        code = _POSTCODE.search(page.text, field.start, min(field.end, field.start + 160))
        end = code.start() if code else field.end
        if stop := _END.search(page.text, field.start + 2, end):
            end = stop.start()
        value = page.text[field.start : end]
        if (
            _NOTHING.fullmatch(value)
            or _MAILBOX.search(value)
            or len(value.strip()) < 2
            or not re.search(r"[^\W\d_]{2}", value)
        ):
            continue
        start = field.start + len(value) - len(value.lstrip(" \t\n"))
        yield Spot(start, _reach(page, start, end), kind, 0.85, CUED if kind == HOME else frozenset({"public_site"}))


def _reach(page: Page, start: int, end: int) -> int:
    """The end of the last comma-parted piece that has a number or a house or street word; of the first piece at least."""
    pieces = list(re.finditer(r"[^,\n]+", page.text[start:end]))
    reach = pieces[0].end() if pieces else end - start
    for piece in pieces[1:]:
        if _HOUSE_WORD.search(piece[0]):
            reach = piece.end()
    return start + len(page.text[start : start + reach].rstrip(" .,;"))
