"""What surrounds a daemon, and is given to it: time, chance, and who is told what goes on."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from redact.run.watch.outside.notify import Notify

GRACE_S = 30.0


@dataclass(frozen=True, slots=True)
class Around:
    """What surrounds a daemon: its clock, chance, systemd, and where it says in a line what goes on."""

    clock: Callable[[], float] = time.monotonic
    chance: random.Random = field(default_factory=random.SystemRandom)
    notify: Notify = field(default_factory=Notify)
    say: Callable[[str], None] = lambda _: None
    grace_s: float = GRACE_S
