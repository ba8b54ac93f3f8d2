"""The schedule of redactions, drawn from the record: what was released, and every decision on it, keeps included."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redact.audit.canonical import fingerprint
from redact.audit.check import verify
from redact.audit.folder import RecordFolder
from redact.audit.plan import PlanHeader, read_decisions, read_header
from redact.audit.resume import log_origin, released_lines
from redact.core.flow import Decision
from redact.core.place import Box, Cell, Chars, Place, Times
from redact.core.taxonomy import entity_type

#: Operators after which the same person can still be recognised as the same. Source: UK GDPR art. 4(5) and recital 26.
_PSEUDONYMS = frozenset({"pseudonym", "hash", "encrypt", "surrogate", "dateshift"})
COLUMNS = ("document", "part", "place", "entity", "class", "basis", "reason", "action", "decided by", "rule")


@dataclass(frozen=True, slots=True)
class Row:
    """One decision as people read it; the fields stand in the order of `COLUMNS`."""

    document: str = field(repr=False)
    part: str
    place: str
    entity: str
    cls: str
    basis: str
    reason: str
    action: str
    by: str
    rule: str

    def cells(self) -> tuple[str, ...]:
        """The row's texts in order."""
        return tuple(getattr(self, name) for name in self.__dataclass_fields__)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What stands at the head of a report, and its totals. `per_code` counts what was taken out, by exemption code."""

    facts: tuple[tuple[str, str], ...]
    pseudonymised: bool
    per_code: tuple[tuple[str, int], ...]
    per_document: tuple[tuple[str, int, int], ...] = field(repr=False)  # document, taken out, kept


def schedule(folder: RecordFolder) -> Schedule:
    """The head and the totals of a record, read plan by plan.

    Raises:
        UsageError: the log or a plan cannot be read.
    """
    codes: Counter[str] = Counter()
    documents: list[tuple[str, int, int]] = []
    operators: set[str] = set()
    headers: list[PlanHeader] = []
    for path, header in _released_plans(folder):
        headers.append(header)
        cut = kept = 0
        for decision in read_decisions(path):
            if not decision.verdict.action.cuts:
                kept += 1
                continue
            cut += 1
            operators.add(decision.verdict.operator.partition(":")[0])
            codes.update(decision.verdict.basis or ("no code",))
        documents.append((header.output or "", cut, kept))
    pseudonymised = not operators.isdisjoint(_PSEUDONYMS)
    return Schedule(_facts(folder, headers), pseudonymised, tuple(sorted(codes.items())), tuple(sorted(documents)))


def rows(folder: RecordFolder, *, kept: bool) -> Iterator[Row]:
    """The decisions on released documents, streamed: those that keep, or those that take out.

    Raises:
        UsageError: the log or a plan cannot be read.
    """
    for path, header in _released_plans(folder):
        for decision in read_decisions(path):
            if decision.verdict.action.cuts is not kept:
                yield _row(header.output or "", decision)


def said(place: Place) -> str:
    """A place in words, as people count: rows, columns and characters from 1, ends included."""
    if isinstance(place, Chars):
        return f"characters {place.start + 1} to {place.end}"
    if isinstance(place, Cell):
        return f"row {place.row + 1}, column {place.col + 1}, characters {place.start + 1} to {place.end}"
    if isinstance(place, Times):
        return f"{place.start_us / 1e6:.2f} s to {place.end_us / 1e6:.2f} s"
    if isinstance(place, Box):
        return f"box {place.x0:g}, {place.y0:g} to {place.x1:g}, {place.y1:g}"
    frames = [box[0] for box in place.boxes]
    return f"frames {min(frames) + 1} to {max(frames) + 1}" if frames else "no frame"


def _released_plans(folder: RecordFolder) -> Iterator[tuple[Path, PlanHeader]]:
    """The plans whose output the log says was released, by the output's name."""
    released = {(sha256, output) for sha256, _, output in released_lines(folder.log_path)}
    found = ((path, read_header(path)) for path in folder.plans())
    there = [(path, header) for path, header in found if (header.sha256, fingerprint(header.output)) in released]
    yield from sorted(there, key=lambda pair: pair[1].output or "")


def _row(document: str, decision: Decision) -> Row:
    verdict = decision.verdict
    return Row(
        document=document,
        part=decision.part,
        place=said(decision.extent),
        entity=decision.entity,
        cls=entity_type(decision.entity).cls,
        basis=", ".join(verdict.basis),
        reason=verdict.reason,
        action=verdict.action.value,
        by=decision.by,
        rule=verdict.rule,
    )


def _facts(folder: RecordFolder, headers: list[PlanHeader]) -> tuple[tuple[str, str], ...]:
    origin = log_origin(folder.log_path)
    checked = verify(folder.log_path)
    policies = sorted({f"{header.policy} ({header.policy_fingerprint[:12]})" for header in headers})
    releases = sorted({str(header.more["release"]) for header in headers if "release" in header.more})
    models = sorted({f"{name} {_version(value)}" for header in headers for name, value in header.models.items()})
    return (
        ("Policy", ", ".join(policies) or "none"),
        ("Release to", ", ".join(releases) or "not stated"),
        ("Software", f"redact {origin.get('version', 'of unknown version')}"),
        ("Models", ", ".join(models) or "none"),
        ("Documents released", str(len(headers))),
        ("Audit log", str(checked)),
    )


def _version(value: Any) -> str:
    return value if isinstance(value, str) else fingerprint(value)[:12]
