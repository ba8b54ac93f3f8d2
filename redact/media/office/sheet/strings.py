"""The shared strings of a workbook, on disk: however many there are, memory does not grow with their length.

Source: ECMA-376-1:2016, section 18.4.9 (sst).
"""

from __future__ import annotations

import json
import struct
import tempfile
import weakref
from array import array
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any

from redact.core.errors import CorruptInput
from redact.media.office._namespaces import KNOWN
from redact.media.office.sheet.phrases import Hint, Phrase, Run, phrase_of, plain
from redact.media.office.sheet.streamed import elements, let_go

_PLACE = struct.Struct("<QQ")
_IN_MEMORY = 1 << 18
_REMEMBERED = 1024
_PLAIN, _RICH = b"\0", b"\1"


class Strings:
    """Shared strings by their index."""

    def __init__(self, file: IO[bytes] | None) -> None:
        """Read them from their part; without one there are none.

        Raises:
            CorruptInput: it is not well-formed, or declares a document type.
        """
        self._texts: Any = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed with this object
        self._places: Any = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
        weakref.finalize(self, _close, self._texts, self._places)
        self._count = 0
        if file is not None:
            self._read(file)
        self.phrase = lru_cache(maxsize=_REMEMBERED)(self._phrase)

    def __len__(self) -> int:
        return self._count

    def index(self, told: str) -> int:
        """The index that a cell tells.

        Raises:
            CorruptInput: there is no string of that index.
        """
        try:
            number = int(told)
        except ValueError:
            number = -1
        if not 0 <= number < self._count:
            raise CorruptInput("a cell tells of a text that is not there", "open it in Excel and save it anew")
        return number

    def _read(self, file: IO[bytes]) -> None:
        for event, element in elements(file, "si"):
            if event == "end":
                self.add(phrase_of(element))
                let_go(element)

    def add(self, phrase: Phrase) -> int:
        """Keep one more; the answer is its index."""
        if len(phrase.runs) == 1 and not phrase.runs[0].form and not phrase.hints:
            stored = _PLAIN + phrase.text.encode("utf-8", "surrogatepass")
        else:
            stored = _RICH + json.dumps((phrase.runs, phrase.hints)).encode()
        self._places.seek(self._count * _PLACE.size)
        self._texts.seek(0, 2)
        self._places.write(_PLACE.pack(self._texts.tell(), len(stored)))
        self._texts.write(stored)
        self._count += 1
        return self._count - 1

    def _phrase(self, index: int) -> Phrase:
        self._places.seek(index * _PLACE.size)
        start, length = _PLACE.unpack(self._places.read(_PLACE.size))
        self._texts.seek(start)
        stored = self._texts.read(length)
        if stored[:1] == _PLAIN:
            return plain(stored[1:].decode("utf-8", "surrogatepass"))
        runs, hints = json.loads(stored[1:])
        return Phrase(tuple(Run(*run) for run in runs), tuple(Hint(*hint) for hint in hints))


_AS_IT_IS, _CUT, _DIFFERS = 1, 2, 4


class Uses:
    """What became of each shared string in the cells that use it."""

    def __init__(self, strings: Strings) -> None:
        self._strings = strings
        self._states = bytearray(len(strings))
        self._fresh = array("q", bytes(8 * len(strings)))  # by index: that of its changed form, counted from 1
        self._changed = Strings(None)

    def stays(self, index: int) -> None:
        """A cell uses it as it is."""
        self._states[index] |= _AS_IT_IS

    def cut(self, index: int, phrase: Phrase) -> None:
        """In a cell that uses it, it was changed to this."""
        if not self._fresh[index]:
            self._fresh[index] = self._changed.add(phrase) + 1
        elif self._changed.phrase(self._fresh[index] - 1) != phrase:
            self._states[index] |= _DIFFERS
        self._states[index] |= _CUT

    def same(self, index: int) -> bool:
        """Whether all cells that use it changed it to the same, so that it is changed itself."""
        return self._states[index] == _CUT

    def __iter__(self) -> Iterator[Phrase | None]:
        """Each string as it is written; None for one that no cell uses any more."""
        for index, state in enumerate(self._states):
            if state == _CUT:
                yield self._changed.phrase(self._fresh[index] - 1)
            else:
                yield self._strings.phrase(index) if state & _AS_IT_IS else None


def write(uses: Uses, count: int, out: IO[bytes]) -> None:
    """The part anew: a string that no cell uses any more is empty, so that the others keep their index."""
    out.write(b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n')
    out.write(f'<sst xmlns="{KNOWN["s"]}" uniqueCount="{count}">'.encode())
    for phrase in uses:
        out.write(b"<si><t/></si>" if phrase is None else f"<si>{phrase.inside()}</si>".encode())
    out.write(b"</sst>")


def _close(*files: Any) -> None:
    for file in files:
        file.close()
