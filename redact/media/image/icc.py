"""Colour profiles: dropped where they say what everybody assumes, else made again from the numbers they hold.

Source: ICC.1:2022, 7 (profile format) and 9 (tags).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache

from PIL import Image, ImageCms

from redact.media.image.words import latin

#: Tags that colours are computed from.
_NUMBERS = frozenset(
    (
        "rXYZ gXYZ bXYZ rTRC gTRC bTRC kTRC wtpt bkpt chad chrm cicp gamt "
        "A2B0 A2B1 A2B2 B2A0 B2A1 B2A2 D2B0 D2B1 D2B2 B2D0 B2D1 B2D2"
    ).split()
)
_HEAD_BYTES = 128
_MOST_TAGS = 100
#: What stands for the two texts that every profile must have.
_SAID = b"desc\x00\x00\x00\x00\x00\x00\x00\x08profile\x00" + bytes(4 + 4 + 2 + 1 + 67)
_OWED = b"text\x00\x00\x00\x00\x00"
_OURS = {b"desc": _SAID, b"cprt": _OWED}
#: Levels a colour may be off under another profile before anybody sees it.
_SAME = 3
_MODES = {b"RGB ": "RGB", b"GRAY": "L", b"CMYK": "CMYK"}
_GREY = frozenset({"L", "LA", "1", "I;16", "I;16B"})


def sayings(profile: bytes) -> Iterator[str]:
    """The texts in a profile: what it is called, who made it, what for."""
    for name, body in _tags(profile):
        if name in _OURS and body == _OURS[name]:
            continue
        text = _text(body).strip()
        if text:
            yield text


@lru_cache(maxsize=4)
def cleaned(profile: bytes, mode: str) -> bytes:
    """The profile for pixels of `mode` without its texts and dates; nothing where it is not needed or is of no use.

    Cleaning twice changes nothing more.
    """
    space = profile[16:20]
    if _MODES.get(space) != _space(mode):
        return b""
    tags = {name: body for name, body in _tags(profile) if name.decode("latin-1") in _NUMBERS}
    made = _made(profile, {**tags, **_OURS})
    return b"" if not _is_usable(made) or (space == b"RGB " and _is_srgb(made)) else made


def _space(mode: str) -> str:
    return "L" if mode in _GREY else "CMYK" if mode == "CMYK" else "RGB"


def _tags(profile: bytes) -> Iterator[tuple[bytes, bytes]]:
    count = int.from_bytes(profile[_HEAD_BYTES : _HEAD_BYTES + 4], "big")
    for number in range(min(count, _MOST_TAGS)):
        at = _HEAD_BYTES + 4 + 12 * number
        entry = profile[at : at + 12]
        if len(entry) == 12:
            offset, size = struct.unpack(">II", entry[4:])
            yield entry[:4], profile[offset : offset + size]


def _text(body: bytes) -> str:
    kind = body[:4]
    if kind == b"desc":
        return latin(body[12 : 12 + int.from_bytes(body[8:12], "big")])
    if kind == b"text":
        return latin(body[8:])
    if kind != b"mluc":
        return ""
    count = min(int.from_bytes(body[8:12], "big"), _MOST_TAGS)
    found: dict[bytes, str] = {}
    for number in range(count):
        entry = body[16 + 12 * number : 28 + 12 * number]
        if len(entry) == 12:
            length, offset = struct.unpack(">II", entry[4:])
            found.setdefault(entry[:2], body[offset : offset + length].decode("utf-16-be", "replace"))
    # The same thing in thirty languages would be taken for thirty people by whoever reads English.
    return found.get(b"en") or next(iter(found.values()), "")


def _made(profile: bytes, tags: Mapping[bytes, bytes]) -> bytes:
    """A profile of these tags under a head without makers, models and dates."""
    head = bytearray(_HEAD_BYTES)
    for start, end in ((8, 24), (36, 40), (64, 80)):  # version, class, spaces; signature; intent, illuminant
        head[start:end] = profile[start:end]
    head[24:36] = struct.pack(">6H", 2000, 1, 1, 0, 0, 0)
    table, body = struct.pack(">I", len(tags)), b""
    base = _HEAD_BYTES + 4 + 12 * len(tags)
    for name, content in sorted(tags.items()):
        table += name + struct.pack(">II", base + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    made = bytes(head) + table + body
    return struct.pack(">I", len(made)) + made[4:]


def _is_usable(profile: bytes) -> bool:
    try:
        ImageCms.ImageCmsProfile(io.BytesIO(profile))
    except (OSError, ImageCms.PyCMSError):
        return False
    return True


def _is_srgb(profile: bytes) -> bool:
    steps = range(0, 256, 51)
    sheet = Image.new("RGB", (len(steps) ** 3, 1))
    sheet.putdata([(red, green, blue) for red in steps for green in steps for blue in steps])
    try:
        change = ImageCms.buildTransform(
            ImageCms.ImageCmsProfile(io.BytesIO(profile)), ImageCms.createProfile("sRGB"), "RGB", "RGB"
        )
        seen = ImageCms.applyTransform(sheet, change)
    except (OSError, ImageCms.PyCMSError):
        return False
    before, after = sheet.tobytes(), seen.tobytes() if seen is not None else b""
    return all(abs(was - now) <= _SAME for was, now in zip(before, after, strict=True))
