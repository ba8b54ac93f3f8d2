"""A run over very many small files, in a process of its own: what it took in memory and time, as one JSON object."""

from __future__ import annotations

import hashlib
import json
import os
import resource
import shutil
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from redact.api.ask import Ask
from redact.core.flow import Source
from redact.run.corpus import drive
from redact.run.corpus.ask import CorpusAsk
from redact.run.pool import Inline
from redact.settings import Settings


@dataclass(frozen=True)
class Copied:
    source: Source
    output: str
    draft: Path
    beside: Mapping[str, Path] = field(default_factory=dict)
    held: bool = False
    entities: Mapping[str, int] = field(default_factory=dict)


class Copying:
    """Engines in which nobody is ever found: what is measured is everything around them."""

    def __init__(self, ask: CorpusAsk) -> None:
        self._drafts = ask.record / "copies"
        self._drafts.mkdir(exist_ok=True)

    def ready(self, path: Path, name: str) -> Copied:
        draft = self._drafts / "one"
        shutil.copyfile(path, draft)
        source = Source(path, name, hashlib.sha256(draft.read_bytes()).hexdigest(), draft.stat().st_size, "text")
        return Copied(source, name, draft)

    def discard(self, source: Source) -> None: ...

    def files(self) -> Copying:
        return self

    def name(self, name: str) -> str:
        return name

    def close(self) -> None: ...

    def __getattr__(self, name: str) -> Any:
        raise NotImplementedError(name)


def main(folder: Path) -> None:
    """The corpus `folder/in` into `folder/out`."""
    os.fsync = lambda _: None  # the disk is not what is measured
    small = Settings(model="", expert="", detectors=("uk",))
    ask = CorpusAsk((str(folder / "in"),), str(folder / "out"), Ask((), folder / "record", "training", settings=small))
    began = time.monotonic()
    drove = drive.run(ask, Inline, engines=Copying)
    took = time.monotonic() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    outcome = drove.outcome
    told = {"seconds": round(took, 2), "mb": peak, "done": outcome.done, "before": outcome.before}
    sys.stdout.write(json.dumps({**told, "rows": outcome.rows_out}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
