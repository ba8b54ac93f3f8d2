"""Real documents with words to take out, judged from outside: python -m bench.documents DIR [--kinds pdf,docx] [--judge PYTHON]

DIR holds `files/`, `TARGETS.jsonl` and the scorers `eval_outputs.py` and `leakcheck.py`. Each file is redacted by a case
that denies its words and nothing else (pack `minimal`, detector `lists`). The scorers need libraries that this project
does not carry, and programs (poppler-utils, mupdf-tools, tesseract-ocr): `--judge` names the Python that has them.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from bench.figures import save
from redact.api import work
from redact.api.ask import Ask
from redact.core.flow import Record
from redact.settings import Settings

_SETTINGS = Settings(detectors=("lists",))


@dataclass(frozen=True, slots=True)
class Target:
    """A file and the words that are to go."""

    file: str
    words: tuple[str, ...]

    @property
    def kind(self) -> str:
        """What sort of file it is."""
        return self.file.partition("/")[0]


def targets(folder: Path, kinds: set[str]) -> Iterator[Target]:
    """The files with words to take out; those of the kinds, if any are named."""
    for line in (folder / "TARGETS.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        target = Target(row["file"], tuple(dict.fromkeys(word["word"] for word in row["words"])))
        if not kinds or target.kind in kinds:
            yield target


def redacted(folder: Path, target: Target, out: Path, scratch: Path) -> tuple[Record, str, float]:
    """One file redacted into `out` under its own name; its record, why it was kept back, CPU-independent seconds."""
    case, released, record = scratch / "case.yaml", scratch / "released", scratch / "record"
    for path in (released, record):
        shutil.rmtree(path, ignore_errors=True)
    case.write_text(yaml.safe_dump({"deny": list(target.words)}), encoding="utf-8")
    ask = Ask((folder / "files" / target.file,), record, "minimal", case, settings=_SETTINGS)
    began = time.perf_counter()
    (made,) = work.run(ask, released).records
    took = time.perf_counter() - began
    if made.output is not None:
        (out / target.file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(released / made.output, out / target.file)
    reasons = [json.loads(path.read_text())["message"] for path in (record / "quarantine").glob("*.json")]
    return made, "; ".join(reasons), took


def judged(folder: Path, found: list[Target], out: Path, judge: str) -> dict[str, object]:
    """What the scorer says of the outputs."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        wanted = {target.file for target in found}
        lines = (folder / "TARGETS.jsonl").read_text(encoding="utf-8").splitlines(keepends=True)
        file.writelines(line for line in lines if json.loads(line)["file"] in wanted)
        file.flush()
        command = [judge, str(folder / "eval_outputs.py"), file.name, str(folder / "files"), str(out), "--json"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if not done.stdout:
        raise SystemExit(done.stderr[-2000:])
    said: dict[str, object] = json.loads(done.stdout)
    return said


def hunted(folder: Path, target: Target, out: Path, judge: str) -> int:
    """The exit code of the motivated intruder over one output: 0 clean, 1 found, 3 incomplete."""
    secrets = [word for text in target.words for word in ("-s", text)]
    command = [judge, str(folder / "leakcheck.py"), str(out / target.file), *secrets, "--ocr", "auto", "--strict"]
    return subprocess.run(command, capture_output=True, check=False).returncode


def main() -> None:
    """Redact, judge, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--kinds", default="", help="pdf,docx,…; all unless named")
    parser.add_argument("--judge", default=sys.executable, help="the Python in which the scorers run")
    parser.add_argument("--out", type=Path, help="keep the outputs here")
    parser.add_argument("--hunt", action="store_true", help="leakcheck with OCR over each output as well (slow)")
    args = parser.parse_args()
    found = list(targets(args.data, set(filter(None, args.kinds.split(",")))))
    with tempfile.TemporaryDirectory() as scratch:
        out = args.out or Path(scratch) / "out"
        seconds: dict[str, list[float]] = defaultdict(list)
        for target in found:
            record, reason, took = redacted(args.data, target, out, Path(scratch))
            seconds[target.kind].append(took)
            if record.output is None:
                print(f"kept back: {target.file}: {record.reason}: {reason}", flush=True)
        said = judged(args.data, found, out, args.judge)
        there = [target for target in found if (out / target.file).exists()]
        hunts = Counter(hunted(args.data, target, out, args.judge) for target in there) if args.hunt else {}
    for leak in said["leaks"]:  # type: ignore[attr-defined]
        print("left:", *leak)
    print(json.dumps(said["summary"], indent=1))
    print("leakcheck, by exit code:", dict(hunts))
    print("seconds a file, mean:", {kind: round(sum(each) / len(each), 2) for kind, each in seconds.items()})
    save("documents", {"summary": said["summary"], "leaks": said["leaks"], "hunts": dict(hunts)})


if __name__ == "__main__":
    main()
