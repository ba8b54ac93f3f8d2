"""The parts of a crew of actors that need no cluster: journal, line, fates, addresses, folders."""

from __future__ import annotations

import pickle
import socket
from importlib.util import find_spec
from pathlib import Path

import pytest

from redact.api.ask import Ask
from redact.core.errors import Defect, LimitExceeded, UsageError
from redact.core.work import Task

if find_spec("ray") is None:
    pytest.skip("Ray is an extra", allow_module_level=True)

from ray.exceptions import ActorDiedError, ActorUnavailableError, ObjectLostError

from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.crews import crew_maker
from redact.run.pool.line import Line
from redact.run.ray import RayCrew, address, crew
from redact.run.ray.actor import _said
from redact.run.ray.folders import passing
from redact.run.ray.journal import Journal, Said
from redact.run.ray.worker import Lost, loss


def test_a_journal_answers_for_one_turn_only() -> None:
    """What a hand said of an earlier task must never be held against a later one."""
    journal = Journal()
    journal.note(1, 7, [3, 4])

    assert journal.last(1, 7) == Said(7, (3, 4))
    assert journal.last(1, 8) == Said(8)
    assert journal.last(2, 7) == Said(7)
    assert journal.silent_s(1, 8) is None
    assert journal.silent_s(1, 7) is not None


def test_a_hand_that_is_over_a_limit_leaves_its_reason_and_its_items() -> None:
    journal = Journal()
    journal.note(1, 7, [3])
    cause = LimitExceeded("it took more than 4 MiB of memory")
    journal.condemn(1, 7, cause)

    assert journal.last(1, 7) == Said(7, (3,), cause)


def test_a_journal_forgets_who_is_gone() -> None:
    journal = Journal()
    journal.note(1, 7, [3])
    journal.forget(1)
    journal.forget(1)

    assert journal.last(1, 7) == Said(7)


def test_a_line_pulls_no_more_than_is_asked_for() -> None:
    pulled = []

    def tasks():  # type: ignore[no-untyped-def]
        for number in range(5):
            pulled.append(number)
            yield Task(number, None)

    line = Line(tasks())
    empty = line.empty
    first = line.next()

    assert not empty
    assert first == Task(0, None)
    assert pulled == [0]


def test_a_task_that_is_given_again_goes_before_others() -> None:
    line = Line([Task(0, None), Task(1, None)])
    line.next()
    line.again(Task(9, None))

    assert [task.number for task in iter(line.next, None)] == [9, 1]
    assert line.empty


def test_a_process_that_died_on_a_node_that_lives_is_blamed() -> None:
    found = loss(ActorDiedError(), node_lives=True)

    assert isinstance(found, Lost)
    assert not found.blameless
    assert found.cause.kind == "Lethal"


@pytest.mark.parametrize(
    ("error", "lives"),
    [
        (ActorDiedError(), False),
        (ActorUnavailableError("gone", b"0" * 16), True),
        (ObjectLostError("0" * 56, None, ""), True),
    ],
)
def test_a_node_that_went_or_cannot_be_reached_is_nobodys_fault(error: Exception, lives: bool) -> None:
    found = loss(error, node_lives=lives)  # type: ignore[arg-type]

    assert isinstance(found, Lost)
    assert found.blameless


def test_an_error_of_others_crosses_without_its_message() -> None:
    def call() -> tuple[str, None]:
        raise ValueError("Ann Example, 01632 960001")

    kind, error = pickle.loads(_said("failed", call))

    assert kind == "failed"
    assert isinstance(error, Defect)
    assert "Ann" not in error.message + error.hint


def test_an_answer_that_cannot_be_pickled_is_a_defect() -> None:
    kind, error = pickle.loads(_said("failed", lambda: ("done", lambda: None)))

    assert (kind, type(error)) == ("failed", Defect)


@pytest.mark.parametrize("place", ["ray://head:10001", "http://head:8265", "head", ":6379", "head:", "head:x"])
def test_what_is_no_address_of_a_cluster_is_refused(place: str) -> None:
    """Ray's own client (`ray://`) too: it would make this process a guest, with its journal on somebody's node."""
    with pytest.raises(UsageError) as caught:
        list(RayCrew(len, place).work([Task(0, None)]))  # type: ignore[arg-type]

    assert "HOST:PORT" in caught.value.hint


def test_a_cluster_that_does_not_answer_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]

    with pytest.raises(UsageError, match="answers"):
        list(RayCrew(len, f"127.0.0.1:{port}").work([Task(0, None)]))  # type: ignore[arg-type]


def test_no_work_starts_nothing() -> None:
    with_none = RayCrew(len, "local")  # type: ignore[arg-type]

    assert list(with_none.work([])) == []
    with_none.close()


@pytest.mark.parametrize(
    ("place", "closed"),
    [
        ("127.0.0.1", True),
        ("::ffff:127.0.0.1", True),
        ("::1", True),
        ("::", False),
        ("0.0.0.0", False),
        ("10.0.0.5", False),
    ],
)
def test_only_the_loopback_address_is_closed_to_others(place: str, closed: bool) -> None:
    assert address._is_loopback(place) is closed


def test_an_instance_that_listens_to_all_is_refused() -> None:
    """The guard itself: a socket of ours on every interface is found, and one that was there before is not ours to mind."""
    with socket.create_server(("0.0.0.0", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(UsageError, match="loopback"):
            address.check_loopback(set())
        address.check_loopback({("0.0.0.0", port)})


def test_a_passing_folder_is_closed_to_others_and_goes(tmp_path: Path) -> None:
    with passing(tmp_path / "new", "redact-ray-", "a folder") as folder:
        (folder / "log").write_text("x")
        mode = folder.stat().st_mode & 0o777

    assert mode == 0o700
    assert not folder.exists()


def test_folders_of_killed_runs_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    dead = tmp_path / "redact-ray-dead"
    dead.mkdir()
    (dead / "lock").touch()
    foreign = tmp_path / "redact-ray-foreign"  # has no lock: not one that we made to its end
    foreign.mkdir()
    with passing(tmp_path, "redact-ray-", "a folder") as living, passing(tmp_path, "redact-ray-", "a folder"):
        assert living.exists()

    assert not dead.exists()
    assert foreign.exists()


def test_three_nodes_lost_under_a_task_are_for_nothing_and_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    """An item may take a whole node with it; so what is given again as it was is given so a few times only."""
    made = RayCrew(len, "local")  # type: ignore[arg-type]
    lost = Lost(LimitExceeded("gone"), blameless=True)
    line = Line([])
    for _ in range(4):
        worker = _Fake(Task(5, None))
        made._workers.append(worker)  # type: ignore[arg-type]
        made._lose(worker, lost, line)  # type: ignore[arg-type]
    given = list(iter(line.next, None))

    assert [dict(task.lost) for task in given] == [{}, {}, {}, {2: 1}]
    assert crew._NODES == 3


class _Fake:
    """A worker that was at item 2 when it went."""

    ready = True

    def __init__(self, task: Task) -> None:
        self.task = task

    def last(self) -> Said:
        return Said(1, (2,))

    def bury(self) -> None:
        pass


@pytest.mark.parametrize(("jobs", "wanted"), [("auto", None), (3, 3)])
def test_a_corpus_asks_for_as_many_actors_as_jobs(tmp_path: Path, jobs: int | str, wanted: int | None) -> None:
    ask = CorpusAsk(("in",), "out", Ask((), tmp_path / "record"), jobs=jobs, ray="local")

    maker, hands = crew_maker(ask)
    made = maker(len)  # type: ignore[arg-type]

    assert isinstance(made, RayCrew)
    assert made._jobs == wanted
    assert hands == (wanted or 0)
