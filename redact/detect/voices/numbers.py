"""Numbers and codes in a transcript: what a cue announces to its end, and long runs that no cue announces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from redact.detect.voices.cues import Heard, heard
from redact.detect.voices.kept import keeps
from redact.detect.voices.normal import Kind, Token
from redact.detect.voices.phrases import Claimed
from redact.detect.voices.runs import BREAKS, Reach, Run, back, part, run_from

#: Said between a cue and its number, in an answer or for time to think.
_FILLERS = frozenset(
    "is was it it's its that's that be will yes yeah yep sure okay ok right so um uh er erm well hang on hold one moment just "
    "let me see the of course certainly please thank thanks you would as follows are here's here yours my mine his her "
    "number no code currently still now then and i think reads starts with sorry back on at a second to date goes".split()
)
_AGAIN = frozenset("that's that again repeat repeating so sorry i'll say once more is it's confirm".split())
#: Codes so short that nothing of them may be understood, and what follows their cue when none is said.
_TOLD = frozenset({"UK_POSTCODE", "LICENCE_PLATE"})
_ORDINARY = frozenset(
    "not in on the a an at by wrong different missing correct right out still now needed required there due valid invalid my "
    "open closed overdue your his her to what where for of under no never only being already".split()
)
_GARBLED = 4
#: No number of a person follows these.
_IMPERSONAL = frozenset(
    "page pages chapter section paragraph cost costs paid pay price total year years about room between score scores volume "
    "temperature article version line lines times minus plus".split()
)
_CONTEXT = 3
_NO_DIGITS = frozenset("as are or our us said be see you we hey".split())
_LONGEST_PAUSE, _STRANGE_FIRST, _AGAIN_PAUSE = 12, 2, 5
_ENOUGH_ALONE, _BREATH = 7, 3
_REACHES = {"digits": Reach(2), "code": Reach(2, code=True), "date": Reach(1, date=True)}
_ALONE, _KEPT = Reach(1), Reach(0)


def numbers(said: Sequence[Token]) -> Iterator[Claimed]:
    """Every number of a transcript that is somebody's, and those known to be nobody's (`REFERENCE`), in any order."""
    taken = [False] * len(said)
    cues = heard(said)
    before: Claimed | None = None
    for i, hit in enumerate(cues):
        limit = cues[i + 1].first if i + 1 < len(cues) else len(said)
        for claim in _slot(said, hit, limit):
            whole = _with_label(hit, claim, before)
            taken[whole.first : whole.last + 1] = [True] * (whole.last + 1 - whole.first)
            before = whole
            yield whole
    for first, last in keeps(said):
        if not any(taken[first : last + 1]):
            taken[first : last + 1] = [True] * (last + 1 - first)
            yield Claimed(first, last, "REFERENCE", cued=True)
    yield from _alone(said, taken)


def _slot(said: Sequence[Token], hit: Heard, limit: int) -> Iterator[Claimed]:
    """The number behind a cue, and its repeats (`that is nine nine nine`)."""
    cue, floor = hit.cue, hit.last + 1
    kept = cue.entity == "REFERENCE"
    reach = _KEPT if kept else _REACHES[cue.form]
    start = _begin(said, floor, limit, reach)
    if start is None and cue.entity in _TOLD:
        yield from _garbled(said, floor, limit, cue.entity)
    while start is not None:
        run = _within(run_from(said, start, reach), said, limit, reach)
        if run.size < cue.least:
            return
        first = run.first if kept else _front(said, run.first, floor, reach)
        yield Claimed(first, run.last, cue.entity, cued=True)
        floor = run.last + 1
        start = _again(said, floor, limit, reach)


def _with_label(hit: Heard, claim: Claimed, before: Claimed | None) -> Claimed:
    """Bank details are one thing with their labels: a sort code, and the account number said in the same breath."""
    same_breath = before is not None and before.entity == "UK_SORT_CODE" and hit.first - before.last <= _BREATH
    if claim.entity == "UK_SORT_CODE" or (claim.entity == "UK_BANK_ACCOUNT" and same_breath):
        return replace(claim, first=min(hit.first, claim.first))
    return claim


def _begin(said: Sequence[Token], at: int, limit: int, reach: Reach) -> int | None:
    """The first sure part of a number behind a cue: fillers may stand before it, and a strange word or two."""
    strange = 0
    for i in range(at, min(limit, at + _LONGEST_PAUSE)):
        token = said[i]
        if part(token, reach) and not (token.word == "one" and _moment(said, i)):
            return i
        if token.word in _FILLERS or token.kind in (Kind.SOUND, Kind.LINK):
            continue
        strange += 1
        if strange > _STRANGE_FIRST or (token.word in BREAKS and token.word not in _FILLERS):
            return None
    return None


def _moment(said: Sequence[Token], i: int) -> bool:
    return i + 1 < len(said) and said[i + 1].word in {"moment", "second", "sec", "minute"}


def _garbled(said: Sequence[Token], at: int, limit: int, entity: str) -> Iterator[Claimed]:
    """What stands where a code was announced and none was understood, up to four words to the clause's end."""
    if at >= limit or said[at].word not in ("is", "it's"):
        return
    end = at + 1
    while (
        end < min(limit, at + 1 + _GARBLED) and not said[end].stops and (said[end].word not in BREAKS or said[end].tied)
    ):
        end += 1
    if end > at + 1 and said[at + 1].word not in _ORDINARY:
        yield Claimed(at + 1, end - 1, entity, cued=True)


def _front(said: Sequence[Token], first: int, floor: int, reach: Reach) -> int:
    """Where the claim begins: with what was heard right before the first sure part, understood or not, up to a filler."""
    while first > floor and not said[first].stops:
        before = said[first - 1]
        if first - 2 >= floor and before.word in ("for", "in") and said[first - 2].letter:
            first -= 2
            continue
        if before.word in _FILLERS or before.kind is Kind.LINK or (before.word in _NO_DIGITS and not reach.code):
            break
        first -= 1
    if reach.date and first > floor and said[first - 1].word == "the":
        first -= 1
    return first


def _within(run: Run, said: Sequence[Token], limit: int, reach: Reach) -> Run:
    """The run cut off where the next cue begins."""
    if run.last < limit:
        return run
    return run_from(said[:limit], run.first, reach)


def _again(said: Sequence[Token], at: int, limit: int, reach: Reach) -> int | None:
    """Where the number is said once more, if it is."""
    i = at
    while i < min(limit, at + _AGAIN_PAUSE) and not part(said[i], reach):
        if said[i].word not in _AGAIN and said[i].kind not in (Kind.LINK, Kind.SOUND):
            return None
        i += 1
    return i if i < min(limit, len(said)) and i < at + _AGAIN_PAUSE else None


def _alone(said: Sequence[Token], taken: Sequence[bool]) -> Iterator[Claimed]:
    i = 0
    while i < len(said):
        if taken[i] or not said[i].sure or said[i].kind is Kind.TIMES:
            i += 1
            continue
        run = _free(run_from(said, i, _ALONE), taken)
        if run.size >= _ENOUGH_ALONE and _amount(said, run) >= _ENOUGH_ALONE:
            first = back(said, run.first, next((k + 1 for k in range(run.first - 1, -1, -1) if taken[k]), 0))
            yield Claimed(first, run.last, _named(said, run), cued=False)
        i = run.last + 1


def _amount(said: Sequence[Token], run: Run) -> int:
    """Digits and letters of a run; `forty` counts once, and none count where sums, years or pages are spoken of."""
    inside = said[run.first : run.last + 1]
    before = {token.word for token in said[max(0, run.first - _CONTEXT) : run.first]}
    if any(token.word in ("hundred", "thousand") for token in inside) or not before.isdisjoint(_IMPERSONAL):
        return 0
    return sum(
        len(token.symbols) if token.symbols[-1:] != "0" or token.word.isdigit() else 1 for token in inside if token.sure
    )


def _free(run: Run, taken: Sequence[bool]) -> Run:
    last = next((i - 1 for i in range(run.first, run.last + 1) if taken[i]), run.last)
    return Run(run.first, last, run.size)


def _named(said: Sequence[Token], run: Run) -> str:
    """What a number without a cue is: letters spelt out are a name, nought in front is a telephone number."""
    inside = [said[i] for i in range(run.first, run.last + 1) if said[i].sure]
    if all(token.symbols.isalpha() for token in inside):
        return "PERSON"
    return "PHONE_NUMBER" if inside[0].symbols.startswith("0") else "CASE_REFERENCE"
