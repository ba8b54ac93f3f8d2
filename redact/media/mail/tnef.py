"""TNEF (`winmail.dat`): what Outlook wraps so that no other mail program can read it, taken out as a message.

Source: [MS-OXTNEF] 2.1 (attributes) and 2.1.3.4 (properties).
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator, Mapping

from redact.core.errors import LimitExceeded
from redact.media.mail import mapi
from redact.media.mail.mapi import Attached, Item, Key, Value, damaged
from redact.media.mail.outlook import as_mail as written

_SIGNATURE = 0x223E9F78
_PROPS, _RECIPIENTS, _CODEPAGE = 0x00069003, 0x00069004, 0x00069007
_RENDERING, _ATTACHED, _CONTENT, _TITLE = 0x00069002, 0x00069005, 0x0006800F, 0x00018010
_SUBJECT, _BODY = 0x00018004, 0x0002800C
_CONTENT_TAG, _NAME_TAG, _METHOD_TAG, _IS_ITEM = 0x3701, 0x3707, 0x3705, 5
_MAX_DEPTH = 20
#: Bytes of a fixed value as it stands, padded. [MS-OXTNEF] 2.1.3.4.
_WIDTHS: Mapping[int, int] = {
    mapi.INT16: 4, mapi.BOOLEAN: 4, mapi.INT32: 4, 0x0004: 4, 0x000A: 4, mapi.FLOAT: 8, 0x0006: 8, 0x0007: 8,
    mapi.INT64: 8, mapi.TIME: 8, mapi.GUID: 16,
}  # fmt: skip
_VARIABLE = (mapi.STRING8, mapi.UNICODE, mapi.BINARY, mapi.OBJECT)
_INTERFACE_BYTES = 16


def as_mail(content: bytes) -> bytes:
    """What is wrapped, as a message.

    Raises:
        CorruptInput: it is damaged.
        LimitExceeded: items in it are nested too deep.
    """
    return written(_item(content, 0))


def _item(content: bytes, depth: int) -> Item:
    if depth > _MAX_DEPTH:
        raise LimitExceeded("Outlook items are nested too deep", "save the inner ones by themselves")
    try:
        return _Wrapped(depth).item(content)
    except (struct.error, IndexError, UnicodeDecodeError) as err:
        raise damaged() from err


class _Wrapped:
    """Goes through the attributes of one item."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._codec = "cp1252"
        self._props: dict[Key, Value] = {}
        self._recipients: list[Mapping[Key, Value]] = []
        self._attached: list[dict[Key, Value]] = []
        self._inner: dict[int, Item] = {}

    def item(self, content: bytes) -> Item:
        """The item."""
        if struct.unpack_from("<I", content)[0] != _SIGNATURE:
            raise damaged()
        for attribute, raw in _attributes(content):
            self._take(attribute, raw)
        attached = tuple(Attached(props, self._inner.get(number)) for number, props in enumerate(self._attached))
        return Item(self._props, tuple(self._recipients), attached)

    def _take(self, attribute: int, raw: bytes) -> None:
        if attribute == _CODEPAGE:
            self._codec = mapi.codec_for(struct.unpack_from("<I", raw)[0])
        elif attribute == _SUBJECT:
            self._props.setdefault(0x0037, mapi.text(raw, self._codec))
        elif attribute == _BODY:
            self._props.setdefault(0x1000, mapi.text(raw, self._codec))
        elif attribute == _PROPS:
            self._props |= self._read(_Cursor(raw))
        elif attribute == _RECIPIENTS:
            cursor = _Cursor(raw)
            self._recipients += [self._read(cursor) for _ in range(cursor.number())]
        elif attribute == _RENDERING:
            self._attached.append({})
        elif self._attached:
            self._take_file(attribute, raw, self._attached[-1])

    def _take_file(self, attribute: int, raw: bytes, file: dict[Key, Value]) -> None:
        if attribute == _CONTENT:
            file[_CONTENT_TAG] = raw
        elif attribute == _TITLE:
            file.setdefault(_NAME_TAG, mapi.text(raw, self._codec))
        elif attribute == _ATTACHED:
            found = self._read(_Cursor(raw))
            inner = found.get(_CONTENT_TAG)
            if found.get(_METHOD_TAG) == _IS_ITEM and isinstance(inner, bytes):
                item = _item(inner[_INTERFACE_BYTES:], self._depth + 1)
                self._inner[len(self._attached) - 1] = item
            file |= found

    def _read(self, cursor: _Cursor) -> dict[Key, Value]:
        found: dict[Key, Value] = {}
        for _ in range(cursor.number()):
            kind, tag = cursor.pair()
            key = cursor.named() if tag >= 0x8000 else tag
            value = self._value(cursor, kind)
            if value is not None:
                found[key] = value
        return found

    def _value(self, cursor: _Cursor, kind: int) -> Value | None:
        bare = kind & ~mapi.MANY
        if bare in _WIDTHS:
            values = [cursor.take(_WIDTHS[bare]) for _ in range(cursor.number() if kind & mapi.MANY else 1)]
            return mapi.fixed(kind, values[0]) if values else None
        if bare not in _VARIABLE:
            raise damaged()
        rows = [cursor.sized() for _ in range(cursor.number())]
        if kind & mapi.MANY:
            words = (mapi.variable(bare, row, self._codec) for row in rows)
            return tuple(word for word in words if isinstance(word, str))
        if not rows:
            return None
        return mapi.variable(mapi.BINARY if bare == mapi.OBJECT else bare, rows[0], self._codec)


class _Cursor:
    """Reads bytes from front to back; struct.error where there are none left."""

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._at = 0

    def number(self) -> int:
        """A number of four bytes."""
        found: int = struct.unpack_from("<I", self._raw, self._at)[0]
        self._at += 4
        return found

    def pair(self) -> tuple[int, int]:
        """Two numbers of two bytes."""
        kind, tag = struct.unpack_from("<HH", self._raw, self._at)
        self._at += 4
        return kind, tag

    def take(self, count: int) -> bytes:
        """So many bytes."""
        if self._at + count > len(self._raw):
            raise damaged()
        found = self._raw[self._at : self._at + count]
        self._at += count
        return found

    def sized(self) -> bytes:
        """Bytes behind their length, padded to four."""
        length = self.number()
        found = self.take(length)
        self._at += -length % 4
        return found

    def named(self) -> Key:
        """The set and name of a named property."""
        guid = str(uuid.UUID(bytes_le=self.take(16)))
        if self.number() == 0:
            return guid, self.number()
        return guid, self.sized().decode("utf-16-le").rstrip("\x00")


def _attributes(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Each attribute with what it holds. Source: [MS-OXTNEF] 2.1.2."""
    at = 6  # signature and key
    while at < len(content):
        _, attribute, length = struct.unpack_from("<BII", content, at)
        at += 9
        if at + length > len(content):
            raise damaged()
        yield attribute, content[at : at + length]
        at += length + 2  # a checksum, which many programs get wrong
