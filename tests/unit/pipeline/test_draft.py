"""The draft: the source with its decisions carried out, and what is remembered of that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact import registry
from redact.core.errors import UsageError
from redact.core.flow import Action, Decision, Source, Verdict
from redact.core.place import Chars
from redact.pipeline.draft import Draft, write_draft
from redact.settings import Settings

TEXT = "Ask Tobias Quillfeather or Femi Oyelaran on 07700 900123.\n"


def decision(
    start: int, end: int, entity: str = "PERSON", action: Action = Action.REDACT, segment: int = 0
) -> Decision:
    place = Chars(start, end)
    return Decision(segment, "text", place, place, entity, Verdict(action, "rule", "label"), 1.0, "test", "00", 1)


def label(made: Decision, _surface: str) -> str:
    return f"[{made.entity}]"


def drafted(tmp_path: Path, *decisions: Decision, text: str = TEXT, piece_chars: int = 32_768) -> tuple[Draft, str]:
    paper = tmp_path / "paper.txt"
    paper.write_text(text)
    source = Source(paper, paper.name, "0" * 64, len(text), "text")
    document = registry.load("media", "text")(source, Settings(piece_chars=piece_chars))
    draft = write_draft(source, document, iter(decisions), label, tmp_path / "draft")
    return draft, draft.path.read_text()


def test_decisions_are_carried_out_and_remembered(tmp_path: Path) -> None:
    draft, made = drafted(
        tmp_path, decision(4, 23), decision(27, 40, action=Action.KEEP), decision(44, 56, "PHONE_NUMBER")
    )

    assert made == "Ask [PERSON] or Femi Oyelaran on [PHONE_NUMBER].\n"
    assert draft.cut == {("Tobias Quillfeather", "PERSON"), ("07700 900123", "PHONE_NUMBER")}
    assert draft.kept == {"Femi Oyelaran"}
    assert draft.put == {"[PERSON]", "[PHONE_NUMBER]"}


def test_a_word_taken_for_a_name_on_a_hunch_is_no_residue_elsewhere(tmp_path: Path) -> None:
    draft, made = drafted(tmp_path, replace(decision(4, 10), person=None))

    assert made.startswith("Ask [PERSON] Quillfeather")
    assert draft.cut == set()


def test_what_is_under_review_is_taken_out(tmp_path: Path) -> None:
    _, made = drafted(tmp_path, decision(4, 23, action=Action.REVIEW))

    assert "Quillfeather" not in made


def test_a_draft_shows_no_value(tmp_path: Path) -> None:
    draft, _ = drafted(tmp_path, decision(4, 23))

    assert "Quillfeather" not in repr(draft)


def test_within_a_segment_decisions_may_stand_in_any_order(tmp_path: Path) -> None:
    there = drafted(tmp_path, decision(4, 23), decision(44, 56))[1]

    assert drafted(tmp_path, decision(44, 56), decision(4, 23))[1] == there


def test_the_same_label_twice_in_a_row_is_put_once(tmp_path: Path) -> None:
    assert drafted(tmp_path, decision(4, 10), decision(11, 23))[1].startswith("Ask [PERSON] or")


def test_labels_side_by_side_are_remembered_as_one_word_too(tmp_path: Path) -> None:
    """Whoever reads the draft again sees `[PERSON][AGE]` as one."""
    draft, made = drafted(tmp_path, decision(4, 10), decision(10, 15, "AGE"), decision(15, 23, "EMPLOYER"))

    assert made.startswith("Ask [PERSON][AGE][EMPLOYER] or")
    assert {"[PERSON][AGE]", "[PERSON][AGE][EMPLOYER]"} <= draft.put


def test_two_decisions_on_the_same_characters_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="take out the same characters"):
        drafted(tmp_path, decision(4, 23), decision(11, 30))


def test_a_keep_within_a_cut_is_no_clash(tmp_path: Path) -> None:
    assert "Tobias" not in drafted(tmp_path, decision(4, 23), decision(4, 10, action=Action.KEEP))[1]


@pytest.mark.parametrize("stray", [decision(4, 10**6), decision(0, 1, segment=7)])
def test_a_decision_outside_the_text_is_refused_and_leaves_nothing(tmp_path: Path, stray: Decision) -> None:
    with pytest.raises(UsageError, match="does not fit"):
        drafted(tmp_path, stray)

    assert [path.name for path in tmp_path.iterdir()] == ["paper.txt"]


def test_decisions_out_of_the_order_of_segments_are_refused(tmp_path: Path) -> None:
    text = "One two three.\n\n" * 9

    with pytest.raises(UsageError, match="out of order"):
        drafted(tmp_path, decision(0, 3, segment=1), decision(0, 3, segment=0), text=text, piece_chars=16)


def test_only_values_that_point_at_a_person_are_sought(tmp_path: Path) -> None:
    draft, _ = drafted(tmp_path, decision(4, 23), decision(27, 31, "AGE"), decision(44, 56, "DATE_OF_BIRTH"))

    assert dict(draft.sought) == {"Tobias Quillfeather": "PERSON", "07700 900123": "DATE_OF_BIRTH"}


def test_common_words_of_an_address_are_not_sought_elsewhere(tmp_path: Path) -> None:
    text = "in the flat above, at 4 quillet row, in Tanpits Court"
    spans = ((7, 17), (22, 35), (40, 53))

    draft, _ = drafted(tmp_path, *(decision(*span, "STREET_ADDRESS") for span in spans), text=text)

    assert {surface for surface, _ in draft.sought} == {"4 quillet row", "Tanpits Court"}


@given(st.lists(st.integers(0, len(TEXT) - 1), max_size=8, unique=True).map(sorted))
def test_what_is_not_cut_stays_as_it_is(tmp_path_factory: pytest.TempPathFactory, ends: list[int]) -> None:
    spans = list(zip(ends[::2], ends[1::2], strict=False))

    _, made = drafted(tmp_path_factory.mktemp("draft"), *(decision(*span) for span in spans))

    kept = TEXT
    for start, end in reversed(spans):
        kept = kept[:start] + "[PERSON]" + kept[end:]
    assert made.replace("[PERSON]", "").replace(" ", "") == kept.replace("[PERSON]", "").replace(" ", "")
