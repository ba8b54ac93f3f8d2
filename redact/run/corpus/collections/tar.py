"""WebDataset archives: TAR files in which consecutive members with one key are a sample. A sample is one row.

Source: https://github.com/webdataset/webdataset, version 1.0. Transcripts are not put into samples: their readers know
the members they came with.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from operator import attrgetter
from pathlib import Path
from typing import BinaryIO

from redact.audit.files import writing
from redact.core.errors import InputError, RedactError
from redact.run.corpus.collections.collection import Account, Answer, Means, Turn
from redact.run.corpus.collections.members import Member, streamed, walked
from redact.run.corpus.collections.sample import Sample, prepare
from redact.run.corpus.collections.stream import opened, stretch
from redact.run.corpus.collections.tarball import Tarball, count, writing_tarball
from redact.run.corpus.formats import Found
from redact.run.corpus.tables.packed import Packing, packing_of
from redact.run.shards.address import path_of, protocol
from redact.run.shards.shard import Shard, Tally
from redact.settings import Settings

__all__ = ["count", "do", "shards"]


def shards(found: Found, size: int) -> Iterator[Shard]:
    """The shards of one archive, cut between samples: stretches of about `size` bytes, if it is here and not packed.

    What is packed, or behind a URL, cannot be walked through without reading all of it, and is one shard.

    Raises:
        InputError: it is damaged, or cannot be read.
    """
    cuts = [0, *_cuts(found, size), -1] if found.size >= 2 * size and not protocol(found.address) else [0, -1]
    parts = len(cuts) - 1
    for part, (start, end) in enumerate(pairwise(cuts)):
        yield Shard("tar", found.name, part, parts, start, end, stamp=found.stamp)


def _cuts(found: Found, size: int) -> Iterator[int]:
    """Offsets at which a sample begins, each at least `size` behind the last, and before the end."""
    try:
        with Path(path_of(found.address)).open("rb") as file:
            if packing_of(file) is not Packing.PLAIN:
                return
            last, key = 0, None
            for member in walked(file, Settings()):
                if member.key != key and member.offset - last >= size:
                    last = member.offset
                    yield last
                key = member.key
    except OSError as err:
        raise InputError("an archive cannot be read", "check that it is still there and may be read") from err


def do(shard: Shard, file: BinaryIO, out: BinaryIO, turn: Turn, means: Means) -> Answer:
    """The samples of a shard of `file`, redacted, as an archive in `out`; the same bytes each time.

    Raises:
        InputError: the archive is broken somewhere; nothing in `out` is of use.
        RedactError: it is not for one sample that it failed (`WriteError`, `MissingPart`, `Defect`).
    """
    if shard.parts > 1:
        inner, packing = stretch(file, shard.start, shard.end), Packing.PLAIN
    else:
        inner, packing = opened(file, means.settings.max_ratio)
    with closing(inner), _scratch(means.scratch) as folder, writing_tarball(out, packing) as tarball:
        work = _Work(tarball, turn, means, folder / "member")
        return work.all(streamed(inner, means.settings))


@contextmanager
def _scratch(folder: Path) -> Iterator[Path]:
    """A private folder that goes again. One that a killed hand left is cleared with all scratch."""
    with ExitStack() as stack:
        with writing("a scratch folder"):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            made = stack.enter_context(tempfile.TemporaryDirectory(prefix="tar-", dir=folder))
        yield Path(made)


@dataclass(frozen=True, slots=True)
class _Work:
    """One pass through an archive."""

    tarball: Tarball
    turn: Turn
    means: Means
    scratch: Path = field(repr=False)

    def all(self, members: Iterator[Member]) -> Answer:
        account, last = Account(), ""
        for number, (key, group) in enumerate(groupby(members, key=attrgetter("key"))):
            account.met += 1
            if number in self.turn.skip:
                account.keep_back(key, self.turn.skip[number])
                continue  # what is left of the group is read past
            self.turn.at([number])
            again = f"{key}\0{number}" if key == last else ""
            sample = Sample(key)
            if why := self._one(sample, group, again):
                account.keep_back(key, why)
            else:
                account.release({}, Tally(documents=1, entities=sample.entities))
                last = key
            self.turn.at([])
        return account.answer()

    def _one(self, sample: Sample, members: Iterator[Member], again: str) -> RedactError | str:
        """Why the sample is kept back; empty if it is written."""
        try:
            prepare(sample, members, self.means, self.scratch)
            if not sample.why:
                for name, draft in sample.named(self.means.naming, again):
                    self.tarball.add(name, draft)
        finally:
            sample.discard(self.means)
        return sample.why
