"""Every row finds what it says it finds, to the character, and misses what it says it misses."""

from __future__ import annotations

import pytest
from patterns_kit import found, marked

from redact.core.ports import Detector
from redact.core.segment import Text
from redact.core.taxonomy import TYPES
from redact.detect.patterns import generic_rows, phone, uk
from redact.detect.patterns.recognizer import Recognizer

GENERIC = (*phone.ROWS, *generic_rows.ROWS)


def examples(rows: tuple[Recognizer, ...], which: str) -> list[object]:
    return [
        pytest.param(row, example, id=f"{row.entity}-{row.name}-{number}")
        for row in rows
        for number, example in enumerate(getattr(row, which))
    ]


@pytest.mark.parametrize(("row", "example"), examples(uk.ROWS, "finds"))
def test_uk_row_finds(uk_pack: Detector, row: Recognizer, example: str) -> None:
    assert_finds(uk_pack, row, example)


@pytest.mark.parametrize(("row", "example"), examples(GENERIC, "finds"))
def test_generic_row_finds(generic_pack: Detector, row: Recognizer, example: str) -> None:
    assert_finds(generic_pack, row, example)


@pytest.mark.parametrize(("row", "example"), examples(uk.ROWS, "misses"))
def test_uk_row_misses(uk_pack: Detector, row: Recognizer, example: str) -> None:
    assert row.entity not in {entity for entity, _ in found(uk_pack, example)}


@pytest.mark.parametrize(("row", "example"), examples(GENERIC, "misses"))
def test_generic_row_misses(generic_pack: Detector, row: Recognizer, example: str) -> None:
    assert row.entity not in {entity for entity, _ in found(generic_pack, example)}


@pytest.mark.parametrize("row", [*uk.ROWS, *GENERIC], ids=lambda row: f"{row.entity}-{row.name}")
def test_every_row_carries_examples_counter_examples_and_a_source(row: Recognizer) -> None:
    assert row.entity in TYPES
    assert row.finds
    assert row.misses
    assert row.source
    assert row.cues or not row.cue_required or row.nearby


def test_names_of_rows_are_unique_within_a_pack() -> None:
    """Detector names in the log lead to one row."""
    for rows in (uk.ROWS, GENERIC):
        names = [row.name for row in rows]

        assert len(names) == len(set(names))


def assert_finds(pack: Detector, row: Recognizer, example: str) -> None:
    text, spans = marked(example)
    got = {(f.chars.start, f.chars.end, f.entity) for f in pack(Text(0, "t", text))}

    assert spans
    assert {(start, end, row.entity) for start, end in spans} <= got
