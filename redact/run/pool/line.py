"""The tasks that wait for a hand: those that lost one come before those that nobody has begun."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable

from redact.core.work import Task


class Line:
    """The tasks that wait: those given again come first; the others are pulled one by one."""

    def __init__(self, tasks: Iterable[Task]) -> None:
        self._tasks = iter(tasks)
        self._again: deque[Task] = deque()
        self._more = True

    @property
    def empty(self) -> bool:
        """Whether nothing waits. Pulls one task to know it."""
        self.look()
        return not self._again

    def next(self) -> Task | None:
        """The next task, if there is one."""
        if self._again:
            return self._again.popleft()
        task = next(self._tasks, None) if self._more else None
        self._more = task is not None
        return task

    def look(self) -> None:
        """Pull one, so that no models are loaded for nothing."""
        if not self._again and (task := self.next()):
            self.again(task)

    def again(self, task: Task) -> None:
        """A task that is to be given once more, before others."""
        self._again.append(task)

    def waiting(self, most: int) -> int:
        """For how many hands there is something; where that cannot be known without pulling, `most`."""
        return most if self._more else len(self._again)
