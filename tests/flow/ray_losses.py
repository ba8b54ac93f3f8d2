"""A crew on a cluster: whatever dies, each row is out once or kept back once, and nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import psutil
import pytest
from ray_kit import Piece, Recipe, check_whole, folders, sweep

from redact.core.errors import CorruptInput, Defect, MissingPart, UsageError
from redact.core.work import Done, Failed, Task
from redact.run.pool import Limits, Loss

if find_spec("ray") is None:
    pytest.skip("Ray is an extra", allow_module_level=True)

os.environ["RAY_AUTH_MODE"] = "token"  # both are read once, when Ray is imported
os.environ["RAY_AUTH_TOKEN"] = "5" * 64

from redact.run.ray import RayCrew
from redact.run.ray.address import check_loopback

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

HERE = Path(__file__).parent
MARK = "REDACT_RAY_TEST"
TOKEN = os.environ["RAY_AUTH_TOKEN"]


@pytest.fixture(autouse=True)
def _nothing_left(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """Every process of a test carries its mark, so that none can be overlooked afterwards."""
    monkeypatch.setenv(MARK, str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(HERE), str(HERE.parents[1])]))
    short = Path(tempfile.mkdtemp(prefix="rr-"))  # a socket's name must not be long
    monkeypatch.setenv("TMPDIR", str(short))
    monkeypatch.setattr(tempfile, "tempdir", str(short))
    yield
    until = time.monotonic() + 20
    while (left := _marked(str(tmp_path))) and time.monotonic() < until:
        time.sleep(0.2)
    for process in left:
        with contextlib.suppress(psutil.Error):
            process.kill()
    assert not left
    assert list(short.iterdir()) == []
    short.rmdir()


def _marked(mark: str) -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid != os.getpid() and process.environ().get(MARK) == mark:
                found.append(process)
    return found


def _tasks(pieces: list[Piece]) -> list[Task]:
    return [Task(piece.number, piece) for piece in pieces]


@dataclass
class Nodes:
    """A cluster that can lose a node and get one."""

    process: subprocess.Popen[str]
    address: str

    def say(self, word: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{word}\n")
        self.process.stdin.flush()
        assert self.process.stdout.readline() == "ok\n"


@pytest.fixture
def nodes(_nothing_left: None) -> Iterator[Nodes]:
    folder = Path(tempfile.mkdtemp(prefix="rr-"))
    quick = {"period_ms": "500", "failure_threshold": "3", "initial_delay_ms": "500"}
    env = os.environ | {"RAY_TMPDIR": str(folder), "RAY_AUTH_MODE": "token"}
    env |= {f"RAY_health_check_{name}": value for name, value in quick.items()}
    script = [sys.executable, str(HERE / "ray_nodes.py")]
    with subprocess.Popen(
        script, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        yield Nodes(process, process.stdout.readline().strip())
        process.stdin.write("end\n")
        process.stdin.close()
        process.wait(30)
    shutil.rmtree(folder, ignore_errors=True)


def test_an_instance_of_our_own_is_closed_to_others_and_says_nothing(tmp_path: Path) -> None:
    """Loopback only; nothing a hand prints, is told or raises stands in a file of Ray's; errors cross as ours."""
    out = folders(tmp_path)
    spill = tmp_path / "spill"
    pieces = [Piece(0), Piece(1, bad="corrupt"), Piece(2, bad="value"), Piece(3)]
    crew = RayCrew(Recipe(out), "local", 2, spill=spill)
    try:
        crew.tell("first")
        crew.tell("second")
        ended = {each.task.number: each for each in crew.work(_tasks(pieces))}
        crew.tell("third")
        list(crew.work([Task(9, Piece(9))]))
        check_loopback(set())
        (folder,) = Path(tempfile.gettempdir()).iterdir()
        mode = folder.stat().st_mode & 0o777
        logged = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    finally:
        crew.close()

    assert isinstance(ended[0], Done)
    assert (out / "00003.txt").read_text().startswith("3:0:second\n")
    assert (out / "00009.txt").read_text().startswith("9:0:third\n")
    assert isinstance(ended[1], Failed)
    assert isinstance(ended[1].error, CorruptInput)
    assert ended[1].error.hint == "look at it"
    assert isinstance(ended[2], Failed)
    assert isinstance(ended[2].error, Defect)
    assert "Ann" not in str(ended[2].error)
    assert mode == 0o700
    assert len(logged) > 1000
    assert b"SECRET-PRINTED" not in logged
    assert b"01632 960001" not in logged
    assert TOKEN.encode() not in logged
    assert list(spill.iterdir()) == []


def test_six_items_that_kill_are_kept_back_alone(tmp_path: Path) -> None:
    """Of 10 shards with 320 rows, six rows segfault the process, two of them in one batch."""
    out = folders(tmp_path)
    poison = {1: (0,), 3: (5, 6), 5: (31,), 8: (7, 8)}
    pieces = [Piece(number, poison=poison.get(number, ())) for number in range(10)]
    crew = RayCrew(Recipe(out), "local", 2)
    try:
        ended = list(crew.work(_tasks(pieces)))
    finally:
        crew.close()

    assert {type(each) for each in ended} == {Done}
    sweep(out)
    assert check_whole(out, pieces) == 6


def test_what_hangs_or_swells_is_kept_back_with_its_reason(tmp_path: Path) -> None:
    out = folders(tmp_path)
    pieces = [Piece(0, hang=(2,)), Piece(1), Piece(2, swell=(3,))]
    losses: list[Loss] = []
    crew = RayCrew(Recipe(out), "local", 2, Limits(seconds=4, bytes=400 * 2**20), watch=losses.append)
    try:
        ended = {each.task.number: each for each in crew.work(_tasks(pieces))}
    finally:
        crew.close()

    assert isinstance(ended[0], Done)
    assert isinstance(ended[2], Done)
    assert dict(ended[0].task.skip) == {2: "LimitExceeded"}
    assert dict(ended[2].task.skip) == {3: "LimitExceeded"}
    assert {"seconds" in loss.cause.message for loss in losses} == {True, False}
    sweep(out)
    assert check_whole(out, pieces) == 2


def test_who_stops_listening_ends_the_actors_and_may_begin_again(tmp_path: Path) -> None:
    """What was under way when the iterator was closed never answers for a later task."""
    out = folders(tmp_path)
    pieces = [Piece(number) for number in range(20)]
    crew = RayCrew(Recipe(out, 0.01), "local", 2)
    try:
        for _ in crew.work(_tasks(pieces)):
            break
        sweep(out)
        again = list(crew.work(_tasks(pieces)))
    finally:
        crew.close()

    assert sorted(each.task.number for each in again) == list(range(20))
    assert check_whole(out, pieces) == 0


def test_a_hand_that_cannot_be_made_ends_the_run(tmp_path: Path) -> None:
    for wrong, kind in (("missing", MissingPart), ("die", Defect)):
        crew = RayCrew(Recipe(tmp_path, wrong=wrong), "local", 1)
        with pytest.raises(kind):
            list(crew.work([Task(0, Piece(0))]))


def test_a_worker_process_that_is_killed_is_replaced(tmp_path: Path, nodes: Nodes) -> None:
    """Killed from outside at three moments: the row it was at is done again, and not kept back."""
    out = folders(tmp_path)
    pieces = [Piece(number) for number in range(12)]
    losses: list[Loss] = []
    crew = RayCrew(Recipe(out, 0.005), nodes.address, watch=losses.append)
    try:
        for count, ended in enumerate(crew.work(_tasks(pieces))):
            assert isinstance(ended, Done)
            if count in (1, 4, 7):
                os.kill(random.choice(crew.pids), signal.SIGKILL)
    finally:
        crew.close()

    assert losses
    sweep(out)
    assert check_whole(out, pieces) == 0


def test_a_node_that_is_lost_is_no_fault_of_an_item(tmp_path: Path, nodes: Nodes) -> None:
    """The task goes on elsewhere as it was: nothing of it is counted, probed or kept back."""
    out = folders(tmp_path)
    pieces = [Piece(number) for number in range(24)]
    losses: list[Loss] = []
    ended = []
    crew = RayCrew(Recipe(out, 0.01), nodes.address, watch=losses.append)
    try:
        for count, each in enumerate(crew.work(_tasks(pieces))):
            ended.append(each)
            if count == 4:
                nodes.say("kill")
                nodes.say("add")
            if count == 14:
                nodes.say("kill")
    finally:
        crew.close()

    assert {type(each) for each in ended} == {Done}
    assert len({each.answer["pid"] for each in ended if isinstance(each, Done) and "pid" in each.answer}) >= 2
    assert {loss.cause.message for loss in losses} == {"the node that worked on it was lost"}
    assert not any(each.task.lost or each.task.probe or each.task.skip for each in ended)
    sweep(out)
    assert check_whole(out, pieces) == 0


def test_a_driver_that_is_killed_leaves_what_a_rerun_makes_whole(tmp_path: Path, nodes: Nodes) -> None:
    """kill -9 of the driver at random moments, five times; the run after them finds what is done and does the rest."""
    out = folders(tmp_path)
    script = [sys.executable, str(HERE / "ray_driver.py"), str(out), nodes.address, "40", "0.004"]
    for _ in range(5):
        with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as driver:
            assert driver.stdout is not None
            driver.stdout.readline()
            time.sleep(random.uniform(0, 1))
            driver.kill()
    last = subprocess.run(script, capture_output=True, text=True, check=False)

    assert last.returncode == 0
    assert last.stdout.count("Done") == 40
    assert check_whole(out, [Piece(number) for number in range(40)]) == 0


def test_a_local_driver_that_is_killed_takes_its_instance_along(tmp_path: Path) -> None:
    """No daemon outlives its run; its folder of logs may, and the next run clears it away."""
    out = folders(tmp_path)
    script = [sys.executable, str(HERE / "ray_driver.py"), str(out), "local", "6", "0.002"]
    with subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as driver:
        assert driver.stdout is not None
        driver.stdout.readline()
        driver.kill()
    last = subprocess.run(script, capture_output=True, text=True, check=False)

    assert last.stdout.count("Done") == 6


def test_a_cluster_that_is_not_there_is_said_at_once(tmp_path: Path) -> None:
    for address in ("127.0.0.1:9", "ray://127.0.0.1:10001", "somewhere", ":6379"):
        with pytest.raises(UsageError):
            list(RayCrew(Recipe(tmp_path), address).work([Task(0, Piece(0))]))
