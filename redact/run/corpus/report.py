"""The report on a corpus: one page for people, the same as JSON for programs. No value, no name of a file, no id of a row.

The examples are windows of what is released: surrogates and the words around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from redact.audit.files import replacing
from redact.pipeline import Order
from redact.run.corpus.outcome import CorpusOutcome

JSON, PAGE = "report.json", "report.html"
_MEGA = 1e6  # MB as disks and networks count

_HEAD = """<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>Report on a corpus</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; color: #1b1b1b; background: #fff; margin: 2rem auto; padding: 0 1rem;
       max-width: 60rem }
table { border-collapse: collapse; margin: 1rem 0 2rem }
caption { text-align: left; font-weight: 700; padding: .5rem 0 }
th, td { border: 1px solid #767676; padding: .3rem .6rem; text-align: left; overflow-wrap: anywhere }
td { font-variant-numeric: tabular-nums }
li { margin: .5rem 0 }
@media print { tr, li { break-inside: avoid } }
</style>
</head>
<body>
<main>
<h1>Report on a corpus</h1>
"""
_FOOT = "</main>\n</body>\n</html>\n"
#: Source: UK GDPR art. 4(5), recital 26; ICO, "Pseudonymisation", 28 March 2025.
_WHAT_IT_IS = (
    "This report counts what was found and taken out. What was not found is not counted. Where names were replaced by "
    "pseudonyms, the corpus stays personal data for whoever holds the key."
)
_EXAMPLES = "Examples: windows of what is released, around what was replaced"


def summary(outcome: CorpusOutcome, order: Order, hands: int) -> dict[str, Any]:
    """The report as programs read it. Equal corpora give equal reports but for what is measured, under `speed`."""
    return {
        "complete": outcome.complete,
        "shards": {
            "planned": outcome.shards,
            "done": outcome.done,
            "already": outcome.before,
            "failed": outcome.failed,
        },
        "rows": {"in": outcome.rows_in, "out": outcome.rows_out, "quarantined": outcome.quarantined},
        "quarantined": dict(outcome.kinds),
        "documents": outcome.tally.documents,
        "entities": dict(sorted(outcome.tally.entities.items())),
        "chars": outcome.tally.chars,
        "chars_cut": outcome.tally.chars_cut,
        "share_changed": round(outcome.share_changed, 6),
        "speed": _speed(outcome, hands),
        "fingerprint": _fingerprint(outcome, order),
        "failed": [
            {"shard": each.shard, "kind": each.error.kind, "message": each.error.message} for each in outcome.kept
        ],
    }


def _speed(outcome: CorpusOutcome, hands: int) -> dict[str, Any]:
    """Of this run by the clock; of one hand by the time that hands took, over all runs."""
    wall = outcome.wall_seconds if outcome.done else 0.0
    return {
        "seconds": round(outcome.wall_seconds, 3),
        "hands": hands,
        "rows_per_second": _rate(outcome.rows_now, wall),
        "mb_per_second": _rate(outcome.bytes_now / _MEGA, wall),
        "rows_per_second_by_hand": _rate(outcome.rows_in, outcome.seconds),
        "mb_per_second_by_hand": _rate(outcome.bytes / _MEGA, outcome.seconds),
    }


def _rate(number: float, seconds: float) -> float:
    return round(number / seconds, 3) if seconds > 0 else 0.0


def _fingerprint(outcome: CorpusOutcome, order: Order) -> dict[str, Any]:
    """The whole, and the parts it is made of that may be shown."""
    return {
        "corpus": outcome.fingerprint,
        "order": order.fingerprint,
        "policy": order.pack.fingerprint,
        "models": order.models,
        "key": order.key.id,
    }


def write(report: Mapping[str, Any], examples: Sequence[str], record: Path) -> None:
    """Write both into the record folder.

    Raises:
        WriteError: they cannot be written.
    """
    with replacing(record / JSON, "the report") as file:
        file.write(json.dumps({**report, "examples": list(examples)}, indent=1).encode() + b"\n")
    with replacing(record / PAGE, "the report") as file:
        for piece in page(report, examples):
            file.write(piece.encode("utf-8", "replace"))


def page(report: Mapping[str, Any], examples: Sequence[str]) -> Iterator[str]:
    """The page in pieces. Everything from outside is escaped."""
    yield _HEAD
    yield f"<p>{escape(_WHAT_IT_IS)}</p>\n"
    yield from _table("The corpus", _facts(report))
    yield from _table("Kept back, by reason", report["quarantined"].items())
    yield from _table("Files passed over, by reason", report.get("passed_over", {}).items())
    yield from _table("Taken out, by type", report["entities"].items())
    yield from _table("Speed", ((name.replace("_", " "), value) for name, value in report["speed"].items()))
    yield from _table("Shards that failed as a whole", ((each["shard"], each["message"]) for each in report["failed"]))
    fingerprint = {**report["fingerprint"], **report["fingerprint"]["models"]}
    yield from _table("Made with", ((name, value) for name, value in fingerprint.items() if name != "models"))
    if examples:
        yield f"<h2>{escape(_EXAMPLES)}</h2>\n<ul>\n"
        yield from (f"<li>{escape(each)}</li>\n" for each in examples)
        yield "</ul>\n"
    yield _FOOT


def _facts(report: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "complete", "yes" if report["complete"] else "no: some shards failed, and there is no _SUCCESS"
    yield "shards", f"{report['shards']['planned']} ({report['shards']['failed']} failed)"
    yield "rows in", report["rows"]["in"]
    yield "rows out", report["rows"]["out"]
    yield "rows kept back", report["rows"]["quarantined"]
    yield "documents", report["documents"]
    yield "share of characters taken out", f"{report['share_changed']:.2%}"


def _table(caption: str, lines: Iterable[tuple[str, object]]) -> Iterator[str]:
    """A table; a sentence where it would be empty."""
    held = list(lines)
    if not held:
        yield f"<p>{escape(caption)}: none.</p>\n"
        return
    yield f"<table>\n<caption>{escape(caption)}</caption>\n<tbody>\n"
    for name, value in held:
        yield f'<tr><th scope="row">{escape(name)}</th><td>{escape(_shown(value))}</td></tr>\n'
    yield "</tbody>\n</table>\n"


def _shown(value: object) -> str:
    return f"{value:,}" if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
