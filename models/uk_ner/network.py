"""The network of redact_uk_ner where it is trained, in JAX; `redact/detect/tagger.py` is the same network in numpy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from redact.detect.wordform import PART_ROWS, PARTS, SHAPE_ROWS, VECTORS, WORD_ROWS, Vectors, features, meaning

Weights = dict[str, Any]
WORD_WIDE, PART_WIDE, SHAPE_WIDE, HIDDEN, WIDTH = 48, 48, 32, 256, 128
REACH = (1, 2, 4, 8, 1)  # of the convolutions: with these a word is seen together with 16 words to either side
LOSE_WORD, LOSE_PARTS, LOSE_VECTOR, DROP = 0.3, 0.1, 0.1, 0.2


@dataclass(frozen=True)
class Forms:
    """The features of the word forms of a batch, as arrays; padded to one size, so that all is compiled once."""

    word: Any
    parts: Any
    part_there: Any
    shape: Any
    vector: Any


jax.tree_util.register_dataclass(Forms, ["word", "parts", "part_there", "shape", "vector"], [])


class Lexicon:
    """Features of every form met so far."""

    def __init__(self, vector: Vectors) -> None:
        self._vector = vector
        self._known: dict[str, tuple[Any, ...]] = {}

    def forms(self, wanted: list[str], size: int) -> Forms:
        """The features of these forms, padded to `size` rows."""
        rows = [self._row(form) for form in wanted]
        rows += [(0, np.zeros(PARTS, int), np.zeros(PARTS), 0, np.zeros(VECTORS + 1))] * (size - len(rows))
        word, parts, there, shape, vector = zip(*rows, strict=True)
        return Forms(
            np.array(word, "int32"),
            np.stack(parts).astype("int32"),
            np.stack(there).astype("float32"),
            np.array(shape, "int32"),
            np.stack(vector).astype("float32"),
        )

    def _row(self, form: str) -> tuple[Any, ...]:
        if form not in self._known:
            found = features(form)
            parts, there = np.zeros(PARTS, int), np.zeros(PARTS)
            parts[: len(found.parts)] = found.parts
            there[: len(found.parts)] = 1 / np.sqrt(max(1, len(found.parts)))
            self._known[form] = (found.word, parts, there, found.shape, meaning(found, self._vector))
        return self._known[form]


def fresh(key: Any, labels: int) -> Weights:
    """Weights to begin with."""
    keys = iter(jax.random.split(key, 12))
    wide = WORD_WIDE + PART_WIDE + SHAPE_WIDE + VECTORS + 1

    def matrix(rows: int, columns: int, scale: float = 1.0) -> Any:
        return jax.random.normal(next(keys), (rows, columns)) * scale / np.sqrt(rows)

    weights = {
        "word": jax.random.normal(next(keys), (WORD_ROWS, WORD_WIDE)) * 0.1,
        "part": jax.random.normal(next(keys), (PART_ROWS, PART_WIDE)) * 0.1,
        "shape": jax.random.normal(next(keys), (SHAPE_ROWS, SHAPE_WIDE)) * 0.1,
        "form1_w": matrix(wide, HIDDEN, 4.0),
        "form1_b": jnp.zeros(HIDDEN),
        "form2_w": matrix(HIDDEN, WIDTH),
        "form2_b": jnp.zeros(WIDTH),
        "out_w": matrix(WIDTH, labels, 0.5),
        "out_b": jnp.zeros(labels),
    }
    for layer in range(len(REACH)):
        weights[f"conv{layer}_w"] = matrix(3 * WIDTH, 2 * WIDTH)
        weights[f"conv{layer}_b"] = jnp.zeros(2 * WIDTH)
    return weights


def said(weights: Weights, forms: Forms, keys: Any) -> Any:
    """What each form says by itself; in training its word, parts or vector are left out now and then."""
    count = forms.word.shape[0]
    word = weights["word"][forms.word] * _kept(keys[0], LOSE_WORD, (count, 1))
    parts = (weights["part"][forms.parts] * forms.part_there[..., None]).sum(1) * _kept(keys[1], LOSE_PARTS, (count, 1))
    vector = forms.vector * _kept(keys[2], LOSE_VECTOR, (count, 1))
    seen = jnp.concatenate([word, parts, weights["shape"][forms.shape], vector], axis=1)
    return dot(jax.nn.relu(dot(seen, weights["form1_w"]) + weights["form1_b"]), weights["form2_w"]) + weights["form2_b"]


def logits(weights: Weights, forms: Forms, at: Any, owner: Any, key: Any) -> Any:
    """Logits of the words `at` (rows of `forms`), `owner` telling the texts apart; with dropout."""
    keys = jax.random.split(key, 5 + len(REACH))
    hidden = _dropped(keys[3], said(weights, forms, keys[:3])[at])
    for layer, reach in enumerate(REACH):
        same = (owner[reach:] == owner[:-reach])[:, None]
        before = jnp.pad(hidden[:-reach] * same, ((reach, 0), (0, 0)))
        after = jnp.pad(hidden[reach:] * same, ((0, reach), (0, 0)))
        mixed = dot(jnp.concatenate([before, hidden, after], 1), weights[f"conv{layer}_w"]) + weights[f"conv{layer}_b"]
        hidden = hidden + _dropped(keys[5 + layer], mixed[:, :WIDTH] * jax.nn.sigmoid(mixed[:, WIDTH:]))
    return dot(_dropped(keys[4], jax.nn.relu(hidden)), weights["out_w"]) + weights["out_b"]


def dot(left: Any, right: Any) -> Any:
    """A product in half precision, summed in single: three times as fast on processors that know it."""
    return jnp.dot(left.astype(jnp.bfloat16), right.astype(jnp.bfloat16), preferred_element_type=jnp.float32)


def _kept(key: Any, lost: float, shape: tuple[int, ...]) -> Any:
    return jax.random.bernoulli(key, 1 - lost, shape).astype(jnp.float32)


def _dropped(key: Any, values: Any) -> Any:
    return values * _kept(key, DROP, values.shape) / (1 - DROP)


def loss(weights: Weights, forms: Forms, at: Any, owner: Any, wanted: Any, key: Any) -> Any:
    """Mean cross entropy over the words that teach something; `wanted` has each word's share of every tag, or noughts."""
    chances = jax.nn.log_softmax(logits(weights, forms, at, owner, key))
    return -(wanted * chances).sum() / jnp.maximum(1.0, wanted.sum())
