"""Corpora of all media with all models, of an object store, and of very many files."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from corpus_kit_flow import Corpus, corpus, jsonl, rows
from flow_kit import FIXTURES, PAPERS, holds, redact
from s3_kit import BUCKET, SECRET

__all__ = ["corpus"]

pytestmark = pytest.mark.slow
HERE = Path(__file__).parent


def test_a_webdataset_of_texts_pictures_and_sounds_comes_out_whole(corpus: Corpus) -> None:
    members = {
        "0001.txt": PAPERS / "case-note.md",
        "0001.jpg": FIXTURES / "pictures" / "site-visit.jpg",
        "0002.json": None,
        "0002.wav": FIXTURES / "sound" / "message.wav",
        "0003.txt": PAPERS / "tender-notice.txt",
        "0003.pkl": PAPERS / "tender-notice.txt",
    }
    told = corpus.at / "told.json"
    told.write_text(json.dumps({"caption": "Ms Grace Tymms at the gate", "size": 3}))
    with tarfile.open(corpus.inp / "0001.tar", "w") as archive:
        for name, path in members.items():
            archive.add(path or told, name)
    said = redact("corpus", corpus.inp, "--out", corpus.out, "--jobs", "1", "--json")
    with tarfile.open(corpus.out / "0001.tar") as archive:
        out = {info.name: archive.extractfile(info).read() for info in archive}

    assert said.code == 3, said.err
    assert corpus.kept_back == {"0003": "UnsupportedMedia"}
    assert {name.partition(".")[2] for name in out} == {"txt", "jpg", "json", "wav"} or len(out) == 4
    assert b"Tymms" not in b"".join(out.values())
    report = json.loads(said.out)
    assert report["rows"] == {"in": 3, "out": 2, "quarantined": 1}
    assert report["entities"]["PERSON"] > 3
    assert report["documents"] == 2


def test_a_folder_of_all_media_comes_out_file_by_file(corpus: Corpus) -> None:
    for name in ("papers", "documents", "pictures"):
        shutil.copytree(FIXTURES / name, corpus.inp / name)
    corpus.put("rows.jsonl", jsonl(rows()))
    words = ["--out", corpus.out, "--jobs", "2", "--key", _key(corpus), "--format", "files"]
    said = redact("corpus", corpus.inp, *words)

    assert said.code in (0, 3), said.err
    assert "Traceback" not in said.err
    report = corpus.report
    assert report["rows"]["out"] >= report["rows"]["in"] - 2
    assert corpus.whole
    assert {"PERSON", "PHONE_NUMBER", "FACE"} <= report["entities"].keys()
    for content in corpus.outputs.values():
        assert not holds(content, "Tymms")
    page = (corpus.record / "report.html").read_text()
    assert not any(path.stem in page for path in corpus.inp.rglob("*.txt"))
    assert redact("corpus", corpus.inp, *words).code == said.code
    assert corpus.did[0] == 0


def _key(corpus: Corpus) -> Path:
    path = corpus.at / "the.key"
    if not path.exists():
        redact("key", "create", path)
    return path


def test_a_corpus_goes_from_bucket_to_bucket_with_its_record_here(corpus: Corpus, s3) -> None:
    for name in ("a.jsonl", "deep/b.jsonl", "A.jsonl"):
        s3.pipe(f"{BUCKET}/raw/{name}", jsonl(rows()).encode())
    clean = f"{BUCKET}/clean"
    words = [f"s3://{BUCKET}/raw", "--out", f"s3://{clean}", "--record", corpus.record, "--jobs", "1"]
    words += ["--settings", corpus.settings()]
    said = redact("corpus", *words)
    made = s3.find(clean)

    assert said.code == 0, said.err
    assert len(made) == 4
    assert {f"{clean}/_SUCCESS", f"{clean}/deep/b.jsonl"} <= set(made)
    assert not any(b"Tymms" in s3.cat(name) for name in made)
    assert SECRET.encode() not in b"".join(path.read_bytes() for path in corpus.record.rglob("*") if path.is_file())

    s3.rm(f"{BUCKET}/raw/A.jsonl")
    assert redact("corpus", *words).code == 0
    assert sorted(s3.find(clean)) == [f"{clean}/{name}" for name in ("_SUCCESS", "a.jsonl", "deep/b.jsonl")]
    assert corpus.did == (1, 1)


def test_a_hundred_thousand_files_take_the_memory_of_ten_thousand(tmp_path: Path) -> None:
    """Requirement: the driver's memory is flat, and what is done is known again in less than five seconds."""
    few, many = tmp_path / "few", tmp_path / "many"
    for folder, number in ((few, 10), (many, 100)):
        for at in range(number):
            (folder / "in" / f"{at:03}").mkdir(parents=True)
            for each in range(1000):
                (folder / "in" / f"{at:03}" / f"{each:04}.txt").write_bytes(b"Nothing.\n")
    first = _measured(few), _measured(many)
    again = _measured(few), min((_measured(many) for _ in range(3)), key=lambda told: told["seconds"])

    assert [told["rows"] for told in (*first, *again)] == [10_000, 100_000] * 2
    assert again[1]["done"] == 0
    assert again[1]["seconds"] < 5
    assert all(large["mb"] < small["mb"] + 20 for small, large in (first, again))


def _measured(folder: Path) -> dict[str, float]:
    command = [sys.executable, str(HERE / "corpus_many.py"), str(folder)]
    done = subprocess.run(command, cwd=HERE.parents[1], capture_output=True, text=True, check=True)
    told: dict[str, float] = json.loads(done.stdout)
    return told
