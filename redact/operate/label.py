"""Labels: `[PERSON 3]`, `[s.40(2)]`, or both. Made from the decision alone: its width tells nothing of the value."""

from __future__ import annotations

from collections.abc import Mapping

from redact.core.errors import PolicyError
from redact.core.flow import Decision
from redact.operate.setup import OF_THE_PERSON, Setup, TextOperator

REDACTED = "[REDACTED]"
#: Regimes in which each redaction bears its exemption. Source: FOIA 2000 s. 17(1)(b), EIR 2004 reg 14(3)(a).
_CODED = frozenset({"foi", "eir", "sar"})
#: Where the entity's name is not what a reader would call it.
_SAID: Mapping[str, str] = {
    "DENIED": "REDACTED",
    "UK_NHS": "NHS NUMBER",
    "UK_CHI": "CHI NUMBER",
    "UK_HCN": "HEALTH AND CARE NUMBER",
    "UK_NINO": "NI NUMBER",
    "UK_UTR": "TAX REFERENCE",
    "UK_VAT": "VAT NUMBER",
    "UK_BRP": "HOME OFFICE REFERENCE",
    "UK_BANK_ACCOUNT": "ACCOUNT NUMBER",
    "UK_COUNCIL_TAX": "COUNCIL TAX REFERENCE",
    "IBAN_CODE": "IBAN",
    "CRYPTO": "WALLET ADDRESS",
    "NRP": "NATIONALITY OR GROUP",
    "QUASI_IDENTIFIER": "DETAIL",
}


def make(setup: Setup) -> TextOperator:
    """`label` (as the mode asks), `label:entity`, `label:code` or `label:both`.

    Raises:
        PolicyError: the argument is another.
    """
    argument = setup.argument or ("code" if setup.mode in _CODED else "entity")
    forms: Mapping[str, TextOperator] = {
        "entity": lambda decision, _: entity_label(decision),
        "code": lambda decision, _: _code_label(decision),
        "both": lambda decision, _: _both_label(decision),
    }
    if argument not in forms:
        raise PolicyError("a label shows code, entity or both", "write label:code, label:entity or label:both")
    return forms[argument]


def entity_name(decision: Decision) -> str:
    """What a reader calls the thing, with the person's number where it is the person: `PERSON 3`, `PHONE NUMBER`."""
    name = _SAID.get(decision.entity, decision.entity.removeprefix("UK_").replace("_", " "))
    numbered = decision.entity in OF_THE_PERSON and decision.person is not None
    return f"{name} {decision.person}" if numbered else name


def entity_label(decision: Decision) -> str:
    """`[PERSON 3]`."""
    return f"[{entity_name(decision)}]"


def _code_label(decision: Decision) -> str:
    """`[s.40(2)]`; a decision without a basis says what it is instead."""
    basis = decision.verdict.basis
    return f"[{', '.join(basis)}]" if basis else entity_label(decision)


def _both_label(decision: Decision) -> str:
    basis = decision.verdict.basis
    return f"[{entity_name(decision)}: {', '.join(basis)}]" if basis else entity_label(decision)
