"""Broken and malicious files: each is kept back with a clear reason, tells nothing of itself, and harms no other."""

from __future__ import annotations

import json
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from flow_kit import CASE, FIXTURES, PAPERS, Room, Said, files, holds, lines, truths
from flow_words import NAME, WITH_PHONE

HOSTILE = FIXTURES / "hostile"
#: Whoever lets a broken file through lets this name through (fixtures/make/hostile.py).
PLANTED = "Oluwaseun Abernethy"
#: Odd, but whole: these may leave.
SOUND = {"only-bom.txt", "same-key-twice.json"}
_LONG = (pytest.mark.slow, pytest.mark.timeout(3600))
_LONG_ENOUGH = 5  # shorter values stand in codes and hashes by chance


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Room, Said]:
    """All hostile files and one good paper in one run."""
    at = tmp_path_factory.mktemp("hostile")
    room = Room(at, at / "papers", case=CASE)
    for name, content in files(HOSTILE).items():
        (room.papers / name).parent.mkdir(parents=True, exist_ok=True)
        (room.papers / name).write_bytes(content)
    room.put(good__txt=WITH_PHONE)
    return room, room.run()


def test_broken_files_are_kept_back_and_the_good_one_is_released(ran: tuple[Room, Said]) -> None:
    room, said = ran
    kept_back = {name for name, line in room.manifest.items() if line["status"] == "quarantined"}

    assert said.code == 3
    assert kept_back == set(files(HOSTILE)) - SOUND
    assert room.manifest["good.txt"]["status"] == "released"


def test_nothing_of_a_broken_file_is_passed_through(ran: tuple[Room, Said]) -> None:
    room, _ = ran

    assert set(room.outputs) == {*SOUND, "good.txt"}
    assert not [name for name, content in room.outputs.items() if holds(content, PLANTED)]


def test_each_has_a_note_with_what_happened_and_what_to_do(ran: tuple[Room, Said]) -> None:
    room, said = ran
    notes = [json.loads(path.read_bytes()) for path in (room.record / "quarantine").iterdir()]
    reasons = {line["reason"] for line in room.manifest.values() if line["status"] == "quarantined"}

    assert len(notes) == len(files(HOSTILE)) - len(SOUND)
    assert {note["reason"] for note in notes} == reasons <= {
        "InputError", "CorruptInput", "UnsupportedMedia", "LimitExceeded", "TooDeep", "EncryptedInput"
    }  # fmt: skip
    assert all(note["message"] and note["hint"] for note in notes)
    assert all(note["source_id"] in said.err for note in notes)


def test_errors_notes_log_and_findings_tell_neither_content_nor_names(ran: tuple[Room, Said]) -> None:
    room, said = ran
    told = said.err + said.out + "".join(text for _, text in _spoken(room))

    assert "Abernethy" not in told
    assert not [name for name in files(HOSTILE) if name in told]


def test_everything_kept_back_is_in_the_log(ran: tuple[Room, Said]) -> None:
    room, _ = ran

    assert len(room.logged("quarantined")) == len(files(HOSTILE)) - len(SOUND)


def test_nothing_is_left_behind(ran: tuple[Room, Said]) -> None:
    assert ran[0].leftovers() == []


def test_no_record_but_the_manifest_holds_a_value_or_a_name_of_a_file(room: Room) -> None:
    """The fixture papers, every truth value sought in log, plans, notes, findings and in all that was said."""
    papers = room.but(papers=PAPERS, case=CASE)
    said = papers.run()
    spoken = [*_spoken(papers), ("stdout", said.out), ("stderr", said.err)]
    values = {span["value"] for truth in truths() for span in truth["spans"] if span["personal"]}
    stems = {Path(truth["file"]).stem for truth in truths()}

    found = [
        (where, value)
        for value in values | stems
        if len(value) >= _LONG_ENOUGH
        for where, text in spoken
        if re.search(rf"(?<!\w){re.escape(value)}(?!\w)", text, re.IGNORECASE)
    ]

    assert found == []


def _spoken(room: Room) -> Iterator[tuple[str, str]]:
    """Every file of the record but the manifest, the pack and the order; plans without the name of their output."""
    for path in sorted(path for path in room.record.rglob("*") if path.is_file()):
        if path.name in ("manifest.jsonl", "policy.yaml", "order.json"):
            continue
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "plans":
            header, *decisions = lines(path)
            text = json.dumps([header | {"output": ""}, [_without_prose(line) for line in decisions]])
        yield path.parent.name, text


def _without_prose(line: dict[str, object]) -> dict[str, object]:
    """The reason is the pack's own sentence."""
    return line | {"reason": ""}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("nothing.txt", b"", "InputError"),
        ("program.txt", b"\x7fELF\x02\x01\x01" + bytes(300), "UnsupportedMedia"),
        ("letter.txt", b"%PDF-1.7\n" + NAME.encode(), "CorruptInput"),
        ("half.json", f'{{"name": "{NAME}'.encode(), "CorruptInput"),
        ("half.jsonl", f'{{"name": "{NAME}"}}\n{{"name"'.encode(), "CorruptInput"),
        ("deep.json", b'{"a":' * 5000 + f'"{NAME}"'.encode() + b"}" * 5000, "LimitExceeded"),
        ("deep.xml", b"<a>" * 5000 + NAME.encode() + b"</a>" * 5000, "LimitExceeded"),
        ("two.txt", f"{NAME} und José\n".encode() + "Zoë Müller\n".encode("cp1252") * 9, "CorruptInput"),
        ("laughs.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "CorruptInput"),
        ("open.csv", f'name\n"{NAME}\n'.encode(), "CorruptInput"),
    ],
)
def test_a_broken_file_is_kept_back_with_its_reason(room: Room, name: str, content: bytes, reason: str) -> None:
    room.put(good__txt=WITH_PHONE)
    (room.papers / f"zz9-{name}").write_bytes(content)

    said = room.run()

    assert said.code == 3
    assert room.manifest[f"zz9-{name}"]["reason"] == reason, said.err
    assert set(room.outputs) == {"good.txt"}
    assert not re.search(f"{NAME}|zz9", said.err)


def test_links_pipes_and_sockets_are_kept_back_and_not_waited_for(room: Room, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text(f"{NAME}\n")
    (room.papers / "a-link.txt").symlink_to(secret)
    (room.papers / "a-linked-folder").symlink_to(tmp_path, target_is_directory=True)
    (room.papers / "a-dead-link").symlink_to(tmp_path / "nowhere")
    os.mkfifo(room.papers / "a-pipe.txt")
    room.put(good__txt=WITH_PHONE)
    with socket.socket(socket.AF_UNIX) as open_socket:
        open_socket.bind(os.path.relpath(room.papers / "a-socket"))
        said = room.run()

    assert said.code == 3
    assert set(room.outputs) == {"good.txt"}
    odd = {name: line["reason"] for name, line in room.manifest.items() if name != "good.txt"}
    assert len(odd) == 5
    assert set(odd.values()) == {"UnsupportedMedia"}
    assert "links are not followed" in said.err


def test_a_file_that_may_not_be_read_is_kept_back(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Asked of the system, since whoever runs tests as root may read everything."""
    room.put(closed__txt=NAME, good__txt=WITH_PHONE)
    real = os.open

    def guarded(path: str | Path, *rest: object, **named: object) -> int:
        if str(path).endswith("closed.txt"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", guarded)

    said = room.run()

    assert said.code == 3
    assert room.manifest["closed.txt"]["reason"] == "InputError"
    assert "check its permissions" in said.err
    assert "closed.txt" not in said.err
    assert set(room.outputs) == {"good.txt"}


def test_a_folder_that_cannot_be_listed_is_kept_back(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    room.put(good__txt=WITH_PHONE, closed__txt="")
    (room.papers / "closed.txt").unlink()
    (room.papers / "closed").mkdir()
    real = os.scandir

    def guarded(path: str | Path) -> object:
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path)

    monkeypatch.setattr("redact.intake.source.os.scandir", guarded)

    said = room.run()

    assert said.code == 3
    assert room.manifest["closed"]["reason"] == "InputError"
    assert set(room.outputs) == {"good.txt"}


def test_a_name_that_is_no_utf8_is_carried_through(room: Room) -> None:
    name = os.fsdecode(b"letter-\xff\xfe.txt")
    (room.papers / name).write_text(WITH_PHONE)

    said = room.run()

    assert said.code == 0, said.err
    assert list(room.outputs) == [name]


def test_half_a_character_in_json_does_not_stop_the_run(room: Room) -> None:
    (room.papers / "half.json").write_bytes(rb'{"note": "\ud83d broke off", "who": "07700 900123"}')
    room.put(good__txt=WITH_PHONE)

    said = room.run()

    assert said.code in (0, 3), said.err
    assert "good.txt" in room.outputs
    assert not holds(room.outputs.get("half.json", b""), "07700 900123")


@pytest.mark.parametrize("mib", [1, pytest.param(20, marks=_LONG), pytest.param(200, marks=_LONG)])
def test_one_endless_line_comes_out_clean(room: Room, mib: int) -> None:
    piece = f"{WITH_PHONE.strip()} {'The roof is as it was. ' * 200}"
    with (room.papers / "line.txt").open("w") as file:
        for _ in range(mib * 1024**2 // len(piece)):
            file.write(piece)

    said = room.run()

    assert said.code == 0, said.err
    after = (room.out / "line.txt").read_text()
    assert "900123" not in after
    assert after.count("The roof is as it was.") == (mib * 1024**2 // len(piece)) * 200


@pytest.mark.timeout(60)
@pytest.mark.parametrize("suffix", ["txt", "html", "xml", "json", "jsonl"])
def test_no_file_of_tricks_holds_up_a_run(room: Room, suffix: str) -> None:
    """What costs time by the square of its length would take minutes; what cannot be read is kept back."""
    tricks = [
        " ",
        "0",
        "1 ",
        "A ",
        "a@",
        "a.",
        "-",
        "(",
        "<",
        "&",
        "&#",
        '"',
        "'",
        "[",
        "{",
        "\\u",
        "%",
        "=",
        "\n",
        ",",
        "Mr ",
    ]
    for number, trick in enumerate(tricks):
        (room.papers / f"{number}.{suffix}").write_text(trick * (20_000 // len(trick)))
    (room.papers / "99.txt").write_text(WITH_PHONE)

    said = room.run()

    assert said.code in (0, 3), said.err
    assert "99.txt" in room.outputs
    assert not [line for line in room.manifest.values() if line["reason"] in ("Defect", "ResidualError")]
