"""The public face in Python: the same runs as the command line, as functions. Prints nothing, raises `RedactError`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from redact.api import work
from redact.api.ask import Ask, record_beside
from redact.api.strings import text
from redact.pipeline import Outcome
from redact.policy.pack import load_pack as load_policy
from redact.policy.rules import Pack as Policy

__all__ = ["Outcome", "Policy", "apply", "load_policy", "plan", "redact", "text"]

#: One path or several.
Inputs = str | Path | Sequence[str | Path]


def redact(
    inputs: Inputs,
    *,
    out: str | Path,
    policy: str | Path | Policy = "foi",
    case: str | Path | None = None,
    key: str | Path | None = None,
    record: str | Path | None = None,
) -> Outcome:
    """Redact files and folders into `out`, which then holds only what may be released; the record stands beside it.

    An interrupted call goes on where it stopped when it is made again. Sources that could not be released are in the
    outcome as `quarantined`, with the reason.

    Raises:
        UsageError: a folder overlaps another, or an input, the key or the case file is not as it should be.
        MissingPart: a model is not in the store; the hint is the command that fetches it.
        WriteError: the output or the record cannot be written.
    """
    folder = Path(record) if record is not None else record_beside(Path(out))
    return work.run(Ask(_paths(inputs), folder, policy, _path(case), _path(key)), Path(out))


def plan(
    inputs: Inputs,
    *,
    record: str | Path,
    policy: str | Path | Policy = "foi",
    case: str | Path | None = None,
    key: str | Path | None = None,
) -> Outcome:
    """Decide on every source and store the plans in `record` for review; nothing is released.

    Raises:
        UsageError, MissingPart, WriteError: as for `redact`.
    """
    return work.plan(Ask(_paths(inputs), Path(record), policy, _path(case), _path(key)))


def apply(inputs: Inputs, *, out: str | Path, record: str | Path, key: str | Path | None = None) -> Outcome:
    """Release sources by the plans that `plan` stored in `record`, as a reviewer left them.

    Raises:
        UsageError: there are no plans, or policy, case file, settings, models or key are no longer those of the plans.
        MissingPart, WriteError: as for `redact`.
    """
    return work.apply(Ask(_paths(inputs), Path(record), key=_path(key)), Path(out))


def _paths(inputs: Inputs) -> tuple[Path, ...]:
    return (Path(inputs),) if isinstance(inputs, str | Path) else tuple(Path(path) for path in inputs)


def _path(given: str | Path | None) -> Path | None:
    return None if given is None else Path(given)
