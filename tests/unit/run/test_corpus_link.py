"""People over all rows of a corpus: whom rows bring is gathered, sealed, told to every hand, and forgotten."""

from __future__ import annotations

from pathlib import Path

import pytest
from corpus_kit import NAME, FakeEngines, ask_for, drive, write_rows

from redact.api.rows import Met
from redact.core.errors import UsageError
from redact.run.corpus import link
from redact.run.corpus.link import Sealed
from redact.vault.key import Key

KEY = Key(bytes(range(32)))


def test_every_hand_knows_the_people_of_all_shards(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}"])
    write_rows(tmp_path / "in" / "b.jsonl", ["nobody"])
    engines = FakeEngines()

    drive(ask_for(tmp_path, link=True), engines)

    assert engines.known == [NAME]


def test_nothing_that_was_gathered_is_left(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}"])

    drive(ask_for(tmp_path, link=True))

    assert not (tmp_path / "out.record" / "met").exists()


def test_without_it_nobody_is_gathered(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}"])
    engines = FakeEngines()

    drive(ask_for(tmp_path), engines)

    assert engines.known == []


def test_a_linked_corpus_that_changes_anywhere_is_done_again_everywhere(tmp_path: Path) -> None:
    """Whoever is new in one row may be somebody in another."""
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    drive(ask_for(tmp_path, link=True))
    assert drive(ask_for(tmp_path, link=True)).outcome.done == 0
    write_rows(tmp_path / "in" / "b.jsonl", ["two"])

    assert drive(ask_for(tmp_path, link=True)).outcome.done == 2


def test_what_waits_is_sealed_and_comes_back_as_it_was(tmp_path: Path) -> None:
    met = Met("s:1", True, {NAME: None}, {"Jane": True}, {"May": None}, {("01632 960123", "PHONE_NUMBER"): None})
    sealed = Sealed(tmp_path, KEY)

    sealed.write("s", [met, Met("s:2")])

    assert list(sealed.read("s")) == [met]
    (path,) = (tmp_path / "met").iterdir()
    assert b"Jane" not in path.read_bytes()


def test_too_many_people_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}", "x"])
    monkeypatch.setattr(link, "MOST", 1)

    with pytest.raises(UsageError, match="linked"):
        drive(ask_for(tmp_path, link=True))
    assert not (tmp_path / "out.record" / "met").exists()
