"""A driver that a test can kill: does so many shards on the cluster at an address, and says when each is done."""

from __future__ import annotations

import sys
from pathlib import Path

from ray_kit import Piece, Recipe, sweep

from redact.core.work import Task
from redact.run.ray import RayCrew


def main() -> None:
    out, address, count, row_s = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
    sweep(out)
    crew = RayCrew(Recipe(out, row_s), address, 2)
    for done in crew.work(Task(number, Piece(number)) for number in range(count)):
        sys.stdout.write(f"{type(done).__name__} {done.task.number}\n")
        sys.stdout.flush()
    crew.close()


if __name__ == "__main__":
    main()
