"""One decision as one line of a plan, and back. `class` and `directness` are written for readers and not read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from redact.audit.lines import bad_line, check_keys
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Place, from_extent, to_extent
from redact.core.taxonomy import entity_type

WHAT = "the plan"
_KEYS: Mapping[str, type | tuple[type, ...]] = {
    "segment": int,
    "part": str,
    "place": dict,
    "extent": dict,
    "entity": str,
    "class": str,
    "directness": str,
    "person": (int, type(None)),
    "token": (str, type(None)),
    "score": (float, int),
    "detector": str,
    "digest": str,
    "action": str,
    "rule": str,
    "operator": str,
    "basis": list,
    "reason": str,
    "by": str,
}


def to_line(decision: Decision) -> dict[str, Any]:
    """The decision as plain values."""
    kind, verdict = entity_type(decision.entity), decision.verdict
    return {
        "segment": decision.segment,
        "part": decision.part,
        "place": to_extent(decision.place),
        "extent": to_extent(decision.extent),
        "entity": decision.entity,
        "class": kind.cls,
        "directness": kind.directness,
        "person": decision.person,
        "token": decision.token,
        "score": decision.score,
        "detector": decision.detector,
        "digest": decision.digest,
        "action": verdict.action.value,
        "rule": verdict.rule,
        "operator": verdict.operator,
        "basis": list(verdict.basis),
        "reason": verdict.reason,
        "by": decision.by,
    }


def from_line(line: Mapping[str, Any], number: int) -> Decision:
    """The decision that a line holds.

    Raises:
        UsageError: the line lacks something, has too much, or says an action or place we do not know.
    """
    check_keys(line, _KEYS, WHAT, number)
    return Decision(
        segment=line["segment"],
        part=line["part"],
        place=_place(line, "place", number),
        extent=_place(line, "extent", number),
        entity=line["entity"],
        verdict=_verdict(line, number),
        score=float(line["score"]),
        detector=line["detector"],
        digest=line["digest"],
        person=line["person"],
        token=line["token"],
        by=line["by"],
    )


def _verdict(line: Mapping[str, Any], number: int) -> Verdict:
    try:
        action = Action(line["action"])
    except ValueError as err:
        known = ", ".join(Action)
        raise bad_line(WHAT, number, "an unknown action", f"known: {known}") from err
    if not all(isinstance(code, str) for code in line["basis"]):
        raise bad_line(WHAT, number, "'basis' is a list of codes")
    if action.cuts and not line["operator"]:
        raise bad_line(WHAT, number, "says what goes but not what stands there", "name an operator, such as label")
    return Verdict(action, line["rule"], line["operator"], tuple(line["basis"]), line["reason"])


def _place(line: Mapping[str, Any], key: str, number: int) -> Place:
    try:
        place = from_extent(line[key])
        _check_place(place)
    except (ValueError, TypeError) as err:
        raise bad_line(WHAT, number, f"{key!r} is not a place", "see docs/reference/record-folder.md") from err
    return place


def _check_place(place: Place) -> None:
    """Numbers only, and none below 0: a place from a file is not yet trusted."""
    extent = to_extent(place)
    extent.pop("kind")
    channels = extent.pop("channels", [])
    values = [number for box in extent["boxes"] for number in box] if "boxes" in extent else list(extent.values())
    values += channels
    if not all(type(value) in (int, float) and value >= 0 for value in values):
        raise ValueError("a place is made of numbers from 0 up")
    if any(extent[f"end{unit}"] < extent[f"start{unit}"] for unit in ("", "_us") if f"end{unit}" in extent):
        raise ValueError("a place ends where or after it starts")
