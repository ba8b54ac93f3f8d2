"""The crew in this process keeps the contract; results can be had in order."""

from __future__ import annotations

import os
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pool_hands import SECRET, RowHand, Rows, deaf_recipe, leak, leaking_recipe, refuse, rows_recipe, unfit_recipe

from redact.core.errors import Defect, MissingPart
from redact.core.work import Done, Failed, Task
from redact.run.pool import Inline, in_order


def test_tasks_are_done_here_in_order() -> None:
    ended = list(Inline(rows_recipe).work(Task(number, Rows(2)) for number in range(5)))

    assert [each.task.number for each in ended] == [0, 1, 2, 3, 4]
    assert all(isinstance(each, Done) and each.answer["pid"] == os.getpid() for each in ended)


def test_tasks_are_pulled_one_by_one() -> None:
    pulled: list[int] = []

    def tasks() -> Iterator[Task]:
        for number in range(5):
            pulled.append(number)
            yield Task(number, Rows(1))

    next(Inline(rows_recipe).work(tasks()))

    assert pulled == [0]


def test_errors_are_those_of_the_house_and_show_no_value() -> None:
    first, second = Inline(rows_recipe).work([Task(0, Rows(1, harm={0: refuse})), Task(1, Rows(1, harm={0: leak}))])

    assert isinstance(first, Failed)
    assert first.error.kind == "CorruptInput"
    assert isinstance(second, Failed)
    assert isinstance(second.error, Defect)
    assert "ValueError in run/pool_hands.py" in second.error.message
    assert SECRET not in second.error.message + second.error.hint


def test_the_hand_hears_the_last_message_whenever_it_is_made() -> None:
    crew = Inline(rows_recipe)
    crew.tell("first")
    crew.tell("second")
    (before,) = crew.work([Task(0, Rows(1))])
    crew.tell("third")
    (after,) = crew.work([Task(0, Rows(1))])

    assert isinstance(before, Done)
    assert isinstance(after, Done)
    assert (before.answer["heard"], after.answer["heard"]) == (["second"], ["second", "third"])


def test_a_hand_that_cannot_be_made_ends_the_work() -> None:
    with pytest.raises(MissingPart):
        list(Inline(unfit_recipe).work([Task(0, Rows(1))]))
    with pytest.raises(Defect) as caught:
        list(Inline(leaking_recipe).work([Task(0, Rows(1))]))
    assert SECRET not in caught.value.message


def test_a_hand_that_cannot_hear_ends_the_work() -> None:
    crew = Inline(deaf_recipe)
    crew.tell("message")

    with pytest.raises(Defect):
        list(crew.work([Task(0, Rows(1))]))


def test_close_lets_go_of_the_hand_once() -> None:
    closed: list[int] = []

    class Counted(RowHand):
        def close(self) -> None:
            closed.append(1)

    crew = Inline(Counted)
    crew.close()
    list(crew.work([Task(0, Rows(1))]))
    crew.close()
    crew.close()

    assert closed == [1]


@given(st.integers(0, 60), st.integers(0, 5), st.randoms())
def test_results_come_in_order_when_the_window_holds(count: int, first: int, chance: random.Random) -> None:
    numbers = list(range(first, first + count))
    mixed = [Done(Task(number, None), None) for number in chance.sample(numbers, count)]

    assert [each.task.number for each in in_order(mixed, window=60, first=first)] == numbers


@given(st.permutations(range(30)), st.integers(1, 10))
def test_every_result_comes_once_and_no_more_than_the_window_wait(order: list[int], window: int) -> None:
    taken = given_out = 0

    def results() -> Iterator[Done]:
        nonlocal taken
        for number in order:
            assert taken - given_out <= window
            taken += 1
            yield Done(Task(number, None), None)

    seen = []
    for each in in_order(results(), window):
        given_out += 1
        seen.append(each.task.number)

    assert sorted(seen) == list(range(30))


def test_one_that_takes_long_is_overtaken_and_still_comes() -> None:
    results = [Done(Task(number, None), None) for number in (1, 2, 3, 0, 4)]

    assert [each.task.number for each in in_order(results, window=2)] == [1, 2, 3, 0, 4]
