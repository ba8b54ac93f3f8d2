"""The first pass: files arrive, are read once, and are recalled as they were."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from redact.core.case import NO_CASE
from redact.core.errors import Defect, InputError, UsageError
from redact.core.flow import Record, Source
from redact.pipeline.analyst import Analyst
from redact.pipeline.opening import Opener
from redact.pipeline.order import Order
from redact.pipeline.survey import Item, Survey, arrivals, check_unchanged, paper_id, record_id
from redact.policy.pack import load_pack
from redact.settings import Settings
from redact.vault.key import KEY_BYTES, Key

SETTINGS = Settings(model="", expert="", detectors=("people", "generic"), piece_chars=64)
ORDER = Order(SETTINGS, load_pack("foi"), Key(bytes(KEY_BYTES)))
LETTER = "Dear Mr Tobias Quillfeather,\n\nThank you for your letter.\n\nPlease ring me on 07700 900123 about it.\n"


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    path = tmp_path / "in" / "letter.txt"
    path.parent.mkdir()
    path.write_text(LETTER)
    return path


@pytest.fixture
def survey(tmp_path: Path) -> Survey:
    (tmp_path / "findings").mkdir()
    return Survey(ORDER, Opener(SETTINGS), Analyst(SETTINGS, NO_CASE), tmp_path / "findings")


def source_of(path: Path) -> Source:
    (item,) = arrivals([path], ORDER)
    assert item.source is not None
    return item.source


def test_what_cannot_be_understood_comes_with_its_error_and_the_rest_without(paper: Path) -> None:
    (paper.parent / "empty.txt").touch()

    items = {item.name: item for item in arrivals([paper.parent], ORDER)}

    assert isinstance(items["empty.txt"].error, InputError)
    assert items["letter.txt"].source is not None
    assert "letter" not in repr(list(items.values()))


def test_two_inputs_with_one_name_are_refused(paper: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "letter.txt").write_text("Another.\n")

    with pytest.raises(UsageError, match="same name"):
        list(arrivals([paper.parent, tmp_path / "other"], ORDER))


def test_two_files_of_one_content_are_two_papers() -> None:
    source = Source(Path("a.txt"), "a.txt", "0" * 64, 1, "text")

    assert paper_id(source) != paper_id(replace(source, name="b.txt"))
    assert paper_id(source) != paper_id(replace(source, sha256="1" * 64))


def test_a_manifest_line_leads_to_the_id_of_its_source() -> None:
    source = Source(Path("a.txt"), "a.txt", "0" * 64, 1, "text")

    assert record_id(Record("a.txt", "0" * 64, "a.txt", "released", "", "text")) == paper_id(source)
    assert record_id(Record("a.txt", "", None, "quarantined", "InputError", "unknown")) == Item("a.txt").id


def test_a_source_is_recalled_as_it_was_read(paper: Path, survey: Survey) -> None:
    source = source_of(paper)
    survey.read(source)

    recalled = list(survey.recalled(source))

    assert "".join(read.segment.text for read in recalled) == LETTER
    found = [read.text.surface(finding.chars) for read in recalled for finding in read.findings]
    assert found == ["Tobias Quillfeather", "07700 900123"]


def test_a_source_is_read_by_the_detectors_once(paper: Path, survey: Survey, monkeypatch: pytest.MonkeyPatch) -> None:
    survey.read(source_of(paper))
    monkeypatch.setattr(Analyst, "read", lambda *_: pytest.fail("it was read again"))

    survey.read(source_of(paper))


@pytest.mark.parametrize("later", ["", "Short.\n", LETTER * 9, LETTER.replace("Tobias", "T")])
def test_a_source_that_changed_is_an_input_error_and_no_defect(paper: Path, survey: Survey, later: str) -> None:
    source = source_of(paper)
    survey.read(source)
    paper.write_text(later)

    with pytest.raises(InputError):
        _read_to_the_end(survey, source)


def _read_to_the_end(survey: Survey, source: Source) -> None:
    """What the river does with a source: what reads alike by chance is told by its hash before it is released."""
    list(survey.recalled(source))
    check_unchanged(source)


def test_findings_that_fit_no_text_are_a_defect(paper: Path, survey: Survey, tmp_path: Path) -> None:
    source = source_of(paper)
    survey.read(source)
    (kept,) = (tmp_path / "findings").iterdir()
    kept.write_text(kept.read_text().replace("[0, [[[8, 27", "[0, [[[8, 999"))

    with pytest.raises(Defect, match="kept findings do not fit"):
        list(survey.recalled(source))


def test_a_file_that_has_not_changed_is_fine(paper: Path) -> None:
    source = source_of(paper)

    check_unchanged(source)
    assert source.sha256 == hashlib.sha256(LETTER.encode()).hexdigest()


def test_a_file_that_went_away_is_told_so(paper: Path) -> None:
    source = source_of(paper)
    paper.unlink()

    with pytest.raises(InputError, match="went away"):
        check_unchanged(source)
