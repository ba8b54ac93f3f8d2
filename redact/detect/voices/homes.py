"""Home addresses in a transcript: from what announces one to the end of the clause, and codes shaped like postcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from redact.detect.voices.likeness import distance, sound
from redact.detect.voices.normal import Kind, Token
from redact.detect.voices.phrases import Claimed, behind, clause_end
from redact.detect.voices.tables import phrases

_CUES = phrases("phrases")["home"]
#: These announce an address by themselves; the others need a number or a street in what follows.
_SURE = frozenset({"address", "addresses", "reside", "resides", "residing"})
_SURE_BEFORE_AT = frozenset("lives live living lived write writes wrote right".split())
_NO_HOME = frozenset(
    "home my his her our their the least once night all present work school my a an any that this wrong "
    "not correct incorrect different same right changed missing unknown".split()
)
_STREETS = (
    "street road lane avenue close drive terrace grove crescent gardens place court way hill walk mews square park rise row "
    "house flat view green parade villas mount cottage cottages estate buildings apartment bank gate fields box"
).split()
_STREET_SOUNDS = {word: sound(word) for word in _STREETS}
_BREAKS = frozenset(
    "and but who which when while because since so if my your his her their i he she they we thank thanks please okay with "
    "where near next opposite for by has was is last this until".split()
)
_LONGEST, _LOOK = 16, 7
_POSTCODE = re.compile(r"[A-Z]{1,2}\d{1,2}[A-Z]?\d[A-Z]{2}")


def homes(said: Sequence[Token]) -> Iterator[Claimed]:
    """Every address that is announced, and every postcode."""
    free = 0
    for i in range(len(said)):
        if i < free or (first := behind(said, i, _CUES)) is None:
            continue
        while first < len(said) and said[first].word in ("is", "it's", "um", "er", "uh") and not said[first].tied:
            first += 1
        if first < len(said) and (last := _last(said, i, first)) is not None:
            free = last + 1
            yield Claimed(first, last, "STREET_ADDRESS", cued=True)
    yield from _postcodes(said)


def _last(said: Sequence[Token], cue: int, first: int) -> int | None:
    """The last token of the address that begins with `first`; None when what follows is no address."""
    end = clause_end(said, first, _LONGEST, _BREAKS)
    if end <= first or (said[first].stops and said[cue].word not in _SURE):
        return None
    ahead = said[first : min(end, first + _LOOK)]
    if ahead[0].word in _NO_HOME:
        return None
    if _sure(said, cue, first):
        return end - 1
    street = next((k for k, token in enumerate(ahead) if is_street(token)), None)
    numbered = ahead[0].kind is Kind.DIGIT or ahead[0].word in ("flat", "number", "apartment", "unit")
    if not numbered and street is None:
        return None
    if numbered and street is None and not any(token.capital for token in ahead[1:]):
        return None
    return end - 1


def _sure(said: Sequence[Token], cue: int, first: int) -> bool:
    """Whether the cue can announce nothing but an address: `lives at`, `write to me at`."""
    words = {token.word for token in said[cue:first]}
    return said[cue].word in _SURE or (said[first - 1].word == "at" and not words.isdisjoint(_SURE_BEFORE_AT))


def is_street(token: Token) -> bool:
    """Whether a word is what streets are called, or was heard for one: `teris`, `terrorist` for `terrace`."""
    word = token.word
    if word in _STREET_SOUNDS:
        return True
    if len(word) < 5:
        return False
    heard = sound(word)
    return any(
        len(street) > 5 and word[:2] == street[:2] and distance(heard[: len(meant)], meant) <= (len(heard) > 3)
        for street, meant in _STREET_SOUNDS.items()
    )


def _postcodes(said: Sequence[Token]) -> Iterator[Claimed]:
    """Runs of letters and digits that have the shape of a postcode, wherever they stand."""
    i = 0
    while i < len(said):
        last = _postcode(said, i) if said[i].kind in (Kind.LETTER, Kind.SOUND) else None
        if last is not None:
            yield Claimed(i, last, "UK_POSTCODE", cued=False)
            i = last
        i += 1


def _postcode(said: Sequence[Token], first: int) -> int | None:
    """The last token of the postcode that begins with `first`; surely said parts must be four at least."""
    symbols, sure = "", 0
    for i in range(first, min(len(said), first + 7)):
        token = said[i]
        if token.word in ("double", "space", "comma"):
            continue
        if not token.symbols or (i > first and token.stops and not token.sure):
            return None
        symbols += token.symbols
        sure += len(token.symbols) if token.sure else 0
        if len(symbols) > 7:
            return None
        if _POSTCODE.fullmatch(symbols) and sure >= 4:
            return i
    return None
