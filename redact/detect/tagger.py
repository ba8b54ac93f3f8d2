"""The network of our own tagger, in plain numpy: what a word looks like and means, then convolutions over its company.

What one word form says by itself is worked out once and remembered; only the convolutions are paid for every token.
models/uk_ner/network.py is the same network where it is trained, with the features of wordform.py.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from redact.core.errors import CorruptInput, MissingPart
from redact.detect.wordform import VECTORS, Floats, Vectors, features, meaning

Rows = npt.NDArray[np.int64]

#: Word forms remembered before the memory is emptied: about 30 MB.
_REMEMBERED = 50_000
#: Words in a group of texts that goes through the convolutions together.
_GROUP = 1024


class Network:
    """The weights, and the way from word forms to logits."""

    def __init__(self, folder: Path, vector: Vectors) -> None:
        """Load `network.json` and `weights.npz`; `vector` gives the vector of a word form, or None.

        Raises:
            MissingPart: the folder does not hold them.
            CorruptInput: the files are damaged, or do not belong together.
        """
        try:
            described = json.loads((folder / "network.json").read_text(encoding="utf-8"))
            with (folder / "weights.npz").open("rb") as raw, np.load(raw, allow_pickle=False) as file:
                self._weights: dict[str, Floats] = {name: file[name].astype(np.float32) for name in file.files}
            self.labels: list[str] = described["labels"]
            self._width = self._weights["form2_b"].size
            self._layers = [_Layer.of(self._weights, at, reach) for at, reach in enumerate(described["reach"])]
            tables = sum(self._weights[name].shape[1] for name in ("word", "part", "shape"))
            fits = self._weights["form1_w"].shape[0] == tables + VECTORS + 1
        except FileNotFoundError as err:
            raise MissingPart(
                "the expert model is not there", "name its folder in `expert`, or run: redact models verify"
            ) from err
        except (ValueError, KeyError, IndexError, EOFError, zipfile.BadZipFile) as err:
            raise CorruptInput("the expert model is damaged", "run: redact models verify") from err
        if not fits:
            raise CorruptInput("the expert model is of another make than this program", "run: redact models verify")
        self._vector = vector
        self._rows: dict[str, int] = {}
        self._forms = np.zeros((1024, self._width), dtype=np.float32)

    def __call__(self, texts: Sequence[Sequence[str]]) -> Iterator[Floats]:
        """Logits [words, labels] for each text, a sequence of word forms; no text sees its neighbours."""
        for group in _groups(texts):
            lengths = [len(text) for text in group]
            rows = self._look_up([form for text in group for form in text])
            logits = self._convolved(self._forms[rows], np.repeat(np.arange(len(group)), lengths))
            yield from np.split(logits, np.cumsum(lengths)[:-1])

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
            row[known.size :] = meaning(found, self._vector)
        hidden = np.maximum(seen @ weights["form1_w"] + weights["form1_b"], 0.0)
        return np.asarray(hidden @ weights["form2_w"] + weights["form2_b"], dtype=np.float32)

    def _convolved(self, hidden: Floats, owner: Rows) -> Floats:
        """Residual gated convolutions, each over the word and one `reach` words to either side, within one text."""
        count, width = hidden.shape
        window = np.empty((count, 3 * width), dtype=np.float32)
        plain, gate = np.empty_like(hidden), np.empty_like(hidden)
        with np.errstate(over="ignore"):  # a gate that is shut: what is divided by infinity is nought
            for layer in self._layers:
                _fill(window, hidden, owner, layer.reach)
                np.matmul(window, layer.plain, out=plain)
                np.matmul(window, layer.gate, out=gate)
                plain += layer.plain_bias
                gate += layer.gate_bias
                np.exp(gate, out=gate)
                gate += 1.0
                plain /= gate  # times the sigmoid
                hidden += plain
        weights = self._weights
        return np.asarray(np.maximum(hidden, 0.0) @ weights["out_w"] + weights["out_b"], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class _Layer:
    """A gated convolution, its halves apart so that each is worked on in one stretch of memory; the gate turned round."""

    reach: int
    plain: Floats
    plain_bias: Floats
    gate: Floats
    gate_bias: Floats

    @classmethod
    def of(cls, weights: dict[str, Floats], at: int, reach: int) -> _Layer:
        both, bias = weights.pop(f"conv{at}_w"), weights.pop(f"conv{at}_b")
        half = bias.size // 2
        return cls(reach, np.ascontiguousarray(both[:, :half]), bias[:half], -both[:, half:], -bias[half:])


def _fill(window: Floats, hidden: Floats, owner: Rows, reach: int) -> None:
    """The window of each word: the word `reach` before it, itself, and the one `reach` behind; nought beyond its text."""
    count, width = hidden.shape
    reach = min(reach, count)
    before, after = window[:, :width], window[:, 2 * width :]
    window[:, width : 2 * width] = hidden
    before[reach:] = hidden[: count - reach]
    after[: count - reach] = hidden[reach:]
    before[:reach] = 0.0
    after[count - reach :] = 0.0
    foreign = np.flatnonzero(owner[reach:] != owner[: count - reach])
    before[foreign + reach] = 0.0
    after[foreign] = 0.0


def _groups(texts: Sequence[Sequence[str]]) -> Iterator[list[Sequence[str]]]:
    """Texts in groups small enough for their numbers to stay in the processor's own memory."""
    group: list[Sequence[str]] = []
    size = 0
    for text in texts:
        if group and size + len(text) > _GROUP:
            yield group
            group, size = [], 0
        group.append(text)
        size += len(text)
    if group:
        yield group
