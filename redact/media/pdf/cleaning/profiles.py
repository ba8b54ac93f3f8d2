"""ICC profiles without words: what they are called and who made them is blanked where it stands, colours stay to the bit.

Source: ICC.1:2022, sections 7 (profile structure) and 10 (tag types); `desc`: ICC.1:2001-04, 6.5.17.
"""

from __future__ import annotations

import struct

#: Types that hold numbers only.
_COLOURS = frozenset(
    (b"XYZ ", b"curv", b"para", b"mft1", b"mft2", b"mAB ", b"mBA ", b"sf32", b"uf32", b"chrm", b"sig ", b"view", b"meas",
     b"ui08", b"ui16", b"ui32", b"ui64", b"data", b"mpet", b"cicp")
)  # fmt: skip
_HEAD, _ENTRY = 128, 12
#: Who made the profile, when, and its fingerprint over all of it: places in the header, as (from, to).
_ABOUT = ((24, 36), (48, 56), (80, 100))
_MAX_TAGS = 200


def wordless(profile: bytes) -> bytes:
    """The profile, as long as it was, with nothing left to read; one that cannot be understood stays as it is."""
    if len(profile) < _HEAD + 4 or profile[36:40] != b"acsp":
        return profile
    made = bytearray(profile)
    for start, end in _ABOUT:
        made[start:end] = bytes(end - start)
    count = min(struct.unpack_from(">I", profile, _HEAD)[0], _MAX_TAGS)
    for number in range(count):
        at = _HEAD + 4 + number * _ENTRY
        if at + _ENTRY > len(profile):
            break
        _, start, size = struct.unpack_from(">4sII", profile, at)
        if start >= _HEAD and start + size <= len(profile) and size > 8 and profile[start : start + 4] not in _COLOURS:
            made[start : start + size] = _blank(profile[start : start + size])
    return bytes(made)


def _blank(tag: bytes) -> bytes:
    """A tag of words with its words gone and its measures as they were."""
    kind = tag[:4]
    if kind == b"text":
        return tag[:8] + b" " * (len(tag) - 9) + b"\0"
    if kind == b"desc" and len(tag) >= 12:
        count = min(int(struct.unpack_from(">I", tag, 8)[0]), len(tag) - 12)
        return tag[:12] + (b" " * max(count - 1, 0) + b"\0" * min(count, 1)).ljust(len(tag) - 12, b"\0")
    if kind == b"mluc" and len(tag) >= 16:
        words = min(16 + 12 * int(struct.unpack_from(">I", tag, 8)[0]), len(tag))
        return tag[:words] + (b"\0 " * ((len(tag) - words) // 2)).ljust(len(tag) - words, b"\0")
    return tag[:8] + bytes(len(tag) - 8)
