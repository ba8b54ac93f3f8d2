"""GIF as blocks: pictures, their control blocks and the loop are copied, everything else is read as text or dropped.

Source: CompuServe, GIF89a specification (1990); Netscape's loop block; Adobe XMP Part 3 (2020), 1.1.2.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import NamedTuple

from PIL import Image

from redact.core.flow import PartNote, PartState
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import corrupt
from redact.media.image.motion import Motion
from redact.media.image.palette import nearest
from redact.media.image.stills import saved
from redact.media.image.words import of_xml, said

_EXTENSION, _PICTURE, _END = 0x21, 0x2C, 0x3B
_CONTROL, _COMMENT, _PLAIN, _APPLICATION = 0xF9, 0xFE, 0x01, 0xFF
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


class Block(NamedTuple):
    """One block. `label` is that of an extension, or 0x2C for a picture; `raw` is all of it, `body` what it says."""

    label: int
    raw: bytes
    body: bytes


def anatomy(content: bytes) -> Anatomy:
    """The picture taken apart.

    Raises:
        CorruptInput: it ends before its end, or holds no picture.
    """
    head, blocks, rest = _parsed(content)
    sayings = list(_sayings(blocks))
    leftover = list(_leftover(blocks))
    if rest:
        sayings += [Saying("bytes after the end", "", said(rest))] if said(rest) else []
        leftover.append(PartNote("trailer", PartState.DROPPED, "bytes after the end"))
    bare = b"".join((head, *(block.raw for block in _shown(blocks)), bytes((_END,))))
    return Anatomy(bare, numbered(sayings), counted(leftover))


def copied(bare: bytes, _dress: Dress) -> bytes:
    """The bare picture: GIF has no way to say how it is turned."""
    return bare


def motion(bare: bytes) -> Motion | None:
    """How the frames are shown; None for a single one."""
    _, blocks, _ = _parsed(bare)
    delays, delay, loops = [], Fraction(0), None
    for block in blocks:
        if block.label == _CONTROL:
            delay = Fraction(int.from_bytes(block.body[1:3], "little"), 100)
        elif block.label == _APPLICATION:
            loops = int.from_bytes(block.body[12:14], "little")
        else:
            delays.append(delay)
            delay = Fraction(0)
    return Motion(tuple(delays), loops) if len(delays) > 1 else None


def still(image: Image.Image, _source: Image.Image, _bare: bytes, _dress: Dress) -> bytes:
    """One picture."""
    few = nearest(image)
    return copied(anatomy(_coded(few)).bare, Dress())


def film(frames: Iterable[Image.Image], shown: Motion, bare: bytes, _dress: Dress) -> bytes:
    """Whole frames one after another, each with colours of its own."""
    made = [b"GIF89a", bare[6:10], b"\x70\x00\x00"]  # no table of colours for all
    if shown.loops is not None:
        made.append(_loop(shown.loops))
    for frame, delay in zip(frames, shown.delays, strict=True):
        few = nearest(frame)
        clear = few.info.get("transparency")
        made.append(_control(delay, clear if isinstance(clear, int) else _first_clear(clear)))
        made.append(_local(_coded(few)))
    return b"".join((*made, bytes((_END,))))


def _first_clear(levels: bytes | None) -> int | None:
    return None if levels is None or 0 not in levels else levels.index(0)


def _coded(few: Image.Image) -> bytes:
    clear = few.info.get("transparency")
    index = clear if isinstance(clear, int) or clear is None else _first_clear(clear)
    return saved(few, "GIF", optimize=False, **({} if index is None else {"transparency": index}))


def _loop(count: int) -> bytes:
    return b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + count.to_bytes(2, "little") + b"\x00"


def _control(delay: Fraction, clear: int | None) -> bytes:
    disposal = 2 if clear is not None else 1  # what is clear must not show the frame before
    packed = disposal << 2 | (clear is not None)
    ticks = min(round(delay * 100), 0xFFFF)
    return b"\x21\xf9\x04" + bytes((packed,)) + ticks.to_bytes(2, "little") + bytes((clear or 0, 0))


def _local(coded: bytes) -> bytes:
    """The picture block of a file of one picture, its table of colours made its own."""
    head, blocks, _ = _parsed(coded)
    raw = next(block.raw for block in blocks if block.label == _PICTURE)
    if raw[9] & 0x80:
        return raw
    return raw[:9] + bytes((raw[9] & 0x40 | 0x80 | head[10] & 0x07,)) + head[13:] + raw[10:]


def _parsed(content: bytes) -> tuple[bytes, list[Block], bytes]:
    """Head with its table of colours, blocks, and the bytes after the end."""
    at = 13 + _table_bytes(content[10:11])
    head, blocks = content[:at], []
    while at < len(content) and content[at] != _END:
        block = _block(content, at)
        blocks.append(block)
        at += len(block.raw)
    if at >= len(content) or not any(block.label == _PICTURE for block in blocks):
        raise corrupt()
    return head, blocks, content[at + 1 :]


def _block(content: bytes, start: int) -> Block:
    if content[start] == _EXTENSION and start + 2 < len(content):
        body, end = _pieces(content, start + 2)
        return Block(content[start + 1], content[start:end], body)
    if content[start] != _PICTURE:
        raise corrupt()
    at = start + 10 + _table_bytes(content[start + 9 : start + 10]) + 1
    body, end = _pieces(content, at)
    return Block(_PICTURE, content[start:end], b"")


def _pieces(content: bytes, at: int) -> tuple[bytes, int]:
    """What the blocks of up to 255 bytes from `at` on hold together, and where they end."""
    found = []
    while at < len(content) and content[at]:
        found.append(content[at + 1 : at + 1 + content[at]])
        at += 1 + content[at]
    if at >= len(content):
        raise corrupt()
    return b"".join(found), at + 1


def _table_bytes(packed: bytes) -> int:
    if not packed:
        raise corrupt()
    return 3 << (packed[0] & 7) + 1 if packed[0] & 0x80 else 0


def _is_loop(block: Block) -> bool:
    return block.label == _APPLICATION and block.body[:11] in _LOOPS and block.body[11:12] == b"\x01"


def _shown(blocks: Iterable[Block]) -> Iterator[Block]:
    looped = False
    for block in blocks:
        if _is_loop(block):
            if not looped:
                raw = _loop(int.from_bytes(block.body[12:14], "little"))
                yield Block(_APPLICATION, raw, block.body)
            looped = True
        elif block.label == _CONTROL:
            yield Block(_CONTROL, b"\x21\xf9\x04" + block.body[:4].ljust(4, b"\x00") + b"\x00", block.body)
        elif block.label == _PICTURE:
            yield block


def _sayings(blocks: Iterable[Block]) -> Iterator[Saying]:
    comments = 0
    for block in blocks:
        if block.label == _COMMENT:
            comments += 1
            yield Saying(f"GIF comment {comments}", "comment", said(block.body))
        elif block.label == _PLAIN:
            yield Saying("GIF plain text", "text", said(block.body[12:]))
        elif block.label == _APPLICATION and block.body.startswith(b"XMP DataXMP"):
            yield Saying("XMP", "XMP", of_xml(block.raw[14:].partition(b"\x01\xff\xfe")[0]))
        elif block.label == _APPLICATION and not _is_loop(block):
            yield Saying("GIF extension", "", said(block.body[11:]))


def _leftover(blocks: Iterable[Block]) -> Iterator[PartNote]:
    for block in blocks:
        if block.label not in (_CONTROL, _COMMENT, _PLAIN, _APPLICATION, _PICTURE):
            yield PartNote("GIF extension of an unknown kind", PartState.DROPPED, "not read")
