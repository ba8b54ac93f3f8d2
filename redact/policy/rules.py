"""What a loaded pack is made of: values only, already checked."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cached_property
from typing import Any

from redact.core.flow import Action
from redact.core.taxonomy import entity_type


@dataclass(frozen=True, slots=True)
class When:
    """The conditions of a rule; all that are stated must hold, and none stated holds for every finding."""

    entity: frozenset[str] = frozenset()
    cls: frozenset[str] = frozenset()
    directness: frozenset[str] = frozenset()
    facts: frozenset[str] = frozenset()  # all of these
    any_facts: frozenset[str] = frozenset()  # at least one of these
    not_facts: frozenset[str] = frozenset()  # none of these
    min_score: float = 0.0
    max_score: float = 1.0

    def holds(self, entity: str, score: float, facts: frozenset[str]) -> bool:
        """Whether a finding of this entity and score, of which these facts are known, falls under the rule."""
        return self._is_kind(entity) and self._has(facts) and self.min_score <= score <= self.max_score

    def _is_kind(self, entity: str) -> bool:
        kind = entity_type(entity)
        return (
            (not self.entity or entity in self.entity)
            and (not self.cls or kind.cls in self.cls)
            and (not self.directness or kind.directness in self.directness)
        )

    def _has(self, facts: frozenset[str]) -> bool:
        return (
            self.facts <= facts
            and (not self.any_facts or not self.any_facts.isdisjoint(facts))
            and self.not_facts.isdisjoint(facts)
        )


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of judgement. `operators` names an operator spec for some media; the pack's own stand for the rest."""

    id: str
    action: Action
    reason: str
    when: When = When()
    operators: Mapping[str, str] = field(default_factory=dict)
    basis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Pack:
    """A policy, resolved: what it extends is already in it. The first rule that holds decides."""

    name: str
    title: str
    mode: str  # foi | eir | sar | training | research | minimal
    release: str  # world | recipient | internal
    operators: Mapping[str, str]  # medium -> operator spec
    rules: tuple[Rule, ...]
    extends: str = ""
    carry: str = "set"  # how far a person found once is carried: set | source | none
    hold: bool = False  # a finding under review holds its whole file back
    unreadable: str = "keep_back"  # what holds a file that cannot be read: keep_back | note (it goes out without it)
    sheets_as_csv: bool = False  # a released workbook becomes one CSV file a sheet
    tracked_changes: str = "settings"  # accept | keep | as the settings say
    office_comments: str = "settings"  # drop | keep | as the settings say
    keep_metadata: tuple[str, ...] = ()  # fields of a picture's metadata that stay, by the name of their part
    min_score: float = 0.0  # findings below are kept, unless the case file or another mention vouches for them

    def rule(self, name: str) -> Rule | None:
        """The rule of that id."""
        return next((rule for rule in self.rules if rule.id == name), None)

    @cached_property
    def fingerprint(self) -> str:
        """sha256 over the resolved pack in canonical JSON: equal judgement has an equal fingerprint, comments apart."""
        text = json.dumps(asdict(self), default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} does not belong in a pack")
