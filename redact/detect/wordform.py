"""What a word form looks like and means, as our own tagger sees it: hashes of its parts, and the vector of the word."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from zlib import crc32

import numpy as np
import numpy.typing as npt
from spacy.language import Language

Floats = npt.NDArray[np.float32]
#: The vector of a word form, or None.
Vectors = Callable[[str], Floats | None]

#: Length of a word's vector.
VECTORS = 300

#: Sizes of the three tables of hashed features: whole words, parts of words, shapes.
WORD_ROWS, PART_ROWS, SHAPE_ROWS = 8192, 16384, 1024
#: Parts of a word that count: fewer than this, however long the word.
PARTS = 24
_PREFIXES = (1, 2, 3, 4)
_LONGEST = 32


@dataclass(frozen=True, slots=True)
class Features:
    """One word form as the network sees it; `vectors` are the words whose vectors stand for it, the best first."""

    word: int
    parts: tuple[int, ...]
    shape: int
    vectors: tuple[str, ...]


def features(form: str) -> Features:
    """The features of a word form: by hash, so that no list of words travels with the weights."""
    low = form.lower()[:_LONGEST]
    ends = [f"<{low[:n]}" for n in _PREFIXES if len(low) >= n] + [f"{low[-n:]}>" for n in _PREFIXES if len(low) >= n]
    marked = f"^{low}$"
    pieces = [*ends, *(marked[at : at + 4] for at in range(len(marked) - 3))]
    parts = dict.fromkeys(_hash(piece, PART_ROWS) for piece in pieces)
    return Features(
        _hash(low, WORD_ROWS),
        tuple(parts)[:PARTS],
        _hash(shape(form), SHAPE_ROWS),
        (form, low, low.title(), low.upper()),
    )


def shape(form: str) -> str:
    """The form with X for capitals, x for small letters and d for digits, runs cut at four: `HX7` is `XXd`."""
    out: list[str] = []
    for char in form[:_LONGEST]:
        kind = "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if out[-4:] != [kind] * 4:
            out.append(kind)
    return "".join(out)


def meaning(found: Features, vector: Vectors) -> Floats:
    """The vector of the first form that has one, of length one with 1 behind it; else noughts."""
    known = next((v for v in map(vector, found.vectors) if v is not None), None)
    if known is None:
        return np.zeros(VECTORS + 1, dtype=np.float32)
    return np.append(known / (np.linalg.norm(known) + 1e-6), 1.0).astype(np.float32)


def _hash(text: str, rows: int) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) % rows


def vectors_of(nlp: Language) -> Vectors:
    """How `Network` asks a spaCy pipeline for its word vectors."""
    table, strings = nlp.vocab.vectors, nlp.vocab.strings
    rows: dict[int, int] = table.key2row

    def vector(form: str) -> Floats | None:
        row = rows.get(strings[form])
        return None if row is None else np.asarray(table.data[row])

    return vector
