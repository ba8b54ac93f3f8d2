"""A daemon with a small engine: what is done to a file is said by the file itself. Also run as a program, to be killed."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from redact.audit.plan import PlanCounts
from redact.audit.release import release
from redact.core.errors import CorruptInput, Defect, Lethal, MissingPart, RedactError, ResidualError, WriteError
from redact.core.flow import Record, Source
from redact.core.work import At, Crew, Task
from redact.pipeline.ready import Ready
from redact.run.pool.inline import Inline
from redact.run.watch.config.config import Config, Lane
from redact.run.watch.daemon.around import Around
from redact.run.watch.jobs import Payload
from redact.run.watch.service import run

__all__ = ["Engine", "config_in", "drop", "lane", "names", "quick"]

let_out = release

_ERRORS: dict[str, type[RedactError]] = {
    each.__name__: each for each in (CorruptInput, ResidualError, Lethal, MissingPart, WriteError, Defect)
}


@dataclass
class Clerk:
    """A hand. A file that holds `raise KIND` fails, `sleep S` takes so long, `trouble N` fails the first N times."""

    drafts: Path
    orders: list[str]
    tries: dict[str, int] = field(default_factory=dict)

    def do(self, task: Task, at: At) -> Ready | None:
        payload = task.payload
        assert isinstance(payload, Payload)
        if payload.path is None:
            return None
        at([0])
        self.orders.append(payload.name)
        text = payload.path.read_text()
        self._misbehave(payload.name, text)
        draft = self.drafts / os.urandom(8).hex()
        draft.write_text(text.replace("Ann Example", "[name]"))
        digest = hashlib.sha256(text.encode()).hexdigest()
        source = Source(payload.path, payload.name, digest, len(text), "text")
        output = payload.name.replace("Ann Example", "person")
        return Ready(source, output, PlanCounts(1, 0, 0), "", draft, held="review" in text)

    def _misbehave(self, name: str, text: str) -> None:
        word, _, rest = text.partition(" ")
        if word == "raise":
            raise _ERRORS[rest.strip()]("a file says so", "mend it")
        if word == "sleep":
            time.sleep(float(rest.split()[0]))
        if word == "trouble":
            self.tries[name] = self.tries.get(name, 0) + 1
            if self.tries[name] <= int(rest.split()[0]):
                raise WriteError("a file says so", "wait")

    def hear(self, message: object) -> None:
        """Nothing."""

    def close(self) -> None:
        """Nothing."""


@dataclass
class Door:
    """A door that writes down what went through."""

    record: Path

    def release(self, ready: Ready, out: Path, output: str | None = None) -> Record:
        let_out(ready.draft, out / (output or ready.output))
        return self._note(ready.record("released", output))

    def keep_back(self, ready: Ready | str, error: RedactError) -> Record:
        name = ready if isinstance(ready, str) else ready.source.name
        return self._note(Record(name, "", None, "quarantined", error.kind, "unknown"))

    def hold(self, ready: Ready) -> Record:
        return self._note(ready.record("quarantined", None))

    def close(self) -> None:
        """Nothing."""

    def _note(self, record: Record) -> Record:
        with (self.record / "door.jsonl").open("a") as file:
            file.write(json.dumps([record.source, record.output, record.status, record.reason]) + "\n")
        return record


class Engine:
    """The small engine. `orders` has the names of the files that hands took up, in order."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._drafts = config.record / "drafts"
        self._drafts.mkdir(parents=True, exist_ok=True)
        self.orders: list[str] = []
        self.patience = 60.0

    @property
    def patience_s(self) -> float:
        return self.patience

    def crew(self) -> Crew:
        return Inline(lambda: Clerk(self._drafts, self.orders))

    def door(self, order: int) -> Door:
        return Door(self._config.record)

    def fingerprint(self, order: int) -> str:
        return f"order {order}"


def config_in(folder: Path, owner: str = "us", **changes: object) -> Config:
    """A configuration below a folder: shared folders there, record and state of this owner's own."""
    shared = {name: folder / name for name in ("inbox", "outbox", "quarantine", "originals", "held")}
    own = {name: folder / owner / name for name in ("record", "state")}
    for path in (*shared.values(), *own.values()):
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    quick_ones = {"poll_seconds": 0.02, "stable_polls": 2, "min_free_bytes": 0, "lease_seconds": 2.0}
    waits = {"retry_seconds": 0.02, "retry_most": 0.1}
    return replace(Config(**shared, **own, owner=owner, **quick_ones, **waits), **changes)


def lane(prefix: str, **changes: object) -> Lane:
    """A lane."""
    return replace(Lane(prefix), **changes)


def quick(say: Callable[[str], None] = lambda _: None) -> Around:
    """Surroundings of a daemon that has no time to lose."""
    return Around(say=say, grace_s=2.0)


def drop(config: Config, name: str, text: str = "about Ann Example") -> None:
    """Put a file into the inbox, whole."""
    path = config.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    temp = path.with_name(f".{path.name}.new")
    temp.write_text(text)
    temp.rename(path)


def names(folder: Path) -> list[str]:
    """Every file below a folder, but for hidden ones: our own, and those on their way."""
    found = (path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith(".") and "/." not in name)


def main(folder: str, owner: str, faults: str = "") -> int:
    """A daemon in a process of its own, until it is told to stop or killed. It says on stdout what goes on."""
    config = config_in(Path(folder), owner, jobs=2)
    if faults:
        config = replace(config, poll_seconds=0.1, stable_polls=4)
        _plague(random.Random())
    return run(config, Engine(config), quick(_told))


def _told(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _plague(chance: random.Random) -> None:
    """From now on: looks that fail with ESTALE, a full disk at the door, a clock that is set back and forth by years."""
    scandir, now = os.scandir, time.time

    def stale(path: str) -> object:
        if chance.random() < 0.02:
            raise OSError(errno.ESTALE, "stale")
        return scandir(path)

    def full(draft: Path, target: Path) -> str:
        if chance.random() < 0.01:
            raise WriteError("the output cannot be written", "free some space")
        return release(draft, target)

    os.scandir = stale  # type: ignore[assignment]
    time.time = lambda: now() + chance.choice((0.0, 3e8, -3e8))
    globals()["let_out"] = full


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
