"""Bytes of metadata as words: characters where they decode, else the readable runs among them."""

from __future__ import annotations

import html
import re

_RUNS = re.compile(rb"[ -~\t\r\n]{6,}")
_RUNS_BYTES = 1 << 16  # of bytes that are no text (a film behind a picture), only the head is searched for words
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_XML = re.compile(r"""=\s*(?:"([^"]+)"|'([^']+)')|>([^<]+)<""")


def said(content: bytes) -> str:
    """The words in bytes whose encoding nobody names; "" where there are none."""
    for codec in ("utf-8", "utf-16"):
        if codec == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(codec).strip("\x00 \t\r\n")
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    return "\n".join(run.decode("ascii") for run in _RUNS.findall(content[:_RUNS_BYTES])).strip()


def latin(content: bytes) -> str:
    """Characters of a field that is UTF-8 by custom and Latin-1 by its format."""
    try:
        return content.decode("utf-8").strip("\x00 ")
    except UnicodeDecodeError:
        return content.decode("latin-1").strip("\x00 ")


def of_xml(packet: bytes) -> str:
    """What an XMP packet says, a line for each attribute and each text; names of elements are left out.

    Source: Adobe, XMP Specification Part 1 (2012), 7.
    """
    text = said(packet)
    found = ["".join(groups).strip() for groups in _XML.findall(text)]
    return "\n".join(html.unescape(line) for line in found if line) or text
