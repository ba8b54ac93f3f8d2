"""docs/reference/cli.md stays in step with --help."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

from redact.cli.form import EXITS
from redact.cli.parser import build

DOC = (Path(__file__).parents[3] / "docs/reference/cli.md").read_text(encoding="utf-8")


def _parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for inner in action.choices.values():
                yield from _parsers(inner)


def test_every_option_of_every_command_is_in_the_reference() -> None:
    options = {name for parser in _parsers(build()) for action in parser._actions for name in action.option_strings}

    assert {option for option in options if not re.search(rf"(?<![\w-]){option}(?![\w-])", DOC)} == set()
    assert len(options) > 12


def test_every_command_is_in_the_reference() -> None:
    names = {parser.prog.split()[-1] for parser in _parsers(build())}

    assert {name for name in names if name not in DOC} == set()


def test_the_reference_knows_no_option_that_is_not_there() -> None:
    options = {name for parser in _parsers(build()) for action in parser._actions for name in action.option_strings}

    assert set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", DOC)) <= options


def test_every_exit_code_is_in_the_reference() -> None:
    assert {code for code in EXITS if f"| {code} |" not in DOC} == set()
