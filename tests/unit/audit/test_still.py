"""Whether anything has moved since a run ended."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from redact.audit.manifest import Manifest
from redact.audit.still import Still, forget
from redact.core.flow import Record

RECORDS = [
    Record("a.txt", "aa" * 32, "a.txt", "released", "", "text", 1),
    Record("b.txt", "bb" * 32, None, "quarantined", "CorruptInput", "text"),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("in", "out", "record/plans"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("in/a.txt", "in/b.txt", "out/a.txt", "record/log.jsonl"):
        (tmp_path / name).write_text(name)
    with Manifest(tmp_path / "record" / "manifest.jsonl") as manifest:
        for record in RECORDS:
            manifest.append(record)
    still(tmp_path).note(RECORDS)
    return tmp_path


def still(folder: Path, run: str = "order") -> Still:
    inputs = [(path, path.name) for path in sorted((folder / "in").iterdir())]
    return Still(folder / "record", run, inputs, folder / "out")


def test_where_nothing_has_moved_the_last_run_is_known(folder: Path) -> None:
    assert still(folder).records() == RECORDS


def _touch_back(folder: Path) -> None:
    """Another content of the same length, under the same time: only the inode's time tells."""
    path = folder / "in/a.txt"
    before = path.stat()
    path.write_text("in/z.txt")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "move",
    [
        _touch_back,
        lambda folder: (folder / "in/b.txt").unlink(),
        lambda folder: (folder / "in/c.txt").touch(),
        lambda folder: (folder / "out/a.txt").write_text("another"),
        lambda folder: (folder / "out/a.txt").unlink(),
        lambda folder: (folder / "out/left.tmp").touch(),
        lambda folder: (folder / "record/log.jsonl").write_text("half"),
        lambda folder: (folder / "record/plans/x.jsonl").touch(),
        lambda folder: (folder / "record/manifest.jsonl").unlink(),
        lambda folder: (folder / "record/still.json").write_text("{}"),
        lambda folder: forget(folder / "record"),
    ],
    ids="content input-gone input-came output output-gone output-came log plans manifest note forgotten".split(),
)
def test_whatever_moves_shows(folder: Path, move: Callable[[Path], object]) -> None:
    move(folder)

    assert still(folder).records() is None


def test_another_order_is_another_run(folder: Path) -> None:
    assert still(folder, "another order").records() is None
