"""`redact corpus`: a corpus of rows or files in, the same corpus without the people out, shard by shard, on many hands."""

from __future__ import annotations

import argparse
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, add_jobs, add_json, add_key, add_policy, add_settings, command
from redact.core.errors import UsageError

if TYPE_CHECKING:
    from redact.run.corpus.ask import CorpusAsk
    from redact.run.corpus.drive import Drove
    from redact.run.corpus.outcome import CorpusOutcome

_EXITS = (
    0,
    2,
    (3, "some rows or shards were kept back (counted on stderr, listed in the record); the rest are done"),
    4,
    6,
    70,
    130,
)
_CORPUS = Words(
    "redact a corpus: rows or files by the million, on all cores or a cluster",
    "JSONL, CSV, Parquet, tar and folders of files, here or behind URLs, cut into shards that are each done once.\n"
    "Only what --text-field names is read and redacted; other fields and columns go out as they came.\n"
    "Each row is a world of its own, one key gives one name one surrogate in all; --link makes them one world.\n"
    "Run the same command again after a stop: it goes on where it stopped. _SUCCESS in --out: all of it is there.",
    (
        "redact corpus corpus.jsonl --out clean/ --policy training",
        "redact corpus chats/ --out clean/ --text-field 'messages[].content' --id-field id --key corpus.key",
        "redact corpus 's3://bucket/raw/*.parquet' --out s3://bucket/clean --record clean.record --text-field body",
        "redact corpus corpus/ --out clean/ --ray local",
    ),
    _EXITS,
)
_UNITS = {"": 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3, "kib": 1024, "mib": 1024**2, "gib": 1024**3}
_SIZE = re.compile(r"(\d+)\s*([kmg]i?b|)", re.IGNORECASE)
_LEAST_BYTES = 64 * 1024
_KEPT_BACK = 3
_FORMATS = ("jsonl", "csv", "parquet", "tar", "files")
_JSON = "the report as one JSON object; errors as JSON on stderr"


def add(commands: Commands[Any]) -> None:
    """Add the command."""
    parser = command(commands, "corpus", _CORPUS, _run)
    parser.add_argument("inputs", metavar="INPUT", nargs="+", help="a file, a folder, a glob in quotes, or a URL")
    parser.add_argument("--out", metavar="DIR", required=True, help="the folder (or URL) for what may be released")
    _add_fields(parser)
    add_policy(parser, "training")
    add_key(parser)
    parser.add_argument(
        "--record",
        metavar="RDIR",
        type=Path,
        help="where the record is kept (default: DIR.record; to be given where DIR is a URL)",
    )
    add_settings(parser)
    add_jobs(parser, "auto")
    parser.add_argument("--ray", metavar="ADDRESS", default="", help="work on a Ray cluster: its address, or local")
    parser.add_argument(
        "--shard-size",
        metavar="SIZE",
        default="32MB",
        help="about how many bytes one shard has, as 8MB or 1GiB (default: 32MB)",
    )
    parser.add_argument(
        "--format", choices=_FORMATS, default="", help="what the inputs are (default: by name and first bytes)"
    )
    parser.add_argument(
        "--examples",
        metavar="N",
        type=int,
        default=5,
        help="how many examples of released text the report has (default: 5)",
    )
    parser.add_argument(
        "--link", action="store_true", help="one world: people are linked over all rows, in a first pass over them"
    )
    add_json(parser, _JSON)


def _add_fields(parser: Parser) -> None:
    parser.add_argument(
        "--text-field",
        metavar="PATH",
        action="append",
        help="a field with text to redact: text, 'messages[].content', meta.note; may be given again (default: text)",
    )
    parser.add_argument(
        "--id-field", metavar="PATH", help="the field that names a row in the record (default: its number)"
    )
    parser.add_argument(
        "--counts", metavar="COLUMN", default="", help="add a column of this name with the number of cuts of each row"
    )


def _run(args: argparse.Namespace) -> int:
    return work(_asked(args), as_json=args.json)


def work(ask: CorpusAsk, *, as_json: bool) -> int:
    """Carry out what is asked and say what became of it; the exit code."""
    from redact.run.corpus import crews

    maker, hands = crews.crew_maker(ask)
    from redact.run.corpus import drive  # brings pyarrow: some builds crash where Ray is loaded after it

    with screen.Progress() as progress:
        drove = drive.run(ask, maker, progress, hands)
    code = 0 if drove.outcome.complete and not drove.outcome.quarantined else _KEPT_BACK
    if as_json:
        screen.say_json({**drove.report, "record": str(ask.record), "exit": code})
    else:
        _say(ask, drove)
    _tell_kept_back(ask, drove.outcome, as_json=as_json)
    if passed := drove.report["passed_over"]:
        counted = ", ".join(f"{number} {why}" for why, number in passed.items())
        screen.note(f"redact: files passed over: {counted}")
    return code


def _asked(args: argparse.Namespace) -> CorpusAsk:
    from redact.api.ask import Ask
    from redact.run.corpus.ask import CorpusAsk
    from redact.run.corpus.formats import Fields

    ask = Ask((), _record(args), args.policy, args.case, args.key, args.settings)
    fields = Fields(tuple(args.text_field or ("text",)), args.id_field, args.counts)
    return CorpusAsk(
        tuple(args.inputs),
        args.out,
        ask,
        fields,
        shard_bytes=size(args.shard_size),
        format=args.format,
        link=args.link,
        examples=max(0, args.examples),
        jobs=args.jobs,
        ray=args.ray,
    )


def _record(args: argparse.Namespace) -> Path:
    from redact.api.ask import record_beside
    from redact.run.shards.address import path_of, protocol

    if args.record is not None:
        return Path(args.record)
    if protocol(args.out):
        raise UsageError("the output is behind a URL, and the record has no place beside it", "name one: --record RDIR")
    return record_beside(Path(path_of(args.out)))


def size(given: str) -> int:
    """Bytes of `32MB`, `1GiB`, `500000`.

    Raises:
        UsageError: it is no size, or too small to be one of a shard.
    """
    match = _SIZE.fullmatch(given.strip())
    number = int(match[1]) * _UNITS[match[2].lower()] if match else 0
    if number < _LEAST_BYTES:
        raise UsageError("--shard-size needs a size of 64KiB or more", "for example --shard-size 32MB")
    return number


def _say(ask: CorpusAsk, drove: Drove) -> None:
    from redact.run.shards.address import protocol, shown

    outcome = drove.outcome
    already = f", {outcome.before} in already" if outcome.before else ""
    screen.say(f"shards: {outcome.shards} planned, {outcome.done} done{already}")
    cuts = (
        f"; {sum(outcome.tally.entities.values())} cuts" if outcome.tally.chars else ""
    )  # those in files are not counted
    screen.say(f"rows: {outcome.rows_in} in, {outcome.rows_out} out, {outcome.quarantined} kept back{cuts}")
    out = shown(ask.out) if protocol(ask.out) else screen.path(Path(ask.out))
    screen.say(f"output: {out}  (may be released)")
    screen.say(f"record: {screen.path(ask.record)}  (never leaves the authority)")
    screen.say(f"report: {screen.path(drove.page)}")


def _tell_kept_back(ask: CorpusAsk, outcome: CorpusOutcome, *, as_json: bool) -> None:
    from redact.cli.kept_back import KeptBack, tell

    kept = [
        KeptBack(f"shard {each.shard}", each.error.kind, each.error.message, each.error.hint) for each in outcome.kept
    ]
    tell(kept, outcome.shards, as_json=as_json)
    if outcome.quarantined and not as_json:
        counted = ", ".join(f"{number} {kind}" for kind, number in outcome.kinds.items())
        screen.note(f"redact: {outcome.quarantined} of {outcome.rows_in} rows kept back: {counted}")
        screen.note(
            f"  hint: their ids are in shards/ of the record; to try them again: redact retry {screen.path(ask.record)}"
        )
