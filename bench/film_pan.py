"""Faces whose boxes others drew, in films: python -m bench.film_pan --data DIR/vision --deface EXECUTABLE

A camera that goes over photographs, one second each, a cut between them: every frame has boxes that people drew, moved as the
picture moves. It is no real film (nobody in it moves), but its truth is not any network's. `redact find` with the face
detector alone beside deface's own boxes with its own masks; covered when 90 % of a face's box is.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np

from bench.figures import save, table
from bench.film import found_by_deface
from bench.film_coverage import Row, by_deface, by_redact, covered

WIDTH, HEIGHT, RATE, LONG = 640, 360, 30, 30
#: Photographs with so many faces, the smallest of so many pixels.
_FACES, _LEAST_PX, _PICTURES = (2, 15), 9, 14
#: A face counts while so much of it is in the picture.
_IN_PICTURE = 0.6

Frame = tuple[Any, list[Row]]


def chosen(data: Path) -> list[dict[str, Any]]:
    """The photographs, with the boxes that were drawn on them."""
    images = json.loads((data / "faces.json").read_text(encoding="utf-8"))["images"]
    least, most = _FACES
    return [
        each
        for each in images
        if least <= len(each["boxes"]) <= most
        and min(min(x1 - x0, y1 - y0) for x0, y0, x1, y1 in each["boxes"]) >= _LEAST_PX
    ][:_PICTURES]


def panned(pixels: Any, boxes: Sequence[Row], chance: np.random.Generator) -> Iterator[Frame]:
    """Frames of a camera that goes over a photograph by hand, and where the faces are in each."""
    height, width = pixels.shape[:2]
    fills = max(WIDTH / width, HEIGHT / height)
    zooms, ways = 1 + 0.15 * chance.random(2), chance.random((2, 2))
    for number in range(LONG):
        share = number / (LONG - 1)
        zoom = fills * (zooms[0] + (zooms[1] - zooms[0]) * share)
        way = ways[0] + (ways[1] - ways[0]) * share
        shake = 2 * np.sin(number * 0.9), 1.5 * np.cos(number * 0.7)
        left, top = -(width * zoom - WIDTH) * way[0] + shake[0], -(height * zoom - HEIGHT) * way[1] + shake[1]
        move = np.array([[zoom, 0, left], [0, zoom, top]])
        seen = cv2.warpAffine(pixels, move, (WIDTH, HEIGHT), borderMode=cv2.BORDER_REFLECT)
        moved = [(x0 * zoom + left, y0 * zoom + top, x1 * zoom + left, y1 * zoom + top) for x0, y0, x1, y1 in boxes]
        yield seen, [kept for box in moved if (kept := _within(box)) is not None]


def film(data: Path, target: Path) -> list[list[Row]]:
    """Write the film; the faces of each of its frames."""
    chance = np.random.default_rng(5)
    faces: list[list[Row]] = []
    with av.open(str(target), "w") as out:
        stream = out.add_stream("libx264", rate=RATE, options={"crf": "18", "preset": "veryfast"})
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for each in chosen(data):
            pixels = cv2.cvtColor(cv2.imread(str(data / each["file"])), cv2.COLOR_BGR2RGB)
            for seen, boxes in panned(pixels, each["boxes"], chance):
                out.mux(stream.encode(av.VideoFrame.from_ndarray(seen, format="rgb24")))
                faces.append(boxes)
        out.mux(stream.encode())
    return faces


def _within(box: Row) -> Row | None:
    x0, y0, x1, y1 = box
    kept = max(0, x0), max(0, y0), min(WIDTH, x1), min(HEIGHT, y1)
    area = max(0, kept[2] - kept[0]) * max(0, kept[3] - kept[1])
    return kept if area >= _IN_PICTURE * (x1 - x0) * (y1 - y0) else None


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with faces.json")
    parser.add_argument("--deface", type=Path, required=True, help="deface's executable, in an environment of its own")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        clip = Path(folder) / "panned.mp4"
        faces = film(args.data, clip)
        theirs = by_deface(found_by_deface(clip, args.deface), WIDTH, HEIGHT)
        command = [sys.executable, "-m", "redact", "find", str(clip), "--policy", "foi", "--json"]
        environ = {**os.environ, "REDACT_DETECTORS": "faces"}
        said = subprocess.run(command, check=True, capture_output=True, text=True, env=environ).stdout
    ours = by_redact(said, len(faces))
    shares = {
        "redact": covered(faces, ours, round_cuts=False),
        "deface": covered(faces, theirs, round_cuts=True),
    }
    cuts = {"redact": ours, "deface": theirs}
    rows = [
        (name, share.of_all, share.faces, len(share.frames_left), sum(map(len, cuts[name])) / len(faces))
        for name, share in shares.items()
    ]
    print(f"{len(faces)} frames\n")
    table(("", "faces covered", "of", "frames with a face left", "boxes a frame"), rows)
    save("film_pan", {name: {**asdict(share), "share": share.of_all} for name, share in shares.items()})


if __name__ == "__main__":
    main()
