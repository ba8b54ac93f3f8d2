"""The door of a run: names given out in order, everything noted once, nothing of an older judgement left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from redact.audit.folder import RecordFolder
from redact.audit.plan import PlanCounts, PlanHeader, read_header, write_plan
from redact.core.errors import InputError
from redact.core.flow import Source
from redact.pipeline.archive import Archive
from redact.pipeline.door import Door
from redact.pipeline.order import Order
from redact.pipeline.ready import Ready, Standing
from redact.pipeline.survey import Item, paper_id
from redact.policy.pack import load_pack
from redact.settings import Settings
from redact.vault.key import KEY_BYTES, Key

ORDER = Order(Settings(model="", expert="", detectors=("uk",)), load_pack("foi"), Key(bytes(KEY_BYTES)))


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[RecordFolder]:
    with RecordFolder(tmp_path / "record") as folder:
        yield folder


@pytest.fixture
def archive(folder: RecordFolder) -> Iterator[Archive]:
    archive = Archive(ORDER, folder)
    yield archive
    archive.close()


def source(name: str) -> Source:
    return Source(Path(name), name, "ab" * 32, 4, "text")


def ready(folder: RecordFolder, name: str, output: str, *, held: bool = False) -> Ready:
    paper = source(name)
    draft = folder.draft_path(paper_id(paper))
    draft.write_text(f"draft of {name}")
    write_plan(folder.plan_path(paper_id(paper)), PlanHeader(paper_id(paper), paper.sha256, "text", "foi", "f"), [])
    return Ready(paper, output, PlanCounts(2, 1, 0), "sight", draft, held=held)


def test_two_that_want_one_name_get_two_and_their_plans_say_so(
    archive: Archive, folder: RecordFolder, tmp_path: Path
) -> None:
    door = Door(archive, tmp_path / "out")
    for name in ("a.txt", "b.txt"):
        door.stands(source(name), Standing("person.txt"))

    second, first = (door.release(ready(folder, name, "person.txt")) for name in ("b.txt", "a.txt"))

    assert (first.output, second.output) == ("person.txt", "person-2.txt")
    assert (tmp_path / "out/person-2.txt").read_text() == "draft of b.txt"
    assert read_header(folder.plan_path(paper_id(source("b.txt")))).output == "person-2.txt"


def test_what_waits_for_a_reviewer_is_not_released_and_its_name_is_free(
    archive: Archive, folder: RecordFolder, tmp_path: Path
) -> None:
    door = Door(archive, tmp_path / "out")

    record = door.release(ready(folder, "a.txt", "x.txt", held=True))
    other = door.release(ready(folder, "b.txt", "x.txt"))

    assert (record.status, record.reason, record.output) == ("quarantined", "PendingReview", None)
    assert other.output == "x.txt"


def test_an_old_output_whose_name_was_promised_to_one_that_is_kept_back_goes(tmp_path: Path) -> None:
    """`a` was released as x; now it is to be y, and x was promised to `b`, which cannot be read."""
    out = tmp_path / "out"
    with RecordFolder(tmp_path / "record") as folder:
        archive = Archive(ORDER, folder)
        Door(archive, out).release(ready(folder, "a.txt", "x.txt"))
        archive.close()
    with RecordFolder(tmp_path / "record") as folder:
        archive = Archive(ORDER, folder)
        door = Door(archive, out)
        door.stands(source("a.txt"), Standing("y.txt"))
        door.stands(source("b.txt"), Standing("x.txt"))
        released = door.release(ready(folder, "a.txt", "y.txt"))
        assert (out / "x.txt").exists()
        kept = door.keep_back(Item("b.txt", 1, source("b.txt")), InputError("broken"))
        door.close([released, kept])
        archive.close()

    assert sorted(path.name for path in out.iterdir()) == ["y.txt"]


def test_a_plan_is_noted_and_nothing_released(archive: Archive, folder: RecordFolder) -> None:
    record = Door(archive, None).planned(ready(folder, "a.txt", "x.txt"))

    assert (record.status, record.output) == ("planned", None)
