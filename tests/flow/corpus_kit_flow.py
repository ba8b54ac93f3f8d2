"""A corpus redacted by the real command and detectors that need no model, and what it left."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flow_kit import Said, holds, redact

from redact.run.corpus import crews
from redact.run.pool import Inline

QUICK = 'model = ""\nexpert = ""\ndetectors = ["people", "uk", "generic"]\n'
#: One row; who is in it is nobody.
TEXT = "Dear Ms Grace Tymms, ring 01632 960123 or write to g.tymms@example.org about flat {0}."
VALUES = ("Tymms", "Grace", "01632 960123", "960123", "g.tymms@example.org")


@dataclass(frozen=True)
class Corpus:
    """Where one corpus lies, and what it is run with."""

    at: Path

    @property
    def inp(self) -> Path:
        return self.at / "in"

    @property
    def out(self) -> Path:
        return self.at / "out"

    @property
    def record(self) -> Path:
        return self.at / "out.record"

    def put(self, name: str, content: str | bytes) -> Path:
        path = self.inp / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def settings(self, more: str = "") -> Path:
        path = self.at / "settings.toml"
        path.write_text(QUICK + more)
        return path

    def run(self, *words: str | Path, inputs: tuple[str | Path, ...] = (), more: str = "", policy: str = "") -> Said:
        places: list[str | Path] = [*(inputs or (self.inp,)), "--out", self.out, "--record", self.record]
        told = ["--policy", policy or "training", "--settings", self.settings(more), "--jobs", "1"]
        return redact("corpus", *places, *told, *words)

    def retry(self, *words: str | Path) -> Said:
        return redact("retry", self.record, *words)

    @property
    def outputs(self) -> dict[str, bytes]:
        found = sorted(path for path in self.out.rglob("*") if path.is_file())
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in found}

    @property
    def names(self) -> list[str]:
        return [name for name in self.outputs if name != "_SUCCESS"]

    @property
    def whole(self) -> bool:
        return (self.out / "_SUCCESS").exists()

    @property
    def report(self) -> dict[str, Any]:
        report: dict[str, Any] = json.loads((self.record / "report.json").read_text())
        return report

    @property
    def did(self) -> tuple[int, int]:
        """How many shards the last run did, and how many were in."""
        return self.report["shards"]["done"], self.report["shards"]["already"]

    @property
    def kept_back(self) -> dict[str, str]:
        entries = [json.loads(path.read_text()) for path in (self.record / "shards").glob("*.json")]
        return {name: kind for entry in entries for name, kind in entry["quarantined"].items()}

    def check_clean(self, said: Said | None = None) -> None:
        """Nobody is left in what may be released, nor in what was said; nothing is half written."""
        for content in self.outputs.values():
            assert not any(holds(content, value) for value in VALUES)
        if said is not None:
            assert "Traceback" not in said.err + said.out
            assert not any(value in said.err + said.out for value in VALUES)
        for folder in (self.out, self.record):
            assert not [path for path in folder.rglob("*") if path.suffix in (".tmp", ".part")]
        scratch = self.record / "scratch"
        assert not scratch.exists() or not list(scratch.iterdir())


def rows(number: int = 5, **more: Any) -> list[dict[str, Any]]:
    return [{"id": f"r{at}", "text": TEXT.format(at), "n": at, **more} for at in range(number)]


def jsonl(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(each) + "\n" for each in records)


def parsed(content: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in content.splitlines()]


def refused(said: Said, code: int, word: str) -> None:
    """It ends as documented, says why and what to do, and nothing else."""
    assert said.code == code, said.err
    assert word in said.err
    assert "hint" in said.err
    assert "Traceback" not in said.err


@contextlib.contextmanager
def closed(path: Path) -> Iterator[None]:
    """A file or folder that nobody may read or write meanwhile."""
    mode = path.stat().st_mode
    path.chmod(0)
    try:
        yield
    finally:
        path.chmod(mode)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Corpus:
    """An empty corpus, redacted in this process."""
    (tmp_path / "in").mkdir()
    monkeypatch.setattr(crews, "crew_maker", lambda ask: (Inline, 1))
    return Corpus(tmp_path)
