"""A hand that dies, hangs or swells costs one item and no other; whoever is killed from outside costs nothing."""

from __future__ import annotations

import os
import random
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psutil
import pytest
from pool_hands import (
    Rows,
    crash,
    dying_recipe,
    hang,
    rows_recipe,
    segfault,
    sleeping_recipe,
    swell,
    swell_below,
    wilful_recipe,
)

from redact.core.errors import Defect, Lethal, LimitExceeded
from redact.core.work import Done, Failed, Task
from redact.run.pool import Limits, Loss, Pool


@contextmanager
def crew(jobs: int = 2, limits: Limits | None = None, losses: list[Loss] | None = None) -> Iterator[Pool]:
    pool = Pool(rows_recipe, jobs, limits or Limits(), losses.append if losses is not None else None)
    try:
        yield pool
    finally:
        pool.close()


@pytest.mark.parametrize(("harm", "said"), [(crash, "SIGKILL"), (segfault, "SIGSEGV")])
def test_one_item_that_kills_is_kept_back_alone(harm: Callable[[], None], said: str) -> None:
    losses: list[Loss] = []
    with crew(losses=losses) as pool:
        ended = list(pool.work([Task(0, Rows(100, harm={61: harm})), Task(1, Rows(100))]))

    assert all(isinstance(each, Done) for each in ended)
    first, second = sorted(ended, key=lambda each: each.task.number)
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    assert first.answer["skip"] == {61: "Lethal"}
    assert sorted(first.answer["done"]) == [item for item in range(100) if item != 61]
    assert second.answer["skip"] == {}
    assert [(loss.task, loss.items) for loss in losses] == [(0, 50), (0, 1), (0, 1)]
    assert all(said in loss.cause.message for loss in losses)


def test_six_poison_items_among_ten_thousand_and_exactly_six_are_kept_back() -> None:
    """The issue's own words: six rows that segfault the worker among 10,000."""
    poison = {17, 2_018, 2_019, 5_555, 9_000, 9_999}
    with crew() as pool:
        tasks = [
            Task(number, Rows(1000, harm={item % 1000: segfault for item in poison if item // 1000 == number}))
            for number in range(10)
        ]
        ended = list(pool.work(tasks))

    kept, done = set(), []
    for each in ended:
        assert isinstance(each, Done)
        kept |= {each.task.number * 1000 + item for item in each.answer["skip"]}
        done += [each.task.number * 1000 + item for item in each.answer["done"]]
    assert kept == poison
    assert sorted(done) == sorted(set(range(10_000)) - poison)


def test_a_task_of_one_item_fails_and_the_others_go_on() -> None:
    with crew() as pool:
        ended = list(pool.work([Task(number, Rows(1, harm={0: crash} if number == 3 else {})) for number in range(6)]))

    failed = [each for each in ended if isinstance(each, Failed)]
    assert [each.task.number for each in failed] == [3]
    assert isinstance(failed[0].error, Lethal)
    assert len(ended) == 6


def test_what_hangs_is_ended_and_kept_back_as_over_the_limit() -> None:
    with crew(limits=Limits(seconds=0.6)) as pool:
        (ended,) = pool.work([Task(0, Rows(20, 5, harm={7: hang}))])

    assert isinstance(ended, Done)
    assert ended.answer["skip"] == {7: "LimitExceeded"}


def test_the_clock_starts_anew_with_every_announcement() -> None:
    with crew(1, Limits(seconds=0.6)) as pool:
        (ended,) = pool.work([Task(0, Rows(12, 1, pause_s=0.15))])

    assert isinstance(ended, Done)
    assert ended.task.lost == {}


@pytest.mark.parametrize("harm", [swell, swell_below], ids=["itself", "a child"])
def test_what_swells_is_ended_with_its_children(harm: Callable[[], None]) -> None:
    """Decoders run in children, so their memory counts."""
    with crew(1, Limits(bytes=250 << 20)) as pool:
        ended = list(pool.work([Task(0, Rows(1, harm={0: harm})), Task(1, Rows(1))]))

    errors = {each.task.number: each.error for each in ended if isinstance(each, Failed)}
    assert list(errors) == [0]
    assert isinstance(errors[0], LimitExceeded)
    assert "MiB" in errors[0].message
    assert [
        each.name() for each in psutil.Process().children(recursive=True) if each.memory_info().rss > 300 << 20
    ] == []


def test_what_dies_before_it_says_a_word_is_given_up_as_a_whole() -> None:
    """A file whose mere opening kills: the run goes on without it."""
    with crew() as pool:
        ended = list(pool.work([Task(0, Rows(9, before=crash)), Task(1, Rows(9))]))

    assert {each.task.number: type(each) for each in ended} == {0: Failed, 1: Done}


def test_a_hand_that_does_not_obey_is_not_asked_for_ever() -> None:
    pool = Pool(wilful_recipe, 1)
    (ended,) = pool.work([Task(0, Rows(9))])
    pool.close()

    assert isinstance(ended, Failed)
    assert isinstance(ended.error, Defect)


def test_hands_that_die_before_they_begin_end_the_work() -> None:
    pool = Pool(dying_recipe, 2)

    with pytest.raises(Defect, match=r"die before they begin: .*exit code 7"):
        list(pool.work([Task(0, Rows(1))]))

    assert pool.pids == ()


def test_a_hand_that_is_never_ready_ends_the_work() -> None:
    pool = Pool(sleeping_recipe, 1, Limits(seconds=0.5))

    with pytest.raises(Defect, match="die before they begin: it was not done after"):
        list(pool.work([Task(0, Rows(1))]))


@pytest.mark.slow
def test_twenty_kills_from_outside_lose_nothing_and_double_nothing() -> None:
    kills = 0
    with crew() as pool:
        stop = threading.Event()

        def kill_somebody() -> None:
            nonlocal kills
            while kills < 20 and not stop.wait(0.7):
                pids = pool.pids
                if pids and psutil.pid_exists(chosen := random.Random(kills).choice(pids)):
                    os.kill(chosen, signal.SIGKILL)
                    kills += 1

        killer = threading.Thread(target=kill_somebody)
        killer.start()
        ended = []
        for each in pool.work(Task(number, Rows(40, 8, pause_s=0.001)) for number in range(100_000)):
            ended.append(each)
            if kills >= 20 and each.task.number > 100:
                break
        stop.set()
        killer.join()
        numbers = [each.task.number for each in ended]
        rest = max(numbers) + 1

    assert kills == 20
    assert len(set(numbers)) == len(numbers)
    assert rest - len(numbers) <= 2  # those that were under way when we broke off
    assert all(isinstance(each, Done) and len(each.answer["done"]) == 40 for each in ended)


def test_a_kill_from_outside_costs_nothing() -> None:
    with crew() as pool:
        ended = []
        for each in pool.work(Task(number, Rows(40, 8, pause_s=0.001)) for number in range(30)):
            if len(ended) in (5, 12):
                os.kill(pool.pids[-1], signal.SIGKILL)
            ended.append(each)

    assert sorted(each.task.number for each in ended) == list(range(30))
    assert all(isinstance(each, Done) and sorted(each.answer["done"]) == list(range(40)) for each in ended)


def test_no_handle_and_no_process_is_left_of_those_that_died() -> None:
    """A run of a night loses many hands."""
    me = psutil.Process()
    with crew(1) as pool:
        list(pool.work([Task(0, Rows(1))]))
        before = me.num_fds()
        list(pool.work([Task(number, Rows(1, harm={0: crash})) for number in range(3)]))
        list(pool.work([Task(0, Rows(1))]))

        assert me.num_fds() == before
        assert [each for each in me.children() if each.status() == psutil.STATUS_ZOMBIE] == []
