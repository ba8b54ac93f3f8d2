"""A corpus whose hands die: whoever is killed and whenever, in the end there is what a calm run leaves."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from corpus_boom import MARK

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
_SETTINGS = 'model = ""\nexpert = ""\ndetectors = ["people", "boom"]\nplugins = ["boom"]\n'


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["driver", "worker", "ray-worker", "ray-driver", "ray-node"])
def test_three_kills_leave_what_a_calm_run_leaves(kind: str) -> None:
    """No row lost, none twice, no value of any, no temporary file; twenty of each: `python -m bench.kills`."""
    if kind.startswith("ray") and find_spec("ray") is None:
        pytest.skip("Ray is an extra")
    command = [sys.executable, "-m", "bench.kills", "--times", "3", "--rows", "1000", "--what", kind, "--no-save"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_six_rows_that_kill_among_ten_thousand_are_kept_back_alone(tmp_path: Path) -> None:
    """Through the command line: a plug-in crashes on them, twice for each, and all others come out."""
    dice = random.Random(6)
    bad = set(dice.sample(range(10_000), 5))
    bad.add(next(at for at in range(10_000) if at not in bad and at - 1 in bad))  # two of them are neighbours
    with (tmp_path / "rows.jsonl").open("w") as file:
        for at in range(10_000):
            text = f"Dear Ms Grace Tymms, flat {at} is done. {MARK * (at in bad)}"
            file.write(json.dumps({"id": f"r{at}", "text": text}) + "\n")
    (tmp_path / "set.toml").write_text(_SETTINGS)
    done = _redact(_plugged(tmp_path / "parts"), tmp_path, "--shard-size", "64KiB", "--jobs", "2")

    entries = [json.loads(path.read_text()) for path in (tmp_path / "out.record" / "shards").glob("*.json")]
    kept = {name: kind for entry in entries for name, kind in entry["quarantined"].items()}
    rows = [json.loads(line) for path in (tmp_path / "out").glob("*.jsonl") for line in path.read_text().splitlines()]
    assert done.returncode == 3, done.stderr
    assert kept == dict.fromkeys((f"r{at}" for at in bad), "Lethal")
    assert {row["id"] for row in rows} == {f"r{at}" for at in range(10_000) if at not in bad}
    assert len(rows) == 10_000 - 6
    assert not any("Tymms" in row["text"] for row in rows)
    assert "6 Lethal" in done.stderr
    assert sorted(path.name for path in (tmp_path / "out").iterdir() if path.suffix != ".jsonl") == ["_SUCCESS"]


def _plugged(folder: Path) -> Path:
    """A folder with an installed package that brings the detector, as far as Python's metadata goes."""
    told = folder / "boom-1.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: boom\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text("[redact.detector]\nboom = corpus_boom:make\n")
    return folder


def _redact(parts: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    places = [str(folder / "rows.jsonl"), "--out", str(folder / "out"), "--settings", str(folder / "set.toml")]
    command = [
        sys.executable,
        "-m",
        "redact.cli",
        "corpus",
        *places,
        "--id-field",
        "id",
        "--policy",
        "training",
        *words,
    ]
    paths = os.pathsep.join([str(parts), str(HERE), str(ROOT)])
    env = os.environ | {"PYTHONPATH": paths, "OMP_NUM_THREADS": "1"}
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False)
