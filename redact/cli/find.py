"""`redact find`: what is found, what would become of it. Changes nothing, shows no value unless asked on a terminal."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redact.cli import kept_back, screen
from redact.cli.form import Commands, Parser, Words, add_inputs, add_json, add_policy, add_settings, command
from redact.core.errors import UsageError

if TYPE_CHECKING:
    from redact.api.ask import Ask
    from redact.core.flow import Decision

#: What a decision belongs to (a file's name in the input, or a record's id), the decision, its characters.
Found = tuple[str, "Decision", str]

_FIND = Words(
    "find and decide; change nothing",
    "Show what would be taken out, kept or put under review, where, and by which rule.\n"
    "Values are never shown, unless --show-values is given on a terminal.",
    (
        "redact find letters/",
        "redact find letters/ --policy sar --case case.yaml --json > found.jsonl",
        "redact find corpus.jsonl.gz --policy training --jsonl-field text --id-field id --json",
    ),
    (0, 2, (3, "some sources or lines could not be read (listed on stderr); the rest are shown"), 4, 70),
)


def add(commands: Commands[Parser]) -> None:
    """Add the command."""
    find = command(commands, "find", _FIND, _find)
    add_inputs(find)
    add_policy(find, "foi")
    add_settings(find)
    add_json(find, "one JSON object per decision; errors as JSON on stderr")
    find.add_argument("--show-values", action="store_true", help="show what was found as well; on a terminal only")
    corpora = find.add_argument_group("corpora", "inputs are JSONL files (plain or .gz), each line a record on its own")
    corpora.add_argument("--jsonl-field", metavar="FIELD", help="the field that holds the text; extents count in it")
    corpora.add_argument(
        "--id-field", metavar="FIELD", help="the field that names the record (default: its line number)"
    )


def _find(args: argparse.Namespace) -> int:
    if args.show_values and not sys.stdout.isatty():
        raise UsageError("--show-values needs a terminal", "values are not written to files and pipes; leave it out")
    if args.id_field and not args.jsonl_field:
        raise UsageError("--id-field goes with --jsonl-field", "name the field that holds the text as well")
    return _find_records(args) if args.jsonl_field else _find_files(args)


def _find_files(args: argparse.Namespace) -> int:
    from redact.api import work

    table = _Table(args.json, args.show_values)
    with screen.Progress() as progress, work.finding(_ask(args), progress) as (items, found):
        progress.close()
        table.show((source.name, decision, surface) for source, decision, surface in found)
        table.end(f"{len(items)} sources")
        kept = kept_back.of_items(items)
    kept_back.tell(kept, len(items), as_json=args.json)
    return kept_back.exit_code(kept)


def _find_records(args: argparse.Namespace) -> int:
    from redact.api.work import passing_order
    from redact.cli.corpus import Corpus
    from redact.pipeline import find_records

    order = passing_order(_ask(args))
    corpus = Corpus(args.inputs, args.jsonl_field, args.id_field, order.settings.max_value_chars)
    table = _Table(args.json, args.show_values)
    table.show(find_records(order, corpus))
    table.end(f"{corpus.total} records")
    kept_back.tell(corpus.faults, corpus.total, as_json=args.json)
    return kept_back.exit_code(corpus.faults)


def _ask(args: argparse.Namespace) -> Ask:
    from redact.api.ask import Ask

    return Ask(tuple(args.inputs), Path(), args.policy, args.case, settings=args.settings)


class _Table:
    """Decisions as they come: JSON lines, or rows under the name of their source."""

    def __init__(self, as_json: bool, values: bool) -> None:
        self._as_json = as_json
        self._values = values
        self._source: str | None = None
        self._actions: Counter[str] = Counter()

    def show(self, found: Iterable[Found]) -> None:
        """Every decision."""
        for source, decision, surface in found:
            self._actions[decision.verdict.action.value] += 1
            if self._as_json:
                line = as_line(source, decision)
                screen.say_json({**line, "value": surface} if self._values else line)
                continue
            if source != self._source:
                screen.say(screen.plain(source))
                self._source = source
            screen.say(_row(decision) + (f"  {screen.plain(surface)}" if self._values else ""))

    def end(self, over: str) -> None:
        """The sum."""
        if not self._as_json:
            seen = self._actions
            screen.say(f"{over}: {seen['redact']} to redact, {seen['keep']} to keep, {seen['review']} for review")


def as_line(source: str, decision: Decision) -> dict[str, Any]:
    """A decision in the form of `redact find --json`. Source: docs/reference/cli.md, "find"."""
    from redact.core.place import to_extent
    from redact.core.taxonomy import entity_type

    kind, verdict = entity_type(decision.entity), decision.verdict
    return {
        "source": source,
        "part": decision.part,
        "extent": to_extent(decision.extent),
        "entity": decision.entity,
        "class": kind.cls,
        "directness": kind.directness,
        "person": decision.person,
        "score": round(decision.score, 4),
        "detector": decision.detector,
        "action": verdict.action.value,
        "rule": verdict.rule,
        "basis": list(verdict.basis),
    }


def _row(decision: Decision) -> str:
    verdict = decision.verdict
    person = f"person {decision.person}" if decision.person is not None else ""
    fields = (
        f"{decision.part} {_where(decision)}".ljust(24),
        decision.entity.ljust(22),
        verdict.action.value.ljust(7),
        ", ".join(verdict.basis).ljust(10),
        verdict.rule.ljust(20),
        person.ljust(10),
        f"{decision.score:.2f} {decision.detector}",
    )
    return f"  {' '.join(fields)}"


def _where(decision: Decision) -> str:
    from redact.core.place import to_extent

    extent = to_extent(decision.extent)
    match extent["kind"]:
        case "chars":
            return f"{extent['start']}-{extent['end']}"
        case "cell":
            return f"row {extent['row']} col {extent['col']} {extent['start']}-{extent['end']}"
        case "times":
            return f"{extent['start_us'] / 1e6:.2f}-{extent['end_us'] / 1e6:.2f} s"
        case "track":
            return f"{len(extent['boxes'])} frames"
        case _:
            return " ".join(f"{extent[side]:g}" for side in ("x0", "y0", "x1", "y1"))
