"""The river: the only room that knows the order in which the others are asked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from redact.audit.folder import RecordFolder
from redact.pipeline.archive import Archive, clean
from redact.pipeline.met import Met
from redact.pipeline.order import Order, check_folders
from redact.pipeline.outcome import HELD, Outcome, Unwatched, Watcher
from redact.pipeline.people import People
from redact.pipeline.records import find_records
from redact.pipeline.river import CrewMaker, River
from redact.pipeline.survey import Item
from redact.pipeline.worlds import Found, World, Worlds

__all__ = [
    "HELD",
    "CrewMaker",
    "Found",
    "Item",
    "Met",
    "Order",
    "Outcome",
    "People",
    "River",
    "Unwatched",
    "Watcher",
    "World",
    "Worlds",
    "check_folders",
    "clean",
    "find_records",
    "open_river",
]


@contextmanager
def open_river(
    order: Order, record: Path, watcher: Watcher | None = None, crew_maker: CrewMaker | None = None
) -> Iterator[River]:
    """A river whose record folder is locked for as long as the context lasts.

    Raises:
        UsageError: another run holds the record folder.
        MissingPart: a model is not in the store.
        WriteError: the record folder cannot be made or written.
    """
    with RecordFolder(record) as folder:
        archive = Archive(order, folder)
        try:
            with closing(River(order, archive, watcher, crew_maker)) as river:
                yield river
        finally:
            archive.close()
