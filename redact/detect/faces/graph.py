"""A network's declared picture size, taken off its ONNX bytes, so that it runs at any size that its layers allow.

CenterFace declares an input of 10 x 3 x 32 x 32 and refuses every other, though nothing in it needs that size. It also
declares its weights as inputs with defaults, which forbids the library to fold them: without that it runs in half the time.
Source: onnx.proto3 (ONNX 1.16): ModelProto.graph = 7; GraphProto.initializer = 5, input = 11, output = 12;
TensorProto.name = 8; ValueInfoProto.name = 1, type = 2; TypeProto.tensor_type = 1, Tensor.elem_type = 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from redact.core.errors import MissingPart

_GRAPH, _INITIALIZER, _INPUT, _OUTPUT = 7, 5, 11, 12
_TENSOR_NAME, _VALUE_NAME, _VALUE_TYPE, _TENSOR_TYPE, _ELEM_TYPE = 8, 1, 2, 1, 1
_FLOAT = 1
_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5
_VARINT_LIMIT = 10  # bytes of the longest number that protobuf writes


class _Field(NamedTuple):
    """One field of a message: its number, the bytes it holds (none for a number), and all its bytes with the tag."""

    number: int
    held: memoryview
    whole: memoryview


def free_sizes(network: bytes) -> bytes:
    """The network without the sizes of its inputs and outputs; all inputs and outputs are taken for float tensors.

    Raises:
        MissingPart: the bytes are not an ONNX model.
    """
    try:
        fields = list(_fields(memoryview(network)))
        parts = (_message(_GRAPH, _freed(field.held)) if field.number == _GRAPH else field.whole for field in fields)
        return b"".join(parts)
    except (ValueError, IndexError) as err:
        raise MissingPart("a model file is damaged", "fetch it again: redact models fetch") from err


def _freed(graph: memoryview) -> bytes:
    fields = list(_fields(graph))
    weights = {_string(field.held, _TENSOR_NAME) for field in fields if field.number == _INITIALIZER}
    kept: list[bytes | memoryview] = []
    for field in fields:
        if field.number not in (_INPUT, _OUTPUT):
            kept.append(field.whole)
        elif (name := _string(field.held, _VALUE_NAME)) not in weights:
            kept.append(_message(field.number, _float_tensor(name)))
    return b"".join(kept)


def _float_tensor(name: bytes) -> bytes:
    """A ValueInfoProto: the name, and a tensor type without a shape."""
    element = _varint(_ELEM_TYPE << 3 | _VARINT) + _varint(_FLOAT)
    return _message(_VALUE_NAME, name) + _message(_VALUE_TYPE, _message(_TENSOR_TYPE, element))


def _string(message: memoryview, number: int) -> bytes:
    return next((bytes(field.held) for field in _fields(message) if field.number == number), b"")


def _fields(message: memoryview) -> Iterator[_Field]:
    at = 0
    while at < len(message):
        start = at
        tag, at = _read_varint(message, at)
        at, end = _extent(message, at, tag & 7)
        if end > len(message):
            raise ValueError("a field runs past its message")
        yield _Field(tag >> 3, message[at:end], message[start:end])
        at = end


def _extent(message: memoryview, at: int, wire: int) -> tuple[int, int]:
    """Where the bytes of a value start and end, `at` being the first after the tag."""
    if wire == _BYTES:
        length, at = _read_varint(message, at)
        return at, at + length
    if wire == _VARINT:
        return at, _read_varint(message, at)[1]
    if wire in (_FIXED64, _FIXED32):
        return at, at + (8 if wire == _FIXED64 else 4)
    raise ValueError("an unknown kind of field")


def _read_varint(message: memoryview, at: int) -> tuple[int, int]:
    value = 0
    for index in range(_VARINT_LIMIT):
        byte = message[at + index]
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return value, at + index + 1
    raise ValueError("a number without an end")


def _message(number: int, held: bytes) -> bytes:
    return _varint(number << 3 | _BYTES) + _varint(len(held)) + held


def _varint(value: int) -> bytes:
    made = bytearray()
    while value > 0x7F:
        made.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*made, value])
