"""The letter inside an opaque signature: signed so, it is not encrypted, only wrapped.

Source: RFC 5652 sections 3 and 5 (CMS), RFC 8551 section 3.5.2; ITU-T X.690 section 8 (BER, which signers write too).
"""

from __future__ import annotations

from collections.abc import Iterator

_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_SEQUENCE, _OCTETS, _OID, _CONTEXT_0, _CONSTRUCTED = 0x30, 0x04, 0x06, 0xA0, 0x20
_MAX_DEPTH = 12


class _Broken(ValueError):
    """These bytes are no BER."""


def letter_in(content: bytes) -> bytes | None:
    """What was signed; None where nothing was, as in what is encrypted."""
    try:
        outer = _inside(content, _first(content, 0), _SEQUENCE)
        if outer[0][0] != _OID or content[slice(*outer[0][1])] != _SIGNED_DATA:
            return None
        data = _inside(content, _inside(content, outer[1], _CONTEXT_0)[0], _SEQUENCE)
        wrapped = _inside(content, data[2], _SEQUENCE)
        octets = _inside(content, wrapped[1], _CONTEXT_0)[0]
        return b"".join(_octets(content, octets, 0))
    except (_Broken, IndexError):
        return None


#: A value's tag, where its content begins and ends, and where the next one begins.
_Value = tuple[int, tuple[int, int], int]


def _octets(raw: bytes, value: _Value, depth: int) -> Iterator[bytes]:
    if value[0] == _OCTETS:
        yield raw[slice(*value[1])]
    elif value[0] == _OCTETS | _CONSTRUCTED and depth < _MAX_DEPTH:
        for inner in _inside(raw, value, value[0]):
            yield from _octets(raw, inner, depth + 1)
    else:
        raise _Broken


def _inside(raw: bytes, value: _Value, tag: int) -> list[_Value]:
    if value[0] != tag:
        raise _Broken
    at, end = value[1]
    found = []
    while at < end:
        found.append(_first(raw, at))
        at = found[-1][2]
    return found


def _first(raw: bytes, at: int, depth: int = 0) -> _Value:
    """The value at a place; one of no stated length ends with two zero bytes."""
    tag, length = raw[at], raw[at + 1]
    start = at + 2
    if tag & 0x1F == 0x1F or depth > _MAX_DEPTH:
        raise _Broken
    if length == 0x80:
        end = start
        while raw[end : end + 2] != b"\x00\x00":
            end = _first(raw, end, depth + 1)[2]
        return tag, (start, end), end + 2
    if length > 0x80:
        count = length & 0x7F
        length = int.from_bytes(raw[start : start + count], "big")
        start += count
    if start + length > len(raw):
        raise _Broken
    return tag, (start, start + length), start + length
