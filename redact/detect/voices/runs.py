"""Stretches of a transcript that are one number, code or date: its surely said parts and what was heard between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from redact.detect.voices.normal import Kind, Token

#: No number goes on past these: they begin something else.
BREAKS = frozenset(
    "my your his her their our its if after before when because but who which what where thank thanks please cheers was were "
    "will would can could should have has had do does did not the this there name address email number account code postcode "
    "sort card phone mobile is am pounds pound pence and at from with about am pm so yes yeah no okay he she they it's i'm "
    "that that's".split()
)
_IN_DATES = frozenset({"the", "of"})
_SOFT = frozenset(
    {"and", "the", "so", "or", "no", "not", "i'm", "that", "okay"}
)  # a break only where no number follows


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens ``[first, last]`` of a text and how many digits and letters are said in them."""

    first: int
    last: int
    size: int


@dataclass(frozen=True, slots=True)
class Reach:
    """How far a run may go: words in a row that are no part of a number, and whether dates are meant."""

    strange: int = 1
    date: bool = False
    code: bool = False  # letters are expected, at its end too


def part(token: Token, reach: Reach) -> bool:
    """Whether a token is surely part of what is being said."""
    return token.sure or (reach.date and token.dated) or (reach.code and token.nato)


def run_from(said: Sequence[Token], first: int, reach: Reach) -> Run:
    """The run that begins with token `first`, which is part of it whatever it is."""
    last, size, odd = first, _size(said[first], reach), 0.0
    waiting = 0
    for i in range(first + 1, len(said)):
        token = said[i]
        if part(token, reach) or _chained(said, i, reach) or _as_in(said, i):
            size += waiting + max(1, _size(token, reach))
            last, odd, waiting = i, 0.0, 0
            continue
        if _ends(said, i, reach):
            break
        odd += _oddness(token)
        waiting += token.kind is Kind.SOUND
        if odd > reach.strange:
            break
    return Run(first, _tail(said, last, reach), size)


def back(said: Sequence[Token], first: int, floor: int) -> int:
    """The token at or before `first` where a run begins: letters and sounds right before it belong to it."""
    while first - 1 >= floor and not said[first].stops:
        before = said[first - 1]
        if not (before.sure or said[first].tied or (before.kind is Kind.SOUND and _only_a_sound(before))):
            break
        first -= 1
    return first


def _only_a_sound(token: Token) -> bool:
    return token.word not in BREAKS and token.word not in {
        "a", "i", "to", "for", "or", "are", "you", "we", "us", "be", "see", "as", "our", "said", "um", "hey", "free",
    }  # fmt: skip


def _size(token: Token, reach: Reach) -> int:
    if token.kind is Kind.TIMES:
        return 1
    return len(token.symbols) if token.sure else int(reach.date and token.dated)


def _chained(said: Sequence[Token], i: int, reach: Reach) -> bool:
    """Whether a token hangs by a hyphen on a part of the number: `O-dip-o-seven`."""
    return said[i].tied and (part(said[i - 1], reach) or said[i - 1].tied)


def _as_in(said: Sequence[Token], i: int) -> bool:
    """Whether a token explains the letter before it: `apple` in `A for apple`."""
    for words in (("for",), ("as", "in"), ("like",)):
        at = i - len(words)
        if at > 0 and said[at - 1].letter and tuple(said[k].word for k in range(at, i)) == words:
            return True
    return False


def _ends(said: Sequence[Token], i: int, reach: Reach) -> bool:
    token = said[i]
    after = said[i + 1] if i + 1 < len(said) else None
    follows = after is not None and part(after, reach) and not after.stops
    if reach.date and token.word in _IN_DATES:
        return token.stops
    if token.word in BREAKS:
        return not (token.word in _SOFT and follows)
    return token.stops and not follows


def _oddness(token: Token) -> float:
    return 0.25 if token.word in _IN_DATES else {Kind.SOUND: 0.5, Kind.LINK: 0.25}.get(token.kind, 1.0)


def _tail(said: Sequence[Token], last: int, reach: Reach) -> int:
    """The last token with what ends the sentence right behind it, as in `M14, Imrl.` or `nine five you.`."""
    for more in range(1, 3 if reach.code else 2):
        end = last + more
        if end >= len(said) or said[end].stops or (said[end].word in BREAKS and said[end].kind is not Kind.SOUND):
            break
        if said[end].word in _SOFT or not (reach.code or said[end].kind is Kind.SOUND):
            break
        if end + 1 == len(said) or said[end + 1].stops:
            return end
    return last
