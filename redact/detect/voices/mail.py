"""Addresses of mail and web in a transcript, said (`dot`, `at`) or run together by the recogniser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.detect.voices.normal import Token
from redact.detect.voices.phrases import Claimed, behind, clause_end
from redact.detect.voices.tables import phrases

_CUES = phrases("phrases")["mail"]
_ENDS = frozenset("com org net uk co gov edu info eu me io wales scot london biz ac".split())
_HOSTS = frozenset(
    "gmail hotmail outlook yahoo icloud btinternet googlemail aol live sky talktalk protonmail mail".split()
)
_FILLERS = frozenset("is it's at on to um er uh so that's yes the".split())
_BREAKS = frozenset("and or but my your his her if thank thanks please because so who which is was".split())
_LONGEST = 22
_STOP_BACK = frozenset("is it's to me him her us them on email address my his at by or and the an a via that's".split())


def mails(said: Sequence[Token]) -> Iterator[Claimed]:
    """Every address that is announced or has the shape of one."""
    free = 0
    for i in range(len(said)):
        if i < free:
            continue
        if (first := behind(said, i, _CUES)) is not None and (last := _announced(said, first)) is not None:
            while said[first].word in _FILLERS and first < last and not said[first + 1].tied:
                first += 1
        elif (said[i].word in _ENDS and _dotted(said, i)) or _run_together(said, i):
            first, last = _back(said, i, free), _onward(said, i)
        else:
            continue
        free = last + 1
        yield Claimed(first, last, "EMAIL_ADDRESS", cued=True)


def _announced(said: Sequence[Token], first: int) -> int | None:
    """The last token of an address that begins with `first`: the last of its ends, or the end of the clause."""
    limit = min(len(said), first + _LONGEST)
    ends = [
        i
        for i in range(first, limit)
        if said[i].word in _ENDS | _HOSTS and (_dotted(said, i) or said[i].word in _HOSTS)
    ]
    if ends:
        return _onward(said, ends[0])
    last = clause_end(said, first, 8, _BREAKS) - 1
    signs = any(token.word in ("dot", "at", "underscore", "hyphen", "dash") for token in said[first + 1 : last + 1])
    return last if signs and last > first else None


def _dotted(said: Sequence[Token], i: int) -> bool:
    """Whether a word stands behind a point, said or written."""
    return i > 0 and (said[i].gap == "." or said[i - 1].word in ("dot", "point", "dots", "don't"))


def _run_together(said: Sequence[Token], i: int) -> bool:
    """Whether a point stands inside a word: nobody says so in a sentence (`fiftyonethon.org`, `lolagmuth.it`)."""
    return (
        i > 0
        and said[i].gap == "."
        and not said[i].capital
        and min(len(said[i].word), len(said[i - 1].word)) > 1
        and (not said[i].word.isdigit() and not said[i - 1].word.isdigit())
    )


def _onward(said: Sequence[Token], last: int) -> int:
    """Through `dot co dot uk` to its end."""
    while True:
        if last + 1 < len(said) and said[last + 1].tied and not said[last + 1].stops:
            last += 1
        elif last + 2 < len(said) and said[last + 1].word in ("dot", "point") and not said[last + 2].stops:
            last += 2
        elif last + 1 < len(said) and said[last + 1].word in _ENDS - {"me"} and not said[last + 1].stops:
            last += 1
        else:
            return last


def _back(said: Sequence[Token], at: int, floor: int) -> int:
    """Where an address without a cue begins: past its host and `at`, at the words that are joined by signs."""
    first = at
    while first - 1 >= floor and not said[first].stops and at - first < _LONGEST:
        before = said[first - 1]
        joined = said[first].tied or before.word in _SIGNS or said[first].word in _SIGNS
        if not joined:
            break
        first -= 1
    while first < at and said[first].word in _STOP_BACK and not said[first + 1].tied:
        first += 1
    return first


_SIGNS = frozenset({"dot", "at", "underscore", "hyphen", "dash", "point", "slash"})
