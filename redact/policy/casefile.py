"""The case file: who a set of papers is about, what must go, what may stay. Read from YAML, every scalar as written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from redact.core.case import Case, CasePerson, Role
from redact.core.fold import key
from redact.policy import schema
from redact.policy.check import check
from redact.policy.lines import Doc, Path_, parse, read

_WHAT = "the case file"
_PERSON_LISTS = ("variants", "numbers", "addresses")


def load_case(path: Path) -> Case:
    """The case in a YAML file.

    Raises:
        PolicyError: it cannot be read or does not hold to the schema; the message names the line only.
    """
    return parse_case(read(path, _WHAT))


def parse_case(text: str) -> Case:
    """The case in a YAML text.

    Raises:
        PolicyError: as for `load_case`.
    """
    doc = parse(text, _WHAT, literal=True)
    check(doc, schema.CASE)
    people = tuple(_person(doc, at, given) for at, given in enumerate(doc.data.get("people", ())))
    return Case(
        people=people,
        deny=_literals(doc, doc.data.get("deny", ()), ("deny",)),
        allow=_literals(doc, doc.data.get("allow", ()), ("allow",)),
    )


def _person(doc: Doc, at: int, given: Mapping[str, Any]) -> CasePerson:
    path = ("people", at)
    role = Role(given.get("role", Role.THIRD_PARTY.value))
    if role is Role.DECEASED and "evidence" not in given:
        # Source: LAW.md, "Not personal data": a decision per person, with evidence, never inferred silently.
        raise doc.error((*path, "role"), "a deceased person needs evidence", "add evidence: and say how it is known")
    (name,) = _literals(doc, [given["name"]], (*path, "name"))
    lists = {field: _literals(doc, given.get(field, ()), (*path, field)) for field in _PERSON_LISTS}
    return CasePerson(name=name, role=role, evidence=given.get("evidence", ""), **lists)


def _literals(doc: Doc, words: Sequence[str], path: Path_) -> tuple[str, ...]:
    """The words, trimmed; one that reads as nothing would be found nowhere and protect nobody."""
    for at, word in enumerate(words):
        if not key(word):
            raise doc.error((*path, at), "no letter or digit stands here", "write the value out, or take the line out")
    return tuple(word.strip() for word in words)
