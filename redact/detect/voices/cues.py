"""What is said before a number that is somebody's, as it may be heard; the table is `cues.txt`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from redact.detect.voices.likeness import alike, distance, sound
from redact.detect.voices.normal import Kind, Token
from redact.detect.voices.tables import sections


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that announce a number: `least` digits and letters make one."""

    words: tuple[str, ...] = field(repr=False)
    entity: str
    least: int
    form: str  # digits, code or date


@dataclass(frozen=True, slots=True)
class Heard:
    """A cue that was heard in tokens ``[first, last]``."""

    cue: Cue
    first: int
    last: int


#: Cues of one plain word are believed only as they are spelt.
_PLAIN_LENGTH = 7


def _cues() -> dict[str, list[Cue]]:
    """The cues by their last word, longest first."""
    found: defaultdict[str, list[Cue]] = defaultdict(list)
    for section, phrases in sections("cues"):
        entity, least, form = section.split()
        for words in phrases:
            found[words[-1]].append(Cue(words, entity, int(least), form))
    return {word: sorted(cues, key=lambda cue: -len(cue.words)) for word, cues in found.items()}


_CUES: Mapping[str, list[Cue]] = _cues()


def heard(said: Sequence[Token]) -> list[Heard]:
    """The cues in a transcript, in order; of those that overlap the longest: `post code` before `code is`."""
    found = [hit for last in range(len(said)) if (hit := _ending(said, last)) is not None]
    kept: list[Heard] = []
    for hit in sorted(found, key=lambda hit: (-len(hit.cue.words), hit.first)):
        if not any(hit.first <= other.last and other.first <= hit.last for other in kept):
            kept.append(hit)
    return sorted(kept, key=lambda hit: hit.first)


def _ending(said: Sequence[Token], last: int) -> Heard | None:
    hits = [
        Heard(cue, last - len(cue.words) + 1, last)
        for word, cues in _CUES.items()
        if _may_be(said[last].word, word)
        for cue in cues
        if _stands(said, last, cue)
    ]
    return max(hits, key=lambda hit: (len(hit.cue.words), _exact(said, hit)), default=None)


def _stands(said: Sequence[Token], last: int, cue: Cue) -> bool:
    first = last - len(cue.words) + 1
    if first < 0 or any(
        said[first + i].kind in (Kind.DIGIT, Kind.TIMES) and said[first + i].word != word
        for i, word in enumerate(cue.words)
    ):
        return False
    if len(cue.words) == 1:
        return _same(said[last].word, cue.words[0], alone=True)
    pairs = [(said[first + i].word, word) for i, word in enumerate(cue.words)]
    odd = sum(not _same(heard, word, alone=False) for heard, word in pairs)
    return odd == 0 or (odd == 1 and cue.form != "date" and all(_may_be(heard, word) for heard, word in pairs))


def _may_be(heard: str, meant: str) -> bool:
    """Whether two words differ in one sound at most, from first letters that are heard for one another."""
    if _same(heard, meant, alone=False):
        return True
    one, other = sound(heard), sound(meant)
    return _long_enough(heard, meant) and len(one) != len(other) and distance(one, other) <= 1


def _same(heard: str, meant: str, *, alone: bool) -> bool:
    if heard == meant or heard in (meant + "s", meant + "'s"):
        return True
    if not _long_enough(heard, meant) or not alike(heard, meant):
        return False
    return not alone or (len(meant) >= _PLAIN_LENGTH and distance(heard, meant) <= len(meant) // 3)


def _long_enough(heard: str, meant: str) -> bool:
    return len(meant) >= 4 and len(heard) >= 3 and heard[0] in _FIRSTS.get(meant[0], meant[0])


#: First letters that are heard for one another.
_FIRSTS = {
    "s": "scztf", "c": "ckgq", "p": "pbt", "r": "rw", "n": "nm", "m": "mn", "d": "dt", "t": "tdp", "b": "bpd", "i": "ie",
    "a": "aeou",
}  # fmt: skip


def _exact(said: Sequence[Token], hit: Heard) -> int:
    return sum(said[hit.first + i].word == word for i, word in enumerate(hit.cue.words))
