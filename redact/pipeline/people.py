"""What a run knows of its people: the roster filled in the first pass, the forms carried in the second."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import partial

from redact.core.case import Case
from redact.core.flow import Entity, Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.pipeline.analyst import Look, Read
from redact.pipeline.met import Met
from redact.resolve.alike import Ear
from redact.resolve.carry import Carrier
from redact.resolve.heard import Hearing
from redact.resolve.roster import Roster
from redact.vault.key import Key

_MAILBOX = re.compile(r"^([\w.+'-]+)@")
_LETTERS = re.compile(r"[^\W\d_]{2,}")
#: Values remembered per run for carrying; past this each is still cut wherever a detector sees it.
_MOST_VALUES = 200_000


class People:
    """Roster and values of a run. `scope` is the pack's `carry`: over the set, within one source, or not at all."""

    def __init__(self, case: Case, key: Key, scope: str) -> None:
        self.roster = Roster(partial(key.digest, "person"), case)
        self._hearing = Hearing(self.roster, case)
        self._scope = scope
        self._values: dict[tuple[str, str], set[str]] = {}
        self._spoken: set[str] = set()
        self._hunches: set[tuple[str, str]] = set()
        self._set_carrier: Carrier | None = None
        self._set_ear: Ear | None = None

    def meet(self, read: Read, source: str) -> None:
        """Take in who and what was found in a text."""
        met = Met(source)
        met.take(read)
        self.take(met)

    def take(self, met: Met) -> None:
        """Take in whom a source brings. Sources are taken in one order, whoever read them first."""
        source = met.source
        if met.spoken:
            self._spoken.add(source)
        for surface in met.named:
            self.roster.add(surface, source)
        for surface, cued in met.heard.items():
            self._hearing.note(surface, source, cued=cued)
        for surface in met.hunches:
            if len(self._hunches) < _MOST_VALUES:
                self._hunches.add((surface, source))
        for value in met.values if self._scope != "none" else ():
            if len(self._values) < _MOST_VALUES:
                self._values.setdefault(value, set()).add(source)

    def settle(self) -> None:
        """Give the names heard in speech to the people of all papers; to be asked for once everything was met."""
        self._hearing.settle()

    def nobody(self, source: str) -> bool:
        """Whether a paper, all of it prose, speaks of nobody from end to end: one piece of it alone tells too little."""
        return source not in self._spoken

    def _held(self) -> list[tuple[str, str]]:
        """Values to look for elsewhere: not those that only papers about nobody hold."""
        return [value for value, sources in self._values.items() if sources & self._spoken]

    def look(self, source: str) -> tuple[Look, ...]:
        """The further looks of the second pass for one source."""
        self.settle()
        ears: list[Ear] = []

        def listen(text: Text) -> Iterable[Finding]:
            if text.kind is not TextKind.SPEECH:
                return ()
            if not ears:
                ears.append(self._ear(source))
            return ears[0].find(text)

        if self._scope == "none":
            return (listen,)
        carrier = self._carrier(source)
        return (lambda text: carrier.find(text, source), listen)

    def entity(self, finding: Finding, text: Text, source: str) -> Entity | None:
        """Whom a finding means."""
        if not isinstance(finding.place, Chars):
            return None
        surface = text.surface(finding.chars)
        if finding.entity == "PERSON" and text.kind is TextKind.SPEECH:
            self.settle()
            return self._hearing.who(surface, source)
        if finding.entity == "PERSON":
            return self.roster.person(surface, source)
        if finding.entity == "EMAIL_ADDRESS" and (local := _MAILBOX.match(surface)):
            words = _LETTERS.findall(local[1].replace(".", " ").replace("_", " "))
            return self.roster.known(" ".join(words), source) if len(words) > 1 else None
        return None

    def _ear(self, source: str) -> Ear:
        """Built when the first transcript of a source is met: most runs hear none."""
        if self._scope == "source":
            return self._hearing.ear(lambda sources: source in sources)
        if self._set_ear is None:
            self._set_ear = self._hearing.ear(lambda _: self._scope == "set")
        return self._set_ear

    def _carrier(self, source: str) -> Carrier:
        if self._scope == "set":
            if self._set_carrier is None:
                self._set_carrier = Carrier(self.roster.forms(), self._held(), self._hunches)
            return self._set_carrier
        values = [value for value in self._held() if source in self._values[value]]
        hunches = [(surface, where) for surface, where in self._hunches if where == source]
        return Carrier(self.roster.forms(source), values, hunches)
