"""`redact watch`: the daemon on an inbox, and what its keepers ask of it while it runs."""

from __future__ import annotations

import argparse
from pathlib import Path

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, add_json, command, group

_JSON = "one JSON object; errors as JSON on stderr"
_WATCH = Words(
    "redact whatever is put into a folder, for months",
    "Take files from an inbox, redact, check and release them to an outbox; several daemons may share one.\n"
    "What cannot be released goes to quarantine with its reason; originals are kept on a shelf of their own.",
    (
        "redact watch --example > watch.toml",
        "redact watch --config watch.toml",
        "redact watch status --config watch.toml",
    ),
    (0, 2, 4, 6, 70, (130, "stopped at once; the next start goes on where it stopped")),
)
_STATUS = Words(
    "how everything stands",
    "Files by lane and status, how long the oldest has waited, why nothing is taken, if so, and the daemons\n"
    "that are on the inbox. Changes nothing; names are not shown.",
    ("redact watch status --config watch.toml --json",),
    (0, 2),
)
_DRAIN = Words(
    "finish what is there, then stop",
    "The daemon finishes what is in the inbox now, takes nothing new, and ends.\n"
    "With --wait this command ends when the daemon has.",
    ("redact watch drain --config watch.toml --wait",),
    (0, 2),
)
_REQUEUE = Words(
    "give quarantined files another chance",
    "Move files from quarantine back to the inbox: one by its name there, or all.\n"
    "A daemon that runs takes them at its next look.",
    ("redact watch requeue --config watch.toml --all", "redact watch requeue --config watch.toml letters/1.docx"),
    (0, 2, 6),
)
_RELEASE = Words(
    "let held outputs go (four eyes)",
    "Put the release file beside outputs that wait in `held`; the daemon moves them to the outbox.\n"
    "Who did so is written down; who put the file into the inbox may not (`four_eyes`).",
    ("redact watch release --config watch.toml letters/1.docx",),
    (0, 2, 6),
)


def add(commands: Commands[Parser]) -> None:
    """Add the family."""
    watch = command(commands, "watch", _WATCH, _run)
    watch.add_argument("--config", metavar="FILE", type=Path, help="the configuration, TOML")
    watch.add_argument("--example", action="store_true", help="print a configuration to begin with, and do nothing")
    add_json(watch, "what goes on as JSON, a line each; errors as JSON on stderr")
    actions = group(watch)
    actions.required = False
    _config(command(actions, "status", _STATUS, _status))
    drain = _config(command(actions, "drain", _DRAIN, _drain))
    drain.add_argument("--wait", action="store_true", help="until the daemon has ended")
    requeue = _config(command(actions, "requeue", _REQUEUE, _requeue))
    _names(requeue, "a file's name in quarantine")
    release = _config(command(actions, "release", _RELEASE, _release))
    _names(release, "an output's name in `held`")


def _config(parser: Parser) -> Parser:
    parser.add_argument("--config", metavar="FILE", type=Path, required=True, help="the daemon's configuration")
    add_json(parser, _JSON)
    return parser


def _names(parser: Parser, help: str) -> None:
    parser.add_argument("names", metavar="NAME", nargs="*", help=help)
    parser.add_argument("--all", action="store_true", help="all of them")


def _run(args: argparse.Namespace) -> int:
    from redact.core.errors import UsageError

    if args.example:
        from redact.run.watch.config.config import example

        screen.say(example().rstrip("\n"))
        return 0
    if args.config is None:
        raise UsageError("--config is missing", "redact watch --config FILE; redact watch --example prints one")
    from redact.run.watch.service import serve

    return serve(args.config, _teller(as_json=args.json))


def _teller(*, as_json: bool) -> _Teller:
    return _Teller(as_json=as_json)


class _Teller:
    """Says on stderr what goes on, at once: the journal dates it."""

    def __init__(self, *, as_json: bool) -> None:
        self._as_json = as_json

    def __call__(self, line: str) -> None:
        import json

        screen.note(json.dumps({"watch": line}) if self._as_json else f"redact watch: {line}")


def _status(args: argparse.Namespace) -> int:
    from redact.run.watch.keeper import Keeper

    with Keeper.of(args.config, reading=True) as keeper:
        stands = keeper.stands()
    if args.json:
        screen.say_json(stands.to_plain())
        return 0
    screen.say(f"daemon: {'running' if stands.running else 'not running'}")
    if stands.paused:
        screen.say(f"takes nothing new: {stands.paused}")
    for lane, statuses in stands.lanes.items():
        counted = ", ".join(f"{number} {status}" for status, number in statuses.items())
        screen.say(f"{screen.plain(lane) or 'inbox'}: {counted}")
    if stands.oldest_s:
        screen.say(f"the oldest has waited {stands.oldest_s:.0f} s")
    for sign in stands.daemons:
        who = f"{sign.daemon} (this one)" if sign.daemon == stands.me else sign.daemon
        seen = "no sign yet" if sign.age_s < 0 else f"last sign {sign.age_s:.0f} s ago"
        screen.say(f"on the inbox: daemon {who}, {seen}, {sign.files} in hand")
    for what, number in stands.done.items():
        screen.say(f"{what} since the beginning: {number}")
    return 0


def _drain(args: argparse.Namespace) -> int:
    from redact.run.watch.keeper import Keeper

    with Keeper.of(args.config) as keeper:
        keeper.drain(wait=args.wait)
    _answer(args, {"drain": "done" if args.wait else "asked for"})
    return 0


def _requeue(args: argparse.Namespace) -> int:
    from redact.run.watch.keeper import Keeper

    with Keeper.of(args.config) as keeper:
        moved = keeper.requeue(_chosen(args))
    _answer(args, {"requeued": moved})
    return 0


def _release(args: argparse.Namespace) -> int:
    from redact.run.watch.keeper import Keeper

    with Keeper.of(args.config, reading=True) as keeper:
        asked = keeper.release(_chosen(args))
    _answer(args, {"released": asked})
    return 0


def _chosen(args: argparse.Namespace) -> list[str] | None:
    """The names that were given; None for all.

    Raises:
        UsageError: neither, or both.
    """
    from redact.core.errors import UsageError

    if bool(args.names) == args.all:
        raise UsageError("it is not said which", "give names, or --all")
    return None if args.all else list(args.names)


def _answer(args: argparse.Namespace, said: dict[str, object]) -> None:
    if args.json:
        screen.say_json(said)
    else:
        for what, how in said.items():
            screen.say(f"{what}: {how}")
