"""Reads the training texts of redact_uk_ner: our own synthetic papers, TAB and the tweet corpora, as (text, spans)."""

from __future__ import annotations

import gzip
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

Span = tuple[int, int, str]
MARK = re.compile(r"\{([A-Z][01]?)\|([^{}]*)\}")
HEAD = re.compile(r"^=== id: (\S+)[^\n]*\n", re.M)

#: Code in the annotation guide -> label the model learns. `-` = learn nothing from these tokens.
LABELS = {
    "P": "PERSON", "O": "OFFICIAL", "M": "DEAD", "A": "STREET_ADDRESS", "K1": "UK_POSTCODE", "S": "PUBLIC_PLACE",
    "L": "LOCATION", "G": "PLACE", "E": "EMPLOYER", "C": "ORGANIZATION", "J": "JOB_TITLE", "B": "DATE_OF_BIRTH",
    "Y": "AGE", "W": "EVENT_DATE", "D": "DATE_TIME", "T": "PHONE_NUMBER", "T0": "PUBLIC_CONTACT",
    "M0": "PUBLIC_CONTACT", "M1": "CONTACT", "N": "CASE_REFERENCE", "N0": "REFERENCE", "H": "HEALTH", "I": "ETHNICITY",
    "R": "RELIGION", "V": "POLITICS", "U": "UNION", "X": "SEX_LIFE_ORIENTATION", "Z": "GENETIC_BIOMETRIC",
    "F": "CRIMINAL_OFFENCE", "Q": "QUASI_IDENTIFIER",
}  # fmt: skip


@dataclass(frozen=True)
class Example:
    """One text with its disjoint spans; `origin` says which collection it is from."""

    id: str
    origin: str
    text: str
    spans: tuple[Span, ...]


def held_back(example: Example) -> bool:
    """One in eight, by name, so that the same are held back every time."""
    return zlib.crc32(example.id.encode()) % 8 == 0


def papers(folder: Path) -> Iterator[Example]:
    """Our own synthetic papers (GUIDE.md), one example a paper."""
    for path in sorted(folder.glob("*.txt")):
        pieces = HEAD.split(path.read_text(encoding="utf-8"))[1:]
        for name, marked in zip(pieces[::2], pieces[1::2], strict=True):
            text, spans = unmark(marked.strip("\n") + "\n")
            yield Example(name, "papers", text, spans)


def unmark(marked: str) -> tuple[str, tuple[Span, ...]]:
    """Plain text and spans of a text with inline marks."""
    out: list[str] = []
    spans: list[Span] = []
    at = length = 0
    for match in MARK.finditer(marked):
        before = marked[at : match.start()]
        length += len(before)
        out += [before, match[2]]
        if match[1] in LABELS:
            spans.append((length, length + len(match[2]), LABELS[match[1]]))
        length += len(match[2])
        at = match.end()
    out.append(marked[at:])
    return "".join(out), tuple(spans)


def tab(path: Path) -> Iterator[Example]:
    """TAB court cases (MIT): what its annotators mask is personal, what they leave is its public twin."""
    masked = {"PERSON": "PERSON", "CODE": "CASE_REFERENCE", "LOC": "LOCATION", "ORG": "EMPLOYER",
              "DATETIME": "EVENT_DATE", "QUANTITY": "QUASI_IDENTIFIER", "MISC": "QUASI_IDENTIFIER"}  # fmt: skip
    left = {"PERSON": "OFFICIAL", "CODE": "REFERENCE", "LOC": "PLACE", "ORG": "ORGANIZATION", "DATETIME": "DATE_TIME"}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        docs = json.load(file)
    for doc in docs:
        if doc.get("gold_source", "exact") != "exact":
            continue
        mentions = next(iter(doc["annotations"].values()))["entity_mentions"]
        spans = []
        for m in mentions:
            start, end = m["start_offset"], m["end_offset"]
            keep = m["identifier_type"] == "NO_MASK"
            if m["entity_type"] == "DEM":
                label = None if keep else demographic(doc["text"][start:end])
            else:
                label = (left if keep else masked).get(m["entity_type"])
            if label:
                spans.append((start, end, label))
        yield Example(doc["doc_id"], "tab", doc["text"], disjoint(spans))


def demographic(surface: str) -> str:
    """TAB's DEM holds jobs, ages and nationalities alike: tell them apart by their form."""
    if re.search(r"\d|years?\b", surface):
        return "AGE"
    return "ETHNICITY" if surface[:1].isupper() else "JOB_TITLE"


def tweets(path: Path) -> Iterator[Example]:
    """BTC and WNUT17 (CC BY 4.0): people as they are; places and organisations teach nothing (no tie is marked)."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        docs = [json.loads(line) for line in file]
    for doc in docs:
        spans = [
            (s["start"], s["end"], "PERSON" if s["type"].lower() in ("per", "person") else "-") for s in doc["spans"]
        ]
        yield Example(str(doc["doc_id"]), "tweets", doc["text"], disjoint(spans))


def disjoint(spans: list[Span]) -> tuple[Span, ...]:
    """Longest first, no overlaps, in order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(span[1] <= k[0] or k[1] <= span[0] for k in kept):
            kept.append(span)
    return tuple(sorted(kept))
