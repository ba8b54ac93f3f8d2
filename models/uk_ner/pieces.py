"""Texts as the network learns them: words with their tags, cut as the product cuts them, packed into batches of one size."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from corpus import Example, Span

from redact.detect.passages import passages

WHOLE_SHARE = 0.3  # of the papers are learnt from whole, the others in passages, as the product reads them
WORDS, FORMS = 2048, 1152  # a batch holds so many words, of so many forms
SMOOTHING = 0.05


@dataclass(frozen=True)
class Piece:
    """A text as words with their tags, and where it may be cut."""

    origin: str
    words: list[str]
    tags: list[int]
    cuts: tuple[int, ...]

    def part(self, start: int, end: int) -> Piece:
        """Some of it."""
        return Piece(self.origin, self.words[start:end], self.tags[start:end], ())

    def targets(self, labels: int) -> Any:
        """Each word's share of every tag: mostly its own, a little of all; nothing where no tag is known."""
        tags = np.array(self.tags)
        wanted = np.eye(labels, dtype="float32")[np.maximum(tags, 0)]
        return ((1 - SMOOTHING) * wanted + SMOOTHING / labels) * (tags >= 0)[:, None]


def piece_of(doc: Any, example: Example, numbers: dict[str, int]) -> Piece:
    """A text as the network learns it; cut where the product will cut it."""
    starts = [at for at, _ in passages(example.text)]
    cuts = tuple(int(np.searchsorted([token.idx for token in doc], at)) for at in starts[1:])
    return Piece(example.origin, [token.text for token in doc], tags_of(doc, example.spans, numbers), cuts)


def cut(pieces: list[Piece], rng: random.Random) -> list[Piece]:
    """Most texts in passages, as the product reads them, some whole; shuffled."""
    out = []
    for piece in pieces:
        whole = piece.origin == "papers" and rng.random() < WHOLE_SHARE
        edges = [0, *(() if whole else piece.cuts), len(piece.words)]
        out += [piece.part(*edge) for edge in pairwise(edges) if edge[0] < edge[1]]
    rng.shuffle(out)
    return out


def tags_of(doc: Any, spans: tuple[Span, ...], numbers: dict[str, int]) -> list[int]:
    """The number of B-/I-/O per token; a token that a span touches belongs to it; `-` spans teach nothing (-1)."""
    tags = [numbers["O"]] * len(doc)
    begins = np.array([token.idx for token in doc])
    ends = np.array([token.idx + len(token) for token in doc])
    for start, end, label in spans:
        for n, i in enumerate(np.flatnonzero((begins < end) & (ends > start))):
            tags[i] = -1 if label == "-" else numbers[("I-" if n else "B-") + label]
    return tags


def batches(pieces: list[Piece], labels: int) -> Iterator[tuple[list[str], Any, Any, Any]]:
    """Word forms, rows among them, text numbers and wanted tags; as many texts as fit, long ones cut."""
    forms: dict[str, int] = {}
    at, owner, wanted = np.zeros(WORDS, "int32"), np.full(WORDS, -1, "int32"), np.zeros((WORDS, labels), "float32")
    size = 0
    for n, piece in enumerate(pieces):
        for word, target in zip(piece.words, piece.targets(labels), strict=True):
            if size == WORDS or len(forms) == FORMS:
                yield list(forms), at, owner, wanted
                forms, size = {}, 0
                at, owner, wanted = np.zeros_like(at), np.full_like(owner, -1), np.zeros_like(wanted)
            at[size], owner[size], wanted[size] = forms.setdefault(word, len(forms)), n, target
            size += 1
