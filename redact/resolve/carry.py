"""Found once, found everywhere: the names and numbers of a run looked up in every text, also where detectors missed them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace

from redact.core.flow import Entity, Finding
from redact.core.place import Chars
from redact.core.segment import Text
from redact.resolve.forms import GLUED, Form, Kind, of_hunch, of_name, of_value
from redact.resolve.names import WORD, Name, bare, possessive_end
from redact.resolve.standing import Words, stands

NAME = "carry"

_GAP = re.compile(r"[\s.,'’>|/()-]{0,6}")
#: A key that ends so may be a possessive or carry a number (`oluwaseun83`): it is looked at without its ending too.
_ENDINGS = frozenset("s0123456789")


class Carrier:
    """Looks up every known form. Built once per run (or paper); linear in the text, whatever the number of forms."""

    def __init__(
        self,
        people: Iterable[tuple[Entity, frozenset[Name], frozenset[str]]] = (),
        values: Iterable[tuple[str, str]] = (),
        hunches: Iterable[tuple[str, str]] = (),
    ) -> None:
        """Index `people` (as `Roster.forms` gives them), (surface, entity) `values` and (surface, source) `hunches`."""
        forms = {form for _, names, sources in people for name in names for form in of_name(name, sources)}
        forms.update(form for surface, entity in values for form in of_value(surface, entity))
        forms.update(form for surface, source in hunches for form in of_hunch(surface, source))
        self._by_first: dict[str, list[Form]] = defaultdict(list)
        for form in sorted(forms, key=lambda form: (-len(form.words), form.words)):
            self._by_first[form.words[0]].append(form)

    def add(self, words: tuple[str, ...], entity: str) -> None:
        """One more sequence of (bare) words to look for, wherever it stands."""
        self._by_first[words[0]].append(Form(words, entity, Kind.VALUE))

    def find(self, segment: Text, source: str) -> Iterator[Finding]:
        """Every mention in the (folded) text, longest forms first at each word."""
        found = list(WORD.finditer(segment.text))
        words = Words(segment.text, found, [bare(word[0]) for word in found])
        done = 0
        for at, key in enumerate(words.keys):
            if at < done or (key not in self._by_first and key[-1:] not in _ENDINGS):
                continue
            form = self._longest(words, at, source)
            if form is not None:
                done = at + len(form.words)
                place = Chars(found[at].start(), possessive_end(found[done - 1]))
                yield Finding(place, form.entity, 0.8, NAME, frozenset({"carried"}))

    def _longest(self, words: Words, at: int, source: str) -> Form | None:
        for form in self._candidates(words, at):
            if form.sources is not None and source not in form.sources:
                continue
            if _follows(words, at, form.words) and stands(form, words, at):
                return form
        return None

    def _candidates(self, words: Words, at: int) -> list[Form]:
        key = words.keys[at]
        forms = self._by_first.get(key, [])
        if forms or not key:
            return forms
        if key.endswith("s") and words.surface(at) != words.found[at][0]:
            return self._by_first.get(key[:-1], [])  # Tymms's is under tymms
        plain = key.rstrip("0123456789")
        if plain != key and len(plain) >= GLUED - 1:
            return [replace(form, entity="USERNAME") for form in self._by_first.get(plain, []) if len(form.words) == 1]
        return []


class Literals:
    """Looks up given surfaces wherever they stand as whole words: what a second reading of a draft still found."""

    def __init__(self, surfaces: Iterable[tuple[str, str]]) -> None:
        """Index (surface, entity) pairs; one without letters and digits is nowhere."""
        self._carrier = Carrier()
        self._odd: list[tuple[str, str]] = []  # with signs between their words that no name has
        for surface, entity in surfaces:
            words = tuple(bare(word) for word in WORD.findall(surface))
            if words:
                self._carrier.add(words, entity)
                if next(self._carrier.find(Text(0, "", surface), ""), None) is None:
                    self._odd.append((surface, entity))

    def find(self, segment: Text) -> Iterator[Finding]:
        """Every place of every surface, with the fact `reread`."""
        for finding in self._carrier.find(segment, ""):
            yield _reread(finding.chars, finding.entity)
        for surface, entity in self._odd:
            start = segment.text.find(surface)
            while start >= 0:
                yield _reread(Chars(start, start + len(surface)), entity)
                start = segment.text.find(surface, start + len(surface))


def _reread(chars: Chars, entity: str) -> Finding:
    return Finding(chars, entity, 1.0, "reread", frozenset({"reread", "cue"}))


def _follows(words: Words, at: int, wanted: tuple[str, ...]) -> bool:
    """Whether the words follow each other with nothing but light punctuation between; the last may be possessive."""
    last = at + len(wanted) - 1
    if last >= len(words.keys):
        return False
    for step in range(1, len(wanted)):
        here = words.keys[at + step]
        if here != wanted[step] and not (at + step == last and here == wanted[step] + "s"):
            return False
        if not _GAP.fullmatch(words.text, words.found[at + step - 1].end(), words.found[at + step].start()):
            return False
    return True
