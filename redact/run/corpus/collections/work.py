"""One shard of files on its way to its outputs: each file is made ready, laid aside, and all are committed together."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from redact.audit.files import writing
from redact.audit.release import file_sha256
from redact.run.corpus.collections.collection import Answer
from redact.run.shards.commit import Output, Written

SCRATCH = "scratch"
_PRIVATE = 0o700


@contextmanager
def laid_aside(record: Path) -> Iterator[Aside]:
    """A private folder in the record for what is finished and not committed; gone when the block ends.

    Raises:
        WriteError: it cannot be made.
    """
    scratch = record / SCRATCH
    with writing("the record folder"):
        scratch.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(dir=scratch))
    try:
        yield Aside(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # what is left is cleared by the next run


@dataclass(frozen=True, slots=True)
class Aside:
    """Finished files under the names that they are to get."""

    folder: Path
    _held: list[tuple[str, Path]] = field(default_factory=list, repr=False)

    def put(self, path: Path, name: str) -> str:
        """Take a finished file of the record folder; its SHA-256.

        Raises:
            WriteError: it cannot be moved.
        """
        target = self.folder / f"{len(self._held)}"
        with writing("the record folder"):
            path.replace(target)
            self._held.append((name, target))
            return file_sha256(target)

    def outputs(self, answer: Answer) -> Iterator[Output | Written]:
        """What is to be committed. Each file was read again, as a stranger would, when it was made ready."""
        for name, path in self._held:
            yield Output(name, partial(_copied, path), lambda _: 0)
        yield Written(answer.rows_in, answer.rows_out, tuple(answer.quarantined.items()), answer.tally)


def _copied(path: Path, out: BinaryIO) -> Written:
    with path.open("rb") as file:
        shutil.copyfileobj(file, out)
    return Written(0, 0)
