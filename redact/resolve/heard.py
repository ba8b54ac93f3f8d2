"""Who is meant by a name in a transcript: names heard wait until every paper is read, then go to whom they sound like."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from redact.core.case import Case
from redact.core.flow import Entity
from redact.resolve.alike import Ear, Heard, Known
from redact.resolve.names import Name, read_name
from redact.resolve.roster import Roster

#: How like a known name must sound to be that person: less is taken out all the same, and is nobody's.
_LINKED = 0.17
#: Of two people who sound like a name one must be nearer to it by so much, or it is nobody's.
_MARGIN = 0.05
#: Roles by which a name may be kept: a likeness of sound lends nobody's role to somebody else.
_OPEN = frozenset({"subject", "requester", "official_disclosable", "deceased"})


class Hearing:
    """Names of speech and the people of a roster. `note` what is heard, `settle` once, then ask."""

    def __init__(self, roster: Roster, case: Case) -> None:
        self._roster = roster
        self._denied = tuple(_denied(case))
        self._pending: dict[tuple[str, str], bool] = {}
        self._meant: dict[tuple[str, Name], int] = {}
        self._hearsay: set[str] = set()
        self._people: Ear | None = None

    def note(self, surface: str, source: str, *, cued: bool) -> None:
        """One name heard in a source; `cued` when its words say that it is one."""
        self._pending[surface, source] = self._pending.get((surface, source), False) or cued

    def settle(self) -> None:
        """Give every name that waits to whom it is spelt or sounds like, or else to a person of its own.

        Full names go first, so that a first name or surname alone finds whom it belongs to; then what a cue names.
        """
        if not self._pending:
            return
        pending, self._pending = self._pending, {}
        waiting = sorted(pending, key=lambda each: (len(read_name(each[0]).words) == 1, not pending[each]))
        fresh = [each for each in waiting if not self._settled(*each)]
        met = (self._roster.person(*each) for each in fresh if not pending[each])
        self._hearsay |= {entity.token for entity in met if entity}

    def who(self, surface: str, source: str) -> Entity | None:
        """Whom a name heard in this source means, as it is spelt or as it sounds; None for nobody known, or for two alike.

        Whoever is only known by the sound lends their number and token, but no role for which a name would be kept.
        """
        spelt = self._roster.person(surface, source)
        if spelt is not None:
            return spelt
        at = self._meant.get((source, read_name(surface)))
        at = self._alike(surface, source) if at is None else at
        if at is None:
            return None
        entity = self._roster.at(at)
        return replace(entity, facts=entity.facts - _OPEN)

    def ear(self, within: Callable[[frozenset[str]], bool]) -> Ear:
        """What finds denied words, people of the case, and whoever was met in papers that are `within`.

        Whoever was met in speech alone, and by no cue, is not listened for: they may be no person at all.
        """
        people = (
            Known(entity.number, names, facts=_carried(entity))
            for entity, names, sources in self._roster.forms()
            if "case_person" in entity.facts or (entity.token not in self._hearsay and within(sources))
        )
        return Ear((*self._denied, *people))

    def _settled(self, surface: str, source: str) -> bool:
        """Whether a name is somebody's who was known before; it is a person's of its own from now on otherwise."""
        if self._roster.person(surface, source) is None and (at := self._alike(surface, source)) is not None:
            self._meant[source, read_name(surface)] = at
            self._roster.see(at, source)
            return True
        before = len(self._roster)
        self._roster.add(surface, source)
        if len(self._roster) > before:
            self._everyone().add(Known(before, frozenset({read_name(surface)})))
        return len(self._roster) == before

    def _alike(self, surface: str, source: str) -> int | None:
        """The one person whom a name sounds like; of several for a lone first name or surname the one of this source."""
        heard = [each for each in self._everyone().whose(surface) if each.unlike <= _LINKED]
        heard = [each for each in heard if each.full] or heard
        rivals = [each for each in heard if each.unlike <= heard[0].unlike + _MARGIN]
        if len(rivals) > 1 and not heard[0].full:
            rivals = [each for each in rivals if self._roster.seen(_at(each), source)]
        return _at(rivals[0]) if len(rivals) == 1 else None

    def _everyone(self) -> Ear:
        if self._people is None:
            forms = self._roster.forms()
            self._people = Ear(Known(at, names) for at, (_, names, _) in enumerate(forms))
        return self._people


def _at(heard: Heard) -> int:
    at = heard.known.who
    assert isinstance(at, int)  # noqa: S101 - this ear knows people alone
    return at


def _carried(entity: Entity) -> frozenset[str]:
    return frozenset({"carried"} | (entity.facts & {"case_person"}))


def _denied(case: Case) -> Iterator[Known]:
    """Literals to take out that can be said: numbers come otherwise each time."""
    for literal in case.deny:
        if not any(map(str.isdigit, literal)):
            yield Known(f"deny {literal}", frozenset({read_name(literal)}), "DENIED", frozenset({"denied"}), whole=True)
