"""spaCy's greedy entity decoding for a whole batch at once: the same weights and choices, without a state per token.

spaCy's own decoder asks 74 moves of every token whether they are valid, and takes Python's lock for each question; that is
more than half of the time of `ner`. But a token outside an entity is judged by itself alone: its features are the token and
two paddings. So all tokens are judged at once, and only within entities is anything done in turn, for all entities together.

Source: spacy 3.8, pipeline/_parser_internals/ner.pyx (valid moves), _state.pxd (features), ml/parser_model.pyx (scores).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from redact.detect.tokvec import TokVec, Unfit

__all__ = ["GreedyNer", "Unfit"]

_FEATURES = 3  # the token, the first token of the open entity, the token before


class GreedyNer:
    """The `ner` of a loaded pipeline. Sets `doc.ents` of tokenised docs that hold no entities or sentence starts yet."""

    def __init__(self, nlp: Language) -> None:
        """Take the weights.

        Raises:
            Unfit: the component is built otherwise than spaCy's English models.
        """
        ner: Any = nlp.get_pipe("ner")
        tok2vec, self._lower, upper = (ner.model.get_ref(name) for name in ("tok2vec", "lower", "upper"))
        if self._lower.get_dim("nF") != _FEATURES or ner.cfg["beam_width"] != 1:
            raise Unfit
        self._tok2vec = TokVec(tok2vec)
        moves = {ner.moves.get_class_name(at): at for at in range(ner.moves.n_moves)}
        self._labels = [name[2:] for name in moves if name.startswith("B-")]
        weights, bias = upper.get_param("W"), upper.get_param("b")
        outside = [moves["O"], *(moves[f"{kind}-{label}"] for kind in "BU" for label in self._labels)]
        inside, last = ([moves[f"{kind}-{label}"] for label in self._labels] for kind in "IL")
        self._closed = weights[outside].T, bias[outside]
        self._on = weights[inside] - weights[last], bias[inside] - bias[last]

    def __call__(self, docs: Sequence[Doc]) -> None:
        """Find the entities of some docs."""
        docs = [doc for doc in docs if len(doc)]
        if not docs:
            return
        vectors, _ = self._lower(self._tok2vec(docs), False)  # [1 + tokens, features, hidden, pieces]
        padding, by_token = vectors[0], vectors[1:]
        ends = np.cumsum([len(doc) for doc in docs])
        label, begins, single = self._outside(docs, ends, by_token[:, 0] + padding[1] + padding[2])
        stop = np.where(single, np.arange(1, len(by_token) + 1), 0)
        self._inside(by_token, np.repeat(ends, [len(doc) for doc in docs]), np.flatnonzero(begins), label, stop)
        self._set(docs, ends, label, stop)

    def _outside(self, docs: Sequence[Doc], ends: Any, summed: Any) -> tuple[Any, Any, Any]:
        """For each token as if no entity were open: the label, whether one begins there, whether it is one token long."""
        weights, bias = self._closed
        scores = self._hidden(summed) @ weights + bias
        kinds = len(self._labels)
        scores[np.concatenate([doc.to_array("IS_SPACE") for doc in docs]).astype(bool), 1:] = -np.inf
        scores[ends - 1, 1 : kinds + 1] = -np.inf  # what begins at the last token has no second one
        best = scores.argmax(axis=1)
        return (best - 1) % kinds, (best > 0) & (best <= kinds), best > kinds

    def _inside(self, by_token: Any, end: Any, open_: Any, label: Any, stop: Any) -> None:
        """Fill in where each entity that begins somewhere stops, all of them one token further at a time."""
        weights, bias = self._on
        reach = 1
        while open_.size:
            at = open_ + reach
            hidden = self._hidden(by_token[at, 0] + by_token[open_, 1] + by_token[at - 1, 2])
            goes_on = np.einsum("ij,ij->i", hidden, weights[label[open_]]) + bias[label[open_]] > 0
            goes_on &= at + 1 < end[open_]
            stop[open_[~goes_on]] = at[~goes_on] + 1
            open_ = open_[goes_on]
            reach += 1

    def _hidden(self, summed: Any) -> Any:
        pieces = summed + self._lower.get_param("b")
        found = pieces[..., 0]
        for piece in range(1, pieces.shape[-1]):  # numpy's own `max` is slow along so short an axis
            found = np.maximum(found, pieces[..., piece])
        return found

    def _set(self, docs: Sequence[Doc], ends: Any, label: Any, stop: Any) -> None:
        """From left to right, what begins within an entity is no entity."""
        found: list[list[Span]] = [[] for _ in docs]
        firsts = np.flatnonzero(stop)
        free = 0
        for first, which in zip(firsts.tolist(), np.searchsorted(ends, firsts, side="right").tolist(), strict=True):
            if first < free:
                continue
            doc, free = docs[which], int(stop[first])
            base = int(ends[which]) - len(doc)
            found[which].append(Span(doc, first - base, free - base, label=self._labels[int(label[first])]))
        for doc, spans in zip(docs, found, strict=True):
            doc.set_ents(spans)
