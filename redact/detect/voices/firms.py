"""Companies that everybody knows, as recognisers write them: `Marksons Spencer` is nobody's name.

Only names that no person bears; a name that sounds nearly like one of them is a person's until something says otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from redact.detect.voices.likeness import distance
from redact.detect.voices.normal import Token
from redact.detect.voices.phrases import Claimed
from redact.detect.voices.tables import sections

_NAMES = tuple((words, "".join(words)) for _, firms in sections("firms") for words in firms)
_LENGTHS = sorted({max(1, len(words) + more) for words, _ in _NAMES for more in (-1, 0, 1)}, reverse=True)
#: Of the letters of a name so many may differ; a name of one short word must be heard as it is.
_SHARE, _SURE_LENGTH = 0.2, 8


def firms(said: Sequence[Token]) -> Iterator[Claimed]:
    """Every such company, in order."""
    free = 0
    for i, token in enumerate(said):
        if i < free or not token.capital:
            continue
        last = next((i + n - 1 for n in _LENGTHS if i + n <= len(said) and _is_firm(said[i : i + n])), None)
        if last is not None:
            free = last + 1
            yield Claimed(i, last, "ORGANIZATION", cued=False)


def _is_firm(words: Sequence[Token]) -> bool:
    if any(token.stops for token in words[1:]) or not (words[-1].capital or len(words) == 1):
        return False
    return _named("".join(token.word.replace("'", "") for token in words))


@lru_cache(maxsize=8192)
def _named(heard: str) -> bool:
    for words, name in _NAMES:
        if heard == name:
            return True
        allowed = int(len(name) * _SHARE) if len(words) > 1 and len(name) >= _SURE_LENGTH else 0
        if (
            allowed
            and heard[0] == name[0]
            and abs(len(heard) - len(name)) <= allowed
            and distance(heard, name) <= allowed
        ):
            return True
    return False
