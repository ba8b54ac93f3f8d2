"""The script that everybody writes first: rows through Presidio in a multiprocessing pool. Run by bench.scale.

python -m bench.scale_peer DIR OUT.jsonl JOBS

It keeps no manifest, cannot go on where it stopped, doubts nothing, and a worker that dies hangs it.
"""

from __future__ import annotations

import fileinput
import json
import multiprocessing
import sys
from pathlib import Path

from presidio_analyzer import AnalyzerEngine
from presidio_anonymizer import AnonymizerEngine

from bench import peers

_ENGINES: list[tuple[AnalyzerEngine, AnonymizerEngine]] = []
_CHUNK = 16


def _load() -> None:
    _ENGINES.append((peers.default(), AnonymizerEngine()))


def _redact(line: str) -> str:
    analyzer, anonymizer = _ENGINES[0]
    row = json.loads(line)
    found = analyzer.analyze(row["text"], peers.LANGUAGE)
    return json.dumps({**row, "text": anonymizer.anonymize(row["text"], found).text})


def main() -> None:
    """Read, redact, write."""
    rows, out, jobs = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    with (
        multiprocessing.get_context("spawn").Pool(jobs, _load) as pool,
        fileinput.input(sorted(rows.iterdir()), encoding="utf-8") as source,
        out.open("w", encoding="utf-8") as file,
    ):
        for line in pool.imap(_redact, source, _CHUNK):
            file.write(line + "\n")


if __name__ == "__main__":
    main()
