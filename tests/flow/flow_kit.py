"""The public door called in-process, and what it left: outputs, manifest, log, and the ways a value may hide in bytes."""

from __future__ import annotations

import contextlib
import html
import io
import json
import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest import mock
from urllib.parse import unquote

from redact.cli import main

FIXTURES = Path(__file__).parents[2] / "fixtures"
PAPERS, CASE = FIXTURES / "papers", FIXTURES / "case.yaml"
#: Detectors that need no model.
QUICK = ("people", "uk", "generic", "lists")
RECORD_KEYS = {"source", "sha256", "output", "status", "reason", "kind", "redacted", "kept", "review"}
#: Deep enough to be found by whoever unpacks a file twice.
_DEPTH = 2


@dataclass(frozen=True)
class Said:
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def errors(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.err.splitlines() if line.startswith("{")]


def redact(*words: str | Path, environ: Mapping[str, str] | None = None) -> Said:
    """One command line, in this process, in an environment that turns no setting but those given."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("REDACT_")}
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch.dict(os.environ, {**plain, **(environ or {})}, clear=True),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = main([str(word) for word in words])
    return Said(code, out.getvalue(), err.getvalue())


@dataclass(frozen=True)
class Room:
    """Where one test works: papers in, release folder, record, and what every command of it is told."""

    at: Path
    papers: Path
    policy: str | Path = "foi"
    case: Path | None = None
    key: Path | None = None

    @property
    def out(self) -> Path:
        return self.at / "out"

    @property
    def record(self) -> Path:
        return self.at / "out.record"

    @property
    def settings(self) -> Path:
        path = self.at / "settings.toml"
        if not path.exists():
            path.write_text(f'detectors = {json.dumps(QUICK)}\nexpert = ""\nmodel = ""\n')
        return path

    def but(self, **changes: Any) -> Room:
        return replace(self, **changes)

    def put(self, **texts: str) -> None:
        """Papers by name, `__` for the dot before the suffix."""
        for name, text in texts.items():
            path = self.papers / name.replace("__", ".")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")

    def command(self, verb: str) -> list[str]:
        """The words of `redact run` or `redact plan` in this room."""
        words: list[str | Path] = [verb, self.papers, "--policy", self.policy, "--record", self.record]
        words += ["--settings", self.settings]
        words += ["--case", self.case] if self.case else []
        words += ["--key", self.key] if self.key else []
        words += ["--out", self.out] if verb == "run" else []
        return [str(word) for word in words]

    def run(self, *more: str | Path) -> Said:
        return redact(*self.command("run"), *more)

    def plan(self) -> Said:
        return redact(*self.command("plan"))

    def apply(self) -> Said:
        key = ["--key", self.key] if self.key else []
        return redact("apply", self.papers, "--record", self.record, "--out", self.out, *key)

    @property
    def outputs(self) -> dict[str, bytes]:
        return files(self.out)

    def text(self, name: str) -> str:
        """An output, as UTF-8."""
        return (self.out / name).read_text(encoding="utf-8")

    @property
    def manifest(self) -> dict[str, dict[str, Any]]:
        """The line that holds for each source."""
        return {line["source"]: line for line in lines(self.record / "manifest.jsonl")}

    @property
    def log(self) -> list[dict[str, Any]]:
        return lines(self.record / "log.jsonl")

    def logged(self, event: str) -> list[dict[str, Any]]:
        return [line for line in self.log if line["event"] == event]

    def plans(self) -> dict[str, Path]:
        """The plan of each source, by the name of its output."""
        found = sorted((self.record / "plans").iterdir())
        return {lines(path)[0]["output"]: path for path in found}

    def leftovers(self) -> list[str]:
        """What no finished run leaves behind: drafts and temporary files."""
        there = [path for folder in (self.out, self.record) for path in folder.rglob("*") if path.is_file()]
        return [p.name for p in there if p.parent.name == "drafts" or p.suffix in (".tmp", ".part")]


def files(folder: Path) -> dict[str, bytes]:
    """Every file under a folder, by its relative name."""
    there = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in there}


def lines(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_bytes().splitlines()]


@lru_cache(maxsize=256)
def readings(content: bytes) -> tuple[str, ...]:
    """Everything these bytes may be read as, caseless, with one space for any stretch of white space."""
    found = {content.decode(codec, "replace") for codec in ("utf-8", "utf-16", "cp1252")}
    for _ in range(_DEPTH):
        found |= {plain for text in found for plain in _unescaped(text)}
    return tuple(" ".join(text.casefold().split()) for text in found)


def _unescaped(text: str) -> Iterator[str]:
    yield html.unescape(text)
    yield re.sub(r"<[^<>]*>", "", text)
    yield unquote(text)
    yield re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)


def holds(content: bytes, value: str) -> bool:
    """Whether the value stands there as words of its own, in any case and any escape."""
    wanted = re.compile(rf"(?<!\w){re.escape(' '.join(value.casefold().split()))}(?!\w)")
    return any(wanted.search(text) for text in readings(content))


def truths() -> list[dict[str, Any]]:
    """What stands in the fixture papers."""
    found = sorted((FIXTURES / "truth").rglob("*.truth.json"))
    return [json.loads(path.read_text(encoding="utf-8")) for path in found]
