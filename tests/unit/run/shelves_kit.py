"""Shelves, files to put on them, and ways to die while they are put there."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from redact.core.errors import CorruptInput
from redact.run.watch.claims.claims import Claim, Claims
from redact.run.watch.config.config import Config

NAMES = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
ERROR = CorruptInput("the bytes contradict the format", "ask for the file again")


def claim(claims: Claims, config: Config, name: str, text: str = "x") -> Claim:
    path = config.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    taken = claims.take(name)
    assert taken is not None
    return taken


def stands(folder: Path) -> dict[str, str]:
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def two_file_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    """A rename from the inbox to anywhere else is refused, as between two file systems."""
    real = Path.rename

    def rename(self: Path, target: Path) -> Path:
        if "inbox" in self.parts and "inbox" not in Path(target).parts:
            raise OSError(errno.EXDEV, "x")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", rename)


def die_before(monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """Before a certain one of the calls that change something all of them end, as they do for who is killed."""
    calls = [0]

    def counting(name: str) -> None:
        real = getattr(Path, name)

        def dying(*given: object, **more: object) -> object:
            calls[0] += 1
            if calls[0] >= step:
                raise KeyboardInterrupt
            return real(*given, **more)

        monkeypatch.setattr(Path, name, dying)

    for name in ("mkdir", "rename", "replace", "unlink"):
        counting(name)
