"""kill -9 at random moments: python -m bench.kills [--times 20] [--rows 3000] [--what driver,worker,ray-worker,...]

A corpus in which every row has values of its own goes through `redact corpus`, time and again. Each time somebody is
killed while the work goes on: the driver, a worker process, an actor of a local Ray instance, the driver of one, or a
node of a cluster of two. Where that ends the run it is started again. What is there in the end must be what a calm run
leaves, byte for byte: every row once, no value of any row, no temporary file. Ends with 1 if not.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.figures import save, table
from bench.kills_corpus import Corpus, Left, differences, left, make
from bench.kills_run import Nodes, Run

KINDS = ("driver", "worker", "ray-worker", "ray-driver", "ray-node")


@dataclass(slots=True)
class Told:
    """What came of the kills of one kind. `phases` counts them by how much of the work was done."""

    kind: str
    kills: int = 0
    late: int = 0  # the run had ended before the moment came; not counted among the kills
    reruns: int = 0
    orphans: int = 0  # processes that outlived their driver
    phases: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)
    took_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Stage:
    """Everything that kills of one kind share."""

    corpus: Corpus
    calm: Left
    shards: int
    calm_s: float
    dice: random.Random

    def at_a_moment(self, run: Run) -> str:
        """Wait for a random moment of the run: so many shards are in, and then a while. Which phase that is; "" if none."""
        wanted = self.dice.randrange(self.shards)
        if not run.wait_for(wanted):
            return ""
        time.sleep(self.dice.uniform(0, 1.5 * self.calm_s / self.shards))
        done = run.entries()
        if run.ended:
            return ""
        return "before the first shard" if not done else "amid" if done < self.shards else "after the last shard"


def calm(corpus: Corpus, dice: random.Random) -> Stage:
    """A run that nobody disturbs."""
    run = Run(corpus, corpus.folder / "calm")
    run.wait_for(0)
    began = time.monotonic()
    if run.end():
        raise SystemExit(run.said)
    took_s = time.monotonic() - began
    run.left_behind()
    found = left(corpus, run.out)
    if told := differences(corpus, found, found):
        raise SystemExit(f"a run that nobody disturbs is no measure: {told}")
    return Stage(corpus, found, run.entries(), took_s, dice)


def kill_one(stage: Stage, told: Told, words: Sequence[str], strike: Callable[[Run], bool]) -> None:
    """One run with one kill, run again if need be, and what is there then."""
    out = stage.corpus.folder / f"{told.kind}-{told.kills + told.late}"
    run = Run(stage.corpus, out, words)
    phase = stage.at_a_moment(run)
    struck = bool(phase) and strike(run)
    failed = run.end() != 0
    told.orphans += run.left_behind()
    if struck:
        told.kills += 1
        told.phases[phase] += 1
    else:
        told.late += 1
    if failed:
        told.reruns += 1
        again = Run(stage.corpus, out, words)
        if again.end():
            told.differences.append(f"the rerun failed: {again.said[-300:]}")
            out.mkdir(exist_ok=True)
        told.orphans += again.left_behind()
    told.differences += differences(stage.corpus, left(stage.corpus, out), stage.calm)
    shutil.rmtree(out)
    shutil.rmtree(run.record)


def kills(stage: Stage, kind: str, times: int) -> Told:
    """So many kills of a kind."""
    told = Told(kind)
    began = time.monotonic()
    if kind == "ray-node":
        with Nodes() as nodes:
            while told.kills < times:
                kill_one(stage, told, ("--jobs", "2", "--ray", nodes.address), lambda _: nodes.kill())
                nodes.add()
    words = ("--ray", "local", "--jobs", "2") if kind.startswith("ray") else ("--jobs", "2")
    strike = Run.kill_worker if kind.endswith("worker") else Run.kill_driver
    while told.kills < times:
        kill_one(stage, told, words, strike)
    told.took_s = time.monotonic() - began
    return told


def measured(kinds: Sequence[str], times: int, rows: int, seed: int) -> list[Told]:
    """Kills of all these kinds, on one corpus."""
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        stage = calm(make(Path(name), rows), random.Random(seed))
        print(f"{rows} rows, {stage.shards} shards; undisturbed {stage.calm_s:.1f} s; seed {seed}\n", flush=True)
        found = []
        for kind in kinds:
            found.append(kills(stage, kind, times))
            show(found[-1:])
        return found


def show(told: Sequence[Told]) -> None:
    """One line a kind, and what differs from a calm run."""
    head = ("killed", "times", "amid", "before", "after", "too late", "reruns", "orphans", "differences", "took, s")
    phases = ("amid", "before the first shard", "after the last shard")
    table(
        head,
        [
            (
                *(each.kind, each.kills, *(each.phases[phase] for phase in phases), each.late),
                *(each.reruns, each.orphans, len(each.differences), each.took_s),
            )
            for each in told
        ],
    )
    for each in told:
        for line, number in Counter(each.differences).items():
            print(f"{each.kind}: {line} ({number} times)")


def main() -> int:
    """Kill, print, save; 1 if anything differed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--what", default="driver,worker", help=f"of {','.join(KINDS)} (default: driver,worker)")
    parser.add_argument("--seed", type=int, default=6)
    parser.add_argument("--no-save", dest="save", action="store_false", help="write no bench/out/kills-*.json")
    args = parser.parse_args()
    kinds = args.what.split(",")
    if unknown := set(kinds) - set(KINDS):
        parser.error(f"nobody is called {unknown.pop()}")
    found = measured(kinds, args.times, args.rows, args.seed)
    named = {each.kind: {name: getattr(each, name) for name in Told.__slots__} for each in found}
    if args.save:
        save(f"kills-{'-'.join(kinds)}", {"rows": args.rows, "kills": json.loads(json.dumps(named))})
    return int(any(each.differences or each.orphans for each in found))


if __name__ == "__main__":
    sys.exit(main())
