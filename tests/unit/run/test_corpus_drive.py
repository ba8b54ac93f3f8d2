"""A corpus from plan to report, with an engine that needs no model."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from corpus_kit import BROKEN, DAMAGED, NAME, OTHER, STUBBORN, FakeEngines, ask_for, drive, read_rows, write_rows

from redact.api.ask import Ask
from redact.core.errors import Defect, UsageError
from redact.run.corpus.ask import CorpusAsk, settled
from redact.run.corpus.drive import run
from redact.run.corpus.formats import Fields
from redact.run.pool import Inline


def _outputs(folder: Path) -> dict[str, bytes]:
    out = folder / "out"
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_every_row_comes_out_without_the_people(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}", "nobody"])
    write_rows(tmp_path / "in" / "b" / "c.jsonl", [f"{NAME} again"])

    drove = drive(ask_for(tmp_path))

    assert read_rows(tmp_path / "out" / "a.jsonl") == [f"Dear {OTHER}", "nobody"]
    assert read_rows(tmp_path / "out" / "b" / "c.jsonl") == [f"{OTHER} again"]
    assert (drove.outcome.rows_in, drove.outcome.rows_out) == (3, 3)
    assert (tmp_path / "out" / "_SUCCESS").is_file()


def test_a_rerun_does_nothing(tmp_path: Path) -> None:
    """No engine is asked, no output is written anew, and the sums are the same."""
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}", "nobody"])
    first = drive(ask_for(tmp_path))
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    engines = FakeEngines()

    second = drive(ask_for(tmp_path), engines)

    assert engines.asked == 0
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")} == before
    assert (second.outcome.before, second.outcome.done) == (1, 0)
    assert second.outcome.tally == first.outcome.tally
    assert second.outcome.examples == first.outcome.examples


class _Dying(FakeEngines):
    """One that leaves what a hand leaves that is killed while it writes."""

    def close(self) -> None:
        (self.drafts.parents[1] / "out" / ".redact-0123456789abcdef.tmp").write_bytes(b"half")


def test_what_a_hand_left_that_died_in_this_run_does_not_stay(tmp_path: Path) -> None:
    """The output folder is released as it is: there is no next run that would clear it."""
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}"])
    drive(ask_for(tmp_path), _Dying(tmp_path / "out.record" / "drafts"))

    assert sorted(_outputs(tmp_path)) == ["_SUCCESS", "a.jsonl"]


def test_paths_mean_the_same_wherever_a_hand_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Actors of a cluster do not stand in the folder in which the command was typed."""
    monkeypatch.chdir(tmp_path)
    order = Ask((), Path("r"), Path("p.yaml"), Path("c.yaml"), Path("k"), Path("s.toml"))
    (tmp_path / "p.yaml").touch()

    asked = settled(CorpusAsk(("in", "a/*.jsonl", "s3://b/in"), "out", order))

    assert asked.inputs == (f"{tmp_path}/in", f"{tmp_path}/a/*.jsonl", "s3://b/in")
    assert asked.out == f"{tmp_path}/out"
    paths = [asked.record, asked.ask.policy, asked.ask.case, asked.ask.key, asked.ask.settings]
    assert paths == [tmp_path / name for name in ("r", "p.yaml", "c.yaml", "k", "s.toml")]


def test_another_question_does_the_work_again(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", [f"Dear {NAME}"])
    drive(ask_for(tmp_path))

    drove = drive(ask_for(tmp_path, fields=Fields(counts="cuts")))

    assert drove.outcome.done == 1
    assert json.loads((tmp_path / "out" / "a.jsonl").read_text())["cuts"] == 1


def test_a_row_that_cannot_be_released_is_kept_back_alone(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", STUBBORN, "two", DAMAGED, "three"])

    drove = drive(ask_for(tmp_path, fields=Fields(id="id")))

    assert read_rows(tmp_path / "out" / "a.jsonl") == ["one", "two", "three"]
    assert drove.outcome.kinds == {"CorruptInput": 1, "ResidualError": 1}
    assert (tmp_path / "out" / "_SUCCESS").is_file()
    (entry,) = (tmp_path / "out.record" / "shards").iterdir()
    assert json.loads(entry.read_text())["quarantined"] == {"r1": "ResidualError", "r3": "CorruptInput"}


def test_a_file_that_is_broken_fails_alone_and_the_corpus_is_not_whole(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    (tmp_path / "in" / "b.jsonl.gz").write_bytes(b"\x1f\x8b\x08 this is no gzip")

    drove = drive(ask_for(tmp_path))

    assert drove.outcome.failed == 1
    assert not drove.outcome.complete
    assert list(_outputs(tmp_path)) == ["a.jsonl"]


def test_a_corpus_that_breaks_later_is_no_longer_marked_whole(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    drive(ask_for(tmp_path))
    (tmp_path / "in" / "b.jsonl").write_bytes(b"BZh91AY&SY is packed in a way nobody reads here")

    drive(ask_for(tmp_path))

    assert "_SUCCESS" not in _outputs(tmp_path)


def test_what_left_the_corpus_leaves_the_output(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    write_rows(tmp_path / "in" / "b.jsonl", ["two"])
    drive(ask_for(tmp_path))
    (tmp_path / "in" / "b.jsonl").unlink()

    drive(ask_for(tmp_path))

    assert sorted(_outputs(tmp_path)) == ["_SUCCESS", "a.jsonl"]


def test_a_file_that_grew_is_done_again(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    drive(ask_for(tmp_path))
    write_rows(tmp_path / "in" / "a.jsonl", ["one", f"Dear {NAME}"])

    drove = drive(ask_for(tmp_path))

    assert drove.outcome.done == 1
    assert read_rows(tmp_path / "out" / "a.jsonl") == ["one", f"Dear {OTHER}"]


def test_a_large_file_is_cut_into_parts_with_names_of_their_own(tmp_path: Path) -> None:
    texts = [f"row {at} of {NAME}" for at in range(100)]
    write_rows(tmp_path / "in" / "a.jsonl", texts)

    drove = drive(ask_for(tmp_path, shard_bytes=1_000))

    names = sorted(name for name in _outputs(tmp_path) if name != "_SUCCESS")
    assert names[0] == f"a.part-00000-of-{len(names):05d}.jsonl"
    rows = [text for name in names for text in read_rows(tmp_path / "out" / name)]
    assert rows == [text.replace(NAME, OTHER) for text in texts]
    assert drove.outcome.shards == len(names) > 3


def test_people_in_the_name_of_a_file_are_not_in_that_of_its_output(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "jane-doe.jsonl", ["one"])
    write_rows(tmp_path / "in" / "nina-noone.jsonl", ["two"])

    drive(ask_for(tmp_path))

    names = sorted(_outputs(tmp_path))
    assert len(names) == 3
    assert not any("jane" in name for name in names)
    assert "nina-noone.jsonl" in names  # what was not changed has its name, and nobody else has it


def test_two_inputs_with_a_file_of_one_name_are_refused(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    write_rows(tmp_path / "more" / "a.jsonl", ["two"])
    ask = replace(ask_for(tmp_path), inputs=(str(tmp_path / "in"), str(tmp_path / "more")))

    with pytest.raises(UsageError, match="same name"):
        drive(ask)


@pytest.mark.parametrize("out", ["in/out", "in"])
def test_an_output_within_an_input_is_refused(tmp_path: Path, out: str) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])

    with pytest.raises(UsageError, match="overlaps"):
        drive(replace(ask_for(tmp_path), out=str(tmp_path / out)))


def test_a_defect_ends_the_run_and_leaves_nothing_half(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one", BROKEN])

    with pytest.raises(Defect):
        drive(ask_for(tmp_path))
    assert _outputs(tmp_path) == {}


def test_a_run_that_was_stopped_goes_on(tmp_path: Path) -> None:
    """What was committed before the key was pressed is not done again; the lock is free."""

    class Stopped(Inline):
        def work(self, tasks):  # type: ignore[no-untyped-def]
            yield next(iter(super().work(tasks)))
            raise KeyboardInterrupt

    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    write_rows(tmp_path / "in" / "b.jsonl", ["two"])
    with pytest.raises(KeyboardInterrupt):
        run(ask_for(tmp_path), Stopped, engines=lambda _: FakeEngines())
    assert "_SUCCESS" not in _outputs(tmp_path)

    drove = drive(ask_for(tmp_path))

    assert (drove.outcome.before, drove.outcome.done) == (1, 1)
    assert sorted(_outputs(tmp_path)) == ["_SUCCESS", "a.jsonl", "b.jsonl"]


def test_what_a_dead_run_left_is_cleared(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".redact-0123456789abcdef.tmp").write_bytes(b"half")
    (tmp_path / "out.record" / "scratch").mkdir(parents=True)
    (tmp_path / "out.record" / "scratch" / "half").write_bytes(b"half")

    drive(ask_for(tmp_path))

    assert sorted(_outputs(tmp_path)) == ["_SUCCESS", "a.jsonl"]
    assert not (tmp_path / "out.record" / "scratch").exists()


def test_files_that_are_passed_over_are_counted(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "a.jsonl", ["one"])
    (tmp_path / "in" / "_SUCCESS").touch()
    (tmp_path / "in" / "b.jsonl").symlink_to(tmp_path / "in" / "a.jsonl")

    drove = drive(ask_for(tmp_path))

    assert drove.report["passed_over"] == {"link": 1, "mark": 1}


def test_a_folder_without_files_gives_an_empty_corpus(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()

    drove = drive(ask_for(tmp_path))

    assert drove.outcome.shards == 0
    assert drove.outcome.complete


def test_files_come_out_under_names_without_people(tmp_path: Path) -> None:
    """One that is kept back is alone in that; two that lose their names have two names still."""
    for name, text in {
        "a.txt": f"Dear {NAME}",
        "b/jane-doe.txt": "x",
        "b/nina-noone.txt": "y",
        "c.txt": STUBBORN,
    }.items():
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text(text)

    drove = drive(ask_for(tmp_path))

    outputs = _outputs(tmp_path)
    assert outputs["a.txt"] == f"Dear {OTHER}".encode()
    assert outputs["b/nina-noone.txt"] == b"y"
    assert [content for name, content in outputs.items() if name.startswith("b/nina-noone-")] == [b"x"]
    assert (drove.outcome.rows_in, drove.outcome.rows_out) == (4, 3)
    assert drove.outcome.kinds == {"ResidualError": 1}
    assert not (tmp_path / "out.record" / "scratch").exists()


def test_files_and_tables_of_one_folder_are_each_done_in_their_way(tmp_path: Path) -> None:
    write_rows(tmp_path / "in" / "b.jsonl", [f"Dear {NAME}"])
    (tmp_path / "in" / "a.txt").write_text(NAME)
    (tmp_path / "in" / "c.txt").write_text(NAME)

    drove = drive(ask_for(tmp_path))

    assert drove.outcome.rows_out == 3
    assert sorted(_outputs(tmp_path)) == ["_SUCCESS", "a.txt", "b.jsonl", "c.txt"]
    assert not any(NAME.encode() in content for content in _outputs(tmp_path).values())
