"""The census: a draft is accounted for only when every part was read, cleaned or dropped, and none came or went."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from redact.core.errors import ResidualError
from redact.core.flow import PartNote, PartState
from redact.core.segment import Segment, Text
from redact.verify.census import accounted, same_shape

READ = PartNote("text", PartState.READ)
CLEANED = PartNote("properties", PartState.CLEANED)
DROPPED = PartNote("data 1", PartState.DROPPED)


class Doc:
    """A document with a census and some texts."""

    def __init__(self, *notes: PartNote, texts: int = 1) -> None:
        self._notes, self._texts = notes, texts

    def census(self) -> tuple[PartNote, ...]:
        return self._notes

    def segments(self) -> Iterator[Segment]:
        for at in range(self._texts):
            yield Text(at, "text", "words")


def test_a_document_with_every_part_in_order_is_accounted_for() -> None:
    assert accounted(Doc(READ, CLEANED, DROPPED)) == (READ, CLEANED, DROPPED)


@pytest.mark.parametrize(
    "notes",
    [(READ, PartNote("macro", PartState.REFUSED)), (READ, PartNote("text", PartState.CLEANED)), (CLEANED,), ()],
)
def test_a_part_that_is_refused_doubled_or_unread_withdraws_the_draft(notes: tuple[PartNote, ...]) -> None:
    with pytest.raises(ResidualError):
        accounted(Doc(*notes))


def test_a_document_without_text_needs_no_text_part() -> None:
    assert accounted(Doc(CLEANED, texts=0)) == (CLEANED,)


def test_a_draft_of_the_same_parts_passes_though_notes_differ() -> None:
    same_shape((READ, CLEANED, DROPPED), (PartNote("text", PartState.READ, "encoding utf-8"), CLEANED))


@pytest.mark.parametrize("after", [(READ,), (READ, CLEANED, PartNote("data 1", PartState.READ)), ()])
def test_a_part_lost_or_come_back_withdraws_the_draft(after: tuple[PartNote, ...]) -> None:
    with pytest.raises(ResidualError):
        same_shape((READ, CLEANED, DROPPED), after)
