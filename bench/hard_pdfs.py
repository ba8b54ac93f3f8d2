"""Adversarial PDFs, a secret in each: python -m bench.hard_pdfs DIR [--judge PYTHON]

DIR holds `make_hard_pdfs.py` and `leakcheck.py`. Each file is redacted by a case that denies the secret and nothing else,
and searched by other people's tools, words in pixels included; the words beside the secret must still be there.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

from bench.figures import save, table
from redact.api import work
from redact.api.ask import Ask
from redact.settings import Settings


def main() -> None:
    """Make, redact, search, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--judge", default=sys.executable, help="the Python in which the tools run")
    parser.add_argument("--out", type=Path, help="keep the outputs here")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        hard, out = Path(scratch) / "hard", args.out or Path(scratch) / "out"
        made = [args.judge, str(args.data / "make_hard_pdfs.py"), str(hard)]
        subprocess.run(made, check=True, capture_output=True)
        boxes = json.loads((hard / "BOXES.json").read_text())
        (hard / "BOXES.json").unlink()
        secret = next(iter(boxes.values()))["secret"]
        case = Path(scratch) / "case.yaml"
        case.write_text(yaml.safe_dump({"deny": [secret, *secret.split()]}))
        settings = Settings(detectors=("lists",))
        done = work.run(Ask((hard,), Path(scratch) / "record", "minimal", case, settings=settings), out)
        rows = []
        for record in done.records:
            name = Path(record.source).name
            said = judged(args.data, args.judge, out / record.output, secret) if record.output else "kept back"
            lost = [word for word in boxes[name]["keep"] if record.output and not stands(out / record.output, word)]
            rows.append((name, said, ", ".join(lost)))
    clean = sum(said == "clean" and not lost for _, said, lost in rows)
    table(("file", "secret", "neighbours lost"), rows)
    print(f"\n{clean} of {len(rows)} clean, neighbours kept")
    save("hard_pdfs", {"clean": clean, "files": len(rows), "rows": rows})


def judged(data: Path, judge: str, path: Path, secret: str) -> str:
    """What the motivated intruder says of an output."""
    words = [word for text in (secret, *secret.split()) for word in ("-s", text)]
    command = [judge, str(data / "leakcheck.py"), str(path), *words, "--ocr", "on", "--strict"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return {0: "clean", 3: "incomplete"}.get(done.returncode, f"found: {done.stdout[:200]}")


def stands(path: Path, word: str) -> bool:
    """Whether a word can be taken out of a page's text."""
    return word in subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    main()
