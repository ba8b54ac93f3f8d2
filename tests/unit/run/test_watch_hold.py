"""Four eyes: nothing leaves `held` without a release file, and who put it there is written down."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from redact.run.watch.shelves.hold import Folders, Hold, ask_for
from redact.run.watch.state.rows import Output, Status
from redact.run.watch.state.state import State


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    made = Folders(tmp_path / "held", tmp_path / "outbox", tmp_path / "record")
    made.held.mkdir()
    made.outbox.mkdir()
    return made


@pytest.fixture
def state(tmp_path: Path) -> Iterator[State]:
    made = State(tmp_path / "state.db", "us")
    yield made
    made.close()


def held(
    state: State, folders: Folders, name: str = "sar/letter.txt", text: str = "about [name]", uid: int = -1
) -> Output:
    """An output that waits; `uid`: whose file its source was."""
    path = folders.held / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    output = Output(
        name, "ab" * 32, "lane", "text", name, hashlib.sha256(text.encode()).hexdigest(), held=True, uid=uid
    )
    mine = state.take(name, "sar", "room", 1)
    state.made(mine, output)
    state.end(mine, Status.HELD, "text")
    return output


def hold(state: State, folders: Folders) -> Hold:
    return Hold(folders, state, lambda: datetime(2026, 1, 2, tzinfo=UTC))


def test_without_a_release_file_nothing_moves(state: State, folders: Folders) -> None:
    held(state, folders)

    assert hold(state, folders).look() == 0
    assert list(folders.outbox.rglob("*.txt")) == []


def test_a_released_output_moves_and_its_releaser_is_written_down_first(state: State, folders: Folders) -> None:
    output = held(state, folders)
    assert ask_for(folders.held, output.output)

    assert hold(state, folders).look() == 1
    assert (folders.outbox / "sar/letter.txt").read_text() == "about [name]"
    assert [path for path in folders.held.rglob("*") if path.is_file()] == []
    assert state.held() == []
    (line,) = (folders.record / "released-by.jsonl").read_text().splitlines()
    told = json.loads(line)
    assert told["uid"] == os.getuid()
    assert (told["output"], told["sha256"], told["at"]) == (
        "sar/letter.txt",
        output.digest,
        "2026-01-02T00:00:00+00:00",
    )


def test_what_was_changed_while_it_waited_stays(state: State, folders: Folders) -> None:
    output = held(state, folders)
    (folders.held / output.output).write_text("about Ann Example")
    ask_for(folders.held, output.output)

    assert hold(state, folders).look() == 0
    assert not (folders.outbox / output.output).exists()
    assert state.held() == [output] or [each.output for each in state.held()] == [output.output]


def test_a_link_is_no_release_file(state: State, folders: Folders, tmp_path: Path) -> None:
    """Anybody may lay a link to a file of somebody else's."""
    output = held(state, folders)
    (tmp_path / "theirs").touch()
    (folders.held / f"{output.output}.release").symlink_to(tmp_path / "theirs")

    assert hold(state, folders).look() == 0


def test_who_put_the_source_in_is_no_second_person(state: State, folders: Folders) -> None:
    output, said = held(state, folders, uid=os.getuid()), list[str]()
    ask_for(folders.held, output.output)

    assert Hold(folders, state, say=said.append).look() == 0
    assert (folders.held / output.output).exists()
    assert not (folders.held / f"{output.output}.release").exists()  # or nobody else could put theirs
    told = json.loads((folders.record / "released-by.jsonl").read_text())
    assert (told["uid"], told["refused"]) == (os.getuid(), "the source was this person's own")
    assert len(said) == 1
    assert "letter" not in said[0]


def test_another_may_and_so_may_anybody_where_four_eyes_are_not_asked_for(state: State, folders: Folders) -> None:
    other, own = held(state, folders, uid=os.getuid() + 1), held(state, folders, "own.txt", uid=os.getuid())
    for output in (other, own):
        ask_for(folders.held, output.output)

    assert hold(state, folders).look() == 1
    ask_for(folders.held, own.output)
    assert Hold(folders, state, four_eyes=False).look() == 1


def test_transcripts_go_with_their_recording(state: State, folders: Folders) -> None:
    output = held(state, folders, "call.wav")
    (folders.held / "call.transcript.txt").write_text("[name] speaking")
    ask_for(folders.held, output.output)

    assert hold(state, folders).look() == 1
    assert sorted(path.name for path in folders.outbox.iterdir()) == ["call.transcript.txt", "call.wav"]


def test_a_crash_between_move_and_note_is_made_good(state: State, folders: Folders) -> None:
    output = held(state, folders)
    ask_for(folders.held, output.output)
    (folders.outbox / "sar").mkdir()
    (folders.held / output.output).rename(folders.outbox / output.output)

    assert hold(state, folders).look() == 1
    assert state.held() == []
    assert not (folders.held / f"{output.output}.release").exists()


def test_asking_for_what_does_not_wait_is_refused(folders: Folders) -> None:
    assert not ask_for(folders.held, "nothing.txt")
    assert list(folders.held.iterdir()) == []
