"""What is found twice in one stretch of sound is decided once."""

from __future__ import annotations

from collections import deque

from redact.core.flow import Decision
from redact.core.place import Times

_LATELY = 64  # decisions that are compared with the next


class Once:
    """A sound is heard in two ways, and much is found in both: of two decisions that say the same, one is enough."""

    def __init__(self) -> None:
        self._lately: deque[Decision] = deque(maxlen=_LATELY)

    def is_new(self, decision: Decision) -> bool:
        """Whether no decision before it says the same of a stretch of sound that holds this one."""
        if not isinstance(decision.place, Times):
            return True
        if any(_says_the_same(other, decision) for other in self._lately):
            return False
        self._lately.append(decision)
        return True


def _says_the_same(one: Decision, other: Decision) -> bool:
    if (one.segment, one.entity, one.person, one.verdict) != (other.segment, other.entity, other.person, other.verdict):
        return False
    holds, held = one.place, other.place
    if not isinstance(holds, Times) or not isinstance(held, Times) or holds.channels not in ((), held.channels):
        return False
    return holds.start_us <= held.start_us and held.end_us <= holds.end_us
