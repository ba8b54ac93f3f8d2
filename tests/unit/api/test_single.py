"""Single files: made ready in one place, let through the door in another."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from redact.api.ask import Ask
from redact.api.single import Door, Single
from redact.core.errors import InputError, UsageError
from redact.settings import Settings

SETTINGS = Settings(model="", expert="", detectors=("people", "uk", "generic"))
LETTER = "Dear Ms Jane Tymms,\n\nPlease ring me on 07700 900123 about it.\n"


@pytest.fixture
def ask(tmp_path: Path) -> Ask:
    return Ask((), tmp_path / "record", "foi", settings=SETTINGS)


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text(LETTER)
    return path


def test_a_file_is_made_ready_and_released(ask: Ask, letter: Path, tmp_path: Path) -> None:
    with Door(ask) as door:
        single = Single(ask)
        ready = pickle.loads(pickle.dumps(single.ready(letter, "post/Ms Jane Tymms.txt")))
        record = door.release(ready, tmp_path / "out")
        single.close()

    assert record.status == "released"
    assert "Tymms" not in str(record.output)
    assert "900123" not in (tmp_path / "out" / str(record.output)).read_text()
    events = [json.loads(line)["event"] for line in (tmp_path / "record/log.jsonl").read_text().splitlines()]
    assert events[0] == "genesis"
    assert events[-1] == "released"


def test_another_name_is_given_where_it_is_taken(ask: Ask, letter: Path, tmp_path: Path) -> None:
    with Door(ask) as door:
        ready = Single(ask).ready(letter, "letter.txt")
        record = door.release(ready, tmp_path / "out", "letter-2.txt")

    assert record.output == "letter-2.txt"
    assert (tmp_path / "out/letter-2.txt").exists()


def test_one_door_at_a_time(ask: Ask) -> None:
    with Door(ask), pytest.raises(UsageError, match="another run"):
        Door(ask)


def test_what_cannot_be_read_is_kept_back_with_its_reason(ask: Ask, letter: Path) -> None:
    letter.write_bytes(b"")
    with Door(ask) as door:
        with pytest.raises(InputError) as caught:
            Single(ask).ready(letter, "letter.txt")
        record = door.keep_back("letter.txt", caught.value)

    assert (record.status, record.reason) == ("quarantined", "InputError")
    (note,) = (ask.record / "quarantine").iterdir()
    assert json.loads(note.read_text())["message"] == "the file is empty"
