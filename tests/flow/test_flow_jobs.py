"""Several processes side by side do what one does: the same outputs, names and numbers, whoever dies on the way."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from flow_kit import Room, redact

_ALIKE = 8  # papers whose names come out alike, so that they must be told apart


@pytest.fixture
def papers(room: Room) -> Room:
    for at in range(_ALIKE):
        words = f"Dear Ms Jane Tymms,\n\nRing me on 01632 96{at:04d}, please.\n\nYours sincerely,\nTobias Quillfeather\n"
        (room.papers / f"Ms {'ABCDEFGH'[at]} Tymms.txt").write_text(words)
    room.put(broken__json='{"half": ', plain__txt="Nothing of anybody stands here.\n")
    return room


def beside(room: Room, name: str) -> Room:
    room = room.but(at=room.at / name)
    room.at.mkdir()
    return room


def driver(room: Room, *more: str) -> subprocess.Popen[bytes]:
    """A run in a process of its own, which can be killed with nothing said."""
    words = [str(word) for word in room.command("run")]
    return subprocess.Popen([sys.executable, "-m", "redact.cli", *words, *more], stderr=subprocess.DEVNULL)


def workers(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    try:
        children = psutil.Process(process.pid).children()
        return [child for child in children if "resource_tracker" not in " ".join(child.cmdline())]
    except psutil.Error:
        return []


def test_two_processes_release_what_one_releases(papers: Room) -> None:
    one, two = beside(papers, "one"), beside(papers, "two")

    assert one.run().code == two.run("--jobs", "2").code == 3
    assert one.outputs == two.outputs
    assert len(one.outputs) == _ALIKE + 1
    assert sorted(map(repr, one.manifest)) == sorted(map(repr, two.manifest))
    assert redact("log", "verify", two.record).code == 0


def test_a_run_of_two_goes_on_where_a_run_of_one_stopped(papers: Room) -> None:
    papers.run()
    before = {path: path.stat().st_mtime_ns for path in papers.out.rglob("*")}
    papers.run("--jobs", "2")

    assert {path: path.stat().st_mtime_ns for path in papers.out.rglob("*")} == before


def test_jobs_must_be_a_number_or_auto(papers: Room) -> None:
    assert papers.run("--jobs", "0").code == 2
    assert papers.run("--jobs", "many").code == 2
    assert papers.run("--jobs", "auto").code == 3


@pytest.mark.slow
def test_processes_killed_at_random_change_nothing(papers: Room) -> None:
    calm = beside(papers, "calm")
    calm.run()
    dice = random.Random(6)
    struck = 0
    for number in range(20):
        wild = beside(papers, f"wild-{number}")
        process = driver(wild, "--jobs", "2")
        time.sleep(dice.uniform(0.3, 1.5))
        for victim in workers(process)[:1]:
            victim.kill()
            struck += 1
        assert process.wait(120) == 3
        assert wild.outputs == calm.outputs
        assert wild.leftovers() == []
    assert struck > 5


@pytest.mark.slow
def test_a_driver_killed_at_random_leaves_no_process_and_the_next_run_finishes(papers: Room) -> None:
    calm, wild = beside(papers, "calm"), beside(papers, "wild")
    calm.run()
    dice = random.Random(7)
    for _ in range(20):
        process = driver(wild, "--jobs", "2")
        time.sleep(dice.uniform(0.1, 4))
        family = [*workers(process)]
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert psutil.wait_procs(family, timeout=10)[1] == []
        assert wild.outputs.items() <= calm.outputs.items()
    wild.run("--jobs", "2")
    assert wild.outputs == calm.outputs
    assert wild.leftovers() == []
    assert redact("log", "verify", wild.record).code == 0


def test_a_stop_from_the_keyboard_ends_every_process(papers: Room, tmp_path: Path) -> None:
    process = driver(papers, "--jobs", "2")
    until = time.monotonic() + 60
    while not (family := workers(process)) and time.monotonic() < until:
        time.sleep(0.05)
    os.kill(process.pid, signal.SIGINT)

    assert process.wait(60) == 130
    assert psutil.wait_procs(family, timeout=10)[1] == []
    assert papers.run().code == 3
    assert papers.leftovers() == []
