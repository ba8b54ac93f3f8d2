"""How much is covered, and how much wrongly, by lowest score and by padding: what the product's constants are chosen by.

    python models/plates/measure.py --photos FOLDER --weights models/plates

FOLDER is the training's, of which the held-back pictures are looked at, or one that `make_rendered.py` filled. The bench's
pictures stay out of it: constants chosen on them would flatter the figures that are taken there.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import cv2
import numpy as np

from bench.boxes import score
from models.plates.crops import Photo
from models.plates.make_rendered import shots
from redact.detect.plates import boxes as many
from redact.detect.plates import spotter
from redact.detect.plates.boxes import Boxes
from redact.detect.plates.network import Network

_LEAST = (0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.5, 0.6)
_PADDINGS = ((0.0, 0.0), (0.04, 0.08), (0.08, 0.15), (0.12, 0.22), (0.15, 0.3))


def claims(network: Network, photo: Photo, sides_px: Sequence[int]) -> Boxes:
    """Everything that the network claims at the lowest of the scores, at all sizes."""
    found = [many.none()]
    height, width = photo.pixels.shape[:2]
    for side in sides_px:
        scale = min(side, 2 * max(height, width)) / max(height, width)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        way = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        back = np.array([width / size[0], height / size[1]] * 2 + [1], np.float32)
        found.append(network(cv2.resize(photo.pixels, size, interpolation=way), min(_LEAST)) * back)
    return np.concatenate(found)


def line(
    photos: Sequence[Photo], claimed: Sequence[Boxes], least: float, padding: tuple[float, float]
) -> Mapping[str, float]:
    """The figures at one lowest score and one padding."""
    cut = {str(at): many.padded(many.fused(boxes[boxes[:, 4] >= least]), *padding) for at, boxes in enumerate(claimed)}
    rows = [
        {"file": str(at), "w": photo.pixels.shape[1], "h": photo.pixels.shape[0], "boxes": photo.boxes.tolist()}
        for at, photo in enumerate(photos)
    ]
    return score(rows, cut)


def main() -> None:
    """Read the arguments, look, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--weights", type=Path, required=True, help="the folder of weights.onnx")
    parser.add_argument("--sides", type=int, nargs="+", default=spotter.SIDES_PX)
    args = parser.parse_args()
    network = Network(1, args.weights)
    photos = [photo for photo in shots(args.photos) if len(photo.boxes)]
    claimed = [claims(network, photo, args.sides) for photo in photos]
    print("| least | padding | covered90 | false | clean |\n|--:|--:|--:|--:|--:|")
    for least in _LEAST:
        for padding in _PADDINGS if least == spotter.LEAST_SCORE else [spotter.PADDING]:
            made = line(photos, claimed, least, padding)
            print(f"| {least} | {padding} | {made['covered90']:.3f} | {made['false']:.2f} | {made['clean']:.3f} |")


if __name__ == "__main__":
    main()
