"""JPEG as segments: what decoding needs is copied, everything else is read as text or dropped.

Source: ITU-T T.81 (09/92), Annex B; JFIF 1.02; Adobe Technical Note 5116 (APP14); Adobe XMP Part 3 (2020), 1.1.3.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from typing import NamedTuple

from redact.core.flow import PartNote, PartState
from redact.media.image import iptc
from redact.media.image.anatomy import Anatomy, Dress, Saying, counted, numbered
from redact.media.image.bounds import corrupt
from redact.media.image.exif import PREFIX, Exif, exif_block
from redact.media.image.words import of_xml, said

_SOI, _EOI, _SOS, _COM = 0xD8, 0xD9, 0xDA, 0xFE
_APP0, _APP1, _APP2, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xED, 0xEE
#: Frames (SOF), Huffman and arithmetic tables, quantisation, restart interval, number of lines, scans.
_NEEDED = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, _SOS}) - {0xC8}
_XMP = b"http://ns.adobe.com/xap/1.0/\x00"
_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\x00"
_ICC = b"ICC_PROFILE\x00"
_MPF = b"MPF\x00"
_MOST = 65_533  # bytes in one segment
#: The end of a scan: a marker that is neither a stuffed FF nor a restart.
_SCAN_END = re.compile(rb"\xff+[^\x00\xff\xd0-\xd7]")


class _Segment(NamedTuple):
    """A marker, what it holds, and the coded data behind it where it begins a scan."""

    marker: int
    body: bytes
    scan: bytes = b""


def anatomy(content: bytes) -> Anatomy:
    """The picture taken apart.

    Raises:
        CorruptInput: it ends before its end, or its segments contradict each other.
    """
    segments, rest = _segments(content)
    exif = Exif(next((s.body for s in segments if _is_exif(s)), b""))
    sayings = [*exif.sayings(), *_sayings(segments)]
    leftover = [*exif.leftover(), *_leftover(segments)]
    if rest:
        sayings += [Saying("bytes after the end", "", said(rest))] if said(rest) else []
        leftover += [PartNote("trailer", PartState.DROPPED, _kind_of(rest))]
    return Anatomy(_bare(segments), numbered(sayings), counted(leftover), exif.orientation, _profile(segments))


def dressed(bare: bytes, dress: Dress) -> bytes:
    """The bare picture with what it keeps, behind the heads that decoders expect first."""
    at = 2
    while bare[at + 1] in (_APP0, _APP14):
        at += 2 + int.from_bytes(bare[at + 2 : at + 4], "big")
    more = b""
    block = exif_block(dress)
    if block:
        more += _packed(_APP1, PREFIX + block)
    pieces = [dress.profile[i : i + _MOST - 14] for i in range(0, len(dress.profile), _MOST - 14)]
    for number, piece in enumerate(pieces, 1):
        more += _packed(_APP2, _ICC + bytes((number, len(pieces))) + piece)
    return bare[:at] + more + bare[at:]


def _segments(content: bytes) -> tuple[list[_Segment], bytes]:
    """The segments up to the end of the picture, and the bytes behind it."""
    found: list[_Segment] = []
    at = 2
    while True:
        if content[at : at + 1] != b"\xff":
            raise corrupt()
        while content[at + 1 : at + 2] == b"\xff":
            at += 1
        marker = content[at + 1] if at + 1 < len(content) else 0
        if marker == _EOI:
            return found, content[at + 2 :]
        length = int.from_bytes(content[at + 2 : at + 4], "big")
        if marker < 0xC0 or marker == _SOI or length < 2 or at + 2 + length > len(content):
            raise corrupt()
        body, at = content[at + 4 : at + 2 + length], at + 2 + length
        scan = b""
        if marker == _SOS:
            end = _SCAN_END.search(content, at)
            if end is None:
                raise corrupt()
            scan, at = content[at : end.start()], end.start()
        found.append(_Segment(marker, body, scan))


def _bare(segments: list[_Segment]) -> bytes:
    made = [b"\xff\xd8"]
    heads = {s.marker: s.body for s in reversed(segments)}
    if heads.get(_APP0, b"").startswith(b"JFIF\x00") and len(heads[_APP0]) >= 12:
        made.append(_packed(_APP0, heads[_APP0][:12] + b"\x00\x00"))  # without its thumbnail
    if heads.get(_APP14, b"").startswith(b"Adobe") and len(heads[_APP14]) >= 12:
        made.append(_packed(_APP14, b"Adobe\x00\x64\x00\x00\x00\x00" + heads[_APP14][11:12]))
    for segment in segments:
        if segment.marker in _NEEDED:
            made.append(_packed(segment.marker, segment.body) + segment.scan)
    return b"".join((*made, b"\xff\xd9"))


def _packed(marker: int, body: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def _is_exif(segment: _Segment) -> bool:
    return segment.marker == _APP1 and segment.body.startswith(PREFIX)


def _sayings(segments: list[_Segment]) -> Iterator[Saying]:
    blocks = 0
    for segment in segments:
        body = segment.body
        if _is_exif(segment):
            blocks += 1
            if blocks > 1:
                yield from Exif(body).sayings()
        elif segment.marker == _APP1 and body.startswith((_XMP, _XMP_MORE)):
            yield Saying("XMP", "XMP", of_xml(body[body.index(b"\x00") + 1 :]))
        elif segment.marker == _APP13:
            yield from iptc.sayings(body)
        elif segment.marker == _COM and said(body):
            yield Saying("JPEG comment", "comment", said(body))


def _leftover(segments: list[_Segment]) -> Iterator[PartNote]:
    for segment in segments:
        body, marker = segment.body, segment.marker
        if marker in _NEEDED or _is_exif(segment) or _is_read(segment):
            continue
        if marker == _APP2 and body.startswith(_MPF):
            yield PartNote("list of further pictures", PartState.DROPPED)
        elif marker == _APP0 and body.startswith(b"JFIF\x00"):
            if len(body) > 14:
                yield PartNote("JFIF thumbnail", PartState.DROPPED)
        elif marker == _APP13:
            yield PartNote("Photoshop resources", PartState.DROPPED)
        elif not (marker == _APP14 and body.startswith(b"Adobe") and len(body) == 12):
            yield PartNote(f"JPEG segment 0x{marker:02x}", PartState.DROPPED, "not read")


def _is_read(segment: _Segment) -> bool:
    body = segment.body
    if segment.marker == _COM:
        return bool(said(body))
    return (segment.marker == _APP1 and body.startswith((_XMP, _XMP_MORE))) or (
        segment.marker == _APP2 and body.startswith(_ICC)
    )


def _profile(segments: list[_Segment]) -> bytes:
    pieces = [s.body[len(_ICC) :] for s in segments if s.marker == _APP2 and s.body.startswith(_ICC)]
    return b"".join(piece[2:] for piece in sorted(pieces, key=lambda piece: piece[:1]))


def _kind_of(rest: bytes) -> str:
    if b"ftyp" in rest[:64]:
        return "a film behind the picture"
    return "another picture behind the picture" if b"\xff\xd8\xff" in rest else "bytes after the end"
