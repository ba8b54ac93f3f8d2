"""MSG files: an Outlook item in a compound file, read into properties and written as a message.

Source: [MS-OXMSG] 2 and 2.2.3 (named properties); [MS-CFB].
"""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator, Mapping

import olefile

from redact.core.errors import LimitExceeded
from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Document
from redact.media.mail import mapi
from redact.media.mail.eml import Mail, whole
from redact.media.mail.mapi import Attached, Item, Key, Value, damaged
from redact.media.mail.outlook import as_mail
from redact.settings import Settings

_PROPERTIES = "__properties_version1.0"
_STREAM, _NAMES = "__substg1.0_", "__nameid_version1.0"
_RECIPIENT, _ATTACHED, _EMBEDDED = "__recip_version1.0_#", "__attach_version1.0_#", "__substg1.0_3701000D"
#: Bytes before the first property: of a message, of one in it, of a recipient or attachment.
_TOP, _WITHIN, _PART = 32, 24, 8
_METHOD, _IS_ITEM = 0x3705, 5
_MAX_DEPTH = 60
#: Sets whose GUID is not written out. Source: [MS-OXMSG] 2.2.3.1.2.
_SETS = {1: "00020328-0000-0000-c000-000000000046", 2: "00020329-0000-0000-c000-000000000046"}
#: What olefile raises on files that are broken, beside its own, which is an OSError.
_DAMAGED = (OSError, struct.error, IndexError, ValueError, KeyError, TypeError, AttributeError, RecursionError)
_NOTE = PartNote("Outlook properties", PartState.DROPPED, "of the item's store, programs and routing", Hidden.METADATA)


def open_msg(source: Source, settings: Settings | None = None) -> Document:
    """The source as one message; what is written is EML.

    Raises:
        CorruptInput: the file is damaged or cut short.
        EncryptedInput: the message is encrypted.
        LimitExceeded: it is too large, or items are nested too deep.
        InputError: it cannot be read.
    """

    def message() -> bytes:
        return as_mail(_item(whole(source)))

    return Mail(message, settings or Settings(), (_NOTE,), ".eml")


def _item(content: bytes) -> Item:
    try:
        with olefile.OleFileIO(content, raise_defects=olefile.DEFECT_INCORRECT) as ole:
            return _Reader(ole).item()
    except _DAMAGED as err:
        raise damaged() from err


class _Reader:
    """Reads the items of a compound file."""

    def __init__(self, ole: olefile.OleFileIO) -> None:
        self._ole = ole
        self._streams: dict[tuple[str, ...], list[str]] = {}
        self._storages: dict[tuple[str, ...], list[str]] = {}
        for kinds, found in (
            (self._streams, ole.listdir()),
            (self._storages, ole.listdir(streams=False, storages=True)),
        ):
            for path in found:
                kinds.setdefault(tuple(path[:-1]), []).append(path[-1])
        self._names = dict(self._named())

    def item(self, where: tuple[str, ...] = (), depth: int = 0) -> Item:
        """The item in a storage."""
        if depth > _MAX_DEPTH:
            raise LimitExceeded("Outlook items are nested too deep", "save the inner ones by themselves")
        if _PROPERTIES not in self._streams.get(where, ()):
            raise damaged()
        codec = mapi.codepage(self._numbers(where, _WITHIN if where else _TOP).get)
        recipients, attached = [], []
        for name in sorted(self._storages.get(where, ())):
            if name.startswith(_RECIPIENT):
                recipients.append(self._props((*where, name), _PART, codec))
            elif name.startswith(_ATTACHED):
                attached.append(self._attached((*where, name), codec, depth))
        props = self._props(where, _WITHIN if where else _TOP, codec)
        return Item(props, tuple(recipients), tuple(attached))

    def _attached(self, where: tuple[str, ...], codec: str, depth: int) -> Attached:
        props = self._props(where, _PART, codec)
        inner = None
        if props.get(_METHOD) == _IS_ITEM and _EMBEDDED in self._storages.get(where, ()):
            inner = self.item((*where, _EMBEDDED), depth + 1)
        return Attached(props, inner)

    def _props(self, where: tuple[str, ...], skip: int, codec: str) -> Mapping[Key, Value]:
        found: dict[Key, Value] = {}
        for tag, number in self._numbers(where, skip).items():
            found[self._key(tag)] = number
        many: dict[int, list[tuple[int, str]]] = {}
        for name in self._streams.get(where, ()):
            if not name.startswith(_STREAM):
                continue
            code = name.removeprefix(_STREAM)
            tag, kind = int(code[:4], 16), int(code[4:8], 16)
            raw = self._read((*where, name))
            if kind & mapi.MANY and len(code) > 8:
                words = mapi.variable(kind & ~mapi.MANY, raw, codec)
                if isinstance(words, str):
                    many.setdefault(tag, []).append((int(code[9:], 16), words))
            elif (value := mapi.variable(kind, raw, codec)) is not None:
                found[self._key(tag)] = value
        for tag, rows in many.items():
            found[self._key(tag)] = tuple(words for _, words in sorted(rows))
        return found

    def _numbers(self, where: tuple[str, ...], skip: int) -> dict[int, Value]:
        if _PROPERTIES not in self._streams.get(where, ()):
            return {}
        raw = self._read((*where, _PROPERTIES))
        found = {}
        for at in range(skip, len(raw) - 15, 16):
            kind, tag = struct.unpack_from("<HH", raw, at)
            value = mapi.fixed(kind, raw[at + 8 : at + 16])
            if value is not None:
                found[tag] = value
        return found

    def _key(self, tag: int) -> Key:
        return self._names.get(tag, tag) if tag >= 0x8000 else tag

    def _named(self) -> Iterator[tuple[int, tuple[str, int | str]]]:
        """Which set and name stands for each number from 0x8000 on."""
        if _NAMES not in self._storages.get((), ()):
            return
        guids, entries, strings = (self._read((_NAMES, f"{_STREAM}000{n}0102")) for n in (2, 3, 4))
        for at in range(0, len(entries) - 7, 8):
            number, kind, index = struct.unpack_from("<IHH", entries, at)
            group = kind >> 1
            raw = guids[(group - 3) * 16 : (group - 2) * 16] if group >= 3 else b""
            guid = str(uuid.UUID(bytes_le=raw)) if len(raw) == 16 else _SETS.get(group, "")
            if kind & 1:
                length = struct.unpack_from("<I", strings, number)[0]
                yield 0x8000 + index, (guid, strings[number + 4 : number + 4 + length].decode("utf-16-le"))
            else:
                yield 0x8000 + index, (guid, number)

    def _read(self, path: tuple[str, ...]) -> bytes:
        with self._ole.openstream(list(path)) as stream:
            content: bytes = stream.read()
        return content
