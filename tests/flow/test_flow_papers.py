"""The fixture papers through every pack: what must go is gone from every byte, and the record tells of it all."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flow_kit import CASE, PAPERS, RECORD_KEYS, Room, Said, files, holds, lines, redact, truths
from lxml import etree

from redact.core.taxonomy import entity_type
from redact.operate.wordlists import GIVEN
from redact.policy.pack import available

#: Whom the case file names, but for the director, whose name it discloses. `mother` has died and is under review.
IN_THE_CASE = {"tenant", "neighbour", "requester", "officer", "mother", "trader"}
#: Packs that disclose the director's name as the case file says.
DISCLOSING = {"foi", "eir", "sar", "minimal"}
#: `minimal` takes out what the case file names and nothing else; these detectors need a model, or a cue that not all have.
_NEEDS_MODELS = {"PERSON", "STREET_ADDRESS"}
_SHORT = 3


@pytest.fixture(scope="module", params=available())
def ran(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Room, Said]:
    room = Room(tmp_path_factory.mktemp(request.param), PAPERS, policy=request.param, case=CASE)
    return room, room.run()


def must_go(truth: dict[str, Any], pack: str) -> Iterator[str]:
    """Values that detectors without models must have found, and that this pack takes out."""
    # Under `minimal` a relative whom the case does not name keeps the surname that they share.
    others = [s["value"] for s in truth["spans"] if s["entity"] == "PERSON" and s["person"] not in IN_THE_CASE]
    for span in truth["spans"]:
        if pack == "minimal" and any(span["value"] in other.split() for other in others):
            continue
        named = span["entity"] == "PERSON" and span["person"] in IN_THE_CASE and len(span["value"]) > _SHORT
        shaped = span["entity"] not in _NEEDS_MODELS and entity_type(span["entity"]).directness == "direct"
        if span["personal"] and (named or (shaped and pack != "minimal")):
            yield span["value"]


def test_every_source_is_released_or_unchanged(ran: tuple[Room, Said]) -> None:
    room, said = ran

    assert said.code == 0, said.err
    assert set(room.manifest) == set(files(PAPERS))
    assert {line["status"] for line in room.manifest.values()} <= {"released", "unchanged"}


def test_what_the_pack_takes_out_is_in_no_byte_of_the_output(ran: tuple[Room, Said]) -> None:
    room, _ = ran
    for truth in truths():
        line = room.manifest[truth["file"]]
        content = (room.out / line["output"]).read_bytes() + line["output"].encode()

        left = [value for value in must_go(truth, str(room.policy)) if holds(content, value)]

        assert left == [], (truth["file"], left)


def test_initials_of_the_case_file_are_gone_where_they_stand_as_such(ran: tuple[Room, Said]) -> None:
    """`SM` and `OA` are variants in the case file; they are looked for with their capitals."""
    room, _ = ran

    left = [name for name, content in room.outputs.items() if b" SM." in content or b" OA " in content]

    assert left == []


def test_outputs_are_still_what_their_kind_says(ran: tuple[Room, Said]) -> None:
    room, _ = ran
    for line in room.manifest.values():
        before, after = PAPERS / line["source"], room.out / line["output"]
        check = {"json": _json, "jsonl": _jsonl, "table": _table, "markup": _markup, "text": _text}[line["kind"]]
        assert check(before) == check(after), line["source"]


def test_the_release_folder_holds_the_outputs_and_nothing_else(ran: tuple[Room, Said]) -> None:
    room, _ = ran

    assert set(room.outputs) == {line["output"] for line in room.manifest.values()}


def test_the_manifest_has_a_line_for_each_source_in_the_promised_form(ran: tuple[Room, Said]) -> None:
    room, _ = ran
    written = lines(room.record / "manifest.jsonl")

    assert [line["source"] for line in written] == sorted(files(PAPERS))
    for line in written:
        content = (PAPERS / line["source"]).read_bytes()
        assert set(line) == RECORD_KEYS
        assert line["sha256"] == hashlib.sha256(content).hexdigest()
        assert line["reason"] == ""
        assert all(isinstance(line[name], int) for name in ("redacted", "kept", "review"))
        assert line["status"] == "released" or (room.out / line["output"]).read_bytes() == content


def test_the_record_folder_is_laid_out_as_promised(ran: tuple[Room, Said]) -> None:
    room, _ = ran
    there = {path.name for path in room.record.iterdir()}

    assert {"manifest.jsonl", "log.jsonl", "log.head", "plans", "quarantine"} <= there
    assert len(list((room.record / "plans").iterdir())) == len(room.manifest)
    assert list((room.record / "quarantine").iterdir()) == []
    assert room.record.stat().st_mode & 0o077 == 0
    assert room.leftovers() == []


def test_the_log_has_a_line_for_every_decision_and_verifies(ran: tuple[Room, Said]) -> None:
    room, _ = ran
    counted = {name: sum(line[name] for line in room.manifest.values()) for name in ("redacted", "kept", "review")}
    actions = [line["action"] for line in room.logged("decision")]

    assert {"redacted": actions.count("redact"), "kept": actions.count("keep"), "review": actions.count("review")} == (
        counted
    )
    assert len(room.logged("released")) == len(room.manifest)
    assert redact("log", "verify", room.record).code == 0


def test_names_in_paths_are_gone_from_the_names_of_outputs(ran: tuple[Room, Said]) -> None:
    room, _ = ran

    assert not [name for name in room.outputs if "abernethy" in name.lower() or "macallister" in name.lower()]
    assert "RE RE leak at number.txt" in room.outputs


@pytest.mark.slow
@pytest.mark.parametrize("pack", available())
def test_with_all_detectors_nobody_is_left(pack: str, tmp_path: Path) -> None:
    """Needs the models; settings are those of the environment."""
    environ = {name: value for name, value in os.environ.items() if name.startswith("REDACT_")}
    room = Room(tmp_path, PAPERS)

    said = redact("run", PAPERS, "--out", room.out, "--policy", pack, "--case", CASE, environ=environ)

    assert said.code == 0, said.err
    for truth in truths():
        content = (room.out / room.manifest[truth["file"]]["output"]).read_bytes()
        left = [value for value in _direct(truth, pack) if holds(content, value)]
        assert left == [], (truth["file"], left)


def _direct(truth: dict[str, Any], pack: str) -> Iterator[str]:
    others = [s["value"] for s in truth["spans"] if s["entity"] == "PERSON" and s["person"] not in IN_THE_CASE]
    for span in truth["spans"]:
        if pack == "minimal" and any(span["value"] in other.split() for other in others):
            continue
        if pack == "training" and span["value"].title() in GIVEN:
            continue  # a fictional name may be anybody's, and so by chance one of these people's
        disclosed = span["person"] == "director" and span["entity"] == "PERSON" and pack in DISCLOSING
        wanted = span["person"] in IN_THE_CASE and span["entity"] == "PERSON" if pack == "minimal" else not disclosed
        direct = span["personal"] and entity_type(span["entity"]).directness == "direct"
        if direct and wanted and len(span["value"]) > _SHORT:
            yield span["value"]


def _json(path: Path) -> object:
    return _shape(path.read_text(encoding="utf-8"))


def _jsonl(path: Path) -> object:
    return [_shape(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _shape(text: str) -> Any:
    """Members in their order; keys and values aside, for both may be somebody's."""
    value = json.loads(text, object_pairs_hook=lambda pairs: [member for _, member in pairs])
    return _nested(value)


def _nested(value: Any) -> Any:
    return [_nested(inner) for inner in value] if isinstance(value, list) else None


def _table(path: Path) -> object:
    delimiter = "\t" if path.suffix == ".tsv" else ";"
    text = path.read_bytes().decode("utf-8-sig")
    return [len(row) for row in csv.reader(io.StringIO(text), delimiter=delimiter)], path.read_bytes()[:3]


def _markup(path: Path) -> object:
    parser = etree.HTMLParser() if path.suffix == ".html" else etree.XMLParser(resolve_entities=False)
    return [element.tag for element in etree.fromstring(path.read_bytes(), parser).iter()]


def _text(path: Path) -> object:
    content = path.read_bytes()
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252")
    return content[:2] == b"\xff\xfe", "\r\n" in text
