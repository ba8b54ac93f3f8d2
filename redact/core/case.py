"""A case file in memory: who this set of papers is about, what must go, what may stay."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What a person is to the papers (docs/guide/case-file.md)."""

    SUBJECT = "subject"
    REQUESTER = "requester"
    THIRD_PARTY = "third_party"
    OFFICIAL = "official"  # an official whose name is not for disclosure
    OFFICIAL_DISCLOSABLE = "official_disclosable"
    DECEASED = "deceased"
    SOLE_TRADER = "sole_trader"


@dataclass(frozen=True, slots=True)
class CasePerson:
    """One person of the case. `name` is the full form; `variants` are all others, never guessed at by the reader."""

    name: str = field(repr=False)
    role: Role = Role.THIRD_PARTY
    variants: tuple[str, ...] = field(default=(), repr=False)
    numbers: tuple[str, ...] = field(default=(), repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)
    evidence: str = field(default="", repr=False)  # why we hold that a person has died


@dataclass(frozen=True, slots=True)
class Case:
    """The whole case file. `deny` wins over everything, `allow` over everything but `deny`."""

    people: tuple[CasePerson, ...] = ()
    deny: tuple[str, ...] = field(default=(), repr=False)
    allow: tuple[str, ...] = field(default=(), repr=False)


NO_CASE = Case()
