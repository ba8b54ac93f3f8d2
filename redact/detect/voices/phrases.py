"""Stretches of plain words in a transcript: where a phrase that was announced ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redact.detect.voices.normal import Kind, Token
from redact.detect.voices.tables import Index


@dataclass(frozen=True, slots=True)
class Claimed:
    """Tokens ``[first, last]`` are an entity; `cued` when something said so, `named` when it can have meant a name only."""

    first: int
    last: int
    entity: str
    cued: bool
    named: bool = False


#: A phrase does not go on past these.
CLAUSE = frozenset(
    "and but who which when while because since so if after before until although however then my your his her their our i "
    "he she they we you it it's i'm he's she's they're we're there there's that's thank thanks please okay yes no is was has "
    "had will would can could does did says said".split()
)


def clause_end(said: Sequence[Token], first: int, longest: int, breaks: frozenset[str] = CLAUSE) -> int:
    """The token behind the last one of the phrase that begins with `first`."""
    i = first
    while i < len(said) and i - first < longest:
        if i > first and (said[i].stops or (said[i].word in breaks and not _letter(said, i))):
            break
        i += 1
    return i


def _letter(said: Sequence[Token], i: int) -> bool:
    """Whether a word that ends phrases stands for a letter or digit here: `M one four five i`, `Q-I-2`."""
    return said[i].kind is Kind.SOUND and (said[i].tied or (i + 1 < len(said) and said[i + 1].tied))


def follows(said: Sequence[Token], i: int, phrase: tuple[str, ...]) -> bool:
    """Whether the words of a phrase stand from token `i` on, in one sentence."""
    if i + len(phrase) > len(said):
        return False
    return all(said[i + k].word == word and not (k and said[i + k].stops) for k, word in enumerate(phrase))


def behind(said: Sequence[Token], i: int, index: Index) -> int | None:
    """The token behind the longest phrase that begins with token `i`, if one does."""
    return next((i + len(phrase) for phrase in index.get(said[i].word, ()) if follows(said, i, phrase)), None)
