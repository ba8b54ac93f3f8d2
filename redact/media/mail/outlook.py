"""An Outlook item as a message: people, subject and dates as headers, its fields as labelled lines, its files as parts.

What comes out is read like any other mail, and only then cut.
Source: [MS-OXPROPS], [MS-OXOMSG] 2.2, [MS-OXOCAL] 2.2.1, [MS-OXOTASK] 2.2.2, [MS-OXOCNTC] 2.2.1.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime

from redact.media.mail import body_of, labels
from redact.media.mail.mapi import Attached, Item, Key, Value
from redact.media.mail.words import encoded, folded, header, is_plain, parameter

_SENDER = ((0x0042, 0x5D02, 0x0065), (0x0C1A, 0x5D01, 0x0C1F))  # whom it is from, and who sent it: name, two addresses
_NAME, _ADDRESSES, _ROLE = 0x3001, (0x39FE, 0x3003), 0x0C15
_ROLES: Mapping[int, str] = {1: "To", 2: "Cc", 3: "Bcc"}
_SHOWN: Mapping[int, str] = {0x0E04: "To", 0x0E03: "Cc", 0x0E02: "Bcc"}
_IDS: Mapping[int, str] = {0x1035: "Message-ID", 0x1042: "In-Reply-To", 0x1039: "References"}
_DATES = (0x0039, 0x0E06)
_IMPORTANCE: Mapping[int, str] = {0: "low", 2: "high"}
_CATEGORIES = ("00020329-0000-0000-c000-000000000046", "Keywords")
_FILE_NAMES = (0x3707, 0x3704, 0x3001)
_CONTENT, _TYPE, _CONTENT_ID, _METHOD = 0x3701, 0x370E, 0x3712, 0x3705
_BY_VALUE = (None, 0, 1)


@dataclass(frozen=True, slots=True)
class _Part:
    """A part before it is written: header lines and content."""

    lines: tuple[str, ...] = field(repr=False)
    content: bytes | tuple[_Part, ...] = field(repr=False)


def as_mail(item: Item) -> bytes:
    """The item as a message, not yet redacted."""
    parts = (*_texts(item), *(_attached(found) for found in item.attached))
    head = "".join(_head(item)).encode("ascii")
    return head + b"MIME-Version: 1.0\n" + _written(_joined("mixed", parts), "=_")


def _head(item: Item) -> Iterator[str]:
    props = item.props
    said = [_mailbox(props, name, addresses) for name, *addresses in _SENDER]
    if said[0] or said[1]:
        yield f"From: {said[0] or said[1]}\n"
    if said[0] and said[1] and said[0] != said[1]:
        yield f"Sender: {said[1]}\n"
    yield from _recipients(item)
    for tag, name in _IDS.items():
        if words := _words(props, tag):
            yield header(name, words)
    date = next((found for tag in _DATES if isinstance(found := props.get(tag), datetime)), None)
    if date is not None:
        yield f"Date: {format_datetime(date.replace(microsecond=0))}\n"
    if subject := _words(props, 0x0037):
        yield header("Subject", subject)
    importance = props.get(0x0017)
    if isinstance(importance, int) and importance in _IMPORTANCE:
        yield f"Importance: {_IMPORTANCE[importance]}\n"
    categories = props.get(_CATEGORIES)
    if isinstance(categories, tuple):
        yield header("Keywords", ", ".join(" ".join(found.split()) for found in categories))


def _recipients(item: Item) -> Iterator[str]:
    found: dict[str, list[str]] = {name: [] for name in _ROLES.values()}
    for props in item.recipients:
        role = props.get(_ROLE)
        mailbox = _mailbox(props, _NAME, _ADDRESSES)
        if mailbox:
            found[_ROLES.get(role & 0xF if isinstance(role, int) else 1, "To")].append(mailbox)
    if not any(found.values()):
        for tag, name in _SHOWN.items():
            found[name] = [_phrase(one.strip()) + ":;" for one in _words(item.props, tag).split(";") if one.strip()]
    for name, mailboxes in found.items():
        if mailboxes:
            yield f"{name}: " + ",\n ".join(mailboxes) + "\n"


def _mailbox(props: Mapping[Key, Value], name: int, addresses: list[int] | tuple[int, ...]) -> str:
    """`Jane Doe <jane@example.org>`; Exchange's own addresses (`/O=...`) are machines' names for people, and go."""
    address = next((found for tag in addresses if "@" in (found := _words(props, tag))), "")
    said = _words(props, name)
    if said.strip("'\" ") == address:
        said = ""
    plain = "".join(address.split())
    if not address:
        return _phrase(said) + ":;" if said else ""
    if not plain.isascii() or "<" in plain or ">" in plain:
        return _phrase(f"{said} {address}".strip()) + ":;"
    return f"{_phrase(said)} <{plain}>" if said else f"<{plain}>"


def _phrase(name: str) -> str:
    if not is_plain(name):
        return encoded(name)
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _words(props: Mapping[Key, Value], key: Key) -> str:
    found = props.get(key)
    return " ".join(found.split()) if isinstance(found, str) else ""


def _texts(item: Item) -> Iterator[_Part]:
    """Fields as lines, then the body in each of its forms."""
    if lines := labels.lines(item):
        yield _text("plain", lines.encode())
    forms = [_text(kind, content) for kind, content in body_of.bodies(item.props)]
    if forms:
        yield _joined("alternative", tuple(forms))


def _text(kind: str, content: bytes) -> _Part:
    if kind == "rtf":
        return _Part(("Content-Type: application/rtf\n",), content)
    return _Part((f"Content-Type: text/{kind}; charset=utf-8\n",), content)


def _attached(found: Attached) -> _Part:
    name = next((words for tag in _FILE_NAMES if (words := _words(found.props, tag))), "")
    if found.item is not None:
        return _Part(("Content-Type: message/rfc822\n",), as_mail(found.item))
    content = found.props.get(_CONTENT)
    if found.props.get(_METHOD) not in _BY_VALUE or not isinstance(content, bytes):
        return _Part(("Content-Type: application/x-left-out\n",), b"")
    kind = _words(found.props, _TYPE)
    kind = folded(kind, 0) if kind and is_plain(kind) and ";" not in kind else "application/octet-stream"
    lines = [f"Content-Type: {kind}\n"]
    called = _words(found.props, _CONTENT_ID)
    if name:
        manner = "inline" if called else "attachment"
        lines.append(f"Content-Disposition: {manner};\n {parameter('filename', name)}\n")
    if called and is_plain(called):
        lines.append(f"Content-ID: <{called.strip('<>')}>\n")
    return _Part(tuple(lines), content)


def _joined(subtype: str, parts: tuple[_Part, ...]) -> _Part:
    if len(parts) == 1:
        return parts[0]
    return _Part((f"Content-Type: multipart/{subtype}",), parts) if parts else _text("plain", b"")


def _written(part: _Part, boundary: str) -> bytes:
    """Header lines, an empty line and the content, all of it in base64, so that no boundary can stand in it."""
    if isinstance(part.content, bytes):
        head = "".join((*part.lines, "Content-Transfer-Encoding: base64\n\n"))
        return head.encode("ascii") + base64.encodebytes(part.content)
    pieces = [f'{part.lines[0]}; boundary="{boundary}"\n\n'.encode("ascii")]
    for inner in part.content:
        pieces += f"--{boundary}\n".encode("ascii"), _written(inner, boundary + "_"), b"\n"
    return b"".join((*pieces, f"--{boundary}--\n".encode("ascii")))
