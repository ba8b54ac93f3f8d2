"""How the HTML of a letter calls the pictures in it."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape
from urllib.parse import quote

from redact.media.mail.parts import File


def renamed(html: bytes, neutral: Callable[[str], str], files: Sequence[File]) -> bytes:
    """HTML in which every file of the letter is called by its neutral id. Source: RFC 2392, RFC 2557 section 4."""
    called = {f"cid:{file.id}": neutral(file.id) for file in files if file.id}
    called |= {file.location: neutral(file.location) for file in files if file.location and not file.id}
    spelt = {form.encode("utf-8", "replace"): new for old, new in called.items() for form in _spellings(old)}
    if not spelt:
        return html
    sought = b"|".join(re.escape(form) for form in sorted(spelt, key=len, reverse=True))
    pattern = re.compile(rb"(?<=[\"'(=])(?:" + sought + rb")(?=[\"')\s>])")
    return pattern.sub(lambda match: b"cid:" + spelt[match[0]].encode("ascii"), html)


def _spellings(old: str) -> set[str]:
    return {old, escape(old), quote(old, safe=":/@"), quote(old, safe=":/"), old.replace("cid:", "CID:", 1)}
