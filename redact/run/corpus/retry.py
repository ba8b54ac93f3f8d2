"""What was kept back, to be tried again: shards with such rows are opened, so that the same corpus asked for does them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from redact.api.ask import order_for
from redact.audit.folder import RecordFolder
from redact.core.errors import UsageError
from redact.run.corpus import plan
from redact.run.corpus.ask import NOTE, CorpusAsk, read_note
from redact.run.corpus.drive import PLAN, whole_fingerprint
from redact.run.shards.ledger import Ledger

_ORDER = "order.json"


def is_corpus(record: Path) -> bool:
    """Whether this is the record folder of a corpus; else it is that of a run.

    Raises:
        UsageError: it is no record folder at all.
    """
    if (record / NOTE).is_file():
        return True
    if not (record / _ORDER).is_file():
        raise UsageError("this is not the record folder of a run or a corpus", "name the folder DIR.record of one")
    return False


def prepare(record: Path, key: Path | None = None) -> CorpusAsk:
    """What was asked for, with every shard that kept rows back open again; those that failed were never done.

    `key` is where the key lies now, if it has been moved.

    Outputs stay where they are until they are replaced, but the corpus is not whole any more.

    Raises:
        UsageError: there is no note of what was asked, or another run holds the record.
        WriteError: the record cannot be written.
    """
    ask = read_note(record)
    if key is not None:
        ask = replace(ask, ask=replace(ask.ask, key=key))
    with RecordFolder(record):
        shards = plan.Shards(record / PLAN) if (record / PLAN).is_file() else ()
        ledger = Ledger(record, whole_fingerprint(ask, order_for(ask.ask), shards))
        again = {entry.shard for entry in ledger.entries() if entry.quarantined}
        for shard in shards:
            if shard.id in again:
                ledger.open(shard, ())
    return ask
