"""A hand of the river, as it is asked from another process."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from redact.core.errors import Defect, InputError
from redact.core.flow import Source
from redact.core.work import Done, Failed, Task
from redact.pipeline.hand import Job, RiverHand, Step
from redact.pipeline.here import Here
from redact.pipeline.met import Met
from redact.pipeline.order import Order
from redact.pipeline.people import People
from redact.pipeline.ready import Ready, Standing
from redact.pipeline.survey import arrivals
from redact.policy.pack import load_pack
from redact.settings import Settings
from redact.vault.key import KEY_BYTES, Key

SETTINGS = Settings(model="", expert="", detectors=("people", "uk", "generic"))
ORDER = Order(SETTINGS, load_pack("foi"), Key(bytes(KEY_BYTES)))
LETTER = "Dear Ms Jane Tymms,\n\nPlease ring me on 07700 900123 about it.\n"


@pytest.fixture
def source(tmp_path: Path) -> Source:
    path = tmp_path / "in" / "Ms Jane Tymms.txt"
    path.parent.mkdir()
    path.write_text(LETTER)
    (item,) = arrivals([path], ORDER)
    assert item.source is not None
    return item.source


@pytest.fixture
def hand(tmp_path: Path) -> RiverHand:
    for name in ("findings", "plans", "drafts", "inside"):
        (tmp_path / "record" / name).mkdir(parents=True, exist_ok=True)
    return RiverHand(ORDER, tmp_path / "record")


def do(hand: RiverHand, step: Step, source: Source) -> object:
    said: list[list[int]] = []
    task = pickle.loads(pickle.dumps(Task(0, Job(step, source))))
    answer = pickle.loads(pickle.dumps(hand.do(task, lambda at: said.append(list(at)))))
    assert said == [[0]]
    return answer


def people(met: object) -> bytes:
    assert isinstance(met, Met)
    gathered = People(ORDER.case, ORDER.key, "set")
    gathered.take(met)
    gathered.settle()
    return pickle.dumps(gathered)


def test_the_steps_of_one_source(hand: RiverHand, source: Source) -> None:
    met = do(hand, Step.MEET, source)
    assert "Tymms" not in repr(met)
    hand.hear(people(met))

    standing = do(hand, Step.STAND, source)
    ready = do(hand, Step.TURN, source)

    assert isinstance(standing, Standing)
    assert isinstance(ready, Ready)
    assert ready.output == standing.output
    assert "Tymms" not in ready.output
    assert "Tymms" not in repr(ready)
    assert b"07700 900123" not in ready.draft.read_bytes()
    assert ready.counts.redacted > 1


def test_nothing_is_decided_before_the_people_are_known(hand: RiverHand, source: Source) -> None:
    with pytest.raises(Defect, match="not known yet"):
        do(hand, Step.TURN, source)


def test_a_source_alone_needs_no_other(hand: RiverHand, source: Source) -> None:
    ready = hand.alone(source)

    assert b"Tymms" not in ready.draft.read_bytes()
    hand.forget(source)
    assert not ready.draft.exists()
    assert list((ready.draft.parent.parent / "findings").iterdir()) == []


def test_a_file_changed_on_the_way_is_not_made_ready(hand: RiverHand, source: Source) -> None:
    hand.hear(people(do(hand, Step.MEET, source)))
    source.path.write_text(LETTER.replace("07700", "07701"))

    with pytest.raises(InputError, match="changed"):
        do(hand, Step.TURN, source)


class _Fussy:
    """A hand that cannot do with odd numbers."""

    def do(self, task: Task, at: object) -> int:
        if task.number == 3:
            raise Defect("broken")
        if task.number % 2:
            raise InputError("odd")
        return task.number

    def hear(self, message: object) -> None:
        self.heard = message

    def close(self) -> None:
        self.heard = "closed"


def test_here_one_hand_goes_through_tasks_and_defects_end_the_run() -> None:
    here = Here(_Fussy)
    ends = here.work(Task(at, None) for at in range(9))

    assert [type(next(ends)) for _ in range(3)] == [Done, Failed, Done]
    with pytest.raises(Defect):
        next(ends)
    here.close()
    assert here.hand.heard == "closed"  # type: ignore[attr-defined]
