"""Found once, found everywhere: the names and numbers of a run looked up in every text, also where detectors missed them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from redact.core.flow import Entity, Finding
from redact.core.place import Chars
from redact.core.segment import Text
from redact.resolve.names import WORD, Name, bare
from redact.resolve.words import ACRONYMS, ORDINARY

NAME = "carry"

_GAP = re.compile(r"[\s.,'’>|/()-]{0,6}")
_MONTHS = frozenset({"may", "april", "june", "august", "march", "jan", "dec"})
_DATE_LEAD = frozenset(
    "in by of until till since from during end early late mid to before after for next last this and".split()
)
_VERBS = frozenset(
    "said says told asks asked was is has had did does rang phoned called came went thinks thought wants wanted attended left "
    "wrote writes confirmed agreed explained replied reported stated apologised visited".split()
)
_PLACES = frozenset(
    "street st road rd lane ln avenue ave close drive hill grove bank ward estate house court gate park place square terrace "
    "bridge green common wood field fields farm hospital school church centre hall inn arms way row yard mews walk".split()
)

#: `wairimuhollis`, `rhysm`: names run together are looked for from this length on.
_GLUED = 6
_ENDINGS = frozenset("s0123456789")


@dataclass(frozen=True, slots=True)
class _Form:
    """One sequence of words to look for. `sources` limits it to those papers; `kind` says how strictly it must stand."""

    words: tuple[str, ...] = field(repr=False)
    entity: str
    kind: str  # name | word | ordinary | initials | value
    sources: frozenset[str] | None = None


class Carrier:
    """Looks up every known form. Built once per run (or paper); linear in the text, whatever the number of forms."""

    def __init__(
        self,
        people: Iterable[tuple[Entity, frozenset[Name], frozenset[str]]],
        values: Iterable[tuple[str, str]] = (),
    ) -> None:
        forms: set[_Form] = set()
        for _, names, sources in people:
            forms.update(form for name in names for form in _forms(name, sources))
        for surface, entity in values:
            forms.update(_value(surface, entity))
        self._by_first: dict[str, list[_Form]] = defaultdict(list)
        for form in forms:
            self._by_first[form.words[0]].append(form)
        for same in self._by_first.values():
            same.sort(key=lambda form: -len(form.words))

    def add(self, words: tuple[str, ...], entity: str) -> None:
        """One more sequence of (bare) words to look for, wherever it stands."""
        self._by_first[words[0]].append(_Form(words, entity, "value"))

    def find(self, segment: Text, source: str) -> Iterator[Finding]:
        """Every mention in the (folded) text, longest forms first at each word."""
        text = segment.text
        words = list(WORD.finditer(text))
        keys = [bare(word[0]) for word in words]
        skip = 0
        for at, key in enumerate(keys):
            if at < skip or (key not in self._by_first and key[-1:] not in _ENDINGS):
                continue
            found = self._longest(text, words, keys, at, source)
            if found is None:
                continue
            form, end = found
            yield Finding(Chars(words[at].start(), end), form.entity, 0.8, NAME, frozenset({"carried"}))
            skip = at + len(form.words)

    def _longest(
        self, text: str, words: list[re.Match[str]], keys: list[str], at: int, source: str
    ) -> tuple[_Form, int] | None:
        for form in self._candidates(text, words[at], keys[at]):
            last = at + len(form.words) - 1
            if last >= len(keys) or (form.sources is not None and source not in form.sources):
                continue
            if len(form.words) > 1 and not _run(text, words, keys, at, form.words):
                continue
            if _stands(form, text, words, keys, at):
                return form, _without_possessive(text, words[last])
        return None

    def _candidates(self, text: str, word: re.Match[str], key: str) -> list[_Form]:
        forms = self._by_first.get(key, [])
        if not forms and key[-1].isdigit() and len(plain := key.rstrip("0123456789")) >= _GLUED - 1:
            return [replace(form, entity="USERNAME") for form in self._by_first.get(plain, []) if len(form.words) == 1]
        if not forms and key.endswith("s") and word[0][-2:].lower() in ("'s", "’s"):
            return self._by_first.get(key[:-1], [])  # Tymms's is under tymms
        return forms


def _forms(name: Name, sources: frozenset[str]) -> Iterator[_Form]:
    """The ways a person may be named again, each as strict as it must be to leave innocent words alone."""
    words = name.words
    if len(words) > 1:
        yield _Form(words, "PERSON", "name")
        yield _Form((words[-1], *words[:-1]), "PERSON", "name")
        yield _Form((words[0], words[-1]), "PERSON", "name")
        for glued in (words[0] + words[-1], words[0][0] + words[-1], words[-1] + words[0], words[-1] + words[0][0]):
            if len(glued) >= _GLUED:
                yield _Form((glued,), "USERNAME", "value")
        for initials in _initials(name):
            if 2 <= len(initials) <= 4:
                yield _Form((initials.casefold(),), "PERSON", "initials", sources)
    for word in set(words):
        if len(word) < 3 or word.isdigit():
            continue
        if word in ORDINARY:
            yield _Form((word,), "PERSON", "ordinary", sources)
        else:
            yield _Form((word,), "PERSON", "word")


def _initials(name: Name) -> set[str]:
    """How people shorten a name: all its words, first and last, or with one word (a nickname, a middle name) left out."""
    letters = name.initials
    dropped = {letters[:at] + letters[at + 1 :] for at in range(len(letters))} if len(letters) > 2 else set()
    return {letters, f"{name.words[0][0]}{name.words[-1][0]}".upper(), *dropped}


def _value(surface: str, entity: str) -> Iterator[_Form]:
    """A number or address worth looking for again: long enough not to be chance."""
    words = tuple(bare(word) for word in WORD.findall(surface))
    digits = sum(char.isdigit() for char in surface)
    if words and sum(map(len, words)) >= 5 and digits and (digits >= 4 or len(words) > 1):
        yield _Form(words, entity, "value")


def _run(text: str, words: list[re.Match[str]], keys: list[str], at: int, wanted: tuple[str, ...]) -> bool:
    """Whether the words follow each other with nothing but light punctuation between (a possessive may end the last)."""
    for step, want in enumerate(wanted):
        got = keys[at + step]
        last = step == len(wanted) - 1
        if got != want and not (last and got == want + "s"):
            return False
        if step and not _GAP.fullmatch(text, words[at + step - 1].end(), words[at + step].start()):
            return False
    return True


def _stands(form: _Form, text: str, words: list[re.Match[str]], keys: list[str], at: int) -> bool:
    surface = _plain(words[at][0])
    if form.kind == "value":
        return True
    if form.kind == "name":
        return not all(w in ORDINARY for w in form.words) or surface[0].isupper()
    if form.kind == "word":
        return surface[0].isupper() or len(surface) >= 4
    if form.kind == "initials":
        return surface.isupper() and (surface not in ACRONYMS or _alone(text, words[at]))
    return surface[0].isupper() and _shows_a_name(text, words, keys, at)


def _plain(word: str) -> str:
    return word[:-2] if word[-2:].lower() in ("'s", "’s") else word


def _alone(text: str, word: re.Match[str]) -> bool:
    """Whether the word is the whole of its line, quote marks aside: how people sign with initials."""
    start = text.rfind("\n", 0, word.start()) + 1
    end = text.find("\n", word.end())
    line = text[start : len(text) if end < 0 else end]
    return line.strip(" \t>|-.") == word[0]


def _shows_a_name(text: str, words: list[re.Match[str]], keys: list[str], at: int) -> bool:
    """Whether a capitalised everyday word stands where only a name would: `Rose attended`, not `Rose Grove`, not `Will you`."""
    word = words[at]
    before = text[: word.start()].rstrip(" \t\"“'‘(>")[-1:]
    after = text[word.end() : word.end() + 1]
    following = words[at + 1][0] if at + 1 < len(words) else ""
    leading = keys[at - 1] if at else ""
    if following and following[0].isupper() and text[word.end() : words[at + 1].start()] in (" ", "-"):
        return False  # part of a longer name that is not a known person's: Grace Mary Estate
    if keys[at] in _MONTHS and (
        leading in _DATE_LEAD
        or leading.isdigit()
        or following[:1].isdigit()
        or leading[-2:] in ("st", "nd", "rd", "th")
    ):
        return False
    if keys[at + 1 : at + 2] and keys[at + 1] in _PLACES:
        return False
    if _alone(text, word):
        return True
    if before in ("", ".", "!", "?", "\n", ":", "•"):
        return after in (",", ")", ":", "’", "'") or following in _VERBS
    return True


def _without_possessive(text: str, word: re.Match[str]) -> int:
    if word[0][-2:].lower() in ("'s", "’s"):
        return word.end() - 2
    return word.end()


class Literals:
    """Looks up given surfaces wherever they stand as whole words: what a second reading of a draft still found."""

    def __init__(self, surfaces: Iterable[tuple[str, str]]) -> None:
        self._carrier = Carrier(())
        for surface, entity in surfaces:
            words = tuple(bare(word) for word in WORD.findall(surface))
            if words:
                self._carrier.add(words, entity)

    def find(self, segment: Text) -> Iterator[Finding]:
        """Every place of every surface, with the fact `reread`."""
        for finding in self._carrier.find(segment, ""):
            yield Finding(finding.place, finding.entity, 1.0, "reread", frozenset({"reread", "cue"}))
