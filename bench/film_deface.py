"""Boxes of `deface` on every frame, as it finds them itself: run by the Python in which it is installed, JSON on stdout.

One line per frame: rows of x0, y0, x1, y1, score, before its masks are scaled. Frames are read as its command reads them.
"""

import json
import sys

import imageio.v2 as iio
from deface.centerface import CenterFace

#: deface's own default.
THRESHOLD = 0.2


def main() -> None:
    """Every frame of the clip named on the command line."""
    network = CenterFace(in_shape=None, backend="auto")
    for frame in iio.get_reader(sys.argv[1]):
        found, _ = network(frame, threshold=THRESHOLD)
        sys.stdout.write(json.dumps([[float(value) for value in row] for row in found]) + "\n")


if __name__ == "__main__":
    main()
