"""What becomes of a task whose hand was lost: from many suspects to the one item that kills. Pure."""

from __future__ import annotations

import signal
from collections.abc import Mapping, Sequence
from dataclasses import replace

from redact.core.errors import Defect, InputError, Lethal
from redact.core.work import Failed, Task

#: The key in `Task.lost` under which hands are counted that were lost before they announced an item.
UNSAID = -1
#: So many hands are lost to one item that was alone, before it is kept back: one loss may come from elsewhere.
TRIES = 2
#: So many hands are lost to a task without a word, before it is given up as a whole.
UNSAID_TRIES = 3

_HINT = "look at it by itself, on a machine that may crash; or leave it out"


def narrow(task: Task, at: Sequence[int], cause: InputError) -> Task | Failed:
    """What to do with a task whose hand was lost while it was `at` these items: the task to give next, or its failure.

    Several items are told to be done one by one; an item that was alone is counted, and kept back when it has been lost
    `TRIES` times, under the class of `cause`. A hand that was at none has said nothing about any item: the task is given
    again, and fails after `UNSAID_TRIES`. Each call comes nearer to an end, whatever a hand does.
    """
    if not at:
        return _unsaid(task, cause)
    if len(at) > 1:
        stuck = task.probe.issuperset(at)
        return _astray(task) if stuck else replace(task, probe=task.probe.union(at))
    item = at[0]
    if item in task.skip:
        return _astray(task)
    lost = {**task.lost, item: task.lost.get(item, 0) + 1}
    if lost[item] < TRIES:
        return replace(task, lost=lost, probe=task.probe | {item})
    if getattr(task.payload, "items", None) == 1:
        return Failed(task, cause)
    skip: Mapping[int, str] = {**task.skip, item: cause.kind}
    return replace(task, lost=lost, skip=skip, probe=task.probe - {item})


def lethal(exit_code: int | None) -> Lethal:
    """The cause that a dead process gives: `exit_code` is negative for a signal, as `multiprocessing` counts."""
    return Lethal(f"the process at work died ({_how(exit_code)}), time and again", _HINT)


def _how(exit_code: int | None) -> str:
    if exit_code is not None and exit_code < 0:
        known = {each.value: each.name for each in signal.Signals}
        return known.get(-exit_code, f"signal {-exit_code}")
    return f"exit code {exit_code}"


def _unsaid(task: Task, cause: InputError) -> Task | Failed:
    lost = {**task.lost, UNSAID: task.lost.get(UNSAID, 0) + 1}
    return Failed(task, cause) if lost[UNSAID] >= UNSAID_TRIES else replace(task, lost=lost)


def _astray(task: Task) -> Failed:
    """The hand did not do as the task says, so narrowing would never end."""
    return Failed(
        task, Defect("a hand touched items that it was told to leave, or not one by one", "please report this")
    )
