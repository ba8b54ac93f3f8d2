"""The driver of a corpus is killed at random points: after a rerun every row is out once, and nothing else is there."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from corpus_kit import NAME, OTHER, ask_for, drive, read_rows, write_rows

HERE = Path(__file__).parent
_KILLS = 20


def _kill_after(folder: Path, shards: int, pause_s: float) -> bool:
    """Start a run and kill it when so many more shards are in and a moment has passed; whether it was still at work."""
    record = folder / "out.record" / "shards"
    before = len(list(record.glob("*.json")))
    victim = subprocess.Popen([sys.executable, HERE / "corpus_victim.py", folder], stderr=subprocess.DEVNULL)
    while victim.poll() is None and len(list(record.glob("*.json"))) < before + shards:
        time.sleep(0.005)
    time.sleep(pause_s)
    victim.kill()
    return victim.wait() != 0


@pytest.mark.slow
def test_a_driver_that_is_killed_loses_no_row_and_doubles_none(tmp_path: Path) -> None:
    """Twenty times, at no time in particular; whoever comes next goes on where the last one was killed."""
    texts = [f"row {at} of {NAME}, and some words to make it longer" for at in range(5_000)]
    write_rows(tmp_path / "in" / "a.jsonl", texts)
    chance = random.Random(6)

    killed = [_kill_after(tmp_path, chance.randint(0, 8), chance.random() * 0.05) for _ in range(_KILLS)]
    time.sleep(1)  # hands end when their driver is gone
    drove = drive(ask_for(tmp_path, shard_bytes=2_000))

    out = sorted((tmp_path / "out").iterdir())
    rows = [text for path in out[1:] for text in read_rows(path)]
    assert sum(killed) == _KILLS
    assert rows == [text.replace(NAME, OTHER) for text in texts]
    assert drove.outcome.before > _KILLS
    assert out[0].name == "_SUCCESS"
    assert not any(path.name.startswith(".") for path in (tmp_path / "out").rglob("*"))
