"""Findings between the two passes, on disk and without values: what was claimed where, so that no model reads twice."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from redact.audit.files import replacing
from redact.core.errors import Defect
from redact.core.flow import Finding
from redact.core.place import Chars
from redact.pipeline.analyst import Read

_END = b"[-1,[]]\n"


def keep(path: Path, fingerprint: str, reads: Iterable[Read]) -> Iterator[Read]:
    """Pass reads on, and write their findings down; the file appears only when all have passed.

    Raises:
        WriteError: it cannot be written.
    """
    with replacing(path, "the findings") as out:
        out.write(_line({"findings": 1, "fingerprint": fingerprint}))
        for read in reads:
            out.write(_line([read.segment.ordinal, [_row(f) for f in read.findings]]))
            yield read
        out.write(_END)


def kept(path: Path, fingerprint: str) -> bool:
    """Whether whole findings of this fingerprint are there."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline())
            file.seek(-len(_END), os.SEEK_END)
            return bool(head.get("fingerprint") == fingerprint) and file.read() == _END
    except (OSError, ValueError):
        return False


def recall(path: Path) -> Iterator[tuple[int, tuple[Finding, ...]]]:
    """Segment ordinals and their findings, in the order in which they were kept."""
    with path.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            ordinal, rows = json.loads(line)
            if ordinal == -1:
                return
            yield ordinal, tuple(_finding(row) for row in rows)
    raise Defect("kept findings end too early", "delete the findings folder of the record and run again")


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _row(finding: Finding) -> list[Any]:
    chars = finding.chars
    return [chars.start, chars.end, finding.entity, finding.score, finding.detector, sorted(finding.facts)]


def _finding(row: list[Any]) -> Finding:
    start, end, entity, score, detector, facts = row
    return Finding(Chars(start, end), entity, score, detector, frozenset(facts))
