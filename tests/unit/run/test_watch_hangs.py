"""What hangs is told to whoever asks, and feeds no watchdog."""

from __future__ import annotations

import threading
import time
from pathlib import Path

import pytest
from watch_kit import config_in, drop, names
from watch_running import running, until

from redact.run.watch.daemon import daemon as daemon_module
from redact.run.watch.outside.notify import Notify


def test_a_job_that_hangs_is_told_to_whoever_asks_and_to_the_watchdog(tmp_path: Path) -> None:
    config = config_in(tmp_path)
    drop(config, "1.txt", "sleep 1.5")

    with running(config) as one:
        one.engine.patience = 0.2
        until(lambda: one.daemon is not None and one.daemon.alive() == ("a job hangs",))
        until(lambda: names(config.originals) == ["1.txt"])
        until(lambda: one.daemon is not None and one.daemon.alive() == ())


def test_a_loop_that_is_stuck_is_told_and_feeds_no_watchdog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The share hangs in a look. Whoever asks is answered by another thread."""
    config = config_in(tmp_path)
    monkeypatch.setattr(daemon_module, "_LATE_S", 0.2)
    real, over, fed = daemon_module.scan, threading.Event(), list[float]()

    with running(config) as one:
        until(lambda: one.daemon is not None and one.daemon.ready() == ())
        monkeypatch.setattr(Notify, "alive", lambda self: fed.append(time.monotonic()))
        monkeypatch.setattr(daemon_module, "scan", lambda *given: (over.wait(10), real(*given))[1])
        until(lambda: one.daemon is not None and one.daemon.alive() == ("the loop is stuck",))
        number = len(fed)
        time.sleep(0.2)
        assert len(fed) == number
        over.set()
        until(lambda: one.daemon is not None and one.daemon.alive() == ())
