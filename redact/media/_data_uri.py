"""`data:` addresses: text in them is read and can be changed, anything else is dropped.

Source: RFC 2397.
"""

from __future__ import annotations

import base64
import binascii
import codecs
import re
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_to_bytes

#: Where one may stand inside other text (style sheets, scripts, lists of pictures).
INSIDE = re.compile(r"""\bdata:(?:[a-z0-9.+-]+/[a-z0-9.+*-]+)?(?:;[\w.+-]+(?:=[\w.+"-]+)?)*,[^\s"'()<>\\]*""", re.I)
_HEAD = re.compile(r"\s*data:([^,;]*)((?:;[^,;]*)*),", re.I)
#: What stands in place of one that was dropped.
EMPTY = "data:,"


@dataclass(frozen=True, slots=True)
class DataText:
    """The text of one, and how it was written."""

    head: str
    text: str = field(repr=False)
    codec: str
    in_base64: bool

    def written(self, text: str) -> str:
        """The whole address with another text."""
        content = text.encode(self.codec, "replace")
        return self.head + (base64.b64encode(content).decode("ascii") if self.in_base64 else quote(content))


def begins(text: str) -> bool:
    """Whether `text` is such an address from its first character."""
    return _HEAD.match(text) is not None


def data_text(address: str) -> DataText | None:
    """The text in an address; None if it is no plain text, or text with markup of its own."""
    head = _HEAD.match(address)
    if head is None:
        return None
    media, parameters = head.group(1).strip().lower() or "text/plain", head.group(2).lower()
    if not (media.startswith("text/") or media == "application/json") or "html" in media or "xml" in media:
        return None
    in_base64 = parameters.endswith(";base64")
    charset = re.search(r"charset=([\w.:-]+)", parameters)
    try:
        content = unquote_to_bytes(address[head.end() :])
        content = base64.b64decode(content, validate=True) if in_base64 else content
        codec = codecs.lookup(charset.group(1)).name if charset else "utf-8"
        return DataText(head.group(), content.decode(codec), codec, in_base64)
    except (binascii.Error, UnicodeError, LookupError):
        return None
