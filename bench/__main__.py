"""Every measurement in turn, each in a process of its own: python -m bench [--data DIR] [--quick]

`make bench DATA=DIR` gives the data folder through the environment. Without one, only what needs no data is measured.
`engines`, `voices` and `alike` are called by hand: they need a Python with torch, or voices to speak names with. So are
`documents` and `hard_pdfs`: their scorers need programs and libraries of their own. `kills`, `ray_cost` and `soak` are
called by hand as well (the last by `make soak`): they take an hour, or a machine on which nothing else runs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

_ALONE: dict[str, list[str]] = {"startup": [], "nhs_numbers": [], "memory": ["--size", "20MB", "--detectors", "lists"]}
_ALONE["pdf_pages"] = ["--pages", "100", "--scans", "5", "--lengths", "10"]
_WITH_DATA = ("accuracy", "ner_only", "throughput")
_WITH_PICTURES = ("faces", "plates", "codes", "ocr")
_TAKES_QUICK = ("ner_only", "throughput")


def main() -> int:
    """Run them; 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    said = "the folder with text/, ukfoi/, vision/ and audio/ (default: $DATA)"
    parser.add_argument("--data", type=Path, default=os.environ.get("DATA"), help=said)
    parser.add_argument("--quick", action="store_true", help="the smaller half of the texts")
    args = parser.parse_args()
    failed = [name for name, words in _ALONE.items() if not measured(name, words)]
    if args.data is None:
        waiting = (*_WITH_DATA, *_WITH_PICTURES, "scale", "film", "sound", "sound_cost")
        print("not measured, for want of a data folder (make bench DATA=DIR): " + ", ".join(waiting))
    else:
        for name in _WITH_DATA:
            quick = ["--quick"] if args.quick and name in _TAKES_QUICK else []
            failed += [] if measured(name, ["--data", str(args.data), *quick]) else [name]
        vision = Path(args.data) / "vision"
        failed += [name for name in _WITH_PICTURES if not measured(name, ["--data", str(vision)])]
        few = ["--rounds", "1", "--rows", "500"] if args.quick else []
        failed += [] if measured("scale", ["--data", str(args.data), *few]) else ["scale"]
        failed += [] if measured("film", ["--clips", str(vision / "clips")]) else ["film"]
        failed += [] if measured("sound", [str(args.data)]) else ["sound"]
        spoken = Path(args.data) / "audio/librispeech"
        failed += [] if measured("sound_cost", [str(spoken)]) else ["sound_cost"]
    print(f"failed: {', '.join(failed)}" if failed else "all measured; figures are in bench/out/")
    return int(bool(failed))


def measured(name: str, words: list[str]) -> bool:
    """Whether a measurement came to its end."""
    print(f"## {name}\n", flush=True)
    return subprocess.run([sys.executable, "-m", f"bench.{name}", *words], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
