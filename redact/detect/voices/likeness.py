"""Whether a word that was heard may be the word that was meant: by how they sound, not by how they are spelt."""

from __future__ import annotations

import re
from functools import lru_cache

_CLASSES = str.maketrans({
    **dict.fromkeys("bpfv", "P"), **dict.fromkeys("cgjkqsxz", "S"), **dict.fromkeys("dt", "T"), "l": "L",
    **dict.fromkeys("mn", "N"),
    **dict.fromkeys("aeiouyhwr", " "),
})  # fmt: skip
_TWICE = re.compile(r"(.)\1+")
_OTHER = re.compile(r"[^a-z]")
_SPELLINGS = (
    (re.compile("(?<!^)gh"), ""),
    (re.compile("ph"), "f"),
    (re.compile("^kn|^gn"), "n"),
    (re.compile("^wr"), "r"),
    (re.compile("th"), "s"),
)


@lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """The consonants of a word by class, an initial `r` kept: `sort`, `sword`, `short` and `thought` are all one."""
    plain = _OTHER.sub("", word.lower())
    for spelling, said in _SPELLINGS:
        plain = spelling.sub(said, plain)
    head = "R" if plain[:1] == "r" else ""
    return head + _TWICE.sub(r"\1", plain.translate(_CLASSES)).replace(" ", "")


@lru_cache(maxsize=16384)
def alike(heard: str, meant: str) -> bool:
    """Whether the two sound much the same; short words must sound the same, long ones may differ in one sound."""
    if heard == meant:
        return True
    one, other = sound(heard), sound(meant)
    return bool(one) and distance(one, other) <= (1 if len(other) > 3 else 0)


def distance(one: str, other: str) -> int:
    """How many letters must be added, dropped or changed to make one word of the other (Levenshtein)."""
    row = list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        last, row[0] = row[0], i
        for j, right in enumerate(other, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (left != right))
    return row[-1]
