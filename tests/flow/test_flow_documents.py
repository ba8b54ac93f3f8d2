"""Documents, mail and archives through the public door: one person in all of them, and nothing of theirs inside."""

from __future__ import annotations

import io
import json
import sys
import zipfile
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pypdf
import pytest
from flow_kit import CASE, FIXTURES, Room, files, holds, lines, redact
from pdfminer.high_level import extract_text

sys.path.insert(0, str(Path(__file__).parents[1] / "contract"))

import document_samples as samples

NAME = samples.NAME
LETTER = f"Dear Mr {NAME},\n\nPlease ring us on 07700 900123.\n"
THREAD = FIXTURES / "documents/complaint-thread.eml"
TRUTH = FIXTURES / "truth/documents/complaint-thread.eml.words.json"


def plan_of(room: Room, output: str) -> list[dict[str, Any]]:
    return [line for line in lines(room.plans()[output]) if "entity" in line]


def put(room: Room, name: str, content: bytes) -> None:
    (room.papers / name).write_bytes(content)


def inside(content: bytes) -> Iterator[bytes]:
    """A file, and all that other people's libraries unpack from it."""
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for name in package.namelist():
                yield name.encode()
                yield from inside(package.read(name))
    elif content.startswith(b"%PDF"):
        yield extract_text(io.BytesIO(content)).encode()
        reader = pypdf.PdfReader(io.BytesIO(content))
        yield "\n".join(page.extract_text() for page in reader.pages).encode()
        yield repr(reader.metadata).encode()
    elif b"MIME-Version" in content[:5000]:
        for part in message_from_bytes(content, policy=policy.default).walk():
            yield "\n".join(f"{name}: {value}" for name, value in part.items()).encode()
            if not part.is_multipart():
                yield from inside(part.get_payload(decode=True) or b"")


def everything(content: bytes) -> bytes:
    return b"\n".join(inside(content))


@pytest.mark.parametrize("kind", ["pdf", "word", "slides", "sheet", "odf", "rtf", "mail", "archive"])
def test_a_name_in_a_document_is_the_person_of_the_letter(room: Room, kind: str) -> None:
    suffix, made = samples.SAMPLES[kind]
    room.put(letter__txt=LETTER)
    put(room, f"paper{suffix}", made())

    said = room.run()

    there = [line for line in plan_of(room, f"paper{suffix}") if line["entity"] == "PERSON" and line["person"]]
    written = [line for line in plan_of(room, "letter.txt") if line["entity"] == "PERSON"]
    assert said.code == 0, said.err
    assert {line["token"] for line in there} == {line["token"] for line in written}
    assert not holds(everything(room.outputs[f"paper{suffix}"]), "Quillfeather")
    assert not [name for name, content in files(room.record).items() if holds(content, "Quillfeather")]


def test_an_attachment_is_redacted_in_its_place_and_called_otherwise(room: Room) -> None:
    put(room, "paper.eml", samples.mail())
    room.put(letter__txt=LETTER)

    assert room.run().code == 0

    mail = message_from_bytes(room.outputs["paper.eml"], policy=policy.default)
    (attached,) = mail.iter_attachments()
    assert "Quillfeather" not in str(attached.get_filename())
    assert str(attached.get_filename()).endswith(".docx")
    text = "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(attached.get_content())).paragraphs)
    assert samples.KEPT in text
    assert "Quillfeather" not in text


def test_the_plan_says_in_which_file_within_the_file(room: Room) -> None:
    put(room, "paper.zip", samples.archive())
    room.put(letter__txt=LETTER)

    room.run()

    parts = {line["part"].partition(",")[0] for line in plan_of(room, "paper.zip")}
    assert parts == {"member 1", "member 2"}


def test_planning_and_applying_gives_what_running_gives(room: Room) -> None:
    put(room, "paper.eml", samples.mail())
    room.put(letter__txt=LETTER)
    room.run()
    ran = room.outputs["paper.eml"]
    other = room.but(at=room.at / "other")
    other.at.mkdir()

    assert other.plan().code == 0
    assert other.apply().code == 0

    assert other.outputs["paper.eml"] == ran


def test_what_cannot_be_read_is_withheld_with_a_note_and_the_rest_goes_out(room: Room) -> None:
    mail = EmailMessage()
    mail["Subject"], mail["From"], mail["To"] = "Plans", "a@example.org", "b@example.org"
    mail.set_content("See the drawing.")
    mail.add_attachment(b"\x00\x01\x02\x03" * 500, maintype="application", subtype="x-cad", filename="drawing.dwg")
    put(room, "paper.eml", mail.as_bytes())

    assert room.run().code == 0

    (attached,) = message_from_bytes(room.outputs["paper.eml"], policy=policy.default).iter_attachments()
    assert b"withheld" in attached.get_payload(decode=True)


def test_a_pack_may_keep_back_what_holds_something_unreadable(room: Room, tmp_path: Path) -> None:
    pack = tmp_path / "strict.yaml"
    pack.write_text("name: strict\nextends: foi\nunreadable: keep_back\n")
    with zipfile.ZipFile(room.papers / "paper.zip", "w") as package:
        package.writestr("a.txt", "Hello")
        package.writestr("b.bin", bytes(range(32)) * 99)

    said = room.but(policy=pack).run()

    assert said.code == 3
    assert room.outputs == {}
    assert "member 2" in json.dumps([json.loads(path.read_text()) for path in (room.record / "quarantine").iterdir()])


def test_nothing_taken_out_of_a_file_stays_behind(room: Room) -> None:
    put(room, "paper.zip", samples.archive())

    room.run()

    assert list((room.record / "inside").iterdir()) == []
    assert list((room.record / "drafts").iterdir()) == []


def test_inspect_lists_what_is_hidden_without_a_value(room: Room) -> None:
    put(room, "paper.xlsx", samples.sheet())
    put(room, "paper.pdf", samples.pdf())

    said = redact("inspect", room.papers)

    assert said.code == 0
    assert "hidden rows, columns and sheets" in said.out
    assert "metadata and file properties" in said.out
    assert "Quillfeather" not in said.out


def test_inspect_speaks_to_programs_and_of_what_cannot_be_read(room: Room) -> None:
    put(room, "paper.docx", samples.word()[:3000])

    said = redact("inspect", room.papers, "--json")

    (summary,) = [json.loads(line) for line in said.out.splitlines()]
    assert said.code == 3
    assert summary["error"]["kind"] == "CorruptInput"


@pytest.mark.slow
def test_the_thread_of_the_fixtures_is_clean_inside_and_out(room: Room) -> None:
    """With all detectors, as a newcomer runs it; judged by other people's libraries."""
    truth = json.loads(TRUTH.read_text(encoding="utf-8"))
    put(room, THREAD.name, THREAD.read_bytes())

    said = redact("run", room.papers, "--out", room.out, "--policy", "foi", "--case", CASE, "--record", room.record)

    output = everything(room.outputs[THREAD.name])
    assert said.code == 0, said.err
    assert [word for word in truth["goes"] if holds(output, word)] == []
    assert [word for word in truth["stays"] if not holds(output, word)] == []
    attached = {
        part.get_filename(): part
        for part in message_from_bytes(room.outputs[THREAD.name], policy=policy.default).iter_attachments()
    }
    sheets = [part for name, part in attached.items() if name and name.endswith(".xlsx")]
    book = openpyxl.load_workbook(io.BytesIO(sheets[0].get_content()))
    assert book["Repairs"]["E5"].value == "=SUM(E2:E4)"
    assert [book["Repairs"].cell(row, 5).value for row in (2, 3, 4)] == [350, 120, 80]


def test_a_pack_says_what_becomes_of_deleted_text(room: Room, tmp_path: Path) -> None:
    mail = message_from_bytes(THREAD.read_bytes(), policy=policy.default)
    minutes = next(part for part in mail.iter_attachments() if str(part.get_filename()).endswith(".docx"))
    put(room, "minutes.docx", minutes.get_content())
    pack = tmp_path / "keep.yaml"
    pack.write_text("name: keep\nextends: foi\ntracked_changes: keep\n")
    deleted = b"nobody had called"

    room.run()
    accepted = everything(room.outputs["minutes.docx"])
    room.but(policy=pack).run()

    assert deleted not in accepted
    assert deleted in everything(room.outputs["minutes.docx"])


def test_a_pack_may_have_workbooks_go_out_as_csv(room: Room, tmp_path: Path) -> None:
    pack = tmp_path / "csv.yaml"
    pack.write_text("name: csv\nextends: foi\nsheets_as_csv: true\n")
    put(room, "paper.xlsx", samples.sheet())
    room.put(letter__txt=LETTER)

    said = room.but(policy=pack).run()

    assert said.code == 0, said.err
    with zipfile.ZipFile(io.BytesIO(room.outputs["paper.zip"])) as package:
        sheets = [package.read(name).decode("utf-8-sig") for name in package.namelist()]
    assert len(sheets) == 2
    assert samples.KEPT in sheets[0]
    assert "Quillfeather" not in "".join(sheets)


@pytest.mark.parametrize("pack", ["training", "research"])
def test_fictional_names_in_attachments_and_their_names_are_not_taken_for_somebody(room: Room, pack: str) -> None:
    put(room, f"{NAME}.eml", samples.mail())
    put(room, "paper.pdf", samples.pdf())
    room.put(letter__txt=LETTER)

    said = room.but(policy=pack).run()

    assert said.code == 0, said.err
    assert not [name for name, content in room.outputs.items() if holds(everything(content), "Quillfeather")]
