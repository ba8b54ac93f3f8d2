"""The schedule: every decision on what was released, escaped, harmless in a spreadsheet, and modest in its words."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest

from redact.audit.chain import Log
from redact.audit.folder import RecordFolder
from redact.audit.plan import PlanHeader, write_plan
from redact.audit.report import harmless, write_csv, write_html
from redact.audit.resume import Released, log_released
from redact.audit.schedule import said, schedule
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Box, Cell, Chars, Times, Track


def decision(action: Action, operator: str = "label", basis: tuple[str, ...] = ("s.40(2)",)) -> Decision:
    verdict = Verdict(action, "person", operator, basis, '=HYPERLINK("x") <script>')
    return Decision(0, "text", Chars(3, 9), Chars(3, 9), "PERSON", verdict, 0.85, "names", "d" * 32, 3, "t")


def record(path: Path, *decisions: Decision) -> RecordFolder:
    folder = RecordFolder(path).open()
    header = PlanHeader(
        "abc", "a" * 64, "text", "foi", "f" * 64, {}, {"names": "3.8"}, "<b>letter.txt", more={"release": "world"}
    )
    write_plan(folder.plan_path("abc"), header, decisions)
    write_plan(
        folder.plan_path("held"), PlanHeader("held", "b" * 64, "text", "foi", "f" * 64, output="held.txt"), decisions
    )
    log = Log.open(folder.log_path, lambda: datetime(2026, 11, 20, tzinfo=UTC), {"version": "0.1.0"})
    log_released(log, Released("a" * 64, "run", "<b>letter.txt"), "c" * 64)
    log.close()
    folder.close()
    return folder


class Outline(HTMLParser):
    """What a screen reader would go by."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def outline(path: Path) -> Outline:
    parser = Outline()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_the_csv_lists_released_documents_only_and_nothing_a_spreadsheet_would_run(tmp_path: Path) -> None:
    folder = record(tmp_path / "r", decision(Action.REDACT), decision(Action.KEEP))

    write_csv(folder, tmp_path / "s.csv")
    write_csv(folder, tmp_path / "k.csv", kept=True)

    lines = list(csv.reader(io.StringIO((tmp_path / "s.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert lines[0][:4] == ["document", "part", "place", "entity"]
    assert lines[1] == [
        "<b>letter.txt",
        "text",
        "characters 4 to 9",
        "PERSON",
        "personal",
        "s.40(2)",
        '\'=HYPERLINK("x") <script>',
        "redact",
        "policy",
        "person",
    ]
    assert len(lines) == 2
    assert ",keep," in (tmp_path / "k.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize("cell", ["=1", "+44", "-1", "@x", "\tx", "  =1", "＝1"])
def test_a_formula_becomes_text(cell: str) -> None:
    assert harmless(cell) == "'" + cell
    assert harmless("s.40(2)") == "s.40(2)"


def test_the_page_escapes_everything_and_has_what_a_screen_reader_needs(tmp_path: Path) -> None:
    folder = record(tmp_path / "r", decision(Action.REDACT), decision(Action.KEEP))

    write_html(folder, tmp_path / "s.html")

    seen = outline(tmp_path / "s.html")
    assert not {"script", "b", "img", "link", "iframe"} & set(seen.tags)
    assert seen.tags.count("table") == seen.tags.count("caption") == 5
    assert "<b>letter.txt" in seen.words
    assert 'lang="en-GB"' in (tmp_path / "s.html").read_text(encoding="utf-8")


def test_the_page_tells_what_made_it(tmp_path: Path) -> None:
    folder = record(tmp_path / "r", decision(Action.REDACT))

    write_html(folder, tmp_path / "s.html")

    words = outline(tmp_path / "s.html").words
    for told in ("foi (ffffffffffff)", "world", "redact 0.1.0", "names 3.8", "sound: 2 lines, head 1:"):
        assert told in words


def test_the_page_promises_nothing_it_cannot_keep(tmp_path: Path) -> None:
    folder = record(tmp_path / "r", decision(Action.REDACT))

    write_html(folder, tmp_path / "s.html")

    words = outline(tmp_path / "s.html").words.lower()
    assert not any(word in words for word in ("anonym", "guarant", "complian", "pseudonym"))


@pytest.mark.parametrize("operator", ["pseudonym", "hash:8", "surrogate"])
def test_pseudonyms_are_called_what_they_are(tmp_path: Path, operator: str) -> None:
    folder = record(tmp_path / "r", decision(Action.REVIEW, operator))

    write_html(folder, tmp_path / "s.html")

    assert "stays personal data" in outline(tmp_path / "s.html").words


def test_totals_count_each_code_and_each_document(tmp_path: Path) -> None:
    both = decision(Action.REDACT, basis=("s.40(2)", "s.38"))
    folder = record(
        tmp_path / "r", both, decision(Action.REVIEW), decision(Action.KEEP), decision(Action.REDACT, basis=())
    )

    head = schedule(folder)

    assert dict(head.per_code) == {"s.40(2)": 2, "s.38": 1, "no code": 1}
    assert head.per_document == (("<b>letter.txt", 3, 1),)


def test_places_are_told_as_people_count() -> None:
    assert said(Chars(0, 5)) == "characters 1 to 5"
    assert said(Cell(0, 1, 0, 5)) == "row 1, column 2, characters 1 to 5"
    assert said(Times(1_500_000, 2_000_000)) == "1.50 s to 2.00 s"
    assert said(Box(0, 1.5, 2, 3)) == "box 0, 1.5 to 2, 3"
    assert said(Track(((4, 0, 0, 1, 1), (5, 0, 0, 1, 1)))) == "frames 5 to 6"
