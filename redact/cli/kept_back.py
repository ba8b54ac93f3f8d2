"""Sources that were not released: named by their place in the run and their id, each with reason and next step."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from redact.cli import screen

if TYPE_CHECKING:
    from redact.core.flow import Record
    from redact.pipeline import Item

KEPT_BACK, HELD = 3, 10
_SHOWN = 50  # more are counted; the record folder has them all


@dataclass(frozen=True, slots=True)
class KeptBack:
    """One source: `where` is its place in the run and its id, which is its file's name in the record folder."""

    where: str
    kind: str
    message: str
    hint: str


def of_items(items: Iterable[Item]) -> list[KeptBack]:
    """Those that could not be read."""
    return [
        KeptBack(f"source {at} ({item.source.id if item.source else item.id})", err.kind, err.message, err.hint)
        for at, item in enumerate(items, 1)
        if (err := item.error) is not None
    ]


def of_records(records: Iterable[Record], folder: Path) -> list[KeptBack]:
    """Those that a run kept back, with what the record folder says of them."""
    return [_of_record(at, record, folder) for at, record in enumerate(records, 1) if record.status == "quarantined"]


def exit_code(kept: Iterable[KeptBack]) -> int:
    """0, 3 when something was kept back, 10 when that only waits for a review."""
    from redact.pipeline import HELD as WAITING

    kinds = {each.kind for each in kept}
    return KEPT_BACK if kinds - {WAITING} else HELD if kinds else 0


def tell(kept: list[KeptBack], total: int, *, as_json: bool) -> None:
    """The list, on stderr."""
    if as_json:
        for each in kept:
            code = exit_code([each])
            said = {"error": each.message, "kind": each.kind, "hint": each.hint, "exit": code, "where": each.where}
            screen.note(json.dumps(said))
    elif kept:
        for line in _lines(kept, total):
            screen.note(line)


def _lines(kept: list[KeptBack], total: int) -> Iterator[str]:
    kinds = Counter(each.kind for each in kept)
    counted = ", ".join(f"{number} {kind}" for kind, number in kinds.most_common())
    yield f"redact: {len(kept)} of {total} kept back: {counted}"
    for each in kept[:_SHOWN]:
        yield f"  {each.where}: {each.kind}: {each.message}" + (f"\n    hint: {each.hint}" if each.hint else "")
    if len(kept) > _SHOWN:
        yield f"  and {len(kept) - _SHOWN} more"


def _of_record(at: int, record: Record, folder: Path) -> KeptBack:
    from redact.audit.folder import RecordFolder
    from redact.core.flow import Source
    from redact.pipeline import HELD as WAITING
    from redact.pipeline import Item
    from redact.pipeline.survey import paper_id

    source = Source(Path(), record.source, record.sha256, 0, record.kind)
    sid = paper_id(source) if record.sha256 else Item(record.source).id
    where = f"source {at} ({sid})"
    if record.reason == WAITING:
        return KeptBack(
            where, WAITING, "it waits for a review", f"review plans/{sid}.jsonl of the record, then: redact apply"
        )
    note = _note(RecordFolder(folder).quarantine_path(sid))
    return KeptBack(where, record.reason, note.get("message", "no reason is on record"), note.get("hint", ""))


def _note(path: Path) -> dict[str, str]:
    try:
        note: dict[str, str] = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return note
