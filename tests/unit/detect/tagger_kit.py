"""A tagger of a few words: each word it knows carries one tag, and nothing else counts."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np

from redact.detect.wordform import PART_ROWS, SHAPE_ROWS, VECTORS, WORD_ROWS, features

REACH = [1, 2]
Arrays = dict[str, np.ndarray]


def tiny(folder: Path, tags: dict[str, tuple[str, float]]) -> Path:
    """A network that gives each word of `tags` its tag, so strongly, and every word `O`, with a strength of 4."""
    labels = ["O", *sorted({tag for tag, _ in tags.values()})]
    arrays = _nothing(len(labels))
    for word, (tag, strength) in tags.items():
        arrays["word"][features(word).word, labels.index(tag)] = strength
    arrays["form1_w"][: len(labels)] = arrays["form2_w"][:] = arrays["out_w"][:] = np.eye(len(labels))
    arrays["out_b"][0] = 4.0
    return written(folder, labels, arrays)


def random(folder: Path, labels: list[str]) -> Path:
    """A network of chance weights, in which everything counts."""
    rng = np.random.default_rng(7)
    arrays = {name: rng.normal(0, 0.5, array.shape) for name, array in _nothing(len(labels)).items()}
    return written(folder, labels, arrays)


def written(folder: Path, labels: list[str], arrays: Arrays) -> Path:
    """The folder with the network in it."""
    np.savez(folder / "weights.npz", **{name: array.astype("float16") for name, array in arrays.items()})
    (folder / "network.json").write_text(json.dumps({"labels": labels, "reach": REACH}))
    return folder


def _nothing(labels: int) -> Arrays:
    shapes = {
        "word": (WORD_ROWS, labels), "part": (PART_ROWS, 1), "shape": (SHAPE_ROWS, 1),
        "form1_w": (labels + 3 + VECTORS, labels), "form1_b": (labels,), "form2_w": (labels, labels), "form2_b": (labels,),
        "out_w": (labels, labels), "out_b": (labels,),
    }  # fmt: skip
    for layer in range(len(REACH)):
        shapes[f"conv{layer}_w"], shapes[f"conv{layer}_b"] = (3 * labels, 2 * labels), (2 * labels,)
    return {name: np.zeros(shape) for name, shape in shapes.items()}
