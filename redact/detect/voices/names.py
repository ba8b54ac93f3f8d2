"""Names in a transcript: what is announced as one, and names that are spelt out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from redact.detect.voices.normal import Token
from redact.detect.voices.phrases import Claimed, behind, clause_end
from redact.detect.voices.tables import phrases, words

#: Behind these stands a name, whatever it was heard as.
_SAID = phrases("phrases")["name"]
#: Behind these stands a name if it is written as one.
_HEARD = phrases("phrases")["written name"]
_KIN = words("people", "kin")
_ROLES = words("people", "roles")
#: What is said of a person, right behind the name.
_DEEDS = words("people", "deeds")
_AUXILIARY = frozenset("had has have was is were been being who also recently previously later then".split())
_NO_NAMES = words("people", "no names")
_COMPANY = words("people", "company words")
_LONGEST, _LONGEST_SPELT, _LONGEST_SURNAME, _SPELT_ALONE = 3, 18, 8, 4
_SPELLING_BREAKS = frozenset(
    "my your his her their the i'm it's he she they we thank thanks please because national date".split()
)
_ASIDES = words("people", "asides")
_VERBS = _AUXILIARY | frozenset("lives lived says said asked told wants wanted called rang came went can could".split())
_LONGEST_SMALL = 2
_WHOSE = frozenset("his her my their our the a whose your".split())
_BEFORE_DATES = frozenset("of in on since until till by last next this from early late mid".split())
_CAN = frozenset("can and be is will could may contacted reached".split())
_LETTER_LINKS = frozenset("for as in double of hyphen dash".split())
_LONGEST_LETTERS, _APART = 60, 3
_SURNAME_BREAKS = _SPELLING_BREAKS | frozenset("and but so calling ringing that that's can could not what".split())
_NOT_SPELT = frozenset("correctly wrong wrongly incorrectly differently right properly out that with".split())


def names(said: Sequence[Token]) -> Iterator[Claimed]:
    """Every name that something announces."""
    for i, token in enumerate(said):
        if (first := behind(said, i, _SAID)) is not None:
            yield from named_at(said, _past(said, first), written=False)
            yield from _surname(said, i, _past(said, first))
        elif (first := behind(said, i, _HEARD)) is not None:
            article = said[first - 1].word == "about" and first < len(said) and said[first].word in ("the", "a", "an")
            yield from named_at(said, first + article, written=True, named=False)
        if _bare(token.word) in _KIN:
            yield from _kin(said, i)
        if token.word in _ROLES:
            yield from named_at(said, i + 1, written=True)
        if _bare(token.word) in _KIN or token.word in _ROLES:
            yield from _between_commas(said, i + 1)
            yield from _apposed(said, i)
        if token.word in _DEEDS:
            yield from _before(said, i)
    yield from _spelt(said)


def _bare(word: str) -> str:
    return word.removesuffix("'s")


def _past(said: Sequence[Token], first: int) -> int:
    while first < len(said) and said[first].word in ("is", "was", "it's", "um", "uh", "er"):
        first += 1
    return first


def named_at(said: Sequence[Token], first: int, *, written: bool, named: bool = True) -> Iterator[Claimed]:
    """The words from `first` on that may be a name: one to three, with capitals if it must be `written` as one."""
    last = first - 1
    while last + 1 < len(said) and last + 1 - first < _LONGEST and _may_name(said, last + 1, written=written):
        if said[last + 1].stops or (last >= first and "," in said[last + 1].gap):
            break
        last += 1
    if last < first or (last + 1 < len(said) and said[last + 1].word in _COMPANY and said[last + 1].capital):
        return
    if not any(token.word in _COMPANY for token in said[first : last + 1]):
        yield Claimed(first, last, "PERSON", cued=True, named=named)


def _between_commas(said: Sequence[Token], first: int) -> Iterator[Claimed]:
    """What stands between commas behind `the neighbour`, if it begins like a name: `, Joanne said with,`.

    Before a verb it may be written small, as what the recogniser had never heard of is: `the patient, resporgon, was`.
    """
    if first >= len(said) or said[first].gap.strip() != "," or not _may_name(said, first, written=False):
        return
    for last in range(first, min(first + _LONGEST, len(said) - 1)):
        if said[last + 1].stops:
            return
        if said[last + 1].gap.strip() == ",":
            if said[first].capital or _unheard_of(said, first, last):
                yield Claimed(first, last, "PERSON", cued=True, named=True)
            return


def _unheard_of(said: Sequence[Token], first: int, last: int) -> bool:
    aside = any(token.word in _ASIDES or token.word.endswith("ly") for token in said[first : last + 1])
    return not aside and last - first < _LONGEST_SMALL and said[last + 1].word in _VERBS


def _surname(said: Sequence[Token], cue: int, first: int) -> Iterator[Claimed]:
    """All that follows `surname is`: names are spelt there, and recognisers put commas into what they do not know."""
    if not any(token.word.startswith(("surname", "last", "maiden", "forename")) for token in said[cue:first]):
        return
    last = clause_end(said, first, _LONGEST_SURNAME, _SURNAME_BREAKS) - 1
    if last > first and not said[first].stops:
        yield Claimed(first, last, "PERSON", cued=True, named=True)


def _may_name(said: Sequence[Token], i: int, *, written: bool) -> bool:
    token = said[i]
    plain = token.word in _NO_NAMES or token.word.isdigit() or (token.dated and not token.month)
    return not plain and (token.capital or not written) and not (token.month and _in_date(said, i))


def _in_date(said: Sequence[Token], i: int) -> bool:
    """Whether a month is one: beside a number, or behind a word that goes before dates."""
    beside = [said[k] for k in (i - 1, i + 1) if 0 <= k < len(said)]
    return any(token.dated for token in beside) or (i > 0 and said[i - 1].word in _BEFORE_DATES)


def _apposed(said: Sequence[Token], i: int) -> Iterator[Claimed]:
    """The name before `, his neighbour`."""
    last = i - 2
    if last < 0 or said[i - 1].word not in _WHOSE or said[i - 1].gap.strip() != ",":
        return
    first = last + 1
    while first > 0 and last + 1 - first < _LONGEST and _may_name(said, first - 1, written=True):
        first -= 1
        if said[first].stops:
            break
    if first <= last:
        yield Claimed(first, last, "PERSON", cued=True, named=True)


def _kin(said: Sequence[Token], i: int) -> Iterator[Claimed]:
    """The name behind `my sister`; before a telephone number also one that was heard as a common word (`sister's on`)."""
    found = list(named_at(said, i + 1, written=True))
    if not found and i > 0 and not said[i].stops:
        ahead = next((k for k in range(i + 1, min(len(said), i + 7)) if said[k].word in ("on", "at")), len(said))
        near = ahead < i + 4 or said[ahead - 1].word in ("contacted", "reached", "rung", "called")
        if ahead + 1 < len(said) and near and _dials(said, ahead + 1):
            end = next((k for k in range(i + 1, ahead) if said[k].word in _CAN or said[k].stops), ahead)
            first = i if end == i + 1 and said[i].word.endswith("s") else i + 1
            found = [Claimed(first, end - 1, "PERSON", cued=True, named=True)] if first < end else []
    yield from found


def _dials(said: Sequence[Token], at: int) -> bool:
    return sum(len(token.symbols) for token in said[at : at + 6] if token.symbols) >= 4


def _before(said: Sequence[Token], i: int) -> Iterator[Claimed]:
    """The name right before what is said of a person: `Ann Lee had been cautioned`."""
    last = i - 1
    while last >= 0 and said[last].word in _AUXILIARY and not said[last + 1].stops:
        last -= 1
    first = last + 1
    while (
        first > 0 and last + 1 - first < _LONGEST and not said[first].stops and _may_name(said, first - 1, written=True)
    ):
        first -= 1
    if last < i - 1 and first <= last and not any(token.word in _COMPANY for token in said[first : last + 1]):
        yield Claimed(first, last, "PERSON", cued=True, named=True)


def _spelt(said: Sequence[Token]) -> Iterator[Claimed]:
    """What follows `spelt`, to the end of the clause, and letters in a row."""
    i = 0
    while i < len(said):
        last = None
        if said[i].word[:4] == "spel" and i + 1 < len(said) and said[i + 1].word not in _NOT_SPELT:
            last = _spelling_end(said, i + 1)
            first = i + 1
        elif said[i].letter:
            last, first = _letters(said, i), i
        if last is not None and last >= first:
            yield Claimed(first, last, "PERSON", cued=True, named=True)
            i = last
        i += 1


def _spelling_end(said: Sequence[Token], first: int) -> int:
    """The last token of a spelling: `and` belongs to it only before a letter."""
    end = clause_end(said, first, _LONGEST_SPELT, _SPELLING_BREAKS)
    joints = (k for k in range(first + 1, end) if said[k].word == "and" and not said[min(k + 1, end - 1)].letter)
    return next(joints, end) - 1


def _letters(said: Sequence[Token], first: int) -> int | None:
    """The last of at least four letters said in a row, `A for apple` and `double` between them."""
    last, count = first, 1
    for i in range(first + 1, min(len(said), first + _LONGEST_LETTERS)):
        if said[i].letter:
            last, count = i, count + 1
        elif i - last > _APART or said[i].stops or not _between_letters(said, i):
            break
    return last if count >= _SPELT_ALONE else None


def _between_letters(said: Sequence[Token], i: int) -> bool:
    return said[i].word in _LETTER_LINKS or said[i - 1].word in ("for", "in")
