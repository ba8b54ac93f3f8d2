"""Killed at any point, nothing half-done stands in the release folder; the next run finishes and leaves no trace."""

from __future__ import annotations

import multiprocessing
import signal
from functools import partial
from pathlib import Path

import pytest
from flow_kit import CASE, PAPERS, Room, lines, redact

from redact.audit.failpoints import POINTS, VARIABLE
from redact.audit.release import file_sha256

#: One paper whose name changes, one that lies in a folder, one that nothing is taken out of, one that is broken.
_PAPERS = ("Referral - Oluwaseun Abernethy.txt", "registers/visits.tsv")


@pytest.fixture
def papers(room: Room) -> Room:
    room = room.but(case=CASE)
    for name in _PAPERS:
        target = room.papers / name
        target.parent.mkdir(exist_ok=True)
        target.write_bytes((PAPERS / name).read_bytes())
    room.put(a_broken__json='{"half": ', plain__txt="Nothing of anybody stands here.\n")
    return room


@pytest.fixture
def whole(papers: Room, tmp_path: Path) -> dict[str, bytes]:
    """What a run that nobody stops releases."""
    room = papers.but(at=tmp_path / "whole")
    room.at.mkdir()
    room.run()
    return room.outputs


def kill(room: Room, point: str, verb: str = "run") -> None:
    """A run in a process of its own that ends as a power cut would end it. Forked, for that is quicker than a start."""
    run = partial(redact, *room.command(verb), environ={VARIABLE: point})
    process = multiprocessing.get_context("fork").Process(target=run)
    process.start()
    process.join()
    assert process.exitcode == -signal.SIGKILL


@pytest.mark.parametrize("point", POINTS)
def test_a_run_killed_leaves_nothing_half_done_and_is_finished_by_the_next(
    papers: Room, whole: dict[str, bytes], point: str
) -> None:
    kill(papers, point)

    assert papers.outputs.items() <= whole.items()
    told = {line["sha256"] for line in papers.logged("source")}
    assert len(papers.outputs) <= len(told)
    sources = {file_sha256(path) for path in papers.papers.rglob("*") if path.is_file()}
    assert told <= sources

    assert papers.run().code == 3
    assert papers.outputs == whole
    assert papers.leftovers() == []
    assert len(papers.manifest) == len(_PAPERS) + 2
    assert redact("log", "verify", papers.record).code == 0


@pytest.mark.parametrize("point", ["before-plan", "after-plan", "before-manifest"])
def test_planning_killed_is_finished_by_the_next(papers: Room, whole: dict[str, bytes], point: str) -> None:
    kill(papers, point, "plan")
    assert not papers.out.exists()

    assert papers.plan().code == 3
    assert papers.apply().code == 3
    assert papers.outputs == whole
    assert papers.leftovers() == []


def test_a_run_killed_again_and_again_comes_to_its_end(papers: Room, whole: dict[str, bytes]) -> None:
    """Each run gets one source further before it dies."""
    kill(papers, "after-manifest")
    kill(papers, "after-rename")
    kill(papers, "after-released-line")

    assert papers.run().code == 3
    assert papers.outputs == whole
    assert {line["event"] for line in lines(papers.record / "log.jsonl")} >= {"genesis", "resumed", "released"}


def test_temporary_files_of_a_killed_run_are_taken_away(papers: Room) -> None:
    papers.run()
    for folder in (papers.out, papers.record, papers.record / "plans", papers.record / "findings"):
        (folder / ".redact-0123456789abcdef.tmp").write_text("half")
    (papers.record / "drafts" / "0123456789abcdef0123").write_text("half")

    papers.run()

    assert papers.leftovers() == []


def test_an_unknown_failpoint_is_refused(papers: Room) -> None:
    """A test that asks for a point that is not there would prove nothing."""
    said = redact(*papers.command("run"), environ={VARIABLE: "nowhere"})

    assert said.code == 2
    assert "known: before-plan" in said.err
