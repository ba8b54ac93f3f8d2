"""A corpus run that takes its time, to be killed: `python corpus_victim.py FOLDER`."""

from __future__ import annotations

import sys
import time
from collections.abc import Sequence
from pathlib import Path

from corpus_kit import FakeEngines, ask_for

from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.drive import run
from redact.run.corpus.formats import Made
from redact.run.pool import Pool


class SlowEngines(FakeEngines):
    def rows(self, rows: Sequence[Sequence[str]], ids: Sequence[str], found: object = ()) -> list[Made | Exception]:
        time.sleep(0.01)
        return super().rows(rows, ids, found)


def slow(_: CorpusAsk) -> SlowEngines:
    return SlowEngines()


if __name__ == "__main__":
    run(ask_for(Path(sys.argv[1]), shard_bytes=2_000), lambda recipe: Pool(recipe, 2), engines=slow)
