"""A message as a stranger's program decodes it: the standard library's, which shares nothing with how it was read here."""

from __future__ import annotations

import binascii
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import HeaderParseError, MessageError
from email.header import decode_header
from email.message import Message

_BAD = (HeaderParseError, MessageError, LookupError, ValueError, TypeError, AttributeError, binascii.Error)


def strange(raw: bytes, where: str = "") -> Iterator[tuple[str, str]]:
    """Every header and every text of a message, of those within it too, with where it stands."""
    try:
        message = message_from_bytes(raw)
    except RecursionError:  # deeper than any program shows
        yield f"{where}message", raw.decode("latin-1")
        return
    for number, part in enumerate(message.walk()):
        name = f"{where}part {number}"
        for _, value in part.raw_items():
            yield f"{name}, header", _plain(str(value))
        for param in _parameters(part):
            yield f"{name}, parameter", param
        if not part.is_multipart():
            yield from ((f"{name}, content", text) for text in _content(part))
        for around in (part.preamble, part.epilogue):
            if around:
                yield f"{name}, around", around


def _plain(value: str) -> str:
    try:
        pieces = decode_header(value)
    except _BAD:
        return value
    return "".join(piece if isinstance(piece, str) else _text(piece, charset or "utf-8") for piece, charset in pieces)


def _text(raw: bytes, charset: str) -> str:
    try:
        return raw.decode(charset)
    except (LookupError, ValueError):
        return raw.decode("latin-1")


def _parameters(part: Message) -> Iterator[str]:
    for header in ("content-type", "content-disposition"):
        try:
            found = part.get_params([], header)
        except _BAD:
            continue
        for name, value in found or []:
            yield f"{name}={value if isinstance(value, str) else ' '.join(filter(None, value))}"
    try:
        yield part.get_filename() or ""
    except _BAD:
        return


def _content(part: Message) -> Iterator[str]:
    """What a part holds, if it is text; other files are looked into by whoever opens them."""
    raw = part.get_payload(decode=True)
    if not isinstance(raw, bytes):
        return
    if part.get_content_maintype() in ("text", "message") or b"\x00" not in raw[:4096]:
        yield _text(raw, str(part.get_param("charset", "utf-8")))
