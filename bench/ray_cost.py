"""What a crew of actors costs beside a crew of processes, for the same tasks in the same run.

`python -m bench.ray_cost --tasks 200 --work-ms 20 200` burns so many milliseconds of CPU in each task, announces once
per task, and counts the CPU time of everybody: driver, workers and Ray's own processes. Each crew is made and warmed
before it is measured; they take turns. `--words N` prints what an announcement takes by itself.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil

from redact.core.work import At, Crew, Task
from redact.run.pool import Pool
from redact.run.ray import RayCrew


class Burner:
    """A hand that takes CPU, and says how long its words took."""

    def do(self, task: Task, at: At) -> Any:
        words, work_s = task.payload
        start = time.perf_counter()
        for number in range(words):
            at([number])
        said_s = time.perf_counter() - start
        until = time.process_time() + work_s
        while time.process_time() < until:
            sum(range(1000))
        return said_s / words

    def hear(self, message: Any) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass(frozen=True)
class Cost:
    cpu_ms: float
    wall_ms: float

    def __str__(self) -> str:
        return f"{self.cpu_ms:8.2f} ms CPU  {self.wall_ms:8.2f} ms wall"


def family_cpu_s() -> float:
    """CPU time of this process and all below it, with Ray's own."""
    me = psutil.Process()
    total = 0.0
    for process in [me, *me.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            times = process.cpu_times()
            total += times.user + times.system
    return total


def measure(crew: Crew, count: int, work_ms: float) -> Cost:
    tasks = (Task(number, (1, work_ms / 1000)) for number in range(count))
    cpu, wall = family_cpu_s(), time.perf_counter()
    done = sum(1 for _ in crew.work(tasks))
    assert done == count
    return Cost((family_cpu_s() - cpu) * 1000 / count, (time.perf_counter() - wall) * 1000 / count)


def words_ms(crew: Crew, count: int) -> float:
    (done,) = crew.work([Task(0, (count, 0.0))])
    return float(done.answer) * 1000  # type: ignore[union-attr]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tasks", type=int, default=200)
    parser.add_argument("--work-ms", type=float, nargs="+", default=[20.0, 200.0])
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--words", type=int, default=500)
    args = parser.parse_args(argv)
    with (
        contextlib.closing(Pool(Burner, args.jobs)) as pool,
        contextlib.closing(RayCrew(Burner, jobs=args.jobs)) as ray,
    ):
        crews: dict[str, Crew] = {"pool": pool, "ray": ray}
        for crew in crews.values():
            measure(crew, 4 * args.jobs, 50)
        for name, crew in crews.items():
            cpu_s = family_cpu_s()
            wall_ms = words_ms(crew, args.words)
            print(f"announcement  {name:5} {Cost((family_cpu_s() - cpu_s) * 1000 / args.words, wall_ms)}")
        for work_ms in args.work_ms:
            compare(crews, args.tasks, work_ms, args.rounds)


def compare(crews: dict[str, Crew], count: int, work_ms: float, rounds: int) -> None:
    seen: dict[str, list[Cost]] = {name: [] for name in crews}
    for _ in range(rounds):
        for name, crew in crews.items():
            seen[name].append(measure(crew, count, work_ms))
    best = {name: min(costs, key=lambda cost: cost.cpu_ms) for name, costs in seen.items()}
    for name, cost in best.items():
        print(f"{work_ms:6.0f} ms  n={count}  {name:5} {cost}")
    print(f"{work_ms:6.0f} ms  ray / pool: {best['ray'].cpu_ms / best['pool'].cpu_ms:.3f} CPU")


if __name__ == "__main__":
    # A hand must stand in a module that nodes can import, and this one is called something else now.
    os.environ["PYTHONPATH"] = str(Path(__file__).parents[1])
    import_module("bench.ray_cost").main()
