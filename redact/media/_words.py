"""Bytes that somebody's program left in a file, as the words in them: characters where they decode, else readable runs."""

from __future__ import annotations

import html
import re

_RUNS = re.compile(rb"[ -~\t\r\n\x80-\xff]{4,}")
_CODECS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"": "utf-8"}
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_XML = re.compile(r"""=\s*(?:"([^"]+)"|'([^']+)')|>([^<]+)<""")


def said(content: bytes) -> str:
    """The words in bytes whose encoding nobody names; "" where there are none."""
    for mark, codec in _CODECS.items():
        if not content.startswith(mark):
            continue
        try:
            text = content.decode(codec).strip("\x00 \t\r\n")
        except UnicodeDecodeError:
            continue
        if not _CONTROLS.search(text):
            return text
    runs = (run.decode("latin-1").strip() for run in _RUNS.findall(content))
    return "\n".join(run for run in runs if any(sign.isalnum() for sign in run))


def of_xml(packet: bytes) -> str:
    """What an XML packet says, a line for each attribute and each text; names of elements are left out."""
    text = said(packet)
    found = ("".join(groups).strip() for groups in _XML.findall(text))
    return "\n".join(html.unescape(line) for line in found if line) or text
