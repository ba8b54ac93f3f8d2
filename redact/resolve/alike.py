"""Known names heard in a transcript, however the recogniser wrote them: `Rizmorgon` where the case says Rhys Morgan.

A name is looked for among one to five words, by its consonants first (an index), then by how unlike its sounds are
(`resolve.likeness`). The less there is to tell a name by, and the more everyday its words, the nearer it must sound.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.resolve.likeness import Sounded, unlikeness, weight
from redact.resolve.names import Name, read_name
from redact.resolve.phonetic import sounds
from redact.resolve.windows import Window, windows
from redact.resolve.words import EVERYDAY, ORDINARY

NAME = "alike"

_SCORE = 0.75
#: No part of a full name may be more unlike than this: a first name alone makes nobody the same.
_MOST_OF_PART = 0.45
#: How unlike a full name may sound: with a capital, without, run together to one word, short, among everyday words only.
_FULL, _FULL_SMALL, _FULL_JOINED, _FULL_SHORT, _FULL_EVERYDAY = 0.2, 0.17, 0.14, 0.09, 0.05
#: A surname or first name alone: long, middling, short.
_LONE, _LONE_MIDDLING, _LONE_SHORT = 0.13, 0.09, 0.04
_LONG, _MIDDLING, _SHORTEST = 5.5, 3.5, 1.8
#: By how much a title before a surname, or its being spelt out, widens what is taken for it.
_TOLD = 0.06
#: Consonants that are taken for each other are one here; what comes and goes is left out.
_KINDS = str.maketrans("bdTvzSCJgNhywRaeiouIWY@E", "pttfsssskn" + "\0" * 14)
_MOST_OF_NAME = 8
_HALF = 4  # classes from which on one of them may be amiss


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody, or something, to listen for: `who` tells it apart, `entity` and `facts` are what it is found as.

    With `whole` a part of a name alone (a surname) does not mean it.
    """

    who: Hashable = field(repr=False)
    names: frozenset[Name] = field(repr=False)
    entity: str = "PERSON"
    facts: frozenset[str] = frozenset({"carried"})
    whole: bool = False


@dataclass(frozen=True, slots=True)
class Heard:
    """What some words may be: how unlike they sound, whether to a full name, and the known one."""

    unlike: float
    full: bool
    known: Known


@dataclass(frozen=True, slots=True)
class _Form:
    """One way in which a known name may be said."""

    sounded: Sounded = field(repr=False)
    everyday: bool
    known: Known

    @property
    def full(self) -> bool:
        return len(self.sounded.parts) > 1


class Ear:
    """Listens for known names. Built once per run (or paper); linear in the text, cheap in the number of names."""

    def __init__(self, known: Iterable[Known]) -> None:
        """Index the names by the kinds of their consonants, and by what is left of these when one is dropped."""
        self._by_kinds: dict[str, list[_Form]] = defaultdict(list)
        self._by_half: dict[str, list[_Form]] = defaultdict(list)
        for each in known:
            self.add(each)

    def add(self, known: Known) -> None:
        """One more to listen for."""
        for form in dict.fromkeys(_forms(known)):
            kinds = _kinds(form.sounded.whole)
            self._by_kinds[kinds].append(form)
            if len(kinds) >= (_HALF if form.full else _HALF + 1):
                for key in _dropped(kinds):
                    self._by_half[key].append(form)

    def find(self, text: Text) -> Iterator[Finding]:
        """Every mention in a (folded) transcript, none overlapping: full names first where two would, then the likest."""
        if text.kind is not TextKind.SPEECH or not self._by_kinds:
            return
        hits = [(heard, window) for window in windows(text.text) for heard in self.among(window)[:1]]
        hits.sort(key=lambda hit: (not hit[0].full, hit[0].unlike, hit[1].chars))
        taken: list[Chars] = []
        for heard, window in hits:
            if not any(window.chars.start < other.end and other.start < window.chars.end for other in taken):
                taken.append(window.chars)
                yield Finding(window.chars, heard.known.entity, _SCORE, NAME, heard.known.facts)

    def whose(self, surface: str) -> list[Heard]:
        """Who these words, all of them and taken for a name, may be: the likest first, each once."""
        for said in (surface, " ".join(read_name(surface).words)):  # the second has no title
            for window in windows(said, at_most=_MOST_OF_NAME):
                if window.whole and (heard := self.among(replace(window, common=False, everyday=False, capital=True))):
                    return heard
        return []

    def among(self, window: Window) -> list[Heard]:
        """Who the words of a window may be: the likest first, each once."""
        found: dict[Hashable, Heard] = {}
        for form in self._candidates(window):
            limit = _limit(form, window)
            if limit <= 0:
                continue
            unlike = unlikeness(form.sounded, window.sound, _MOST_OF_PART)
            held = found.get(form.known.who)
            if unlike <= limit and (held is None or unlike < held.unlike):
                found[form.known.who] = Heard(unlike, form.full, form.known)
        return sorted(found.values(), key=lambda heard: heard.unlike)

    def _candidates(self, window: Window) -> Iterable[_Form]:
        kinds = _kinds(window.sound)
        near = list(self._by_kinds.get(kinds, ()))
        if len(kinds) >= _HALF - 1 and not window.everyday:
            for key in _dropped(kinds):
                near += self._by_half.get(key, ())
            return dict.fromkeys(near)
        return near


def _forms(known: Known) -> Iterator[_Form]:
    """A full name, its ends alone, and each word that is a name and nothing else."""
    for name in known.names:
        words = [word for word in name.words if len(word) > 1 and sounds(word)]
        if len(words) > 1:
            yield _form(words, known)
            if len(words) > 2:
                yield _form([words[0], words[-1]], known)
        for word in words if not known.whole or len(words) == 1 else ():
            if weight(sounds(word)) >= _SHORTEST:
                yield _form([word], known)


def _form(words: list[str], known: Known) -> _Form:
    sounded = Sounded(tuple(map(sounds, words)))
    return _Form(sounded, all(word in EVERYDAY or word in ORDINARY for word in words), known)


def _limit(form: _Form, window: Window) -> float:
    """How unlike a name these words may sound and still be taken for it; nothing where they are never."""
    there = weight(form.sounded.whole)
    told = _TOLD if window.told else 0.0
    if form.full:
        return 0.0 if form.everyday and window.everyday else _limit_full(there, window)
    if (form.everyday or window.common) and not window.told:
        return 0.0
    if there < _MIDDLING:
        return _LONE_SHORT + told / 2 if window.capital or window.told else 0.0
    return (_LONE if there >= _LONG else _LONE_MIDDLING) + told


def _limit_full(there: float, window: Window) -> float:
    if window.everyday:
        return _FULL_EVERYDAY
    if there < _LONG:
        return _FULL_SHORT
    if window.single:
        return _FULL_JOINED
    return _FULL if window.capital else _FULL_SMALL


@lru_cache(maxsize=65_536)
def _kinds(sound: str) -> str:
    """The kinds of the consonants, each once in a row."""
    plain = sound.translate(_KINDS).replace("\0", "")
    return "".join(one for at, one in enumerate(plain) if at == 0 or plain[at - 1] != one)


def _dropped(kinds: str) -> set[str]:
    return {kinds, *(kinds[:at] + kinds[at + 1 :] for at in range(len(kinds)))}
