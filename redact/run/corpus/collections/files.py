"""Small files in batches. A batch is cut where a name's hash says so, so that a new file re-does the batch it falls into.

Were batches cut by counting, one new name at the front would move every cut behind it, and all shards would be done
again. Cuts here are drawn from names alone: between two of them nothing depends on what lies outside. Where a stretch
between cuts is too large for a shard, it is halved at the name with its lowest hash, again and again; that, too, is
seldom changed by a newcomer.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

from redact.core.errors import Defect, InputError, ResidualError
from redact.pipeline import HELD
from redact.pipeline.suffixes import suffix_of
from redact.run.corpus.collections.collection import Account, Answer, Fetch, Means, Prepared, Put, Turn
from redact.run.corpus.formats import Found
from redact.run.shards.shard import Shard, Tally

#: On the way to a full batch so many cuts are drawn. With fewer, batches are larger, and more stretches must be halved;
#: of 900 single files put into listings of 3,000, at three sizes, this many had 2 batches done again at worst.
_CUTS = 3
#: A stretch without a cut is ended after so many full batches; by chance that happens to one in 10**20.
_STRETCH = 16


def shards(found: Iterator[Found], files_most: int, bytes_most: int) -> Iterator[Shard]:
    """The files of a listing, in its order, in batches within both limits; a file as large as `bytes_most` is one alone.

    Streamed: holds no more than a stretch. A batch has no number among others, so its id stays while its files do.
    """
    for stretch in _stretches(found, files_most, bytes_most):
        left = [stretch]
        while left:
            batch = left.pop()
            if len(batch) == 1 or (len(batch) <= files_most and sum(each.size for _, each in batch) <= bytes_most):
                yield _shard([each for _, each in batch])
                continue
            lowest = min(draw for draw, _ in batch[1:])
            at = next(at for at, (draw, _) in enumerate(batch) if at and draw == lowest)
            left += [batch[at:], batch[:at]]


#: A file with what is drawn from its name.
_Drawn = tuple[float, Found]


def _stretches(found: Iterator[Found], files_most: int, bytes_most: int) -> Iterator[list[_Drawn]]:
    held: list[_Drawn] = []
    for each in found:
        draw, chance = _draw(each.name), _CUTS / files_most + _CUTS * each.size / bytes_most
        full = len(held) >= _STRETCH * files_most or (held and held[-1][1].size >= bytes_most)
        if held and (full or draw < chance):
            yield held
            held = []
        held.append((draw, each))
    if held:
        yield held


def _draw(name: str) -> float:
    """A number from 0 up to 1 that is always the same for a name, and looks like chance."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") / 2**64


def _shard(batch: Sequence[Found]) -> Shard:
    """Names are in order, so what the first and the last share, all share."""
    folder = os.path.commonpath([f"/{PurePosixPath(each.name).parent}" for each in (batch[0], batch[-1])])
    stamp = hashlib.sha256()
    for each in batch:
        stamp.update(json.dumps([each.name, each.size, each.stamp]).encode())
    names = tuple(each.name for each in batch)
    alike = tuple(each.name for each in batch if each.alike)
    return Shard("files", folder.strip("/").removeprefix("."), files=names, stamp=stamp.hexdigest()[:20], alike=alike)


def do(shard: Shard, turn: Turn, means: Means, fetch: Fetch, put: Put) -> Answer:
    """Every file of the shard released or kept back, one after another.

    An interrupted shard leaves whole outputs only, and is done again from the start, to the same names and bytes.

    Raises:
        RedactError: it is not for one file that it failed (`WriteError`, `MissingPart`, `Defect`).
    """
    account, alike = Account(), frozenset(shard.alike)
    for number, name in enumerate(shard.files):
        account.met += 1
        if number in turn.skip:
            account.keep_back(name, turn.skip[number])
            continue
        turn.at([number])
        try:
            with fetch(name) as path:
                ready = means.engine.ready(path, name)
        except (InputError, ResidualError) as err:
            account.keep_back(name, err)
            continue
        _settle(account, ready, name, means, put, name in alike)
    turn.at([])
    return account.answer()


def _settle(account: Account, ready: Prepared, name: str, means: Means, put: Put, alike: bool) -> None:
    """Publish a file that is ready, unless it waits for a reviewer. The file goes last: whoever sees it sees all of it."""
    try:
        if ready.held:
            account.keep_back(name, HELD)
            return
        output = means.naming.output(_inside(ready.output), name, shared=alike or bool(ready.beside))
        stem = output.removesuffix(suffix_of(output))
        names = {f"{stem}.transcript.{kind}": path for kind, path in sorted(ready.beside.items())}
        outputs = {each: put(path, each) for each, path in [*names.items(), (output, ready.draft)]}
        account.release(outputs, Tally(documents=1, entities=ready.entities))
    finally:
        means.engine.discard(ready.source)


def _inside(output: str) -> str:
    """The name, if it leads nowhere out of the output folder.

    Raises:
        Defect: it does.
    """
    path = PurePosixPath(output)
    if path.is_absolute() or not path.parts or ".." in path.parts:
        raise Defect("an output's name leads out of the output folder", "report it: no source may bring that about")
    return output
