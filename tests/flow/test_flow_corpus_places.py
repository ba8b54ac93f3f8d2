"""Where a corpus comes from and goes to: names, settings, permissions, full disks, shares that are away, secrets."""

from __future__ import annotations

import json
import os
import resource
from pathlib import Path

import fsspec
import pytest
from corpus_kit_flow import Corpus, closed, corpus, jsonl, parsed, refused, rows
from flow_kit import redact

from redact.run.shards import address

__all__ = ["corpus"]

GOOD = jsonl(rows()).encode()


def test_names_that_differ_in_case_only_are_told_apart(corpus: Corpus) -> None:
    """Requirement: on a disk that knows no case none overwrites another; which is which does not hang on who came first."""
    for name in ("A.jsonl", "a.jsonl", "b.jsonl", "T.txt", "t.TXT", "Dir/x.jsonl", "dir/x.jsonl", "caf\u00e9.csv"):
        corpus.put(name, GOOD if name.endswith("jsonl") else "text\nNothing\n")
    corpus.put("cafe\u0301.csv", "text\nNothing\n")
    said = corpus.run()
    names = corpus.names

    assert said.code == 0, said.err
    assert len({name.casefold() for name in names}) == len(names) == 9
    assert "b.jsonl" in names
    assert not {"A.jsonl", "a.jsonl", "T.txt", "t.TXT", "Dir/x.jsonl"} & set(names)
    (corpus.inp / "a.jsonl").unlink()
    assert corpus.run().code == 0
    assert "A.jsonl" in corpus.names
    assert len(corpus.names) == 8
    corpus.put("a.jsonl", GOOD)
    corpus.run()
    assert corpus.names == names


def test_two_inputs_whose_names_differ_in_case_only_are_refused(corpus: Corpus) -> None:
    places = (corpus.put("one/A.jsonl", GOOD), corpus.put("two/a.jsonl", GOOD))

    refused(corpus.run(inputs=places), 2, "same name")


def test_an_input_that_is_away_takes_nothing_away(corpus: Corpus) -> None:
    """Requirement: a share that blinks empty withdraws no output."""
    path = corpus.put("a.jsonl", GOOD)
    corpus.run()
    path.rename(corpus.at / "a.jsonl")

    refused(corpus.run(), 2, "mounted")
    assert corpus.names == ["a.jsonl"]
    (corpus.at / "a.jsonl").rename(path)
    assert corpus.run().code == 0
    assert corpus.did == (0, 1)


SETTINGS = ["model = ", 'modell = "x"\n', "max_ratio = 'many'\n", "max_depth = [1]\n"]


@pytest.mark.parametrize("more", SETTINGS)
def test_settings_that_are_wrong_end_the_run(corpus: Corpus, more: str) -> None:
    corpus.put("a.jsonl", GOOD)

    refused(corpus.run(more=more), 2, "setting")
    assert not corpus.out.exists()


def test_what_cannot_be_found_or_read_ends_the_run(corpus: Corpus, tmp_path: Path) -> None:
    corpus.put("a.jsonl", GOOD)
    pack = tmp_path / "pack.yaml"
    pack.write_text("name: [unclosed")

    refused(corpus.run(policy=str(pack)), 2, "pack")
    refused(corpus.run(policy="none-such"), 2, "pack")
    refused(corpus.run("--key", tmp_path / "none.key"), 2, "key")
    refused(corpus.run("--settings", tmp_path / "none.toml"), 2, "settings")
    refused(corpus.run(inputs=(tmp_path / "none",)), 2, "does not exist")
    refused(corpus.run(inputs=(f"{corpus.inp}/*.none",)), 2, "no file matches")
    refused(corpus.run("--text-field", "a..b"), 2, "field")
    refused(corpus.run("--shard-size", "tiny"), 2, "shard-size")
    refused(redact("retry", tmp_path), 2, "record")
    refused(redact("corpus", corpus.inp, "--out", corpus.inp / "out"), 2, "overlaps")


def test_places_that_are_closed_to_us_are_said_so(corpus: Corpus) -> None:
    path = corpus.put("a.jsonl", GOOD)
    corpus.put("b.jsonl", GOOD)
    with closed(path):
        if os.access(path, os.R_OK):
            pytest.skip("the superuser may do anything")
        assert corpus.run().code == 3
        assert corpus.names == ["b.jsonl"]
    corpus.out.chmod(0o500)
    refused(corpus.run(policy="research"), 6, "output")
    corpus.out.chmod(0o700)
    with closed(corpus.inp):
        refused(corpus.run(), 2, "input")
    with closed(corpus.record):
        refused(corpus.run(), 6, "record")


@pytest.mark.parametrize("size", [0, 100, 400, 600, 1500])
def test_a_full_disk_ends_the_run_and_leaves_nothing_half_written(corpus: Corpus, size: int) -> None:
    for name in ("a", "b", "c"):
        corpus.put(f"{name}.jsonl", GOOD * 5)
    settings = corpus.settings()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        said = redact("corpus", corpus.inp, "--out", corpus.out, "--settings", settings, "--jobs", "1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    refused(said, 6, "cannot be written")
    assert not corpus.whole
    assert all(len(parsed(corpus.outputs[name])) == 25 for name in corpus.names)
    assert corpus.run().code == 0
    assert len(corpus.names) == 3
    corpus.check_clean()


def test_a_token_in_an_address_stands_nowhere(corpus: Corpus, monkeypatch: pytest.MonkeyPatch) -> None:
    """Requirement: neither in the record nor on the screen, and the file is read all the same."""
    monkeypatch.setattr(address, "_WEB", ("memory",))
    files = fsspec.filesystem("memory")
    files.pipe("/raw/a.jsonl?token=s3cr3t", GOOD)
    try:
        said = corpus.run(inputs=("memory://raw/a.jsonl?token=s3cr3t",))

        assert said.code == 0, said.err
        assert corpus.names == ["a.jsonl"]
        assert "s3cr3t" not in said.out + said.err
        held = b"".join(path.read_bytes() for path in corpus.record.rglob("*") if path.is_file())
        assert b"s3cr3t" not in held
        assert json.loads((corpus.record / "corpus.json").read_text())["inputs"] == ["memory://raw/a.jsonl"]
    finally:
        files.store.clear()
