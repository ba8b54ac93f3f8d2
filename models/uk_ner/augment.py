"""Makes more of each example: other people's names in it, other cases, the noise of a bad scan."""

from __future__ import annotations

import random
import re

from corpus import Example, Span

WORD = re.compile(r"[^\W\d_]{3,}")
NAMED = ("PERSON", "OFFICIAL", "DEAD")
SCAN = {
    "o": "0",
    "O": "0",
    "l": "1",
    "i": "1",
    "I": "l",
    "S": "5",
    "s": "5",
    "B": "8",
    "e": "c",
    "rn": "m",
    "1": "l",
    "0": "O",
    "5": "S",
}
SWAP_SHARE, LOWER_SHARE, UPPER_SHARE, SCAN_SHARE, BARE_SHARE = 0.6, 0.10, 0.06, 0.07, 0.05


def name_pool(examples: list[Example]) -> list[str]:
    """Every word that is part of somebody's name, once."""
    pool: set[str] = set()
    for example in examples:
        for start, end, label in example.spans:
            if label in NAMED:
                pool.update(w.title() for w in WORD.findall(example.text[start:end]))
    return sorted(pool)


def vary(example: Example, pool: list[str], rng: random.Random) -> Example:
    """One variant of an example, the example itself among the possible ones."""
    text, spans = example.text, list(example.spans)
    if rng.random() < SWAP_SHARE:
        text, spans = swap_names(text, spans, pool, rng)
    roll = rng.random()
    if roll < LOWER_SHARE:
        text = text.lower()
    elif roll < LOWER_SHARE + UPPER_SHARE:
        upper = text.upper()
        text = upper if len(upper) == len(text) else text
    elif roll < LOWER_SHARE + UPPER_SHARE + SCAN_SHARE:
        text, spans = rebuild(text, spans, lambda piece: scanned(piece, rng))
    elif roll < LOWER_SHARE + UPPER_SHARE + SCAN_SHARE + BARE_SHARE:
        text, spans = rebuild(text, spans, lambda piece: re.sub(r"[.,;:!?'’\"]", "", piece).lower())
    return Example(example.id, example.origin, text, tuple(spans))


def swap_names(text: str, spans: list[Span], pool: list[str], rng: random.Random) -> tuple[str, list[Span]]:
    """Each name word becomes another, the same one all through the text."""
    other: dict[str, str] = {}

    def word(match: re.Match[str]) -> str:
        old = match[0]
        new = other.setdefault(old.lower(), rng.choice(pool))
        return new.upper() if old.isupper() else new.lower() if old.islower() else new

    return rebuild(text, spans, None, lambda piece: WORD.sub(word, piece))


def rebuild(text, spans, plain, named=None):  # type: ignore[no-untyped-def]
    """Apply `plain` to every piece of text, or `named` to the people's names alone, moving the spans along."""
    out: list[str] = []
    moved: list[Span] = []
    at = length = 0
    for start, end, label in [*spans, (len(text), len(text), "")]:
        before = text[at:start]
        inside = text[start:end]
        if plain:
            before, inside = plain(before), plain(inside)
        if named and label in NAMED:
            inside = named(inside)
        out += [before, inside]
        length += len(before)
        if label and inside:
            moved.append((length, length + len(inside), label))
        length += len(inside)
        at = end
    return "".join(out), moved


def scanned(piece: str, rng: random.Random) -> str:
    """What a poor scanner makes of it: letters exchanged, words broken."""
    out = []
    for char in piece:
        roll = rng.random()
        if roll < 0.04 and char in SCAN:
            out.append(SCAN[char])
        elif roll > 0.985 and char.isalpha():
            out.append(char + " ")
        else:
            out.append(char)
    return "".join(out)
