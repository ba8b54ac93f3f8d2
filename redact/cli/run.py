"""`redact run`, `plan` and `apply`: files in, redacted files out, and a summary of what became of each."""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from redact.cli import kept_back, screen
from redact.cli.form import (
    Commands,
    Parser,
    Words,
    add_inputs,
    add_jobs,
    add_json,
    add_key,
    add_policy,
    add_settings,
    command,
)

if TYPE_CHECKING:
    from redact.api.ask import Ask
    from redact.pipeline import CrewMaker, Outcome

_EXITS = (0, 2, 3, 4, 6, 10, 70, 130)
_JSON = "one JSON object per source as in manifest.jsonl, a summary last; errors as JSON on stderr"
_SAFER = "the key is kept in the record folder; it is safer elsewhere: redact key create FILE, then --key FILE"

_RUN = Words(
    "redact files and folders, check the result, release it",
    "Find, decide, change, check and release, with a record of every decision.\n"
    "--out then holds only what may be released; what cannot be is kept back, with the reason in the record.",
    (
        "redact run letters/ --out released/ --policy foi",
        "redact run letters/ --out released/ --policy foi --case case.yaml --key ~/keys/foi.key",
        "redact run letters/ --out released/ --policy foi --jobs auto",
        "redact run letters/ --out released/ --policy foi --json | tail -1",
    ),
    _EXITS,
)
_PLAN = Words(
    "decide, and store the decisions for review; release nothing",
    "Write a plan for each source into the record folder: every decision on every place, no values.\n"
    "A reviewer may amend the plans; `redact apply` then carries them out.",
    ("redact plan letters/ --record letters.record/ --policy foi --case case.yaml",),
    _EXITS,
)
_APPLY = Words(
    "release by stored plans",
    "Carry out the plans of a record folder as they stand there, check the result and release it.\n"
    "Policy, case file and settings are those of `redact plan`; without changes the result is that of `redact run`.",
    ("redact apply letters/ --record letters.record/ --out released/",),
    _EXITS,
)


def add(commands: Commands[Parser]) -> None:
    """Add the family."""
    run = command(commands, "run", _RUN, _run)
    add_inputs(run)
    _add_out(run)
    add_policy(run, None)
    add_key(run)
    _add_record(run, "where the record is kept (default: DIR.record, beside the output)")
    _add_rest(run)
    plan = command(commands, "plan", _PLAN, _plan)
    add_inputs(plan)
    _add_record(plan)
    add_policy(plan, None)
    add_key(plan)
    _add_rest(plan)
    apply = command(commands, "apply", _APPLY, _apply)
    add_inputs(apply)
    _add_record(apply)
    _add_out(apply)
    add_key(apply)
    add_jobs(apply)
    add_json(apply, _JSON)


def _add_out(parser: Parser) -> None:
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder for what may be released")


def _add_record(parser: Parser, help: str = "the record folder; it never leaves the authority") -> None:
    optional = "default" in help
    parser.add_argument("--record", metavar="RDIR", type=Path, required=not optional, help=help)


def _add_rest(parser: Parser) -> None:
    add_settings(parser)
    add_jobs(parser)
    add_json(parser, _JSON)


def _run(args: argparse.Namespace) -> int:
    from redact.api import work
    from redact.api.ask import record_beside

    ask = _ask(args, args.record or record_beside(args.out))
    with screen.Progress() as progress:
        outcome = work.run(ask, args.out, progress, _crew(args))
    return finish(args, outcome, ask)


def _plan(args: argparse.Namespace) -> int:
    from redact.api import work

    ask = _ask(args, args.record)
    with screen.Progress() as progress:
        outcome = work.plan(ask, progress, _crew(args))
    return finish(args, outcome, ask)


def _apply(args: argparse.Namespace) -> int:
    from redact.api import work
    from redact.api.ask import Ask

    ask = Ask(tuple(args.inputs), args.record, key=args.key)
    with screen.Progress() as progress:
        outcome = work.apply(ask, args.out, progress, crew_again(args.jobs, args.record))
    return finish(args, outcome, ask)


def _crew(args: argparse.Namespace) -> CrewMaker | None:
    """The processes that are asked for; None where the work is done in this one."""
    if args.jobs in (None, 1):
        return None
    from redact import settings
    from redact.run.crew import crew_maker

    return crew_maker(args.jobs, settings.load(args.settings))


def crew_again(jobs: int | Literal["auto"] | None, record: Path) -> CrewMaker | None:
    """The processes that are asked for, under the limits of the order that stands in the record."""
    if jobs in (None, 1):
        return None
    from redact.api import standing
    from redact.run.crew import crew_maker

    return crew_maker(jobs, standing.settings_of(record))


def _ask(args: argparse.Namespace, record: Path) -> Ask:
    from redact.api.ask import Ask

    return Ask(tuple(args.inputs), record, args.policy, args.case, args.key, args.settings)


def finish(args: argparse.Namespace, outcome: Outcome, ask: Ask) -> int:
    """Say what became of the run; the exit code."""
    kept = kept_back.of_records(outcome.records, ask.record)
    code = kept_back.exit_code(kept)
    if args.json:
        _say_json(outcome, ask, code)
    else:
        _say(args, outcome, ask)
    kept_back.tell(kept, len(outcome.records), as_json=args.json)
    return code


def _say_json(outcome: Outcome, ask: Ask, code: int) -> None:
    for record in outcome.records:
        screen.say_json(asdict(record))
    summary = {"sources": len(outcome.records), **_statuses(outcome), "held": outcome.held, **_decisions(outcome)}
    key = "record" if ask.key is None else "given"
    screen.say_json({"summary": {**summary, "record": str(ask.record), "key": key, "exit": code}})


def _say(args: argparse.Namespace, outcome: Outcome, ask: Ask) -> None:
    statuses = ", ".join(f"{number} {status}" for status, number in _statuses(outcome).items() if number)
    made = _decisions(outcome)
    screen.say(f"{len(outcome.records)} sources: {statuses or 'the inputs hold no files'}")
    screen.say(f"decisions: {made['redacted']} redacted, {made['kept']} kept, {made['review']} for review")
    out = getattr(args, "out", None)
    if out is not None:
        screen.say(f"output: {screen.path(out)}  (may be released)")
    record = screen.path(ask.record)
    screen.say(f"record: {record}  (never leaves the authority)")
    inputs = "INPUT" if len(args.inputs) > 1 else screen.path(args.inputs[0])
    step = f"redact log report {record}" if out is not None else f"redact apply {inputs} --record {record} --out DIR"
    screen.say(f"next: {step}")
    if ask.key is None:
        screen.note(_SAFER)


def _statuses(outcome: Outcome) -> dict[str, int]:
    seen = Counter(record.status for record in outcome.records)
    return {**dict.fromkeys(("released", "unchanged", "quarantined"), 0), **seen}


def _decisions(outcome: Outcome) -> dict[str, int]:
    return {name: sum(getattr(record, name) for record in outcome.records) for name in ("redacted", "kept", "review")}
