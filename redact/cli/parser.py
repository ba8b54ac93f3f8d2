"""The whole command line put together from its families."""

from __future__ import annotations

import argparse

import redact
from redact.cli import corpus_run, find, inspect, key, log, models, policy, retry, run, watch
from redact.cli.form import Parser, group

_ABOUT = """\
Take people out of documents and prove it: what comes in with people in it goes out
without them, and the record folder says what was taken out, what was kept, and why."""

_FIRST_STEPS = """\
first steps:
  redact models fetch                                   once: the language models
  redact inspect letters/                               what is hidden in each file
  redact find letters/                                  look, change nothing
  redact run letters/ --out released/ --policy foi      redact, check, release
  redact log report released.record/                    the schedule of redactions

`redact COMMAND --help` has examples and exit codes. docs/reference/cli.md has it all on one page."""


def build() -> Parser:
    """The parser of `redact`. Loads nothing but itself."""
    parser = Parser(
        prog="redact",
        description=_ABOUT,
        epilog=_FIRST_STEPS,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"redact {redact.__version__}")
    commands = group(parser)
    for family in (run, corpus_run, watch, retry, find, inspect, policy, log, key, models):
        family.add(commands)
    return parser
