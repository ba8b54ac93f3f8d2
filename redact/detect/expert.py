"""Our own tagger, redact_uk_ner: what general models do not know of UK papers (models/uk_ner, docs of the card there)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from redact.core.errors import Defect
from redact.detect.tagger import Network
from redact.detect.wordform import VECTORS, vectors_of

__all__ = ["CAUTION", "FLOORS", "VECTORS", "VECTORS_FROM", "Expert", "Guess"]

#: How much less likely than it thinks "nothing here" is held to be: a miss is worse than a false alarm.
#: Chosen on the texts held back in training, not on any benchmark (models/uk_ner/README.md).
CAUTION = 1.6
#: The model whose word vectors the tagger was taught with.
VECTORS_FROM = "en_core_web_md"

#: Below these mean probabilities a label's spans were wrong in over four cases of ten on the held-back texts; other
#: labels need no floor (models/uk_ner/calibrate.py). HEALTH stands a little higher than there: rules find it too.
FLOORS = {"HEALTH": 0.45, "EVENT_DATE": 0.5, "GENETIC_BIOMETRIC": 0.35, "QUASI_IDENTIFIER": 0.4}
#: A claim on a phrase must hold a word that can carry it: `had`, `and`, `the` alone say nothing.
_TELLING = re.compile(r"[^\W\d_]{4,}|\d|[A-Z]{2}")
_EMPTY = re.compile(
    r"(?i)(?:that|this|with|from|have|been|were|they|their|them|there|about|after|which|when|what|also|into|some|and|the|most|will)\b"
)
_NAMED = frozenset({"PERSON", "OFFICIAL", "DEAD"})

#: Word forms remembered before the memory is emptied.
_REMEMBERED = 100_000
#: A word beside a claim belongs to it from this probability on, and a claim is as sure as its surest words.
_NEIGHBOUR, _SURE_WORDS = 0.2, 4


@dataclass(frozen=True, slots=True)
class Guess:
    """A stretch of a document under one label, with the model's mean probability for it."""

    start: int
    end: int
    label: str
    score: float


class Expert:
    """The tagger beside a loaded spaCy pipeline, whose vectors and vocabulary it shares."""

    def __init__(self, nlp: Language, folder: Path, *, caution: float = CAUTION, own_words: bool = False) -> None:
        """Load the tagger over the vectors of `nlp`; with `own_words` documents of another vocabulary are read anew."""
        self._network = Network(folder, vectors_of(nlp))
        self._words = nlp if own_words else None
        self._groups, self._names = _group(self._network.labels)
        self._begins = np.array([label.startswith("B-") for label in self._network.labels])
        self._nothing = np.exp(-caution)
        self._said = _Said((self._words or nlp).vocab.strings)

    def __call__(self, docs: Sequence[Doc], texts: Sequence[str]) -> Iterator[list[Guess]]:
        """The guesses for each document, in order; `texts` are theirs, which spaCy would have to build anew."""
        if self._words is not None:
            docs = [self._words.make_doc(text) for text in texts]
        forms = [[self._said[orth] for orth in doc.to_array("ORTH").tolist()] for doc in docs]
        lengths = [len(each) for each in forms]
        if not sum(lengths):
            yield from ([] for _ in docs)
            return
        best, odds, begins = self._judged(np.concatenate([each for each in self._network(forms) if len(each)]))
        start = 0
        for doc, text, length in zip(docs, texts, lengths, strict=True):
            here = slice(start, start + length)
            marks = best[here], odds[here], begins[here]
            yield list(self._decode(doc, text, *marks)) if best[here].any() else []
            start += length

    def _judged(self, logits: Any) -> tuple[Any, Any, Any]:
        """For each word of a whole batch: its label, the odds of all labels, and whether it would rather begin a span."""
        odds = np.exp(logits - logits.max(axis=1, keepdims=True))
        by_label = odds @ self._groups  # [words, labels], column 0 is "nothing"
        by_label[:, 0] *= self._nothing
        by_label /= by_label.sum(axis=1, keepdims=True)
        return by_label.argmax(axis=1), by_label, self._begins[odds.argmax(axis=1)]

    def _decode(self, doc: Doc, text: str, best: Any, odds: Any, begins: Any) -> Iterator[Guess]:
        best = _grown(odds, best)
        named = np.flatnonzero(best)
        starts = np.ones(named.size, dtype=bool)
        starts[1:] = (np.diff(named) > 1) | (np.diff(best[named]) != 0) | begins[named][1:]
        edges = [*np.flatnonzero(starts).tolist(), named.size]
        for left, right in pairwise(edges):
            first, last = int(named[left]), int(named[right - 1])
            label = int(best[first])
            surest = sorted(odds[first : last + 1, label].tolist())[-_SURE_WORDS:]
            score = sum(surest) / len(surest)
            guess = Guess(doc[first].idx, doc[last].idx + len(doc[last]), self._names[label], score)
            if score >= FLOORS.get(guess.label, 0.0) and _tells(guess, text):
                yield guess


class _Said(dict[int, str]):
    """Word forms by spaCy's numbers for them, which the store would decode anew each time it is asked."""

    def __init__(self, store: Any) -> None:
        super().__init__()
        self._store = store

    def __missing__(self, orth: int) -> str:
        if len(self) > _REMEMBERED:
            self.clear()
        self[orth] = form = str(self._store[orth])
        return form


def _grown(odds: Any, best: Any) -> Any:
    """Labels spread to neighbours that may well be meant too: the phrase, not its two most telling words."""
    likely = odds >= _NEIGHBOUR
    for step in (1, -1):
        for named in np.flatnonzero(best)[::step].tolist():
            label, at = best[named], named + step
            while 0 <= at < len(best) and best[at] == 0 and likely[at, label]:
                best[at] = label
                at += step
    return best


def _tells(guess: Guess, text: str) -> bool:
    if guess.label in _NAMED or guess.label in ("AGE", "CASE_REFERENCE"):
        return True
    return any(not _EMPTY.fullmatch(word[0]) for word in _TELLING.finditer(text, guess.start, guess.end))


def _group(labels: list[str]) -> tuple[Any, list[str]]:
    """A matrix that adds up B- and I- of each label, and the labels' names; column 0 is "nothing"."""
    names = ["", *sorted({label[2:] for label in labels if label != "O"})]
    matrix = np.zeros((len(labels), len(names)), dtype="float32")
    for row, label in enumerate(labels):
        if not re.fullmatch(r"O|[BI]-\w+", label):
            raise Defect("the expert model has a label of unknown form")
        matrix[row, 0 if label == "O" else names.index(label[2:])] = 1.0
    return matrix, names
