"""Who is who: every mention of a person gathered, one Entity for each, over a document and over the run."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count

from redact.core.case import Case, CasePerson
from redact.core.flow import Entity
from redact.resolve.names import Name, read_name, same_person

#: Roles that no pack discloses without a look. Source: redact.core.case, docs/guide/case-file.md.
_PROTECTED = frozenset({"third_party", "requester", "official", "sole_trader"})


@dataclass(slots=True)
class _Person:
    """One person being gathered. `sources` are the papers they were seen in."""

    number: int
    name: Name = field(repr=False)
    surface: str = field(repr=False)
    facts: set[str] = field(default_factory=set)
    forms: set[Name] = field(default_factory=set, repr=False)
    sources: set[str] = field(default_factory=set)


class Roster:
    """All people of a run. Mentions are added in reading order; then `person` answers for any surface in any source.

    A full name is one person over the set. A surname, a first name or an initial with surname joins the person of the
    same paper it fits; failing that the only one of the set it fits, or one whom the case file protects; failing that
    it is a person of its own, in that paper. Sharing a name by mistake hides one number too few and reveals nobody: the
    safe side of this choice.
    """

    def __init__(self, token: Callable[[str], str], case: Case) -> None:
        self._token = token
        self._people: list[_Person] = []
        self._by_word: dict[str, list[_Person]] = defaultdict(list)
        self._in_source: dict[tuple[str, Name], _Person] = {}
        self._by_source: dict[str, list[_Person]] = defaultdict(list)
        for person in case.people:
            self._from_case(person)

    def add(self, surface: str, source: str) -> None:
        """One mention, as found."""
        name = read_name(surface)
        if not name.words or (source, name) in self._in_source:
            return
        person = self._match(name, source) or self._new(name, surface)
        self._join(person, name, surface, source)

    def person(self, surface: str, source: str) -> Entity | None:
        """Whom this surface means in this paper, or None when it holds no name."""
        name = read_name(surface)
        found = self._in_source.get((source, name)) or (self._match(name, source) if name.words else None)
        return self._entity(found) if found else None

    def entities(self) -> Iterator[Entity]:
        """Everyone, in order of first sight."""
        return (self._entity(person) for person in self._people)

    def renumber(self, numbers: dict[str, int]) -> dict[str, int]:
        """Number everyone anew: the number of their token where `numbers` has one, the next free one otherwise.

        Whoever is known by a fuller name now keeps the number of the shorter one. Gives all numbers, old and new, for
        the next run of the same record.
        """
        numbers, free = dict(numbers), count(max(numbers.values(), default=0) + 1)
        tokens = [self._of(person.name) for person in self._people]
        given = {numbers[token] for token in tokens if token in numbers}
        for person, token in zip(self._people, tokens, strict=True):
            if token not in numbers:
                shorter = {numbers.get(self._of(form), 0) for form in person.forms} - given
                numbers[token] = max(shorter, default=0) or next(free)
                given.add(numbers[token])
            person.number = numbers[token]
        return numbers

    def known(self, surface: str, source: str) -> Entity | None:
        """Whom these words mean if exactly one person already has a name of just these words; never a new one."""
        name = read_name(surface)
        candidates = {id(p): p for word in name.words for p in self._by_word.get(word, ())}
        fitting = [p for p in candidates.values() if any(set(name.words) == set(form.words) for form in p.forms)]
        near = [p for p in fitting if source in p.sources]
        found = _only(near) or _only(fitting)
        return self._entity(found) if found else None

    def forms(self, source: str | None = None) -> Iterator[tuple[Entity, frozenset[Name], frozenset[str]]]:
        """Everyone (of one paper, if it is named) with the forms of their name and where they were seen, for carrying."""
        people = self._people if source is None else self._by_source.get(source, [])
        for person in people:
            yield self._entity(person), frozenset(person.forms), frozenset(person.sources)

    def __len__(self) -> int:
        return len(self._people)

    def at(self, place: int) -> Entity:
        """The person at a place in `forms()`."""
        return self._entity(self._people[place])

    def see(self, place: int, source: str) -> None:
        """Whoever is at a place in `forms()` is in this paper too, under a name that is not theirs."""
        self._be_in(self._people[place], source)

    def seen(self, place: int, source: str) -> bool:
        """Whether whoever is at a place in `forms()` is in this paper."""
        return source in self._people[place].sources

    def _from_case(self, given: CasePerson) -> None:
        facts = {"case_person", given.role.value}
        person = self._new(read_name(given.name), given.name)
        person.facts |= facts
        for form in (given.name, *given.variants):
            name = read_name(form)
            if name.words:
                person.forms.add(name)
                self._index(person, name)

    def _match(self, name: Name, source: str) -> _Person | None:
        candidates = {id(p): p for word in set(name.words) for p in self._by_word.get(word, ())}
        fitting = [p for p in candidates.values() if _fits(p, name)]
        exact = [p for p in fitting if name in p.forms]
        near = sorted((p for p in fitting if source in p.sources), key=_shield)
        shielded = _last(sorted((p for p in fitting if _shield(p) > 1), key=_shield))
        if len(name.words) > 1:
            full = [p for p in fitting if p.name.full or name.full]
            return _only(_named(exact)) or _last(near) or _only(full) or shielded
        known = [p for p in fitting if "case_person" in p.facts or p.name.last == name.first]
        return _last(near) or _only(known) or shielded

    def _new(self, name: Name, surface: str) -> _Person:
        person = _Person(len(self._people) + 1, name, surface)
        self._people.append(person)
        return person

    def _join(self, person: _Person, name: Name, surface: str, source: str) -> None:
        person.forms.add(name)
        self._be_in(person, source)
        if len(name.words) > len(person.name.words) and "case_person" not in person.facts:
            person.name, person.surface = name, surface
        self._index(person, name)
        self._in_source[source, name] = person

    def _be_in(self, person: _Person, source: str) -> None:
        if source not in person.sources:
            person.sources.add(source)
            self._by_source[source].append(person)

    def _index(self, person: _Person, name: Name) -> None:
        for word in name.words:
            if person not in self._by_word[word]:
                self._by_word[word].append(person)

    def _entity(self, person: _Person) -> Entity:
        return Entity(person.number, self._of(person.name), person.surface, frozenset(person.facts))

    def _of(self, name: Name) -> str:
        return self._token(" ".join(name.words))


def _shield(person: _Person) -> int:
    """How far the case file protects a person: a name that may be of two is taken for the one who is protected more."""
    if not _PROTECTED.isdisjoint(person.facts):
        return 3
    if "deceased" in person.facts:
        return 2  # nobody living is taken for dead because they share a surname
    return 0 if "case_person" in person.facts else 1


def _fits(person: _Person, name: Name) -> bool:
    """Whether a name may be this person's. Two full names must agree: a shared surname alone makes nobody the same."""
    forms = [form for form in person.forms if len(form.words) > 1] if len(name.words) > 1 else []
    return any(same_person(name, form) for form in forms or person.forms)


def _named(people: Iterable[_Person]) -> list[_Person]:
    return [person for person in people if person.name.full]


def _only(people: list[_Person]) -> _Person | None:
    return people[0] if len(people) == 1 else None


def _last(people: list[_Person]) -> _Person | None:
    return people[-1] if people else None
