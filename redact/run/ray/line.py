"""The tasks that wait for a hand, pulled one by one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from redact.core.work import Task


class Line:
    """Those that are given again come first; of the others no more is pulled than a hand is free for."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._again: deque[Task] = deque()
        self._more = True

    @property
    def empty(self) -> bool:
        """Whether nothing waits. Pulls one task to know it."""
        task = self.next()
        if task is not None:
            self._again.appendleft(task)
        return task is None

    def next(self) -> Task | None:
        """The next task, if there is one."""
        if self._again:
            return self._again.popleft()
        task = next(self._tasks, None) if self._more else None
        self._more = task is not None
        return task

    def again(self, task: Task) -> None:
        """A task that is to be given once more, before others."""
        self._again.append(task)
