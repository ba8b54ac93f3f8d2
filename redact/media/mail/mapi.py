"""Outlook's properties: numbers with values, the same in MSG files and in TNEF.

Source: [MS-OXCDATA] 2.11.1 (types), [MS-OXPROPS] (tags), [MS-OXMSG] 2.1 to 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from redact.core.errors import CorruptInput
from redact.media.mail.charset import decode

STRING8, UNICODE, BINARY, OBJECT, MANY = 0x001E, 0x001F, 0x0102, 0x000D, 0x1000
TIME, BOOLEAN, INT16, INT32, FLOAT, INT64, GUID = 0x0040, 0x000B, 0x0002, 0x0003, 0x0005, 0x0014, 0x0048
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
#: What Outlook writes where there is no date. Source: [MS-OXOTASK] 2.2.2.2.5.
_LAST_YEAR = 4500

Value = str | bytes | int | float | bool | datetime | tuple[str, ...]
#: A property's number, or for a named one its set and its number or name there.
Key = int | tuple[str, int | str]


@dataclass(frozen=True, slots=True)
class Attached:
    """An attachment: its properties, and the item that it is, if it is one."""

    props: Mapping[Key, Value] = field(repr=False)
    item: Item | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class Item:
    """A message, appointment, task, contact or note."""

    props: Mapping[Key, Value] = field(repr=False)
    recipients: tuple[Mapping[Key, Value], ...] = field(repr=False)
    attached: tuple[Attached, ...] = field(repr=False)


def damaged() -> CorruptInput:
    """The error for an item that contradicts its format."""
    return CorruptInput("the Outlook item is damaged", "open it in Outlook and save it anew, or as EML")


def fixed(kind: int, raw: bytes) -> Value | None:
    """A value of fixed length, from the eight bytes that hold it; None for a kind that is not used."""
    if len(raw) < 8:
        raw = raw.ljust(8, b"\x00")
    if kind in _FIXED:
        number: int | float = struct.unpack_from(_FIXED[kind], raw)[0]
        return bool(number) if kind == BOOLEAN else number
    return moment(struct.unpack_from("<Q", raw)[0]) if kind == TIME else None


_FIXED: Mapping[int, str] = {INT16: "<h", INT32: "<i", BOOLEAN: "<H", FLOAT: "<d", INT64: "<q"}


def moment(ticks: int) -> datetime | None:
    """A time given in 100 ns since 1601; None where it stands for none."""
    try:
        found = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
    return found if 1601 < found.year < _LAST_YEAR else None


def variable(kind: int, raw: bytes, codec: str) -> Value | None:
    """A string or bytes; None for a kind that is not used, CorruptInput for a string that is in no charset."""
    if kind == BINARY:
        return raw
    if kind == UNICODE:
        return text(raw, "utf-16-le")
    return text(raw, codec) if kind == STRING8 else None


def text(raw: bytes, codec: str) -> str:
    """A string without the null at its end.

    Raises:
        CorruptInput: it is in no charset that we know.
    """
    wide = codec.startswith("utf-16")
    if wide:
        raw = raw[: len(raw) // 2 * 2]
        try:
            return raw.decode(codec).rstrip("\x00").replace("\x00", " ").replace("\r\n", "\n").replace("\r", "\n")
        except UnicodeDecodeError:
            codec = ""
    found = decode(raw.rstrip(b"\x00"), codec)
    if found is None:
        raise damaged()
    return found


def codepage(props: Callable[[int], Value | None]) -> str:
    """The codec of an item's 8-bit strings. Source: [MS-OXCMSG] 2.2.1, PidTagMessageCodepage."""
    for tag in (0x3FFD, 0x3FDE):
        number = props(tag)
        if isinstance(number, int) and number > 0:
            return codec_for(number)
    return "cp1252"


def codec_for(number: int) -> str:
    """The codec of a Windows code page."""
    return {65001: "utf-8", 20127: "ascii", 1200: "utf-16-le", 28591: "latin-1", 936: "gb18030"}.get(
        number, f"cp{number}"
    )
