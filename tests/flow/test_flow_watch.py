"""Months of a watch folder in a minute: daemons killed at any moment, a share that blinks, writers that dawdle."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

KIT = Path(__file__).parents[1] / "unit" / "run"
sys.path.insert(0, str(KIT))

from watch_kit import config_in, drop, names  # noqa: E402

from redact.audit.files import is_temp  # noqa: E402
from redact.run.watch.config.config import Config  # noqa: E402
from redact.run.watch.keeper import state_path  # noqa: E402
from redact.run.watch.state.base import Base  # noqa: E402
from redact.run.watch.state.state import totals  # noqa: E402

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="kills by signal")]


def daemon(folder: Path, owner: str, faults: str = "") -> subprocess.Popen[str]:
    """A daemon that has started."""
    command = [sys.executable, str(KIT / "watch_kit.py"), str(folder), owner, faults]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert process.stdout is not None
    process.stdout.readline()
    return process


def end(process: subprocess.Popen[str], number: int) -> int:
    """Send a signal and wait; the exit code."""
    process.send_signal(number)
    with contextlib.closing(process.stdout):  # type: ignore[type-var]
        return process.wait(60)


def until(met: Callable[[], bool], seconds: float) -> None:
    stop = time.monotonic() + seconds
    while not met():
        assert time.monotonic() < stop, "it did not come to pass"
        time.sleep(0.1)


def counted(config: Config) -> Counter[str]:
    base = Base(state_path(config), reading=True)
    found: Counter[str] = Counter()
    for (what, _), number in totals(base, 0.0).counts.items():
        found[what] += number
    base.close()
    return found


def check_outputs(config: Config, texts: dict[str, str]) -> None:
    """Each file once, whole, without the person, and nothing else."""
    assert names(config.outbox) == sorted(texts)
    assert names(config.originals) == sorted(texts)
    for name, text in texts.items():
        assert (config.outbox / name).read_text() == text.replace("Ann Example", "[name]")
        assert (config.originals / name).read_text() == text
    assert [path for path in config.outbox.rglob("*") if is_temp(path.name)] == []
    assert names(config.inbox) == []
    assert names(config.quarantine) == []


def test_a_daemon_killed_at_twenty_moments_does_each_of_a_hundred_files_once(tmp_path: Path) -> None:
    chance = random.Random(6)
    config = config_in(tmp_path)
    texts = {f"{n % 5}/{n}.txt": f"sleep 0.05 {n} about Ann Example" for n in range(100)}
    for name, text in texts.items():
        drop(config, name, text)

    for _ in range(20):
        process = daemon(tmp_path, "us")
        time.sleep(chance.uniform(0.0, 0.4))
        assert end(process, signal.SIGKILL) == -signal.SIGKILL
        for name in names(config.outbox):
            assert (config.outbox / name).read_text() == texts[name].replace("Ann Example", "[name]")
    last = daemon(tmp_path, "us")
    until(lambda: len(names(config.originals)) == 100, 60)

    assert end(last, signal.SIGTERM) == 0
    check_outputs(config, texts)
    assert counted(config) == {"released": 100}


@pytest.mark.timeout(600)
def test_two_daemons_and_two_thousand_files_through_everything_that_goes_wrong(tmp_path: Path) -> None:
    """A slow writer, a renamer, a blinking share, ESTALE, a full disk, a clock that jumps, and daemons that are killed."""
    chance = random.Random(7)
    configs = {owner: config_in(tmp_path, owner) for owner in ("us", "them")}
    config = configs["us"]
    texts = {f"{n % 20}/{n}.txt": f"{n} about Ann Example" for n in range(1900)}
    for name, text in texts.items():
        drop(config, name, text)
    slow = {f"slow/{n}.txt": f"slow {n} about Ann Example " * 20 for n in range(50)}
    renamed = {f"renamed/{n}-final.txt": f"renamed {n} about Ann Example" for n in range(50)}
    texts |= slow | renamed
    over = threading.Event()
    around = [
        threading.Thread(target=_write_slowly, args=(config, slow)),
        threading.Thread(target=_rename, args=(config, renamed)),
        threading.Thread(target=_blink, args=(config, over)),
    ]
    daemons = {owner: daemon(tmp_path, owner, "faults") for owner in configs}
    for thread in around:
        thread.start()

    try:
        for _ in range(12):
            time.sleep(chance.uniform(0.5, 2.0))
            owner = chance.choice(list(configs))
            end(daemons[owner], signal.SIGKILL)
            daemons[owner] = _come_up(tmp_path, owner)
        until(lambda: len(names(config.originals)) >= len(texts), 300)
    finally:
        over.set()
        for thread in around:
            thread.join()
        codes = [end(process, signal.SIGTERM) for process in daemons.values()]

    assert codes == [0, 0]
    check_outputs(config, texts)
    done = counted(configs["us"]) + counted(configs["them"])
    assert done["quarantined"] == done["again"] == 0
    assert done["released"] == len(texts)


def _come_up(folder: Path, owner: str) -> subprocess.Popen[str]:
    """A daemon started as systemd would: once more where the share was away at that moment."""
    while True:
        process = daemon(folder, owner, "faults")
        time.sleep(0.2)
        if process.poll() is None:
            return process
        assert process.stdout is not None
        process.stdout.close()


def _write_slowly(config: Config, texts: dict[str, str]) -> None:
    """Writes each file where it is to stand, bit by bit."""
    for name, text in texts.items():
        path = config.inbox / name
        path.parent.mkdir(exist_ok=True)
        with path.open("w") as file:
            for start in range(0, len(text), 50):
                file.write(text[start : start + 50])
                file.flush()
                time.sleep(0.01)


def _rename(config: Config, texts: dict[str, str]) -> None:
    """Puts a file down under a passing name and gives it its own at once, again and again."""
    for name, text in texts.items():
        path = config.inbox / name
        path.parent.mkdir(exist_ok=True)
        first = path.with_name(f"~${path.name}")
        first.write_text(text)
        time.sleep(0.03)
        first.rename(path)


def _blink(config: Config, over: threading.Event) -> None:
    """Every so often the share is away for a while."""
    sentinel, away = config.inbox / ".redact/share", config.inbox / ".redact/away"
    while not over.wait(2.0):
        sentinel.rename(away)
        over.wait(0.3)
        away.rename(sentinel)
