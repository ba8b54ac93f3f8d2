"""`redact inspect`: every part of a file, what would become of it, and what a reader of the file overlooks."""

from __future__ import annotations

import argparse
from collections import Counter
from typing import TYPE_CHECKING

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, add_inputs, add_json, add_settings, command

if TYPE_CHECKING:
    from redact.api.inspect import Inspected
    from redact.core.flow import PartNote

_INSPECT = Words(
    "list every part of a file, and what is hidden in it; change nothing",
    "Show where personal data could hide in a file, and what would happen to each part: read and redacted, cleaned,\n"
    "dropped, or refused. The headings are those of the ICO's checklist for disclosing documents. Shows no content.",
    ("redact inspect letter.docx", "redact inspect papers/ --json > parts.jsonl", "redact inspect mail.eml --all"),
    (0, 2, (3, "some files could not be read, or hold a part that cannot be understood"), 70),
)
_MOST = 12  # rows of one heading that are shown unless all are wanted


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    inspect = command(commands, "inspect", _INSPECT, _inspect)
    add_inputs(inspect)
    add_settings(inspect)
    inspect.add_argument("--all", action="store_true", help="show every part, however many there are")
    add_json(inspect, "one JSON object per part, a summary of each file after its parts")


def _inspect(args: argparse.Namespace) -> int:
    from redact.api.inspect import inspect

    refused = False
    for seen in inspect(args.inputs, args.settings):
        refused = refused or seen.refused
        if args.json:
            _say_json(seen)
        else:
            _say(seen, everything=args.all)
    return 3 if refused else 0


def _say_json(seen: Inspected) -> None:
    for note in seen.notes:
        hidden = note.hidden.value if note.hidden else None
        row = {"part": note.part, "state": note.state.value, "note": note.note, "hidden": hidden}
        screen.say_json({"file": screen.plain(seen.name), **row})
    states = Counter(note.state.value for note in seen.notes)
    error = screen.complaint(seen.error) if seen.error else None
    screen.say_json({"file": screen.plain(seen.name), "kind": seen.kind, "parts": dict(states), "error": error})


def _say(seen: Inspected, *, everything: bool) -> None:
    from redact.core.hidden import Hidden

    states = Counter(note.state.value for note in seen.notes)
    screen.say(f"{screen.plain(seen.name)}  ({seen.kind})")
    if seen.error is not None:
        screen.say(f"  would be kept back: {seen.error.message}")
        screen.say(f"  hint: {seen.error.hint}\n")
        return
    screen.say("  parts: " + ", ".join(f"{number} {state}" for state, number in states.items()))
    for topic in Hidden:
        notes = [note for note in seen.notes if note.hidden is topic]
        if notes:
            screen.say(f"  {topic.value}")
            _rows(notes, everything=everything)
    absent = [topic.value for topic in Hidden if not any(note.hidden is topic for note in seen.notes)]
    screen.say(f"  found none of: {'; '.join(absent)}")
    rest = [note for note in seen.notes if note.hidden is None]
    if rest:
        screen.say("  in plain sight")
        _rows(rest, everything=everything)
    screen.say()


def _rows(notes: list[PartNote], *, everything: bool) -> None:
    shown = notes if everything else notes[:_MOST]
    for note in shown:
        said = f"  {note.note}" if note.note else ""
        screen.say(f"    {note.state.value:<8} {note.part}{said}")
    if len(shown) < len(notes):
        screen.say(f"    … and {len(notes) - len(shown)} more; see them with --all")
