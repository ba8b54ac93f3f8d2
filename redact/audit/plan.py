"""Plan files: the waist of the river. Decisions on places, stored, reviewed, amended, replayed; never a surface.

A plan is JSON lines: a header, one decision a line, an end line with their number so that truncation shows.
Source: docs/reference/record-folder.md, "Plans".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from redact.audit.canonical import canonical
from redact.audit.failpoints import reach
from redact.audit.files import replacing
from redact.audit.lines import MAX_LINE_BYTES, bad_line, check_keys, parse_object
from redact.audit.plan_line import WHAT, from_line, to_line
from redact.core.errors import Defect, UsageError
from redact.core.flow import Action, Decision

VERSION = 1
_HEADER: Mapping[str, type | tuple[type, ...]] = {
    "plan": int,
    "source_id": str,
    "sha256": str,
    "kind": str,
    "policy": str,
    "policy_fingerprint": str,
    "settings": dict,
    "models": dict,
    "output": (str, type(None)),
    "amended": bool,
    "more": dict,
}
_END: Mapping[str, type | tuple[type, ...]] = {"end": bool, "decisions": int}
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class PlanHeader:
    """What a plan was made for and with. `more` is free: release model, key id, and the like.

    A reviewer who adds or removes lines sets `amended`; the number in the end line is then no longer held against them.
    """

    source_id: str
    sha256: str
    kind: str
    policy: str
    policy_fingerprint: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    models: Mapping[str, Any] = field(default_factory=dict)
    output: str | None = field(default=None, repr=False)
    amended: bool = False
    more: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PlanCounts:
    """How many decisions of each action a plan holds."""

    redacted: int = 0
    kept: int = 0
    review: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.redacted + self.kept + self.review


def write_plan(path: Path, header: PlanHeader, decisions: Iterable[Decision]) -> PlanCounts:
    """Write a plan whole or not at all; `decisions` is streamed.

    Raises:
        WriteError: it cannot be written.
    """
    counts = dict.fromkeys(Action, 0)
    with replacing(path, "the plan") as file:
        file.write(canonical({"plan": VERSION, **_header_fields(header)}) + b"\n")
        for decision in decisions:
            line = canonical(to_line(decision))
            if len(line) > MAX_LINE_BYTES:
                raise Defect("a decision is too long for a plan", "please report this")
            file.write(line + b"\n")
            counts[decision.verdict.action] += 1
        file.write(canonical({"end": True, "decisions": sum(counts.values())}) + b"\n")
        reach("before-plan")
    reach("after-plan")
    return PlanCounts(counts[Action.REDACT], counts[Action.KEEP], counts[Action.REVIEW])


def name_output(path: Path, output: str) -> None:
    """Give a stored plan another name for its output; nothing else of it changes.

    Raises:
        UsageError: it is no plan.
        WriteError: it cannot be written.
    """
    header = replace(read_header(path), output=output)
    with replacing(path, "the plan") as file:
        file.write(canonical({"plan": VERSION, **_header_fields(header)}) + b"\n")
        for raw in islice(_lines(path), 1, None):
            file.write(raw[1] + b"\n")


def read_header(path: Path) -> PlanHeader:
    """The first line of a plan.

    Raises:
        UsageError: it is not there, or not the header of a plan that this version reads.
    """
    for number, raw in _lines(path):
        return _parse_header(raw, number)
    raise bad_line(WHAT, 1, "the file is empty")


def read_decisions(path: Path) -> Iterator[Decision]:
    """The decisions of a plan, streamed. That the plan is whole is known only when the last one has been asked for.

    Raises:
        UsageError: a line does not hold to the schema, or the end is missing or does not match; the line is named.
    """
    amended, seen, ended, number = False, 0, False, 0
    for number, raw in _lines(path):
        if number == 1:
            amended = _parse_header(raw, number).amended
            continue
        if ended:
            raise bad_line(WHAT, number, "stands after the end line")
        line = parse_object(raw, WHAT, number)
        if "end" in line:
            _check_end(line, number, None if amended else seen)
            ended = True
            continue
        seen += 1
        yield from_line(line, number)
    if not ended:
        raise bad_line(WHAT, number, "the end line is missing, so the plan was cut short", "make the plan again")


def _check_end(line: dict[str, Any], number: int, seen: int | None) -> None:
    check_keys(line, _END, WHAT, number)
    if line["end"] is not True or line["decisions"] < 0:
        raise bad_line(WHAT, number, "is not an end line")
    if seen is not None and line["decisions"] != seen:
        hint = 'a reviewer who adds or removes lines sets "amended": true in the header; otherwise make the plan again'
        raise bad_line(WHAT, number, f"tells of {line['decisions']} decisions, but {seen} are there", hint)


def _lines(path: Path) -> Iterator[tuple[int, bytes]]:
    """Numbered lines, none longer than is allowed held in memory."""
    try:
        with path.open("rb") as file:
            number = 0
            while raw := file.readline(MAX_LINE_BYTES + 2):
                number += 1
                yield number, raw.rstrip(b"\r\n")
    except OSError as err:
        raise UsageError("the plan cannot be read", "check its path and its permissions") from err


def _header_fields(header: PlanHeader) -> dict[str, Any]:
    return {name: getattr(header, name) for name in _HEADER if name != "plan"}


def _parse_header(raw: bytes, number: int) -> PlanHeader:
    line = parse_object(raw, WHAT, number)
    if line.get("plan") != VERSION:
        raise bad_line(WHAT, number, f"is not the header of a plan of version {VERSION}", "make the plan again")
    line.setdefault("amended", False)
    line.setdefault("more", {})
    check_keys(line, _HEADER, WHAT, number)
    if not _SHA256.fullmatch(line["sha256"]):
        raise bad_line(WHAT, number, "'sha256' is not 64 hex digits")
    return PlanHeader(**{name: value for name, value in line.items() if name != "plan"})
