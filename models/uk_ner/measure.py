"""Measures the tagger on texts as the product reads them: characters of personal labels, and whole phrases by label."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from corpus import Example

from redact.detect.expert import Expert
from redact.detect.passages import passages

IMPERSONAL = {"DATE_TIME", "ORGANIZATION", "PUBLIC_PLACE", "PUBLIC_CONTACT", "REFERENCE", "PLACE"}


@dataclass
class Figures:
    """Characters (letters and digits) of personal labels found, wrongly found and wanted; whole phrases found."""

    found: int = 0
    wrong: int = 0
    wanted: int = 0
    whole: Counter[str] = field(default_factory=Counter)
    phrases: Counter[str] = field(default_factory=Counter)

    def line(self) -> str:
        """Recall, precision, F2 and the share of whole phrases of the telling labels."""
        recall, precision = self.found / max(1, self.wanted), self.found / max(1, self.found + self.wrong)
        some = ("PERSON", "HEALTH", "CRIMINAL_OFFENCE", "STREET_ADDRESS", "EVENT_DATE", "JOB_TITLE", "QUASI_IDENTIFIER")
        shares = {label[:8]: round(self.whole[label] / max(1, self.phrases[label]), 2) for label in some}
        f2 = 5 * recall * precision / max(1e-9, 4 * precision + recall)
        return f"recall {recall:.3f} precision {precision:.3f} f2 {f2:.3f} whole {shares}"


def read(nlp: Any, examples: list[Example]) -> list[tuple[int, int, Any]]:
    """Every passage of the examples, as (example, offset, document)."""
    return [(n, at, nlp.make_doc(piece)) for n, e in enumerate(examples) for at, piece in passages(e.text)]


def personal(example: Example) -> bytearray:
    """1 for each character under a personal label."""
    marks = bytearray(len(example.text))
    for start, end, label in example.spans:
        if label not in IMPERSONAL:
            marks[start:end] = b"\1" * (end - start)
    return marks


def measure(expert: Expert, docs: list[tuple[int, int, Any]], examples: list[Example]) -> Figures:
    """The figures of a tagger on these examples."""
    figures = Figures()
    guessed = [bytearray(len(e.text)) for e in examples]
    wanted = [personal(example) for example in examples]
    for (n, at, _), guesses in zip(docs, expert([doc for _, _, doc in docs], [doc.text for _, _, doc in docs]), strict=True):
        for guess in guesses:
            if guess.label not in IMPERSONAL:
                start, end = at + guess.start, at + guess.end
                guessed[n][start:end] = b"\1" * (end - start)
    for example, got, gold in zip(examples, guessed, wanted, strict=True):
        _characters(figures, example.text, got, gold)
        _phrases(figures, example, got)
    return figures


def _characters(figures: Figures, text: str, got: bytearray, gold: bytearray) -> None:
    for char, g, w in zip(text, got, gold, strict=True):
        if char.isalnum():
            figures.found += g & w
            figures.wrong += g & ~w & 1
            figures.wanted += w


def _phrases(figures: Figures, example: Example, got: bytearray) -> None:
    for start, end, label in example.spans:
        if label not in IMPERSONAL:
            figures.phrases[label] += 1
            figures.whole[label] += all(got[i] or not example.text[i].isalnum() for i in range(start, end))
