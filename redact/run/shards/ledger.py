"""The memory of which shards are in: one small file a shard in the record folder, written last."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from redact.audit.canonical import canonical
from redact.audit.files import is_temp, replacing, writing
from redact.core.errors import Defect, UsageError
from redact.run.shards.patience import patiently
from redact.run.shards.shard import Entry, Shard, Tally

#: Says whether an output is there: its name, its SHA-256, and its size (-1: not known).
There = Callable[[str, str, int], bool]

_NAME = re.compile(r"([0-9a-f]{20})\.json")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_KEYS = {field.name for field in fields(Entry)}
_TALLY_KEYS = {field.name for field in fields(Tally)}
#: The fingerprint of a shard whose outputs are about to change: equal to nobody's, so it is not done.
_OPEN = ""


class Ledger:
    """The entries of a record folder, under one fingerprint. Several processes may write at once."""

    def __init__(self, record: Path, fingerprint: str) -> None:
        """Name the folder; nothing is made yet.

        Raises:
            Defect: the fingerprint is empty.
        """
        if not fingerprint:
            raise Defect("a ledger needs a fingerprint", "please report this")
        self.fingerprint = fingerprint
        self._folder = record / "shards"

    def done(self, shard: Shard, there: There) -> Entry | None:
        """The entry of a shard that need not be done again, or None.

        It is done if its entry is whole, has this fingerprint and the stamp the input has now, and all outputs are there.
        """
        entry = self._read(shard.id)
        if entry is None or entry.fingerprint != self.fingerprint or entry.stamp != shard.stamp:
            return None
        whole = all(there(name, digest, entry.sizes.get(name, -1)) for name, digest in entry.outputs.items())
        return entry if whole else None

    def open(self, shard: Shard, names: Iterable[str]) -> frozenset[str]:
        """Note that outputs of these names are about to appear; the names that earlier tries may have left there.

        From here until `note` the shard is not done, whoever did it before; and whatever happens, its outputs are known.

        Raises:
            WriteError: it cannot be noted.
        """
        before = self._read(shard.id)
        old = frozenset(before.outputs if before else ())
        outputs = dict.fromkeys(sorted(old.union(names)), "")
        self._write(Entry(shard.id, _OPEN, shard.stamp, 0, 0, outputs))
        return old

    def note(self, entry: Entry) -> None:
        """Write the entry of a shard whose outputs are in.

        Raises:
            Defect: it is of another fingerprint, or its rows do not add up.
            WriteError: it cannot be written.
        """
        if entry.fingerprint != self.fingerprint or not _adds_up(entry):
            raise Defect("an entry does not hold to its promise", "please report this")
        self._write(entry)

    def entries(self) -> Iterator[Entry]:
        """The entries under this fingerprint, in order of shard id; damaged and open ones are left out."""
        for shard_id in self._ids():
            entry = self._read(shard_id)
            if entry is not None and entry.fingerprint == self.fingerprint:
                yield entry

    def stale(self, planned: Iterable[str]) -> Iterator[Entry]:
        """The entries of shards that are not planned any more, open ones too: their outputs are to be withdrawn.

        Raises:
            UsageError: one is damaged, so nobody knows what it has left in the output.
        """
        kept = frozenset(planned)
        for shard_id in self._ids():
            if shard_id in kept:
                continue
            entry = self._read(shard_id)
            if entry is None:
                raise UsageError("the record of an earlier shard is damaged", "choose a new output folder")
            yield entry

    def forget(self, shard_id: str) -> None:
        """Take the entry of a shard away, if there is one.

        Raises:
            WriteError: it is still there.
        """
        with writing("the record of shards"):
            (self._folder / f"{shard_id}.json").unlink(missing_ok=True)

    def clear_temps(self) -> int:
        """Take away what interrupted writes left; how much there was. Not while others write.

        Raises:
            WriteError: something is still there.
        """
        temps = [name for name in self._names() if is_temp(name)]
        with writing("the record of shards"):
            for name in temps:
                (self._folder / name).unlink(missing_ok=True)
        return len(temps)

    def _ids(self) -> list[str]:
        return sorted(found[1] for name in self._names() if (found := _NAME.fullmatch(name)))

    def _names(self) -> list[str]:
        try:
            return patiently(lambda: os.listdir(self._folder))  # noqa: PTH208 - names, and no paths of 20,000 of them
        except FileNotFoundError:
            return []

    def _read(self, shard_id: str) -> Entry | None:
        """The entry as it stands; None if there is none, or it is damaged."""
        try:
            raw = patiently(lambda: _bytes_of(f"{self._folder}/{shard_id}.json"))
        except OSError:
            return None
        entry = _entry(raw)
        return entry if entry is not None and entry.shard == shard_id else None

    def _write(self, entry: Entry) -> None:
        with writing("the record of shards"):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with replacing(self._folder / f"{entry.shard}.json", "the record of a shard") as file:
            file.write(canonical(entry.to_plain()) + b"\n")


def _adds_up(entry: Entry) -> bool:
    return entry.rows_in == entry.rows_out + len(entry.quarantined)


def _bytes_of(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - 20,000 paths would take longer than the files
        return file.read()


def _entry(raw: bytes) -> Entry | None:
    """What was written, if it is that still."""
    try:
        plain = json.loads(raw)
    except ValueError:
        return None
    if not isinstance(plain, dict) or plain.keys() != _KEYS or not _typed(plain):
        return None
    entry = Entry(**plain)
    entry = replace(entry, tally=Tally(**plain["tally"]), examples=tuple(entry.examples))
    return entry if _adds_up(entry) else None


def _typed(plain: Mapping[str, Any]) -> bool:
    texts = all(isinstance(plain[key], str) for key in ("shard", "fingerprint", "stamp"))
    numbers = all(type(plain[key]) is int for key in ("rows_in", "rows_out"))
    maps = all(isinstance(plain[key], dict) for key in ("outputs", "quarantined", "sizes", "tally"))
    if not (texts and numbers and maps and isinstance(plain["examples"], list)):
        return False
    return plain["tally"].keys() == _TALLY_KEYS and all(
        isinstance(digest, str) and (not digest or _SHA256.fullmatch(digest)) for digest in plain["outputs"].values()
    )
