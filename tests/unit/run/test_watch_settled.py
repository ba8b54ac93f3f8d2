"""When a file has come to rest."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from redact.run.watch.share.scan import Sight, Snapshot
from redact.run.watch.share.settled import Settled


def seen(files: dict[str, Sight], *marked: str) -> Snapshot:
    snapshot = Snapshot()
    snapshot.update(files)
    snapshot.marked.update(marked)
    return snapshot


def test_a_file_has_come_to_rest_when_it_looked_the_same_so_many_times() -> None:
    settled, same = Settled(3), seen({"a": Sight(1, 1, 1)})

    assert [settled.look(same) for _ in range(4)] == [[], [], ["a"], ["a"]]


def test_a_change_of_size_time_or_inode_begins_it_anew() -> None:
    for changed in (Sight(2, 1, 1), Sight(1, 2, 1), Sight(1, 1, 2)):
        settled = Settled(2)
        assert settled.look(seen({"a": Sight(1, 1, 1)})) == []
        assert settled.look(seen({"a": changed})) == []
        assert settled.look(seen({"a": changed})) == ["a"]


def test_a_file_that_was_away_for_one_look_begins_anew() -> None:
    settled, there = Settled(2), seen({"a": Sight(1, 1, 1)})

    assert [settled.look(each) for each in (there, seen({}), there)] == [[], [], []]


def test_a_time_of_change_that_lies_in_the_future_or_long_past_makes_no_difference() -> None:
    settled = Settled(2)
    odd = seen({"future": Sight(1, 2**62, 1), "past": Sight(1, -1, 2)})

    assert settled.look(odd) == []
    assert settled.look(odd) == ["past", "future"]


def test_where_a_marker_is_wanted_rest_alone_is_not_enough() -> None:
    settled, files = Settled(2, ".done"), {"a": Sight(1, 1, 1), "b": Sight(1, 1, 2)}

    settled.look(seen(files))

    assert settled.look(seen(files)) == []
    assert settled.look(seen(files, "a")) == ["a"]


@given(st.lists(st.one_of(st.none(), st.integers(0, 2)), max_size=12), st.integers(1, 4))
def test_a_file_is_named_exactly_when_its_last_looks_were_equal(sizes: list[int | None], polls: int) -> None:
    settled, past = Settled(polls), []
    for size in sizes:
        past.append(size)
        named = settled.look(seen({} if size is None else {"a": Sight(size, 0, 0)}))
        last = past[-polls:]
        assert bool(named) == (size is not None and len(last) == polls and len(set(last)) == 1)
