"""Several processes on one inbox, killed and stalled again and again: every file ends in exactly one place, once."""

from __future__ import annotations

import multiprocessing
import os
import random
import re
import signal
import time
from collections import Counter
from multiprocessing.context import SpawnContext
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from watch_rivals import LEASE_S, NAMES, config_in, live

from redact.run.watch.claims.leases import tidy

PATIENCE_S = 120.0
_MARK = re.compile(r"\.[0-9a-f]{12}(?=\.txt$)")


def rival(context: SpawnContext, root: Path, number: int) -> BaseProcess:
    process = context.Process(target=live, args=(root, f"owner-{number % 4}", number))
    process.start()
    return process


def stall(process: BaseProcess) -> None:
    """It sleeps for so long that others take it for dead, and then goes on as if nothing had been."""
    assert process.pid is not None
    if process.is_alive():
        os.kill(process.pid, signal.SIGSTOP)
        time.sleep(3 * LEASE_S)
        os.kill(process.pid, signal.SIGCONT)


def set_up(root: Path, files: int) -> dict[str, str]:
    for name in NAMES:
        (root / name).mkdir()
    contents = {}
    for number in range(files):
        name = f"{number % 7}/{number}.txt" if number % 3 else f"{number}.txt"
        contents[name] = f"{'bad' if number % 5 == 0 else 'good'} {number}"
        path = root / "inbox" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(contents[name])
    return contents


def run(root: Path, kills: int, rivals: int) -> None:
    """Rivals until all is done; the first `kills` times one of them is killed and another takes its place."""
    context, chance, number = multiprocessing.get_context("spawn"), random.Random(kills), rivals
    alive = [rival(context, root, each) for each in range(rivals)]
    until = time.monotonic() + PATIENCE_S
    try:
        while any(process.is_alive() for process in alive):
            assert time.monotonic() < until
            time.sleep(0.05 + chance.random() * 0.3)
            if kills:
                kills, number = kills - 1, number + 1
                victim = chance.randrange(len(alive))
                if kills % 3 == 0:
                    stall(alive[victim])
                    continue
                alive[victim].kill()
                alive[victim].join()
                alive[victim] = rival(context, root, number)
        assert all(process.exitcode == 0 for process in alive)
    finally:
        for process in alive:
            process.kill()
            process.join()
            process.close()


def shelved(folder: Path) -> list[tuple[str, str]]:
    """Names and contents on a shelf, without the mark that a file gets whose name was reserved by one who was killed."""
    paths = [path for path in folder.rglob("*") if path.is_file()]
    files = [path for path in paths if not path.name.endswith(".reason.json") and not path.name.startswith(".redact-")]
    return sorted((_MARK.sub("", str(path.relative_to(folder))), path.read_text()) for path in files)


def check(root: Path, contents: dict[str, str]) -> None:
    config = config_in(root)
    good, bad = shelved(config.originals), shelved(config.quarantine)
    assert good == sorted((name, text) for name, text in contents.items() if "good" in text)
    assert bad == sorted((name, text) for name, text in contents.items() if "bad" in text)
    tidy(config.inbox, time.time() + 1)  # signs of life, and notes for those who might yet have come back
    left = [path for path in config.inbox.rglob("*") if path.is_file()]
    assert [path.name for path in left] == ["share"]
    reasons = Counter(path.name for path in config.quarantine.rglob("*.reason.json"))
    assert sum(reasons.values()) >= len(bad)  # one more beside a name that was given up for a marked one


def test_two_rivals_share_the_files_between_them(tmp_path: Path) -> None:
    contents = set_up(tmp_path, 60)

    run(tmp_path, kills=0, rivals=2)

    check(tmp_path, contents)


@pytest.mark.slow
def test_rivals_that_are_killed_or_stall_at_any_moment_lose_nothing_and_do_nothing_twice(tmp_path: Path) -> None:
    contents = set_up(tmp_path, 500)

    run(tmp_path, kills=30, rivals=3)

    check(tmp_path, contents)
