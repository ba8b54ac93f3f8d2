"""Reads the weights in a model.bin of CTranslate2: names and arrays. Refuses what is cut short, or no such file."""

from __future__ import annotations

import mmap
import struct
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from redact.core.errors import MissingPart

#: Version of the container. Since 4 each array says its type and its bytes; what came before has not been seen for years.
_OLDEST, _NEWEST = 4, 6
#: Array types by their number. 5 is bfloat16, which numpy does not know.
#: Source: CTranslate2 4.8, specs/model_spec.py, `_dtype_to_type_id` (the order of its enum DataType).
_TYPES = (np.dtype("<f4"), np.dtype("i1"), np.dtype("<i2"), np.dtype("<i4"), np.dtype("<f2"))
_MOST_DIMENSIONS = 8


def read_ct2(path: Path, wanted: str) -> Mapping[str, Any]:
    """The arrays of a model.bin by name, as read-only views of the file (``[]``-shaped ones are settings of the network).

    `wanted` is the kind of network that the file must say it holds (`WhisperSpec`).

        u32 version, str kind, u32 revision, u32 count, count times:
            str name, u8 rank, rank times u32 size, u8 type, u32 bytes, the numbers
        u32 count, count times: str alias, str name          str: u16 length with its NUL, the characters, NUL

    Raises:
        MissingPart: the file is absent, cut short, of another kind, or of a version that we do not know.

    Source: CTranslate2 4.8, specs/model_spec.py, `ModelSpec._serialize` (little-endian throughout).
    """
    try:
        with path.open("rb") as file:
            held = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return dict(_arrays(_Cursor(held), wanted))
    except (OSError, ValueError, IndexError, struct.error) as err:
        raise unfit("is absent or cut short") from err


def unfit(what: str) -> MissingPart:
    """The error for weights that are not what they should be."""
    hint = "fetch it again (redact models fetch), or name another in the setting speech_model"
    return MissingPart(f"the file of the speech model {what}", hint)


class _Cursor:
    """Takes one thing after another from bytes."""

    def __init__(self, held: mmap.mmap) -> None:
        self._held = held
        self._at = 0

    def number(self, kind: str) -> int:
        """An integer as `struct` names it."""
        (value,) = struct.unpack_from(f"<{kind}", self._held, self._at)
        self._at += struct.calcsize(f"<{kind}")
        return int(value)

    def string(self) -> str:
        length = self.number("H")
        end = self._at + length
        if length == 0 or self._held[end - 1] != 0:
            raise unfit("is damaged")
        said = self._held[self._at : end - 1].decode("utf-8")
        self._at = end
        return said

    def array(self) -> Any:
        rank = self.number("B")
        if rank > _MOST_DIMENSIONS:
            raise unfit("is damaged")
        shape = tuple(self.number("I") for _ in range(rank))
        dtype, size = _TYPES[self.number("B")], self.number("I")
        numbers = np.frombuffer(self._held, dtype, count=size // dtype.itemsize, offset=self._at)
        self._at += size
        return numbers.reshape(shape)


def _arrays(cursor: _Cursor, wanted: str) -> Iterator[tuple[str, Any]]:
    version = cursor.number("I")
    if not _OLDEST <= version <= _NEWEST:
        raise unfit("is no model of CTranslate2, or of a version unknown here")
    if cursor.string() != wanted:
        raise unfit("holds another kind of network")
    cursor.number("I")
    for _ in range(cursor.number("I")):
        yield cursor.string(), cursor.array()
    # The aliases are read for the check that the file is whole; the one there is says that output ties to embedding.
    for _ in range(cursor.number("I")):
        cursor.string(), cursor.string()
