"""The word lists of this room: text files of sections (`[name]`), each with phrases that semicolons part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.resources import files

#: Phrases by their first word, longest first.
Index = dict[str, list[tuple[str, ...]]]


def sections(name: str) -> Iterator[tuple[str, list[tuple[str, ...]]]]:
    """The sections of a word list beside this file (`[section]`) and their phrases, which semicolons part."""
    text = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8")
    body = " ".join(line.split("#", 1)[0] for line in text.splitlines())
    for section, phrases in re.findall(r"\[([^\]]+)\]([^\[]*)", body):
        yield section, [tuple(phrase.split()) for phrase in phrases.split(";") if phrase.strip()]


def phrases(name: str) -> dict[str, Index]:
    """The phrases of each section of a word list, by their first word, longest first."""
    return {section: _indexed(found) for section, found in sections(name)}


def _indexed(found: list[tuple[str, ...]]) -> Index:
    index: Index = {}
    for phrase in sorted(found, key=len, reverse=True):
        index.setdefault(phrase[0], []).append(phrase)
    return index


def words(name: str, section: str) -> frozenset[str]:
    """The words of one section; there semicolons are not needed."""
    return frozenset(word for held, found in sections(name) if held == section for phrase in found for word in phrase)
