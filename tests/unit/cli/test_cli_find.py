"""find: the issue's form line for line, values kept to terminals, corpora as a stream."""

from __future__ import annotations

import gzip
import io
import json
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest
from cli_kit import PHONE, Redact

from redact.cli.corpus import Corpus

FORM = [
    "source",
    "part",
    "extent",
    "entity",
    "class",
    "directness",
    "person",
    "score",
    "detector",
    "action",
    "rule",
    "basis",
]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _lines(path: Path, *lines: object) -> Path:
    path.write_text("".join((line if isinstance(line, str) else json.dumps(line)) + "\n" for line in lines))
    return path


def test_json_has_the_agreed_form(redact: Redact, papers: Path, settings: Path) -> None:
    said = redact("find", papers, "--settings", settings, "--json")

    assert said.code == 0
    assert [list(line) for line in said.objects] == [FORM, FORM]
    phone = said.objects[0]
    assert (phone["source"], phone["entity"], phone["class"], phone["directness"]) == (
        "letter.txt",
        "PHONE_NUMBER",
        "personal",
        "direct",
    )
    assert phone["extent"] == {"kind": "chars", "start": 14, "end": 14 + len(PHONE)}
    assert (phone["action"], phone["basis"]) == ("redact", ["s.40(2)"])


@pytest.mark.parametrize("form", [(), ("--json",)])
def test_no_value_is_ever_shown(redact: Redact, papers: Path, settings: Path, form: tuple[str, ...]) -> None:
    said = redact("find", papers, "--settings", settings, *form)

    assert "PHONE_NUMBER" in said.out
    assert PHONE not in said.out + said.err


def test_values_are_refused_where_there_is_no_terminal(redact: Redact, papers: Path, settings: Path) -> None:
    said = redact("find", papers, "--settings", settings, "--show-values")

    assert said.code == 2
    assert said.out == ""
    assert "needs a terminal" in said.err


def test_on_a_terminal_values_are_shown_when_asked(
    redact: Redact, papers: Path, settings: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)

    redact("find", papers, "--settings", settings, "--show-values")

    assert PHONE in screen.getvalue()


def test_the_table_names_each_source_once_and_sums_up(redact: Redact, papers: Path, settings: Path) -> None:
    said = redact("find", papers, "--settings", settings)

    assert said.out.count("letter.txt") == 1
    assert said.out.splitlines()[-1] == "2 sources: 2 to redact, 0 to keep, 0 for review"


def test_a_name_with_control_characters_does_not_reach_the_terminal(
    redact: Redact, papers: Path, settings: Path
) -> None:
    (papers / "letter.txt").rename(papers / "evil\x1b[2J.txt")

    assert "\x1b" not in redact("find", papers, "--settings", settings).out


def test_what_cannot_be_read_is_exit_3_when_the_rest_is_shown(redact: Redact, papers: Path, settings: Path) -> None:
    (papers / "empty.txt").touch()

    said = redact("find", papers, "--settings", settings, "--json")

    assert said.code == 3
    assert len(said.objects) == 2
    assert said.errors[0]["kind"] == "InputError"


def test_a_look_leaves_nothing_behind(redact: Redact, papers: Path, settings: Path, tmp_path: Path) -> None:
    before = sorted(tmp_path.rglob("*"))

    redact("find", papers, "--settings", settings)

    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("packed", [False, True])
def test_a_corpus_is_read_by_field_and_id(redact: Redact, settings: Path, tmp_path: Path, packed: bool) -> None:
    path = _lines(tmp_path / "c.jsonl", {"key": "r7", "body": f"£ mobile {PHONE}"}, {"key": 8, "body": "nobody"})
    if packed:
        path.write_bytes(gzip.compress(path.read_bytes()))

    said = redact("find", path, "--jsonl-field", "body", "--id-field", "key", "--json", "--settings", settings)

    (line,) = said.objects
    assert said.code == 0
    assert line["source"] == "r7"
    assert line["extent"] == {"kind": "chars", "start": 9, "end": 9 + len(PHONE)}


def test_without_an_id_field_the_line_number_is_the_source(redact: Redact, settings: Path, tmp_path: Path) -> None:
    path = _lines(tmp_path / "c.jsonl", {"t": "nobody"}, "", {"t": f"her mobile is {PHONE}"})

    said = redact("find", path, "--jsonl-field", "t", "--json", "--settings", settings)

    assert [line["source"] for line in said.objects] == ["3"]


def test_bad_lines_are_named_when_the_rest_was_done(redact: Redact, settings: Path, tmp_path: Path) -> None:
    good = {"id": "a", "t": f"her mobile is {PHONE}"}
    bad = ["{", "[1]", {"id": "b"}, {"t": "no id"}, {"id": "c", "t": 5}, '{"id": "d", "t": "\\ud800"}']
    path = _lines(tmp_path / "c.jsonl", *bad, good)

    said = redact("find", path, "--jsonl-field", "t", "--id-field", "id", "--settings", settings)

    assert said.code == 3
    assert "redact: 6 of 7 kept back: 6 CorruptInput" in said.err
    assert [f"line {at}:" in said.err for at in range(1, 8)] == [True] * 6 + [False]
    assert "1 to redact" in said.out


def test_lines_of_several_corpora_are_told_apart(redact: Redact, settings: Path, tmp_path: Path) -> None:
    one, two = _lines(tmp_path / "1.jsonl", {"t": "x"}), _lines(tmp_path / "2.jsonl", {"t": "x"}, "{")

    said = redact("find", one, two, "--jsonl-field", "t", "--settings", settings)

    assert "input 2, line 2:" in said.err


def test_a_gzip_cut_short_is_an_error_after_what_could_be_read(redact: Redact, settings: Path, tmp_path: Path) -> None:
    path = tmp_path / "c.jsonl.gz"
    lines = "".join(json.dumps({"t": f"{at * 7919} her mobile is {PHONE}"}) + "\n" for at in range(2000))
    path.write_bytes(gzip.compress(lines.encode())[:-500])

    said = redact("find", path, "--jsonl-field", "t", "--settings", settings)

    assert said.code == 3
    assert "the file cannot be read on from here" in said.err


def test_an_overlong_line_is_passed_by(tmp_path: Path) -> None:
    path = _lines(tmp_path / "c.jsonl", {"t": "x" * 500}, {"t": "short"})
    corpus = Corpus([path], "t", None, 100)

    assert list(corpus) == [("2", "short")]
    assert [fault.kind for fault in corpus.faults] == ["LimitExceeded"]


def test_a_corpus_is_a_stream(tmp_path: Path) -> None:
    """The second line is not looked at before the first was taken."""
    path = _lines(tmp_path / "c.jsonl", {"t": "one"}, "{")
    corpus = Corpus([path], "t", None, 100)
    records: Iterable[tuple[str, str]] = iter(corpus)

    assert next(iter(records)) == ("1", "one")
    assert corpus.bad == 0


@pytest.mark.parametrize("words", [("--jsonl-field", "t"), ("--id-field", "id")])
def test_a_folder_is_no_corpus_and_an_id_needs_a_field(redact: Redact, papers: Path, words: tuple[str, str]) -> None:
    assert redact("find", papers, *words).code == 2
