"""Findings between the passes: whole or not there at all, the same when they come back, and without values."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from redact.core.errors import CorruptInput, Defect
from redact.core.flow import Finding
from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars
from redact.core.segment import Text, TextKind
from redact.pipeline import spool
from redact.pipeline.analyst import Read
from redact.vault.key import Key
from redact.vault.seal import Seal

NAME = "Tobias Quillfeather"
SEAL = Seal(Key(bytes(range(32))), "test")
READS = [
    Read.of(
        Text(0, "text", f"Ask {NAME}."), [Finding(Chars(4, 23), "PERSON", 0.75, "expert", frozenset({"cue", "b"}))]
    ),
    Read.of(Text(3, "row 2", "nobody")),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "found.jsonl"


def test_what_was_kept_comes_back(path: Path) -> None:
    assert list(spool.keep(path, "f1", READS, SEAL)) == READS

    assert list(spool.recall(path, SEAL)) == [spool.Kept(read.segment.ordinal, read.findings) for read in READS]


def test_what_was_read_off_a_picture_comes_back_sealed(path: Path) -> None:
    seen = Read.of(
        Text(1, "page 1", "", medium="picture"),
        [Finding(Box(1, 2, 30, 40), "FACE", 0.9, "faces", frozenset({"crowd"}))],
    )
    ink = Ink((Stroke(0, 19, 0, Box(5, 5, 90, 15)),))
    said = Read.of(
        Text(1, "page 1, words", NAME, TextKind.PROSE, "", ink, "picture"), [Finding(Chars(0, 19), "PERSON", 0.8, "x")]
    )
    assert list(spool.keep(path, "f1", [seen, said], SEAL)) == [seen, said]

    back = list(spool.recall(path, SEAL))

    assert [each.text for each in back] == [seen.segment, said.segment]
    assert [each.findings for each in back] == [seen.findings, said.findings]
    assert back[1].text is not None
    assert back[1].text.locate(Chars(0, 6)) == (Box(5, 5, 90, 15),)
    assert "Quillfeather" not in path.read_text()


def test_what_is_kept_holds_no_value(path: Path) -> None:
    list(spool.keep(path, "f1", READS, SEAL))

    assert "Quillfeather" not in path.read_text()


def test_it_is_known_again_by_its_fingerprint(path: Path) -> None:
    assert not spool.kept(path, "f1")
    list(spool.keep(path, "f1", READS, SEAL))

    assert spool.kept(path, "f1")
    assert not spool.kept(path, "f2")


def test_nothing_is_there_until_all_has_passed(path: Path) -> None:
    reads = spool.keep(path, "f1", READS, SEAL)
    next(reads)

    assert not path.exists()
    list(reads)
    assert path.exists()


def test_a_reading_that_fails_leaves_nothing(path: Path) -> None:
    def broken() -> Iterator[Read]:
        yield READS[0]
        raise CorruptInput("it ends too early")

    with pytest.raises(CorruptInput):
        list(spool.keep(path, "f1", broken(), SEAL))

    assert list(path.parent.iterdir()) == []


def test_a_reading_that_is_given_up_leaves_nothing(path: Path) -> None:
    reads = spool.keep(path, "f1", READS, SEAL)
    next(reads)
    reads.close()  # type: ignore[attr-defined]

    assert list(path.parent.iterdir()) == []


@pytest.mark.parametrize(
    "spoil", [lambda raw: raw[:-1], lambda raw: raw[:-8], lambda raw: b"", lambda raw: b"{]" + raw]
)
def test_what_is_not_whole_is_not_believed(path: Path, spoil) -> None:  # type: ignore[no-untyped-def]
    list(spool.keep(path, "f1", READS, SEAL))
    path.write_bytes(spoil(path.read_bytes()))

    assert not spool.kept(path, "f1")


def test_findings_that_end_too_early_are_a_defect(path: Path) -> None:
    path.write_text(json.dumps({"findings": 1, "fingerprint": "f1"}) + "\n[0,[]]\n")

    with pytest.raises(Defect, match="end too early"):
        list(spool.recall(path, SEAL))
