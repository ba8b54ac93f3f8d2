"""IPTC-IIM, as Photoshop puts it into pictures.

Source: IPTC-NAA Information Interchange Model 4.2; Adobe Photoshop File Formats (2019), Image Resource Blocks.
"""

from __future__ import annotations

from collections.abc import Iterator

from redact.media.image.anatomy import Saying
from redact.media.image.words import latin

_HEAD = b"Photoshop 3.0\x00"
_IPTC = 0x0404
#: Source: IIM 4.2, chapter 6 (record 2).
_NAMES = {
    5: "Object Name", 25: "Keywords", 40: "Special Instructions", 55: "Date Created", 60: "Time Created", 80: "By-line",
    85: "By-line Title", 90: "City", 92: "Sub-location", 95: "Province", 101: "Country", 103: "Original Reference",
    105: "Headline", 110: "Credit", 115: "Source", 116: "Copyright Notice", 118: "Contact", 120: "Caption",
    122: "Writer",
}  # fmt: skip


def sayings(resources: bytes) -> Iterator[Saying]:
    """The fields in a block of Photoshop resources; what cannot be understood ends it."""
    for number, body in _resources(resources.removeprefix(_HEAD)):
        if number == _IPTC:
            yield from _records(body)


def records(content: bytes) -> Iterator[Saying]:
    """The fields of IPTC that stands without Photoshop, as in TIFF."""
    yield from _records(content)


def _resources(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while content[at : at + 4] == b"8BIM" and at + 12 <= len(content):
        number = int.from_bytes(content[at + 4 : at + 6], "big")
        name = content[at + 6] + 1
        at += 6 + name + name % 2
        length = int.from_bytes(content[at : at + 4], "big")
        yield number, content[at + 4 : at + 4 + length]
        at += 4 + length + length % 2


def _records(content: bytes) -> Iterator[Saying]:
    at = 0
    while content[at : at + 1] == b"\x1c" and at + 5 <= len(content):
        record, number, length = content[at + 1], content[at + 2], int.from_bytes(content[at + 3 : at + 5], "big")
        if length & 0x8000:  # an extended dataset, which no text needs
            return
        text = latin(content[at + 5 : at + 5 + length]) if record >= 2 and number else ""
        if text.strip():
            name = _NAMES.get(number, f"{record}:{number}") if record == 2 else f"{record}:{number}"
            yield Saying(f"IPTC {name}", name, text)
        at += 5 + length
