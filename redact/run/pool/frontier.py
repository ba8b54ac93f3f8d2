"""The border of a hand: whatever goes wrong behind it comes out as an error of our own, and carries no value."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from traceback import walk_tb
from types import TracebackType
from typing import TypeVar

from redact.core.errors import Defect, LimitExceeded, RedactError
from redact.core.work import At, Done, Failed, Hand, Task

Made = TypeVar("Made")

_PACKAGE = Path(__file__).parents[2]


def attempt(hand: Hand, task: Task, at: At) -> Done | Failed:
    """The task done, or failed with one of our own errors."""
    try:
        return Done(task, guarded(partial(hand.do, task, at)))
    except RedactError as err:
        return Failed(task, err)


def guarded(call: Callable[[], Made]) -> Made:
    """What the call gives.

    Raises:
        RedactError: as the call raised it; a `LimitExceeded` if memory ran out, a `Defect` for any other exception.
    """
    try:
        return call()
    except RedactError:
        raise
    except MemoryError:
        hint = "give each process more memory: run fewer of them"
        raise LimitExceeded("there is not enough memory for it", hint) from None
    except Exception as err:  # noqa: BLE001 - a message may quote a document, so the border lets none through
        raise _defect(err) from None


def _defect(err: Exception) -> Defect:
    """What broke and where, without the message of the exception, which may hold a value."""
    return Defect(
        f"something broke in redact itself ({type(err).__name__} in {_where(err.__traceback__)})",
        "please report this line",
    )


def _where(trace: TracebackType | None) -> str:
    """The innermost place that is ours and behind the border, or else the innermost of all."""
    places = [(Path(frame.f_code.co_filename), line) for frame, line in walk_tb(trace)]
    behind = [place for place in places if place[0].parent != Path(__file__).parent]
    ours = [place for place in behind if place[0].is_relative_to(_PACKAGE)]
    path, line = (ours or behind or places)[-1]
    return f"{path.parent.name}/{path.name}, line {line}"
