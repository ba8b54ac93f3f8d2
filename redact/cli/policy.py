"""`redact policy`: the packs that are there, what they say, whether one of your own holds to the schema."""

from __future__ import annotations

import argparse

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, command, group

_POLICY = Words(
    "list, show, check and explain policy packs",
    "What becomes of each finding, under which exemption, and why.\ndocs/reference/policy.md has the form of a pack.",
)
_LIST = Words(
    "the packs that come with redact",
    "The packs that come with redact, each with its title.\nA pack of your own is named by its path instead.",
    ("redact policy list",),
    (0,),
)
_SHOW = Words(
    "a pack, with all it inherits",
    "A pack as a pack file, with everything it extends written out and its fingerprint.\n"
    "The output is itself a pack: a good start for one of your own.",
    ("redact policy show foi", "redact policy show eir > ours.yaml"),
)
_CHECK = Words(
    "whether a pack file holds to the schema",
    "Check a pack of your own: the first fault is named with its line and what was meant.\n"
    "Exit code 0 says that every command will take it.",
    ("redact policy check ours.yaml",),
)
_EXPLAIN = Words(
    "what a pack does to each entity, and why",
    "What happens to each entity under a pack, by which rule and under which exemption,\n"
    "and which facts (a case file, a cue word) change that.",
    ("redact policy explain foi", "redact policy explain sar PERSON"),
)


def add(commands: Commands[Parser]) -> None:
    """Add the family."""
    actions = group(command(commands, "policy", _POLICY))
    command(actions, "list", _LIST, _list)
    for name, words, run in (("show", _SHOW, _show), ("explain", _EXPLAIN, _explain)):
        parser = command(actions, name, words, run)
        parser.add_argument("pack", metavar="PACK", help="a name from `redact policy list`, or a .yaml file")
        if name == "explain":
            parser.add_argument("entity", metavar="ENTITY", nargs="?", help="one entity only, such as PERSON")
    command(actions, "check", _CHECK, _check).add_argument("file", metavar="FILE", help="a .yaml file")


def _list(_args: argparse.Namespace) -> int:
    from redact.policy.pack import available, load_pack

    for name in available():
        pack = load_pack(name)
        screen.say(f"{name:<10} {pack.title}  (release to: {pack.release})")
    return 0


def _show(args: argparse.Namespace) -> int:
    from redact.policy.explain import show
    from redact.policy.pack import load_pack

    screen.say(show(load_pack(args.pack)).rstrip("\n"))
    return 0


def _explain(args: argparse.Namespace) -> int:
    from redact.policy.explain import explain
    from redact.policy.pack import load_pack

    screen.say(explain(load_pack(args.pack), args.entity).rstrip("\n"))
    return 0


def _check(args: argparse.Namespace) -> int:
    from redact.policy.pack import load_pack

    pack = load_pack(args.file)
    screen.say(f"{pack.name} holds to the schema: {len(pack.rules)} rules, sha256 {pack.fingerprint}")
    return 0
