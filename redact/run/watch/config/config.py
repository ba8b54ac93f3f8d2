"""What `redact watch` is told: folders, policy, pace, lanes. From one TOML file, checked before anything is touched.

Unlike settings, nothing comes from the environment: a daemon that runs for months does what its file says.
"""

from __future__ import annotations

import hashlib
import os
import socket
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redact.core.errors import UsageError
from redact.policy.casefile import load_case
from redact.policy.pack import load_pack
from redact.run.watch.config import folders
from redact.run.watch.config.reading import Section, tables
from redact.run.watch.share.scan import passing

_EXAMPLE = Path(__file__).with_name("example.toml")
_MOST_PORT = 65_535
_MOST_JOBS = 1_024


def owner_of(state: Path) -> str:
    """A name for the daemon with this state on this host, which tells nobody where it is."""
    return hashlib.sha256(os.fsencode(f"{socket.gethostname()}\0{os.path.realpath(state)}")).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Lane:
    """The part of the inbox below `prefix` (with `/`, empty for all), and what holds there. Higher priority goes first."""

    prefix: str = ""
    policy: str = "foi"
    case: Path | None = field(default=None, repr=False)
    priority: int = 0
    hold: bool = False  # outputs wait for a second person


@dataclass(frozen=True, slots=True)
class Retention:
    """After how many days files are deleted from a folder; 0: never."""

    originals_days: int = 0
    quarantine_days: int = 0
    outbox_days: int = 0


@dataclass(frozen=True, slots=True)
class Config:
    """A daemon's configuration; paths are absolute. `retry_seconds` and `retry_most` are the first and longest wait."""

    inbox: Path
    outbox: Path
    quarantine: Path
    originals: Path
    held: Path
    record: Path
    state: Path
    key: Path | None = None
    case: Path | None = field(default=None, repr=False)
    settings: Path | None = None
    policy: str = "foi"
    jobs: int = 1
    poll_seconds: float = 5.0
    stable_polls: int = 3
    done_marker: str = ""  # suffix of the file that says another is complete; empty: none is wanted
    skip: tuple[str, ...] = ()
    lanes: tuple[Lane, ...] = ()
    lease_seconds: float = 180.0
    retry_seconds: float = 5.0
    retry_most: float = 900.0
    min_free_bytes: int = 1024**3
    retention: Retention = Retention()
    port: int = 0
    owner: str = ""
    hold: bool = False
    four_eyes: bool = True  # who let an output go must not be whose file the source was

    def lane(self, name: str) -> Lane:
        """The lane of a file, by its name relative to the inbox: the longest prefix. Capitals count for nothing."""
        wanted = _folded(name)
        fitting = (lane for lane in self.lanes if wanted.startswith(f"{_folded(lane.prefix)}/"))
        default = Lane("", self.policy, self.case, 0, self.hold)
        return max(fitting, key=lambda lane: len(lane.prefix), default=default)


def example() -> str:
    """A configuration with every key in it, explained."""
    return _EXAMPLE.read_text(encoding="utf-8")


def load_config(path: Path) -> Config:
    """The configuration in a file. Paths in it are relative to its folder.

    Raises:
        UsageError: it cannot be read, a key is unknown, missing or of the wrong type, or two keys contradict each other.
    """
    top, lanes, kept = tables(path)
    inbox = top.folder("inbox")
    given: dict[str, Any] = {
        name: top.folder(name) for name in ("outbox", "quarantine", "originals", "record", "state")
    }
    given |= {name: top.file(name) for name in ("key", "case", "settings")}
    given["held"] = top.folder("held", given["outbox"].with_name(f"{given['outbox'].name}.held"))
    given["policy"] = top.policy("foi")
    given |= _pace(top)
    given["owner"] = top.text("owner", owner_of(given["state"]), pattern=r"[A-Za-z0-9_.-]{1,64}")
    given["hold"] = top.yes_no("hold", False)
    given["four_eyes"] = top.yes_no("four_eyes", True)
    given["lanes"] = tuple(_lane(each, given) for each in lanes)
    given["retention"] = Retention(**{name: kept.whole(name, 0) for name in _fields(Retention)})
    for section in (top, kept, *lanes):
        section.nothing_more()
    config = Config(inbox=inbox, **given)
    _agree(config)
    return config


def check_config(config: Config) -> None:
    """Nothing that the daemon would trip over, or do harm with: asked at every start.

    Raises:
        UsageError: a folder is missing, closed to us or open to others; two overlap; the state lies on a network; a
            policy or case file cannot be used.
    """
    named = {name: getattr(config, name) for name in folders.ALL}
    keys = {"key": config.key, "case": config.case, "settings": config.settings}
    files = {name: path for name, path in keys.items() if path is not None}
    files |= {f"case of lane {at}": lane.case for at, lane in enumerate(config.lanes, 1) if lane.case is not None}
    folders.check(named, files)
    if os.name != "posix" and config.four_eyes and any(lane.hold for lane in (config.lane(""), *config.lanes)):
        raise UsageError("'four_eyes' cannot be kept here: files have no owner's number", "set it to false")
    for lane in (config.lane(""), *config.lanes):
        load_pack(lane.policy)
        if lane.case is not None:
            load_case(lane.case)


def _pace(top: Section) -> dict[str, Any]:
    return {
        "jobs": top.whole("jobs", 1, least=1, most=_MOST_JOBS),
        "poll_seconds": top.number("poll_seconds", 5.0, least=0.01),
        "stable_polls": top.whole("stable_polls", 3, least=1),
        "done_marker": top.text("done_marker", "", pattern=r"(\.[^/\\\0\s]{1,20})?"),
        "skip": top.texts("skip"),
        "lease_seconds": top.number("lease_seconds", 180.0, least=0.01),
        "retry_seconds": top.number("retry_seconds", 5.0, least=0.01),
        "retry_most": top.number("retry_most", 900.0, least=0.01),
        "min_free_bytes": top.whole("min_free_bytes", 1024**3),
        "port": top.whole("port", 0, most=_MOST_PORT),
    }


def _lane(section: Section, top: Mapping[str, Any]) -> Lane:
    """A lane; what it does not say is as for the rest of the inbox."""
    return Lane(
        section.prefix("prefix"),
        section.policy(top["policy"]),
        section.file("case") or top["case"],
        section.whole("priority", 0, least=-1_000_000, most=1_000_000),
        section.yes_no("hold", top["hold"]),
    )


def _agree(config: Config) -> None:
    """No two keys contradict each other."""
    prefixes = [_folded(lane.prefix) for lane in config.lanes]
    twice = next((at for at, prefix in enumerate(prefixes, 1) if prefix in prefixes[: at - 1]), None)
    if twice is not None:
        raise UsageError(
            f"[[lane]] {twice}: an earlier lane has the same 'prefix'", "capitals do not tell lanes apart: keep one"
        )
    if config.retry_most < config.retry_seconds:
        raise UsageError("'retry_most' is less than 'retry_seconds'", "it is the longest wait, in seconds")
    if config.stable_polls < 2 and not config.done_marker:
        raise UsageError(
            "'stable_polls' is 1 and there is no 'done_marker'", "a file must be seen unchanged: use 2 or more"
        )
    if config.done_marker and passing(config.skip).match(f"x{config.done_marker}".lower()):
        raise UsageError("the files of 'done_marker' would be skipped", "choose another suffix, or change 'skip'")
    if config.lease_seconds < 2 * config.poll_seconds:
        raise UsageError("'lease_seconds' is less than two 'poll_seconds'", "a lease must outlast a look or two")


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold()


def _fields(kind: type[Retention]) -> tuple[str, ...]:
    return tuple(kind.__dataclass_fields__)
