"""spaCy's `tok2vec` for a whole batch at once: the same weights, with what one word form says by itself remembered.

Four tenths of its time go into embedding each token: four hashed tables, a word vector and a layer over them. All of that
hangs on the form alone, and texts say the same words again. What is left are convolutions over a word and its neighbours.

Source: spacy 3.8, ml/models/tok2vec.py (MultiHashEmbed.v2, MaxoutWindowEncoder.v2); thinc 8.3, layers maxout, layernorm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from spacy.tokens import Doc

Floats = npt.NDArray[np.float32]

#: Word forms remembered before the memory is emptied: about 20 MB.
_REMEMBERED = 50_000
#: Tokens that go through the convolutions together: few enough for their numbers to stay in the processor's own memory.
_GROUP = 1024
_MIX = np.uint64(0x9E3779B97F4A7C15)  # any odd number that spreads
_TINY = np.float32(1e-8)  # added to a variance. Source: thinc 8.3, layers/layernorm.py
_ENCODER = "expand_window>>maxout>>layernorm>>dropout"


class Unfit(Exception):
    """The model's `ner` is not of the build that is known here."""


class TokVec:
    """The `tok2vec` of a component, as its weights are."""

    def __init__(self, model: Any) -> None:
        """Take the weights.

        Raises:
            Unfit: the model is built otherwise than spaCy's English ones.
        """
        if [layer.name for layer in model.layers[1:]] != ["list2array", "linear"] or len(model.layers[0].layers) != 2:
            raise Unfit
        self._embed, encode = model.layers[0].layers
        cells = encode.layers[0].layers
        if any(cell.name != f"residual({_ENCODER})" for cell in cells):
            raise Unfit
        self._pad = encode.attrs["pad"]
        self._cells = [_Cell(cell.layers[0]) for cell in cells]
        linear = model.layers[2]
        self._linear = np.ascontiguousarray(linear.get_param("W").T), linear.get_param("b")
        self._rows: dict[int, int] = {}
        self._forms: Floats = np.zeros((1024, encode.get_dim("nO")), dtype=np.float32)

    def __call__(self, docs: Sequence[Doc]) -> Floats:
        """A vector for each token of the docs, one after the other; no doc sees its neighbours."""
        rows = self._look_up(docs)
        weights, bias = self._linear
        made = np.empty((len(rows), weights.shape[1]), dtype=np.float32)
        start = 0
        for lengths in _groups([len(doc) for doc in docs]):
            place = self._apart(lengths)
            hidden = np.zeros((int(place[-1]) + 1 + self._pad, self._forms.shape[1]), dtype=np.float32)
            hidden[place] = self._forms[rows[start : start + len(place)]]
            for cell in self._cells:
                hidden += cell(hidden)
            np.matmul(hidden[place], weights, out=made[start : start + len(place)])
            start += len(place)
        made += bias
        return made

    def _apart(self, lengths: Sequence[int]) -> Any:
        """Where each token stands when docs are kept apart as spaCy does: by rows of nought, which convolutions fill too."""
        behind = np.arange(1, len(lengths) + 1) * self._pad
        return np.arange(sum(lengths)) + np.repeat(behind, lengths)

    def _look_up(self, docs: Sequence[Doc]) -> Any:
        """Rows of the remembered forms, new ones worked out first."""
        attributes = np.concatenate([doc.to_array(["ORTH", "NORM"]) for doc in docs])
        keys, first, inverse = np.unique(
            attributes[:, 0] * _MIX ^ attributes[:, 1], return_index=True, return_inverse=True
        )
        known = keys.tolist()
        if len(self._rows) + len(known) > _REMEMBERED:
            self._rows.clear()
        fresh = [(key, at) for key, at in zip(known, first.tolist(), strict=True) if key not in self._rows]
        if fresh:
            self._learn([key for key, _ in fresh], [attributes[at].tolist() for _, at in fresh], docs[0].vocab)
        found = np.fromiter((self._rows[key] for key in known), dtype=np.int64, count=len(known))
        return found[inverse]

    def _learn(self, keys: list[int], forms: list[list[int]], vocab: Any) -> None:
        """What each new form says by itself, of a text that holds nothing else."""
        doc = Doc(vocab, words=[vocab.strings[orth] for orth, _ in forms])
        for token, (_, norm) in zip(doc, forms, strict=True):
            token.norm_ = vocab.strings[norm]
        start = len(self._rows)
        while start + len(keys) > len(self._forms):
            self._forms = np.concatenate([self._forms, np.zeros_like(self._forms)])
        self._forms[start : start + len(keys)] = self._embed.predict([doc])[0]
        self._rows.update(zip(keys, range(start, start + len(keys)), strict=True))


class _Cell:
    """One convolution: each token with the one before and the one behind, the best of some pieces, made even."""

    def __init__(self, model: Any) -> None:
        leaves = {leaf.name: leaf for leaf in model.walk() if not leaf.layers}
        maxout, norm = leaves["maxout"], leaves["layernorm"]
        weights, bias = maxout.get_param("W"), maxout.get_param("b")  # [out, pieces, in], [out, pieces]
        self._out, self._pieces = bias.shape
        # The pieces of all stand apart, so that each is one stretch of memory.
        self._weights = np.ascontiguousarray(weights.transpose(1, 2, 0))
        self._bias = np.ascontiguousarray(bias.T)
        self._scale, self._shift = norm.get_param("G"), norm.get_param("b")

    def __call__(self, hidden: Floats) -> Floats:
        window = _windows(hidden)
        found, other = np.empty_like(hidden), np.empty_like(hidden)
        for piece, (weights, bias) in enumerate(zip(self._weights, self._bias, strict=True)):
            mixed = other if piece else found
            np.matmul(window, weights, out=mixed)
            mixed += bias
            if piece:
                np.maximum(found, other, out=found)
        found -= found.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", found, found) / np.float32(self._out) + _TINY
        found *= self._scale / np.sqrt(spread)[:, None]
        found += self._shift
        return np.asarray(found)


def _windows(hidden: Floats) -> Floats:
    """Each row beside its neighbours; nought beyond the ends."""
    count, width = hidden.shape
    window = np.zeros((count, 3 * width), dtype=np.float32)
    window[1:, :width] = hidden[:-1]
    window[:, width : 2 * width] = hidden
    window[:-1, 2 * width :] = hidden[1:]
    return window


def _groups(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Docs by their lengths, in groups of about `_GROUP` tokens."""
    group: list[int] = []
    for length in lengths:
        if group and sum(group) + length > _GROUP:
            yield group
            group = []
        group.append(length)
    if group:
        yield group
