"""`redact key`: the file from which pseudonyms and digests are drawn."""

from __future__ import annotations

import argparse
from pathlib import Path

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, command, group

_KEY = Words(
    "make a key file",
    "A key makes one person the same pseudonym in every run, and nobody else able to guess it.\n"
    "It is what re-identifies: keep it apart from outputs and records.",
)
_CREATE = Words(
    "a new key in a new file",
    "Write a new key to a file that only you can read; an existing file is never overwritten.\n"
    "Whoever holds it together with an output can link pseudonyms to people.",
    ("redact key create ~/keys/foi.key",),
    (0, 2, 6),
)


def add(commands: Commands[Parser]) -> None:
    """Add the family."""
    actions = group(command(commands, "key", _KEY))
    command(actions, "create", _CREATE, _create).add_argument(
        "file", metavar="FILE", type=Path, help="where it is written"
    )


def _create(args: argparse.Namespace) -> int:
    from redact.vault.key import Key

    key = Key.create(args.file)
    screen.say(f"key {key.id} made; keep it apart from outputs")
    screen.say(f"next: redact run INPUT --out DIR --policy PACK --key {screen.path(args.file)}")
    return 0
