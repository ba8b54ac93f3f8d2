"""An inbox, daemons on it, and ways to die: for the tests of claims."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from redact.run.watch.claims.claims import Claim, Claims

LEASE_S = 60.0


class Clock:
    """A clock that runs forward when it is told to."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def put(inbox: Path, name: str, text: str = "x") -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def dead(claims: Claims, clock: Clock) -> list[Claim]:
    """What is stale after a lease without a sign."""
    claims.stale()
    clock.now += LEASE_S
    return claims.stale()


def again(claims: Claims) -> list[Claim]:
    """What was claimed in an earlier life, taken up again."""
    return [claim for each in claims.mine() if (claim := claims.take_over(each)) is not None]


def left(inbox: Path) -> list[str]:
    """What stands in the folder of claims."""
    return sorted(str(path.relative_to(inbox)) for path in (inbox / ".redact/claims").rglob("*"))


def refuse(number: int) -> Callable[..., None]:
    def refused(*_: object, **__: object) -> None:
        raise OSError(number, "x")

    return refused


def die_after(monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    """Nothing runs any more after a certain call of the system: not even what would tidy up."""
    what, _, number = step.partition("-")
    owner = os if what == "link" else Path
    calls = [0]

    def gone(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    real = getattr(owner, what)

    def dying(*given: object, **more: object) -> object:
        calls[0] += 1
        answer = real(*given, **more)
        if calls[0] == int(number):
            getattr(answer, "close", lambda: None)()
            for name in ("mkdir", "open", "rename", "rmdir", "unlink", "touch"):
                monkeypatch.setattr(Path, name, gone)
            raise KeyboardInterrupt
        return answer

    monkeypatch.setattr(owner, what, dying)
