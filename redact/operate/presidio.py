"""Operators of presidio-anonymizer, for packs that come from there: `presidio:replace`, `presidio:redact`, `presidio:hash`.

Its `mask` tells the length of what it masks, and its `encrypt` draws a new vector each time, so that a plan would not
replay to the same bytes: `mask` and `encrypt` of ours stand in for them.
"""

from __future__ import annotations

from typing import Any

from presidio_anonymizer.operators import OperatorsFactory, OperatorType

from redact.core.errors import PolicyError
from redact.core.flow import Decision
from redact.operate.setup import Setup, TextOperator

#: What `presidio:` may be followed by.
NAMES = ("replace", "redact", "hash")


def make(setup: Setup) -> TextOperator:
    """The operator of presidio-anonymizer that the spec names; `hash` is salted from our key, so that it repeats.

    Raises:
        PolicyError: the spec names none of `NAMES`.
    """
    name = setup.argument or "replace"
    if name not in NAMES:
        raise PolicyError("unknown operator of presidio-anonymizer", f"known here: {', '.join(NAMES)}")
    factory: Any = OperatorsFactory  # untyped in presidio-anonymizer
    made = factory().create_operator_class(name, OperatorType.Anonymize)
    salt = setup.key.derive("presidio hash")

    def operator(decision: Decision, surface: str) -> str:
        return str(made.operate(surface, {"entity_type": decision.entity, "salt": salt}))

    return operator
