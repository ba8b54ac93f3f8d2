"""A recipe for a cluster that needs no models, and the commit of its shards: what tests of a crew of actors share."""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from redact.audit.files import is_temp, replacing
from redact.core.errors import CorruptInput, MissingPart
from redact.core.work import At, Task

BATCH = 8


@dataclass(frozen=True)
class Piece:
    """A shard of numbered rows; some of them do harm."""

    number: int
    rows: int = 32
    poison: tuple[int, ...] = ()  # kills the process
    hang: tuple[int, ...] = ()
    swell: tuple[int, ...] = ()
    bad: str = ""  # of what the whole piece fails


@dataclass(frozen=True)
class Recipe:
    """Makes a hand that writes each shard by the commit: a temporary name, a rename, the entry last."""

    out: Path
    row_s: float = 0.0
    wrong: str = ""  # what goes wrong while the hand is made

    def __call__(self) -> ShardHand:
        if self.wrong == "missing":
            raise MissingPart("a model is not in the store", "redact models fetch")
        if self.wrong == "die":
            os._exit(3)
        return ShardHand(self)


class ShardHand:
    def __init__(self, recipe: Recipe) -> None:
        self._recipe = recipe
        self._heard = ""
        print("SECRET-PRINTED of Ann Example")  # noqa: T201 - what a library may do

    def do(self, task: Task, at: At) -> Any:
        piece: Piece = task.payload
        if piece.bad == "corrupt":
            raise CorruptInput("a shard cannot be read", "look at it")
        if piece.bad == "value":
            raise ValueError("Ann Example, 01632 960001")
        entry = entry_path(self._recipe.out, piece.number)
        if entry.exists():
            return json.loads(entry.read_text()) | {"again": True}
        kept: dict[int, str] = {}
        target = self._recipe.out / f"{piece.number:05d}.txt"
        with replacing(target, "a shard") as file:
            for item in self._rows(task, at, kept):
                file.write(f"{piece.number}:{item}:{self._heard}\n".encode())
        self._commit(entry, target, piece, kept)
        return {"rows": piece.rows, "kept": kept, "pid": os.getpid()}

    def hear(self, message: Any) -> None:
        if message == "value":
            raise ValueError("Ann Example, 01632 960001")
        self._heard = message

    def close(self) -> None:
        pass

    def _rows(self, task: Task, at: At, kept: dict[int, str]) -> Iterator[int]:
        piece: Piece = task.payload
        items = [item for item in range(piece.rows) if item not in task.skip]
        kept.update(task.skip)
        while items:
            alone = items[0] in task.probe
            batch = [items.pop(0)]
            while items and not alone and len(batch) < BATCH and items[0] not in task.probe:
                batch.append(items.pop(0))
            at(batch)
            for item in batch:
                self._touch(piece, item)
                yield item

    def _touch(self, piece: Piece, item: int) -> None:
        if item in piece.poison:
            ctypes.string_at(0)
        if item in piece.hang:
            time.sleep(600)
        if item in piece.swell:
            swollen = bytearray(600 * 1024**2)
            time.sleep(600)
            del swollen
        time.sleep(self._recipe.row_s)

    def _commit(self, entry: Path, target: Path, piece: Piece, kept: dict[int, str]) -> None:
        digest = hashlib.sha256(target.read_bytes()).hexdigest()
        with replacing(entry, "an entry") as file:
            said = {"rows": piece.rows, "kept": sorted(kept), "sha256": digest}
            file.write(json.dumps(said).encode())


def entry_path(out: Path, number: int) -> Path:
    """Where the entry of a shard stands: beside the output folder."""
    return out.with_name(f"{out.name}.record") / f"{number:05d}.json"


def folders(root: Path) -> Path:
    """The output folder and its record, made."""
    out = root / "out"
    out.mkdir(parents=True)
    entry_path(out, 0).parent.mkdir()
    return out


def sweep(out: Path) -> None:
    """What every run does before it begins: half-written files of an earlier one go."""
    for path in [*out.iterdir(), *entry_path(out, 0).parent.iterdir()]:
        if is_temp(path.name):
            path.unlink()


def check_whole(out: Path, pieces: list[Piece]) -> int:
    """Every row of every piece is out once or kept back once, and nothing else lies there; how many are kept back."""
    kept = 0
    for piece in pieces:
        lines = (out / f"{piece.number:05d}.txt").read_text().splitlines()
        said = json.loads(entry_path(out, piece.number).read_text())
        there = sorted(int(line.split(":")[1]) for line in lines)
        assert sorted([*there, *said["kept"]]) == list(range(piece.rows))
        kept += len(said["kept"])
    assert sorted(path.name for path in out.iterdir()) == [f"{piece.number:05d}.txt" for piece in pieces]
    assert not [path for path in entry_path(out, 0).parent.iterdir() if is_temp(path.name)]
    return kept
