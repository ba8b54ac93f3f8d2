"""Narrowing finds the item that kills, and comes to an end whatever a hand does."""

from __future__ import annotations

import signal
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import Defect, LimitExceeded
from redact.core.work import Failed, Task
from redact.run.pool.narrow import UNSAID_TRIES, lethal, narrow

CAUSE = lethal(-signal.SIGSEGV)


@dataclass(frozen=True)
class Shard:
    items: int


def test_several_suspects_are_to_be_done_one_by_one() -> None:
    after = narrow(Task(0, Shard(100), probe=frozenset({3})), [10, 11], CAUSE)

    assert isinstance(after, Task)
    assert after.probe == {3, 10, 11}
    assert not after.skip


def test_one_loss_may_come_from_elsewhere() -> None:
    after = narrow(Task(0, Shard(100)), [10], CAUSE)

    assert isinstance(after, Task)
    assert (after.lost, after.skip, after.probe) == ({10: 1}, {}, {10})


def test_an_item_that_was_alone_twice_is_kept_back() -> None:
    after = narrow(Task(0, Shard(100), lost={10: 1}, probe=frozenset({10, 11})), [10], CAUSE)

    assert isinstance(after, Task)
    assert (after.skip, after.probe) == ({10: "Lethal"}, {11})


def test_what_went_over_a_limit_is_kept_back_as_that() -> None:
    after = narrow(Task(0, Shard(100), lost={10: 1}), [10], LimitExceeded("too much"))

    assert isinstance(after, Task)
    assert after.skip == {10: "LimitExceeded"}


def test_a_task_of_one_item_fails_as_a_whole() -> None:
    after = narrow(Task(0, Shard(1), lost={0: 1}), [0], CAUSE)

    assert isinstance(after, Failed)
    assert after.error is CAUSE


def test_a_payload_that_does_not_count_its_items_has_more_than_one() -> None:
    after = narrow(Task(0, "shard", lost={0: 1}), [0], CAUSE)

    assert isinstance(after, Task)
    assert after.skip == {0: "Lethal"}


def test_a_task_that_kills_before_it_says_a_word_is_given_again_and_then_given_up() -> None:
    task: Task | Failed = Task(0, Shard(100))
    for _ in range(UNSAID_TRIES - 1):
        assert isinstance(task, Task)
        task = narrow(task, [], CAUSE)
        assert isinstance(task, Task)
        assert not task.probe
        assert not task.skip

    assert isinstance(task, Task)
    assert isinstance(narrow(task, [], CAUSE), Failed)


@pytest.mark.parametrize("at", [[5], [5, 6]])
def test_a_hand_that_does_not_do_as_it_is_told_is_our_defect(at: list[int]) -> None:
    """Else the same would be given for ever."""
    task = Task(0, Shard(100), skip={5: "Lethal"}, probe=frozenset({5, 6}))

    after = narrow(task, at, CAUSE)

    assert isinstance(after, Failed)
    assert isinstance(after.error, Defect)


def test_the_cause_names_the_signal_or_the_code() -> None:
    assert "SIGSEGV" in CAUSE.message
    assert "exit code 3" in lethal(3).message
    assert "signal 63" in lethal(-63).message


@given(st.sets(st.integers(0, 199)), st.integers(2, 200), st.integers(1, 70))
def test_exactly_the_poison_is_kept_back(poison: set[int], count: int, batch: int) -> None:
    """Whatever the batches: a hand that obeys loses the poison items and no other."""
    poison = {item for item in poison if item < count}
    task: Task | Failed = Task(0, Shard(count))
    for _ in range(3 * len(poison) + 1):
        assert isinstance(task, Task)
        at = _dies_at(task, poison, count, batch)
        if at is None:
            break
        task = narrow(task, at, CAUSE)

    assert isinstance(task, Task)
    assert set(task.skip) == poison


def _dies_at(task: Task, poison: set[int], count: int, batch: int) -> list[int] | None:
    for start in range(0, count, batch):
        items = [item for item in range(start, min(count, start + batch)) if item not in task.skip]
        groups = [[item] for item in items] if task.probe.intersection(items) else [items]
        for group in groups:
            if poison.intersection(group):
                return group
    return None
