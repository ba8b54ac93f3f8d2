"""A hand of the river: does the work of reading, planning, drafting and doubting, here or in another process.

It releases nothing and writes no log: what it has made ready goes back to the door of the run.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum, auto
from pathlib import Path
from typing import Any

from redact.core.errors import Defect, ResidualError
from redact.core.flow import Source
from redact.core.work import At, Task
from redact.pipeline.analyst import Analyst
from redact.pipeline.judge import Rulings
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.pipeline.papers import Papers
from redact.pipeline.people import People
from redact.pipeline.ready import Ready
from redact.pipeline.survey import Survey
from redact.pipeline.turn import Rooms, Turn


class Step(StrEnum):
    """What is to be done with a source."""

    MEET = auto()  # read it for the first time: answers `Met`
    STAND = auto()  # how it stands before its turn: `Standing`
    PLAN = auto()  # plan it: `Ready`, without its draft
    TURN = auto()  # plan and draft it: `Ready`
    APPLY = auto()  # draft it by its stored plan: `Ready`


@dataclass(frozen=True, slots=True)
class Job:
    """One step of one source. `seen`: an earlier run of this record knew it."""

    step: Step
    source: Source
    seen: bool = False
    items: int = 1  # a task of one source is lost as a whole


class RiverHand:
    """All models of a run, loaded once, and the people of the run as they were told last."""

    def __init__(self, order: Order, record: Path) -> None:
        self._order = order
        papers = Papers(order, record)
        analyst = Analyst(order.settings, order.case)
        self._opener = Opener(order.settings, strict=order.pack.unreadable == "keep_back", folder=papers.inside)
        survey = Survey(order, self._opener, analyst, papers.findings)
        self._rooms = Rooms(order, papers, analyst, Rulings(order), self._opener, survey)
        self._people = b""
        self._turn: Turn | None = None

    def do(self, task: Task, at: At) -> Any:
        """One step of one source.

        Raises:
            InputError, ResidualError: the source is to be kept back.
        """
        at([0])
        job: Job = task.payload
        if job.step is Step.MEET:
            return self._rooms.survey.read(job.source)
        turn = self.turn()
        if job.step is Step.STAND:
            return turn.standing(job.source, seen=job.seen)
        steps = {Step.PLAN: Turn.planned, Step.TURN: Turn.whole, Step.APPLY: Turn.by_plan}
        return self._worked(job.source, turn, steps[job.step])

    def hear(self, message: Any) -> None:
        """The people of the run, pickled: what is learnt of them beside a turn is forgotten with it."""
        self._people, self._turn = message, None

    def close(self) -> None:
        """End the child processes."""
        self._opener.close()

    def turn(self) -> Turn:
        """Turns among the people of the run."""
        if not self._people:
            raise Defect("the people of the run are not known yet", "please report this")
        if self._turn is None:
            self._turn = Turn(self._rooms, pickle.loads(self._people))  # noqa: S301 - from our own process, by pipe
        return self._turn

    def alone(self, source: Source) -> Ready:
        """A source that is a world of its own, from its first reading to its draft.

        Raises:
            InputError, ResidualError: it is to be kept back.
        """
        scope = "none" if self._order.pack.carry == "none" else "source"
        people = People(self._order.case, self._order.key, scope)
        people.take(self._rooms.survey.read(source))
        people.settle()
        return self._worked(source, Turn(self._rooms, people), Turn.whole)

    def forget(self, source: Source, *, plan: bool = False) -> None:
        """Take away the draft of a source, what was found in it and, if so asked, its plan: who asks for it alone asks once."""
        self._rooms.papers.discard(source)
        self._rooms.survey.forget(source)
        if plan:
            self._rooms.papers.forget(source)

    def _worked(self, source: Source, turn: Turn, step: Callable[[Turn, Source], Ready]) -> Ready:
        """The step taken; where its draft does not pass, once more with all that can be read in a simpler way read so."""
        try:
            return step(turn, source)
        except ResidualError:
            if not self._opener.simplify(source):
                raise
            turn.take(self._rooms.survey.read(source))
            self._turn = None  # whom it has met now nobody else has heard of: the next turn begins anew
            return step(turn, source)
        finally:
            self._opener.as_usual()
