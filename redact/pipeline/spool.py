"""Findings between the two passes, on disk and without values: what was claimed where, so that no model looks twice.

What was read off a picture or heard in a sound cannot be had again without reading it once more: its words are kept
too, sealed under the key of the run, and open only while it is at hand.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from redact.audit.files import replacing
from redact.core.errors import Defect
from redact.core.flow import Finding
from redact.core.ink import Ink
from redact.core.place import Chars, from_extent, to_extent
from redact.core.said import Said
from redact.core.segment import Text, TextKind
from redact.pipeline.analyst import Read
from redact.vault.seal import Seal

#: The last line of findings that are whole.
END = b"[-1,[]]\n"


@dataclass(frozen=True, slots=True)
class Kept:
    """What is known of one text: its findings, and itself if it was read off a signal."""

    ordinal: int
    findings: tuple[Finding, ...]
    text: Text | None = None


def keep(path: Path, fingerprint: str, reads: Iterable[Read], seal: Seal) -> Iterator[Read]:
    """Pass reads on, and write their findings down; the file appears only when all have passed.

    Raises:
        WriteError: it cannot be written.
    """
    with replacing(path, "the findings") as out:
        out.write(_line({"findings": 3, "fingerprint": fingerprint}))
        for read in reads:
            row: list[Any] = [read.segment.ordinal, [plain(f) for f in read.findings]]
            if read.segment.medium != "text":
                row.append(seal.close(json.dumps(_plain(read.segment))))
            out.write(_line(row))
            yield read
        out.write(END)


def kept(path: Path, fingerprint: str) -> bool:
    """Whether whole findings of this fingerprint are there."""
    try:
        with path.open("rb") as file:
            head = json.loads(file.readline())
            file.seek(-len(END), os.SEEK_END)
            return bool(head.get("fingerprint") == fingerprint) and file.read() == END
    except (OSError, ValueError):
        return False


def recall(path: Path, seal: Seal) -> Iterator[Kept]:
    """What was kept, in the order in which it was.

    Raises:
        UsageError: the words of a picture were sealed with another key.
    """
    with path.open(encoding="utf-8") as file:
        next(file)
        for line in file:
            ordinal, rows, *sealed = json.loads(line)
            if ordinal == -1:
                return
            text = _text(ordinal, json.loads(seal.open(sealed[0]))) if sealed else None
            yield Kept(ordinal, tuple(map(finding_of, rows)), text)
    raise Defect("kept findings end too early", "delete the findings folder of the record and run again")


def _line(value: object) -> bytes:
    return json.dumps(value).encode() + b"\n"


def plain(finding: Finding) -> list[Any]:
    """A finding as JSON holds it; where it is and what it is, not what it says."""
    place = finding.place
    where = [place.start, place.end] if isinstance(place, Chars) else to_extent(place)
    return [where, finding.entity, finding.score, finding.detector, sorted(finding.facts)]


def finding_of(row: list[Any]) -> Finding:
    """The finding that `plain` made plain."""
    where, entity, score, detector, facts = row
    place = Chars(*where) if isinstance(where, list) else from_extent(where)
    return Finding(place, entity, score, detector, frozenset(facts))


def _plain(text: Text) -> dict[str, Any]:
    anchor = text.anchor
    return {
        "part": text.part,
        "text": text.text,
        "kind": text.kind.value,
        "context": text.context,
        "medium": text.medium,
        "ink": anchor.to_plain() if isinstance(anchor, Ink) else None,
        "said": anchor.to_plain() if isinstance(anchor, Said) else None,
    }


def _text(ordinal: int, plain: dict[str, Any]) -> Text:
    known = Text(
        ordinal, plain["part"], plain["text"], TextKind(plain["kind"]), plain["context"], medium=plain["medium"]
    )
    if plain["ink"] is not None:
        return replace(known, anchor=Ink.from_plain(plain["ink"]))
    if plain["said"] is not None:
        return replace(known, anchor=Said.from_plain(plain["said"]))
    return known
