"""Rows a second of `redact corpus`, by one process, by two, on Ray, and of a plain script around Presidio.

python -m bench.scale --data DIR [--rounds 3] [--rows 2000] [--ray] [--no-peer]

All read the same rows (the development texts in passages of about a thousand characters), one after the other (A B C,
A B C ...), each a command of its own: planning, checking and committing are in the time. Each is also run over two rows a
process, and that time, which is for loading models and starting a cluster, is shown beside and taken off: what is left is
what a large corpus costs. CPU is that of the whole machine while the command ran, since workers of a cluster are nobody's
children: run it where nothing else runs. Every process has one thread; Presidio is also run as it comes, with as many as
its libraries take.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from statistics import median

import psutil

from bench.figures import save, table
from bench.gold import SETS, TAB_ALL

_PASSAGE_CHARS = 1_000
_ROWS_A_SHARD = "64KiB"  # of half a megabyte: so that no process waits long for the other at the end
_PLAIN = {name: value for name, value in os.environ.items() if not name.endswith("_NUM_THREADS")}
_ONE_THREAD = _PLAIN | dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_PROCESSES = 2  # each has two rows, in a file of its own, when next to nothing is done
_AS_IT_COMES = "as it comes"


#: Wall and CPU seconds over a few rows, and over all.
Taken = tuple[tuple[float, float], tuple[float, float]]


def passages(text: str) -> Iterator[str]:
    """Paragraphs put together until there is enough for a row."""
    held = ""
    for paragraph in text.split("\n\n"):
        held = f"{held}\n\n{paragraph}" if held else paragraph
        if len(held) >= _PASSAGE_CHARS:
            yield held
            held = ""
    if held.strip():
        yield held


def rows_of(data: Path, most: int) -> list[str]:
    """The rows, distinct."""
    golds = chain((TAB_ALL,), *(SETS[name] for name in ("ukfoi", "synth", "wikiactors", "btc")))
    texts = (text for gold in golds for _, text in gold.records(data))
    rows = list(dict.fromkeys(row for text in texts for row in passages(text)))
    random.Random(6).shuffle(rows)  # so that some of them are a fair part of all
    return rows[:most]


def write_rows(rows: Sequence[str], folder: Path, files: int = 1) -> Path:
    """A folder with the rows as JSONL, dealt out to so many files."""
    folder.mkdir()
    lines = [json.dumps({"id": at, "text": row}) + "\n" for at, row in enumerate(rows)]
    for at in range(files):
        (folder / f"{at}.jsonl").write_text("".join(lines[at::files]), encoding="utf-8")
    return folder


def busy() -> float:
    """CPU seconds that the whole machine has worked so far."""
    times = psutil.cpu_times()
    return float(times.user + times.system + times.nice)


def timed(what: str, command: list[str]) -> tuple[float, float]:
    """Wall seconds and CPU seconds of one command."""
    before, start = busy(), time.monotonic()
    environ = _PLAIN if what.endswith(_AS_IT_COMES) else _ONE_THREAD
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    wall, cpu = time.monotonic() - start, busy() - before
    if done.returncode not in (0, 3):
        raise SystemExit(done.stderr[-2000:])
    return wall, cpu


def ours(rows: Path, out: Path, *more: str) -> list[str]:
    """`redact corpus` over the rows."""
    words = ["corpus", str(rows), "--out", str(out), "--policy", "training", "--shard-size", _ROWS_A_SHARD, *more]
    return [sys.executable, "-m", "redact.cli", *words]


def commands(rows: Path, folder: Path, args: argparse.Namespace) -> dict[str, list[str]]:
    """What is measured, by name; each writes into a folder of its own."""
    found = {
        "redact, 1 process": ours(rows, folder / "one", "--jobs", "1"),
        "redact, 2 processes": ours(rows, folder / "two", "--jobs", "2"),
    }
    if args.ray:
        found["redact, Ray, 2 actors"] = ours(rows, folder / "ray", "--jobs", "2", "--ray", "local")
    for name, out in (("one thread", "peer"), (_AS_IT_COMES, "plain")) if args.peer else ():
        script = [sys.executable, "-m", "bench.scale_peer", str(rows), str(folder / f"{out}.jsonl"), "2"]
        found[f"Presidio, 2 processes, {name}"] = script
    return found


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and ukfoi/")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--ray", action="store_true", help="a Ray instance of this machine too")
    parser.add_argument("--no-peer", dest="peer", action="store_false")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="redact-scale-") as name:
        every = rows_of(args.data, args.rows)
        rows = write_rows(every, Path(name) / "rows")
        few = write_rows(every[: 2 * _PROCESSES], Path(name) / "few", _PROCESSES)
        taken: dict[str, list[Taken]] = {}
        for at in range(args.rounds):
            both = [commands(path, _fresh(Path(name) / f"{path.name}-{at}"), args) for path in (few, rows)]
            for what in both[0]:
                taken.setdefault(what, []).append((timed(what, both[0][what]), timed(what, both[1][what])))
        show(len(every) - 2 * _PROCESSES, sum(map(len, every)) / 1000, taken)


def _fresh(folder: Path) -> Path:
    folder.mkdir()
    return folder


def show(number: int, kilochars: float, taken: dict[str, list[Taken]]) -> None:
    """The table, and the ratios that are asked for."""
    print(f"{number} rows, {kilochars:.0f} thousand characters, {len(next(iter(taken.values())))} rounds; medians\n")
    start = {what: median(few[0] for few, _ in each) for what, each in taken.items()}
    wall = {what: median(all_[0] - few[0] for few, all_ in each) for what, each in taken.items()}
    cpu = {what: median(all_[1] - few[1] for few, all_ in each) for what, each in taken.items()}
    table(
        ("", "start, s", "rows, s", "rows/s", "CPU ms/row"),
        [(what, start[what], wall[what], number / wall[what], 1000 * cpu[what] / number) for what in taken],
    )
    one, two, *rest = taken
    ratios = {"two processes to one, rows/s": wall[one] / wall[two]}
    for what in rest:
        if "Ray" in what:
            ratios["Ray to pool, CPU a row"] = cpu[what] / cpu[two]
        else:
            ratios[f"redact to {what}, rows/s"] = wall[what] / wall[two]
    for what, ratio in ratios.items():
        print(f"{what}: {ratio:.2f}")
    save("scale", {"rows": number, "kilochars": kilochars, "taken_s": taken, "ratios": ratios})


if __name__ == "__main__":
    main()
