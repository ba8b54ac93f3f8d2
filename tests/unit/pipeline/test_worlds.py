"""Rows in memory: each a world of its own, read in batches, or all of one world."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator
from typing import Any

import pytest

from redact.core.errors import CorruptInput, Defect, ResidualError
from redact.core.segment import Text
from redact.pipeline import People, World, Worlds
from redact.pipeline.analyst import Read
from redact.pipeline.doubt import Doubt
from redact.pipeline.order import Order
from redact.policy.pack import load_pack
from redact.settings import Settings
from redact.vault.key import KEY_BYTES, Key

SETTINGS = Settings(model="", expert="", detectors=("people", "uk", "generic"), piece_chars=64)
ORDER = Order(SETTINGS, load_pack("research"), Key(bytes(KEY_BYTES)))
PHONE = "07700 900123"


@pytest.fixture(scope="module")
def worlds() -> Worlds:
    return Worlds(ORDER)


def made(worlds: Worlds, *rows: list[str]) -> list[World]:
    ends = worlds.redact(rows)
    assert all(isinstance(end, World) for end in ends)
    return [end for end in ends if isinstance(end, World)]


def test_rows_come_back_in_their_order_and_texts_in_theirs(worlds: Worlds) -> None:
    (first, second, third) = made(worlds, ["plain", f"ring {PHONE}"], [], ["", "x"])

    assert first.texts[0] == "plain"
    assert PHONE not in first.texts[1]
    assert first.texts[1].startswith("ring ")
    assert first.entities == {"PHONE_NUMBER": 1}
    assert first.chars_cut == len(PHONE)
    assert second.texts == ()
    assert third.texts == ("", "x")


def test_a_text_longer_than_a_piece_is_put_together_again(worlds: Worlds) -> None:
    text = "\n\n".join(f"Paragraph {at} of a long row, which says nothing of anybody at all." for at in range(20))

    assert made(worlds, [text, text + f" {PHONE}"])[0].texts[0] == text
    assert PHONE not in made(worlds, [text, text + f" {PHONE}"])[0].texts[1]


def test_a_batch_gives_what_rows_one_by_one_give(worlds: Worlds) -> None:
    rows = [[f"Dear Ms Jane Tymms, ring 01632 96{at:04d}. Yours, Mr Bob Quill"] for at in range(20)]

    assert made(worlds, *rows) == [made(worlds, row)[0] for row in rows]


def test_one_key_makes_one_person_one_token_in_all_rows(worlds: Worlds) -> None:
    one, other = made(worlds, ["Dear Ms Jane Tymms, hello."], ["This is from Ms Jane Tymms."])

    (token,) = [word for word in one.texts[0].replace(",", "").split() if "_" in word]
    assert token in other.texts[0]


def test_what_a_row_is_called_changes_nothing_in_it(worlds: Worlds) -> None:
    """Rows of a corpus are given with their ids: whom they speak of, and who is carried within them, stays the same."""
    row = ["Dear Ms Jane Tymms,", "hello Jane, you were admitted on 12 March 2024."]

    assert worlds.redact([row], ["shard:7"]) == made(worlds, row)
    assert "Jane" not in made(worlds, row)[0].texts[1]


def test_half_a_character_keeps_back_its_row_alone(worlds: Worlds) -> None:
    broken, whole = worlds.redact([["\ud800"], ["fine"]])

    assert isinstance(broken, CorruptInput)
    assert isinstance(whole, World)


def test_a_row_in_which_somebody_is_always_found_is_kept_back(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Doubt, "left", lambda *_: {("Nobody Known", "PERSON"): None})

    (end,) = worlds.redact([["Nobody Known is here"]])

    assert isinstance(end, ResidualError)
    assert "Nobody" not in repr(end)


def test_rows_of_one_world_know_each_others_people() -> None:
    worlds = Worlds(ORDER)
    rows = [["Dear Ms Jane Tymms, hello."], ["I asked Tymms twice."]]
    assert made(worlds, *rows)[1].texts == ("I asked Tymms twice.",)

    people = People(ORDER.case, ORDER.key, "set")
    found = json.loads(json.dumps(worlds.found(rows)))
    for met in pickle.loads(pickle.dumps(worlds.met(rows, ["a", "b"], found))):
        people.take(met)
    people.settle()
    worlds.know(pickle.loads(pickle.dumps(people)))
    one, other = worlds.redact(rows, ["a", "b"], found)

    assert isinstance(one, World)
    assert isinstance(other, World)
    (token,) = [word for word in one.texts[0].replace(",", "").split() if "_" in word]
    assert token in other.texts[0]


def test_what_was_found_before_is_not_looked_for_again(worlds: Worlds, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [["Dear Ms Jane Tymms, ring 07700 900123.", "nobody"], ["\ud800"], [""], ["Ms Tymms was here."]]
    alone = worlds.redact(rows)
    found = worlds.found(rows)
    assert "Tymms" not in json.dumps(found)
    read: list[str] = []
    look = worlds._analyst.read

    def watched(segments: Iterable[Text]) -> Iterator[Read]:
        held = list(segments)
        read.extend(segment.text for segment in held)
        return look(held)

    monkeypatch.setattr(worlds._analyst, "read", watched)
    again = worlds.redact(rows, found=[*found[:3], None])

    assert [repr(end) for end in again] == [repr(end) for end in alone]
    assert [end.texts for end in again if isinstance(end, World)] == [end.texts for end in alone if isinstance(end, World)]
    assert [text for text in read if "Tymms" in text] == ["Ms Tymms was here."]


@pytest.mark.parametrize("found", [[], [[], []], [[[[0, 99], "PERSON", 0.9, "people", []]]]])
def test_what_was_found_in_another_row_is_refused(worlds: Worlds, found: list[Any]) -> None:
    with pytest.raises(Defect):
        worlds.redact([["Ms Tymms"]], found=[found])


def test_a_file_name_loses_its_people_and_keeps_its_suffix(worlds: Worlds) -> None:
    name = worlds.name("letters/Ms Jane Tymms.txt")

    assert "Tymms" not in name
    assert name.startswith("letters/")
    assert name.endswith(".txt")
