"""`redact retry`: what a run or a corpus kept back, tried once more."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from redact.cli.form import Commands, Words, add_jobs, add_json, add_key, command

_RETRY = Words(
    "try again what was kept back",
    "Do again the shards of a corpus that kept rows back or failed, or the sources that a run kept back.\n"
    "Inputs, policy, settings and key are those of the first time; what is done and whole is left alone.\n"
    "What a watch folder kept back goes in again with `redact watch requeue`.",
    ("redact retry clean.record", "redact retry released.record --jobs auto"),
    (0, 2, 3, 4, 6, 10, 70, 130),
)


def add(commands: Commands[Any]) -> None:
    """Add the command."""
    parser = command(commands, "retry", _RETRY, _retry)
    parser.add_argument("record", metavar="RDIR", type=Path, help="the record folder of a run or a corpus")
    add_key(parser)
    add_jobs(parser, None, "for a corpus as it was asked for, else 1")
    add_json(parser, "as the first command gave it; errors as JSON on stderr")


def _retry(args: argparse.Namespace) -> int:
    from redact.run.corpus import retry

    if retry.is_corpus(args.record):
        return _corpus(args)
    return _files(args)


def _corpus(args: argparse.Namespace) -> int:
    from redact.cli import corpus_run
    from redact.run.corpus import retry

    ask = retry.prepare(args.record, args.key)
    return corpus_run.work(ask if args.jobs is None else replace(ask, jobs=args.jobs), as_json=args.json)


def _files(args: argparse.Namespace) -> int:
    from redact.api import standing, work
    from redact.cli import run, screen

    out = standing.asked(args.record, args.key)[1]
    with screen.Progress() as progress:
        outcome, ask = work.again(args.record, args.key, progress, run.crew_again(args.jobs, args.record))
    said = argparse.Namespace(inputs=list(ask.inputs), out=out, json=args.json)
    return run.finish(said, outcome, ask)
