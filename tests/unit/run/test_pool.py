"""The pool does every task once, pulls lazily, tells everybody, and lets no value out."""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
from collections.abc import Iterator
from functools import partial

import pytest
from pool_hands import (
    SECRET,
    Rows,
    deaf_recipe,
    environment_recipe,
    exit_loudly,
    leak,
    leaking_recipe,
    refuse,
    rows_recipe,
    run_out,
    unfit_recipe,
    unsendable_recipe,
)

from redact.core.errors import CorruptInput, Defect, LimitExceeded, MissingPart, UsageError
from redact.core.work import Done, Failed, Task
from redact.run.pool import Limits, Pool


@pytest.fixture
def pool() -> Iterator[Pool]:
    held = Pool(rows_recipe, 2)
    yield held
    held.close()


def rows(count: int, items: int = 1) -> list[Task]:
    return [Task(number, Rows(items)) for number in range(count)]


def test_every_task_is_done_once_by_several_processes(pool: Pool) -> None:
    ended = list(pool.work([Task(number, Rows(3, pause_s=0.01)) for number in range(40)]))

    assert sorted(each.task.number for each in ended) == list(range(40))
    assert all(isinstance(each, Done) and each.answer["done"] == [0, 1, 2] for each in ended)
    assert len({each.answer["pid"] for each in ended if isinstance(each, Done)} - {os.getpid()}) == 2


def test_processes_stay_for_the_next_work(pool: Pool) -> None:
    (first,) = pool.work(rows(1))
    pids = set(pool.pids)
    list(pool.work(rows(4)))

    assert isinstance(first, Done)
    assert pids
    assert pids <= set(pool.pids)


def test_no_process_is_started_for_nothing(pool: Pool) -> None:
    """A rerun that finds everything done loads no model."""
    assert list(pool.work([])) == []
    assert pool.pids == ()


def test_tasks_are_pulled_when_a_hand_is_free_and_not_before(pool: Pool) -> None:
    pulled = 0

    def tasks() -> Iterator[Task]:
        nonlocal pulled
        for task in rows(20):
            pulled += 1
            yield task

    taken = 0
    for taken, _ in enumerate(pool.work(tasks()), 1):
        assert pulled <= taken + 4  # two at work; and two that ended at one moment are taken one after the other
    assert taken == pulled == 20


def test_everybody_hears_a_message_and_those_made_later_too(pool: Pool) -> None:
    pool.tell("first")
    pool.tell("second")
    before = [each.answer["heard"] for each in pool.work(_slow(6)) if isinstance(each, Done)]
    pool.tell("third")
    after = [each.answer["heard"] for each in pool.work(_slow(6)) if isinstance(each, Done)]
    os.kill(pool.pids[0], 9)
    again = [each.answer["heard"] for each in pool.work(_slow(6)) if isinstance(each, Done)]

    assert before == [["second"]] * 6
    assert after == [["second", "third"]] * 6
    assert ["third"] in again
    assert all(heard[-1] == "third" for heard in again)


def test_an_error_of_ours_comes_back_whole(pool: Pool) -> None:
    (ended,) = pool.work([Task(0, Rows(1, harm={0: refuse}))])

    assert isinstance(ended, Failed)
    assert type(ended.error) is CorruptInput
    assert (ended.error.message, ended.error.hint) == ("it is broken", "mend it")


def test_an_exception_is_a_defect_without_its_message(pool: Pool, capfd: pytest.CaptureFixture[str]) -> None:
    ended, *_ = pool.work([Task(0, Rows(1, harm={0: leak}))])

    assert isinstance(ended, Failed)
    assert isinstance(ended.error, Defect)
    assert "ValueError in run/pool_hands.py, line" in ended.error.message
    assert SECRET not in repr(pickle.dumps(ended.error))
    assert SECRET not in "".join(capfd.readouterr())


def test_a_hand_that_gives_itself_up_says_nothing_on_the_way_out(pool: Pool, capfd: pytest.CaptureFixture[str]) -> None:
    """Native libraries raise what is no Exception; Python would print it with its message."""
    (ended,) = pool.work([Task(0, Rows(1, harm={0: exit_loudly}))])

    assert isinstance(ended, Failed)
    assert ended.error.kind == "Lethal"
    assert SECRET not in "".join(capfd.readouterr())


def test_memory_that_runs_out_within_python_is_a_limit(pool: Pool) -> None:
    (ended,) = pool.work([Task(0, Rows(1, harm={0: run_out}))])

    assert isinstance(ended, Failed)
    assert isinstance(ended.error, LimitExceeded)


def test_an_answer_that_cannot_be_sent_is_a_defect() -> None:
    pool = Pool(unsendable_recipe, 1)
    (ended,) = pool.work(rows(1))
    pool.close()

    assert isinstance(ended, Failed)
    assert isinstance(ended.error, Defect)


def test_a_hand_that_cannot_be_made_ends_the_work() -> None:
    pool = Pool(unfit_recipe, 2)

    with pytest.raises(MissingPart) as caught:
        list(pool.work(rows(3)))

    assert caught.value.hint == "fetch it"
    assert pool.pids == ()


@pytest.mark.parametrize("recipe", [leaking_recipe, partial(os.stat, "/nowhere"), deaf_recipe])
def test_a_hand_that_breaks_while_it_is_made_or_told_shows_no_value(recipe: object) -> None:
    pool = Pool(recipe, 1)  # type: ignore[arg-type]
    pool.tell("message")

    with pytest.raises(Defect) as caught:
        list(pool.work(rows(3)))

    assert SECRET not in caught.value.message
    assert "nowhere" not in caught.value.message
    assert pool.pids == ()


def test_a_process_that_cannot_be_started_is_said_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(multiprocessing.get_context("spawn").Process, "start", refused)

    with pytest.raises(UsageError, match="no further process") as caught:
        list(Pool(rows_recipe, 2).work(rows(3)))

    assert "fewer" in caught.value.hint


def test_threads_are_shared_out_unless_the_user_has_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.setenv("OPENBLAS_NUM_THREADS", "3")
    monkeypatch.setattr("redact.run.pool.pool.cores", lambda: 8)
    pool = Pool(environment_recipe, 2)
    (ended,) = pool.work([Task(0, ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "OPENCV_FOR_THREADS_NUM"))])
    pool.close()

    assert isinstance(ended, Done)
    assert list(ended.answer.values()) == ["4", "3", "4"]
    assert "OMP_NUM_THREADS" not in os.environ


def test_pools_beside_each_other_may_be_told_how_many_threads_are_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    pool = Pool(environment_recipe, 1, threads=3)
    (ended,) = pool.work([Task(0, ("OMP_NUM_THREADS",))])
    pool.close()

    assert isinstance(ended, Done)
    assert list(ended.answer.values()) == ["3"]


def test_a_slow_taker_holds_the_hands_back_and_harms_nobody() -> None:
    """While results are not taken, nobody looks at clocks: what was said in time counts as said in time."""
    pool = Pool(rows_recipe, 2, Limits(seconds=0.5))
    ended = []
    for each in pool.work([Task(number, Rows(4, 1, pause_s=0.05)) for number in range(8)]):
        ended.append(each)
        time.sleep(0.4)
    pool.close()

    assert all(isinstance(each, Done) for each in ended)
    assert len(ended) == 8


def test_a_payload_is_not_in_what_a_pool_says_of_itself() -> None:
    assert SECRET not in repr(Pool(partial(rows_recipe, SECRET), 1))


def _slow(count: int) -> list[Task]:
    return [Task(number, Rows(1, pause_s=0.15)) for number in range(count)]
