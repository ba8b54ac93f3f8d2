"""The report on a corpus: numbers and released words; no value, no name of a file, no id of a row."""

from __future__ import annotations

import json
from pathlib import Path

from corpus_kit import DAMAGED, NAME, OTHER, STUBBORN, ask_for, drive, write_rows

from redact.run.corpus.ask import CorpusAsk
from redact.run.corpus.formats import Fields


def _corpus(folder: Path) -> CorpusAsk:
    write_rows(folder / "in" / "of-jane-doe.jsonl", [f"Dear <{NAME}> & co", STUBBORN, DAMAGED, "nobody"])
    return ask_for(folder, fields=Fields(id="id"))


def test_it_counts_rows_entities_and_what_was_kept_back(tmp_path: Path) -> None:
    drive(_corpus(tmp_path))

    report = json.loads((tmp_path / "out.record" / "report.json").read_text())
    assert report["rows"] == {"in": 4, "out": 2, "quarantined": 2}
    assert report["quarantined"] == {"CorruptInput": 1, "ResidualError": 1}
    assert report["entities"] == {"PERSON": 1}
    assert report["share_changed"] == round(len(NAME) / len(f"Dear <{NAME}> & conobody"), 6)
    assert set(report["fingerprint"]) == {"corpus", "order", "policy", "models", "key"}
    assert report["speed"]["rows_per_second"] > 0


def test_it_holds_no_value_no_name_of_a_file_and_no_id(tmp_path: Path) -> None:
    drive(_corpus(tmp_path))

    for name in ("report.json", "report.html"):
        told = (tmp_path / "out.record" / name).read_text()
        assert not any(secret in told for secret in (NAME, "jane-doe", STUBBORN, "r1", "r3", str(tmp_path)))


def test_examples_are_of_what_is_released_and_escaped(tmp_path: Path) -> None:
    drive(_corpus(tmp_path))

    page = (tmp_path / "out.record" / "report.html").read_text()
    assert f"Dear &lt;{OTHER}&gt; &amp; co" in page
    assert "<script" not in page


def test_no_more_examples_than_are_wanted(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"{at} {NAME}" for at in range(20)])

    drove = drive(ask_for(tmp_path, examples=3))

    assert drove.outcome.examples == tuple(f"{at} {OTHER}" for at in range(3))


def test_a_rerun_tells_the_same_but_for_the_speed(tmp_path: Path) -> None:
    first = drive(_corpus(tmp_path)).report
    second = drive(_corpus(tmp_path)).report

    for told in (first, second):
        del told["speed"], told["shards"]
    assert first == second
