"""The form every command has: what it is for in two lines, its options, examples, its exit codes."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

from redact.core.errors import UsageError

#: Every exit code and what it says. Source: redact.core.errors, docs/reference/cli.md.
EXITS: Mapping[int, str] = {
    0: "done",
    2: "the command, a policy pack or a case file is not as it should be",
    3: "some sources were kept back (listed on stderr); the rest are done",
    4: "a model or a library is missing; the hint is the command that brings it",
    6: "an output or a record cannot be written",
    10: "done, but for sources that wait for a review",
    70: "a defect of redact itself",
    130: "stopped from the keyboard; the same command goes on where it stopped",
}

#: What argparse says with a value that was typed, and what we say in its place.
_INSTEAD: Mapping[str, str] = {
    ": invalid ": " is not one that is known",
    ": ignored explicit argument": " takes no value",
}

Command = Callable[[argparse.Namespace], int]


class Parser(argparse.ArgumentParser):
    """An argument parser that raises instead of leaving, and repeats nothing that was typed."""

    def parse(self, words: Sequence[str]) -> argparse.Namespace:
        """The words as a namespace whose `command` is what to call.

        Raises:
            UsageError: they are not a command of ours.
        """
        args, unknown = self.parse_known_args(words)
        if unknown:
            options = [word.partition("=")[0] for word in unknown if word.startswith("--")]
            message = f"unknown option {options[0]}" if options else "there are more words than this command takes"
            raise UsageError(message, f"its forms: {getattr(args, 'prog', self.prog)} --help")
        return args

    def error(self, message: str) -> NoReturn:
        """Say what is missing or wrong. Choices are named, values are not.

        Raises:
            UsageError: always.
        """
        said = message
        for tells_a_value, instead in _INSTEAD.items():
            if tells_a_value in message:
                said = message.partition(tells_a_value)[0] + instead
        choices = message.partition("(choose from ")[2].removesuffix(")").replace("'", "")
        hint = f"known: {choices}" if choices else f"its forms: {self.prog} --help"
        raise UsageError(said, hint)


Commands = argparse._SubParsersAction  # the only name argparse has for it


@dataclass(frozen=True, slots=True)
class Words:
    """What `--help` says of a command."""

    brief: str  # in the list of commands
    about: str  # two lines above the options
    examples: tuple[str, ...] = ()
    exits: tuple[int | tuple[int, str], ...] = (0, 2)  # a code, or a code with what it says here


def group(parser: argparse.ArgumentParser) -> Commands[Parser]:
    """Where a parser's commands are added."""
    return parser.add_subparsers(title="commands", metavar="COMMAND", required=True, parser_class=Parser)


def command(commands: Commands[Parser], name: str, words: Words, run: Command | None = None) -> Parser:
    """A command; one without `run` holds further commands."""
    parser = commands.add_parser(
        name,
        help=words.brief,
        description=words.about,
        epilog=_epilog(words),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    if run is not None:
        parser.set_defaults(command=run, prog=parser.prog)
    return parser


def _epilog(words: Words) -> str:
    examples = [f"  {line}" for line in words.examples]
    said = [(each, EXITS[each]) if isinstance(each, int) else each for each in words.exits]
    exits = [f"  {code:<4} {meaning}" for code, meaning in said]
    return "\n".join([*(["examples:", *examples, ""] if examples else []), "exit codes:", *exits])


def add_inputs(parser: Parser) -> None:
    """The files and folders a command reads."""
    parser.add_argument("inputs", metavar="INPUT", nargs="+", type=Path, help="a file, or a folder with all it holds")


def add_policy(parser: Parser, default: str | None) -> None:
    """Under which policy, and on whose case."""
    said = f" (default: {default})" if default else ""
    parser.add_argument(
        "--policy",
        metavar="PACK",
        default=default,
        required=default is None,
        help=f"the pack: a name from `redact policy list`, or a .yaml file{said}",
    )
    parser.add_argument("--case", metavar="CASE.yaml", type=Path, help="who the papers are about, what must go or stay")


def add_settings(parser: Parser) -> None:
    """The settings file."""
    parser.add_argument("--settings", metavar="FILE", type=Path, help="a TOML file with models, detectors and limits")


def add_key(parser: Parser) -> None:
    """The key file."""
    parser.add_argument(
        "--key",
        metavar="FILE",
        type=Path,
        help="the key that pseudonyms and digests are drawn from (default: one kept in the record folder)",
    )


def add_jobs(parser: Parser, default: int | str | None = 1, said: str = "") -> None:
    """How many processes work side by side. `said` is the default in words, where its value does not say it."""
    parser.add_argument(
        "--jobs",
        metavar="N|auto",
        type=_jobs,
        default=default,
        help=f"how many processes work side by side; auto: what cores and memory allow (default: {said or default})",
    )


def _jobs(said: str) -> int | str:
    return said if said == "auto" else _number(said)


def _number(said: str) -> int:
    number = int(said)
    if number < 1:
        raise ValueError
    return number


def add_json(parser: Parser, help: str) -> None:
    """Output for programs."""
    parser.add_argument("--json", action="store_true", help=help)
