"""What an operator is made from, and the shape of the key it needs (the key itself lives in the vault)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from redact.core.flow import Decision

#: Says what stands in place of a surface; None where it has nothing safe to say, and the label then stands there.
TextOperator = Callable[[Decision, str], str | None]

#: What the mention of a person is, so that their token stands for it; another thing has a digest of its own.
OF_THE_PERSON = frozenset({"PERSON", "FACE", "VOICE", "SIGNATURE"})


class Keyed(Protocol):
    """A key: repeatable, unguessable answers to (purpose, value)."""

    def digest(self, purpose: str, value: str) -> str:
        """Hex digits, the same for values that read the same."""

    def derive(self, purpose: str) -> bytes:
        """32 bytes for one purpose."""

    def stream(self, purpose: str, value: str) -> Iterator[int]:
        """Endless 64-bit numbers for choices that must repeat."""


@dataclass(frozen=True, slots=True)
class Setup:
    """What every operator is made from. `names` maps a person's token to the fullest form of the name, where known."""

    key: Keyed = field(repr=False)
    mode: str = "training"
    argument: str = ""
    names: Mapping[str, str] = field(default_factory=dict, repr=False)


def seed(decision: Decision, surface: str) -> str:
    """What repeatable choices hang on: the person where there is one, else the value."""
    return f"token {decision.token}" if decision.token else f"value {decision.entity} {surface}"
