"""The network of our own tagger, in plain numpy: what a word looks like and means, then convolutions over its company.

What one word form says by itself is worked out once and remembered; only the convolutions are paid for every token.
models/uk_ner/network.py is the same network where it is trained, with the features from here.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

from redact.core.errors import CorruptInput

Floats = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]

#: Sizes of the three tables of hashed features: whole words, parts of words, shapes.
WORD_ROWS, PART_ROWS, SHAPE_ROWS = 8192, 16384, 1024
#: Parts of a word that count: fewer than this, however long the word.
PARTS = 24
_PREFIXES = (1, 2, 3, 4)
_LONGEST = 32
#: Word forms remembered before the memory is emptied: about 30 MB.
_REMEMBERED = 50_000


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
        _hash(low, WORD_ROWS), tuple(parts)[:PARTS], _hash(shape(form), SHAPE_ROWS), (form, low, low.title(), low.upper())
    )


def shape(form: str) -> str:
    """The form with X for capitals, x for small letters and d for digits, runs cut at four: `HX7` is `XXd`."""
    out: list[str] = []
    for char in form[:_LONGEST]:
        kind = "d" if char.isdigit() else "X" if char.isupper() else "x" if char.isalpha() else char
        if out[-4:] != [kind] * 4:
            out.append(kind)
    return "".join(out)


def _hash(text: str, rows: int) -> int:
    return crc32(text.encode("utf-8", "surrogatepass")) % rows


class Network:
    """The weights, and the way from word forms to logits."""

    def __init__(self, folder: Path, vector: Callable[[str], Floats | None]) -> None:
        """Load `network.json` and `weights.npz`; `vector` gives the vector of a word form, or None.

        Raises:
            CorruptInput: the files are damaged, or do not belong together.
        """
        try:
            described = json.loads((folder / "network.json").read_text(encoding="utf-8"))
            with np.load(folder / "weights.npz", allow_pickle=False) as file:
                self._weights: dict[str, Floats] = {name: file[name].astype(np.float32) for name in file.files}
            self.labels: list[str] = described["labels"]
            self._reach: list[int] = described["reach"]
        except (ValueError, KeyError, EOFError, zipfile.BadZipFile) as err:
            raise CorruptInput("the expert model is damaged", "run: redact models verify") from err
        self._vector = vector
        self._width = self._weights["form2_b"].size
        self._rows: dict[str, int] = {}
        self._forms = np.zeros((1024, self._width), dtype=np.float32)

    def __call__(self, texts: Sequence[Sequence[str]]) -> list[Floats]:
        """Logits [words, labels] for each text, a sequence of word forms; no text sees its neighbours."""
        lengths = [len(text) for text in texts]
        if not sum(lengths):
            return [np.zeros((0, len(self.labels)), dtype=np.float32) for _ in texts]
        rows = self._look_up([form for text in texts for form in text])
        ends = np.cumsum(lengths)
        logits = self._convolved(self._forms[rows], np.repeat(np.arange(len(texts)), lengths))
        return np.split(logits, ends[:-1])

    def _look_up(self, forms: list[str]) -> Rows:
        """Rows of the remembered forms, new ones worked out first."""
        known = self._rows
        fresh = [form for form in dict.fromkeys(forms) if form not in known]
        if len(known) + len(fresh) > _REMEMBERED:
            known.clear()
            fresh = list(dict.fromkeys(forms))
        if fresh:
            first = len(known)
            while first + len(fresh) > len(self._forms):
                self._forms = np.concatenate([self._forms, np.zeros_like(self._forms)])
            self._forms[first : first + len(fresh)] = self._encoded(fresh)
            known.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        return np.fromiter(map(known.__getitem__, forms), dtype=np.int64, count=len(forms))

    def _encoded(self, forms: list[str]) -> Floats:
        """What each form says by itself."""
        weights = self._weights
        wide = weights["form1_w"].shape[0]
        seen = np.zeros((len(forms), wide), dtype=np.float32)
        for row, form in zip(seen, forms, strict=True):
            found = features(form)
            parts = weights["part"][list(found.parts)].sum(axis=0) / np.sqrt(len(found.parts) or 1)
            known = np.concatenate([weights["word"][found.word], parts, weights["shape"][found.shape]])
            row[: known.size] = known
            vector = next((v for v in map(self._vector, found.vectors) if v is not None), None)
            if vector is not None:
                row[known.size : -1] = vector / (np.linalg.norm(vector) + 1e-6)
                row[-1] = 1.0
        hidden = np.maximum(seen @ weights["form1_w"] + weights["form1_b"], 0.0)
        return np.asarray(hidden @ weights["form2_w"] + weights["form2_b"], dtype=np.float32)

    def _convolved(self, hidden: Floats, owner: Rows) -> Floats:
        """Residual gated convolutions, each over the word and one `reach` words to either side, within one text."""
        weights = self._weights
        count, width = hidden.shape
        window = np.zeros((count, 3 * width), dtype=np.float32)
        for layer, reach in enumerate(self._reach):
            window[:, width : 2 * width] = hidden
            window[reach:, :width] = hidden[:-reach]
            window[:-reach, 2 * width :] = hidden[reach:]
            foreign = np.flatnonzero(owner[reach:] != owner[:-reach])
            window[foreign + reach, :width] = 0.0
            window[foreign, 2 * width :] = 0.0
            window[:reach, :width] = 0.0
            window[count - min(reach, count) :, 2 * width :] = 0.0
            mixed = window @ weights[f"conv{layer}_w"] + weights[f"conv{layer}_b"]
            gate = 1.0 / (1.0 + np.exp(-mixed[:, width:]))
            hidden = hidden + mixed[:, :width] * gate
        return np.asarray(np.maximum(hidden, 0.0) @ weights["out_w"] + weights["out_b"], dtype=np.float32)


def vectors_of(nlp: Any) -> Callable[[str], Floats | None]:
    """How `Network` asks a spaCy pipeline for its word vectors."""
    table, strings = nlp.vocab.vectors, nlp.vocab.strings
    rows = table.key2row

    def vector(form: str) -> Floats | None:
        row = rows.get(strings[form] if form in strings else 0, -1)
        return None if row < 0 else table.data[row]

    return vector
