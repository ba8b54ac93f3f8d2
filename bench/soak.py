"""A daemon under load for an hour: python -m bench.soak [--minutes 60] [--jobs 1] [--seed 6]

Feeds `redact watch` with files of every medium, one in twenty of them hostile, as fast as it takes them, and looks every
few seconds at the memory and the file handles of it and of all its children. At the end every file that went in must
have come out once, and neither memory nor handles may have grown from the second quarter of the time to the last.
Ends with 1 if not. Needs the fixtures of this repository and nothing else.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import psutil

from bench.figures import save, table

_FIXTURES = Path(__file__).parents[1] / "fixtures"
_HOSTILE_SHARE = 0.05
#: How often a kind of file is fed, of a hundred that are not hostile.
_MIX = {"written": 68, "documents": 4, "pictures": 18, "sound": 8, "film": 2}
_WAITING = 20  # so many files wait in the inbox at most
_LOOK_S = 5.0
_GROWTH, _SLACK_MB, _SLACK_HANDLES = 0.10, 64, 8
_FIRST = "Grace Tobias Oluwaseun Priya Bronwen Callum Aoife Yusuf Wendy Marek".split()
_LAST = "Quillfeather Abernethy Tymms Nkemelu Fanshawe Oyelaran Pritchard Vasquez Dunmore Halloran".split()


@dataclass(frozen=True, slots=True)
class Look:
    """What the daemon and its children held at one moment."""

    at_s: float
    resident_mb: float
    handles: int
    processes: int
    alone_mb: float  # the daemon without its children
    alone_handles: int


def written(dice: random.Random) -> tuple[str, bytes]:
    """A text of one of several kinds, with people who do not exist."""
    name = f"{dice.choice(_FIRST)} {dice.choice(_LAST)}"
    phone = f"07700 900{dice.randrange(1000):03d}"
    lines = [f"{name} rang from {phone} about item {dice.randrange(10_000)}." for _ in range(dice.randrange(3, 60))]
    kind = dice.choice(("txt", "csv", "json", "jsonl", "html", "eml", "md"))
    if kind == "csv":
        return kind, "\n".join(["name,phone,note", *(f'{name},{phone},"{line}"' for line in lines)]).encode()
    if kind == "json":
        return kind, json.dumps({"caller": name, "notes": lines}).encode()
    if kind == "jsonl":
        return kind, "\n".join(json.dumps({"caller": name, "note": line}) for line in lines).encode()
    if kind == "html":
        return kind, f"<html><body><h1>{name}</h1><p>{'</p><p>'.join(lines)}</p></body></html>".encode()
    if kind == "eml":
        head = f"From: {name} <caller{dice.randrange(99)}@example.org>\r\nSubject: items\r\nContent-Type: text/plain\r\n\r\n"
        return kind, (head + "\r\n".join(lines)).encode()
    return kind, f"Dear {name},\n\n{chr(10).join(lines)}\n".encode()


class Feeder:
    """Puts files into an inbox, under names that tell nothing and come once."""

    def __init__(self, inbox: Path, seed: int) -> None:
        self._inbox = inbox
        self._dice = random.Random(seed)
        self.fed = self.hostile = 0
        self._first = [*_MIX, "hostile"]  # one of each to begin with, so that all models are loaded when looking begins
        self._there = {
            kind: sorted(path for path in (_FIXTURES / kind).iterdir() if path.is_file()) for kind in _folders()
        }

    def fill(self) -> None:
        """Files until enough of them wait."""
        waiting = sum(1 for path in self._inbox.iterdir() if path.is_file())
        for _ in range(_WAITING - waiting):
            self._feed()

    def _feed(self) -> None:
        self.fed += 1
        name = f"f{self.fed:06d}"
        kind = self._kind()
        self.hostile += kind == "hostile"
        if kind == "written":
            suffix, content = written(self._dice)
            path = self._inbox / f".{name}.tmp"
            path.write_bytes(content)
            path.rename(self._inbox / f"{name}.{suffix}")
        else:
            self._copy(self._dice.choice(self._there[kind]), name)

    def _kind(self) -> str:
        if self._first:
            return self._first.pop()
        if self._dice.random() < _HOSTILE_SHARE:
            return "hostile"
        return self._dice.choices(list(_MIX), list(_MIX.values()))[0]

    def _copy(self, fixture: Path, name: str) -> None:
        shutil.copyfile(fixture, self._inbox / f".{name}.tmp")
        (self._inbox / f".{name}.tmp").rename(self._inbox / f"{name}{fixture.suffix}")


def _folders() -> Sequence[str]:
    return [*(kind for kind in _MIX if kind != "written"), "hostile"]


def configured(folder: Path, jobs: int) -> Path:
    """The folders of a daemon, and its configuration."""
    for name in ("inbox", "outbox", "quarantine", "originals"):
        (folder / name).mkdir()
    said = [f'{name} = "{folder / name}"' for name in ("inbox", "outbox", "quarantine", "originals", "record", "state")]
    pace = [f"jobs = {jobs}", "poll_seconds = 0.5", "stable_polls = 2", "min_free_bytes = 1000000", 'policy = "foi"']
    path = folder / "watch.toml"
    path.write_text("\n".join([*said, *pace]) + "\n")
    return path


def looks(process: subprocess.Popen[bytes], feeder: Feeder, seconds: float) -> Iterator[Look]:
    """Feed and look until the time is over.

    Raises:
        SystemExit: the daemon has ended.
    """
    start = time.monotonic()
    daemon = psutil.Process(process.pid)
    while (at := time.monotonic() - start) < seconds:
        if process.poll() is not None:
            raise SystemExit(f"the daemon ended with {process.returncode}")
        feeder.fill()
        held = [_held(each) for each in (daemon, *daemon.children(recursive=True))]
        yield Look(at, sum(mb for mb, _ in held), sum(n for _, n in held), len(held), *held[0])
        time.sleep(_LOOK_S)


def _held(process: psutil.Process) -> tuple[float, int]:
    with suppress(psutil.Error):
        return process.memory_info().rss / 1e6, process.num_fds()
    return 0.0, 0


def grown(looked: Sequence[Look]) -> list[str]:
    """What has grown from the second quarter of the time to the last, for people."""
    quarter = max(1, len(looked) // 4)
    early, late = looked[quarter : 2 * quarter], looked[-quarter:]
    found = []
    for what in ("resident_mb", "alone_mb"):
        before, after = (median(getattr(look, what) for look in part) for part in (early, late))
        if after > before * (1 + _GROWTH) + _SLACK_MB:
            found.append(f"{what}: {before:.0f} to {after:.0f}")
    for what in ("handles", "alone_handles"):
        before, after = (median(getattr(look, what) for look in part) for part in (early, late))
        if after > before + _SLACK_HANDLES:
            found.append(f"{what}: {before:.0f} to {after:.0f}")
    return found


def main() -> int:
    """Feed, look, drain, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--seed", type=int, default=6)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="redact-soak-") as name:
        folder = Path(name)
        config = configured(folder, args.jobs)
        words = [sys.executable, "-m", "redact.cli", "watch"]
        with (folder / "said").open("wb") as said:
            process = subprocess.Popen([*words, "--config", str(config)], stderr=said, stdout=said)
        feeder = Feeder(folder / "inbox", args.seed)
        try:
            looked = list(looks(process, feeder, args.minutes * 60))
            subprocess.run([*words, "drain", "--config", str(config), "--wait"], check=True, stdout=subprocess.DEVNULL)
            process.wait(120)
        finally:
            process.kill()
            process.wait()
        return told(folder, feeder, looked)


def told(folder: Path, feeder: Feeder, looked: Sequence[Look]) -> int:
    """Print what was seen; 1 when something grew, or a file is lost, doubled or left behind."""
    last = {"inbox": _files(folder / "inbox"), "originals": _files(folder / "originals")}
    quarantined = [path for path in _files(folder / "quarantine") if not path.endswith(".reason.json")]
    ends = sorted(Path(name).stem for name in [*last["originals"], *quarantined])
    table(
        ("", "first", "middle", "last"),
        [(what, *(getattr(looked[at], what) for at in (0, len(looked) // 2, -1))) for what in Look.__slots__],
    )
    kept, out = len(quarantined), len(last["originals"])
    print(f"{feeder.fed} files fed, {feeder.hostile} of them hostile: {out} redacted, {kept} kept back")
    faults = grown(looked)
    if last["inbox"]:
        faults.append(f"{len(last['inbox'])} files are left in the inbox")
    if ends != [f"f{at:06d}" for at in range(1, feeder.fed + 1)]:
        faults.append("files were lost, or came out twice")
    for fault in faults:
        print(f"FAULT: {fault}")
    save(
        "soak",
        {"fed": feeder.fed, "hostile": feeder.hostile, "faults": faults, "looks": [_plain(look) for look in looked]},
    )
    return 1 if faults else 0


def _plain(look: Look) -> dict[str, float]:
    return {name: getattr(look, name) for name in Look.__slots__}


def _files(folder: Path) -> list[str]:
    return [
        path.name
        for path in folder.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    ]


if __name__ == "__main__":
    raise SystemExit(main())
