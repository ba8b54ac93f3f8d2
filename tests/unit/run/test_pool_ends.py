"""A pool ends with its driver, however that ends: nobody is left behind, and nothing half written."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from pool_hands import Rows, rows_recipe

from redact.core.errors import Defect
from redact.core.work import Done, Task
from redact.run.pool import Pool

DRIVER = """
import signal, sys, threading
from pathlib import Path
from pool_hands import temp_recipe, told_recipe
from redact.core.work import Task
from redact.run.pool import Pool

def drive(recipe, payload):
    for _ in Pool(recipe, 2).work([Task(number, payload) for number in range(4)]):
        pass

if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # whoever runs tests in the background has it ignored
    how, folder = sys.argv[1], Path(sys.argv[2])
    if how == "temp":
        drive(temp_recipe, folder)
    work = drive, (told_recipe, (folder, how == "stubborn"))
    if how == "thread":
        held = threading.Thread(target=work[0], args=work[1])
        held.start()
        held.join()
    work[0](*work[1])
"""


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[[str], tuple[subprocess.Popen[bytes], Path]]]:
    started = []
    folder = tmp_path / "work"
    folder.mkdir()

    def _start(how: str) -> tuple[subprocess.Popen[bytes], Path]:
        script = tmp_path / "driver.py"
        script.write_text(DRIVER)
        paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[3])])
        process = subprocess.Popen(
            [sys.executable, str(script), how, str(folder)],
            env={**os.environ, "PYTHONPATH": paths},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        started.append(process)
        return process, folder

    yield _start
    for process in started:
        process.kill()
        process.communicate()


def until(told: Callable[[], bool], seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if told():
            return True
        time.sleep(0.05)
    return told()


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("how", ["busy", "stubborn", "thread"])
def test_no_worker_outlives_a_driver_that_is_killed(
    how: str, start: Callable[[str], tuple[subprocess.Popen[bytes], Path]]
) -> None:
    """Busy in Python, busy in C with the interpreter held, and started from another thread than the main one."""
    driver, folder = start(how)
    assert until(lambda: len(list(folder.iterdir())) == 2)
    pids = [int(path.name) for path in folder.iterdir()]
    assert all(map(alive, pids))

    driver.kill()

    assert until(lambda: not any(map(alive, pids)), 5.0)


def test_ctrl_c_ends_the_driver_and_its_workers_and_clears_away(
    start: Callable[[str], tuple[subprocess.Popen[bytes], Path]],
) -> None:
    """The terminal sends it to all processes; only the driver says a word."""
    driver, folder = start("temp")
    assert until(lambda: len(list(folder.iterdir())) == 2)
    children = [each.pid for each in psutil.Process(driver.pid).children()]
    begun = time.monotonic()

    os.killpg(driver.pid, signal.SIGINT)
    _, said = driver.communicate(timeout=10)

    assert time.monotonic() - begun < 4
    assert driver.returncode == -signal.SIGINT
    assert list(folder.iterdir()) == []
    assert until(lambda: not any(map(alive, children)), 2.0)  # multiprocessing's own tracker goes last
    assert said.count(b"Traceback") == 1


def test_an_exception_while_results_are_taken_ends_the_workers() -> None:
    pool = Pool(rows_recipe, 2)
    work = pool.work([Task(number, Rows(10, pause_s=0.05)) for number in range(40)])
    next(work)
    pids = pool.pids
    with pytest.raises(ZeroDivisionError):
        work.throw(ZeroDivisionError())

    assert len(pids) == 2
    assert not any(map(alive, pids))
    assert pool.pids == ()


def test_whoever_breaks_off_when_nothing_is_under_way_keeps_the_models() -> None:
    """A daemon asks for one file at a time, and takes the first answer."""
    pool = Pool(rows_recipe, 1)
    asked = [next(pool.work([Task(0, Rows(1))])) for _ in range(3)]
    before = pool.pids
    pool.close()

    assert {each.answer["pid"] for each in asked if isinstance(each, Done)} == set(before)


def test_another_thread_may_close_a_pool_that_is_at_work() -> None:
    pool = Pool(rows_recipe, 2)
    ended: list[BaseException] = []

    def drive() -> None:
        try:
            list(pool.work([Task(number, Rows(1, pause_s=60)) for number in range(4)]))
        except Defect as err:
            ended.append(err)

    driver = threading.Thread(target=drive)
    driver.start()
    assert until(lambda: len(pool.pids) == 2)
    time.sleep(0.5)
    pids = pool.pids
    pool.close()
    driver.join(5)

    assert not driver.is_alive()
    assert [str(each) for each in ended] == ["the pool was closed while it worked"]
    assert pool.pids == ()
    assert not any(map(alive, pids))


def test_an_error_of_the_tasks_ends_the_workers() -> None:
    def tasks() -> Iterator[Task]:
        yield Task(0, Rows(1))
        raise OSError("the share is away")

    pool = Pool(rows_recipe, 2)
    with pytest.raises(OSError, match="share"):
        list(pool.work(tasks()))

    assert pool.pids == ()


def test_a_pool_that_was_closed_can_work_again() -> None:
    pool = Pool(rows_recipe, 1)
    list(pool.work([Task(0, Rows(1))]))
    pool.close()
    ended = list(pool.work([Task(0, Rows(1))]))
    pool.close()
    pool.close()

    assert len(ended) == 1


def test_whoever_does_not_end_in_time_is_killed() -> None:
    """Two seconds, not the ten minutes that it would sleep."""
    pool = Pool(rows_recipe, 1)
    work = pool.work([Task(0, Rows(1)), Task(1, Rows(1, harm={0: _deaf_to_all}))])
    next(work)
    (pid,) = pool.pids
    time.sleep(0.5)
    begun = time.monotonic()
    work.close()

    assert time.monotonic() - begun < 4
    assert not alive(pid)


def _deaf_to_all() -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)
