"""Our plate network on one picture: pixels in, boxes out. Knows what its tensors mean; `models/plates` made it."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from redact.detect.plates.boxes import Boxes
from redact.modelstore import model_path
from redact.modelstore.inference import session

Pixels = NDArray[np.uint8]

MODEL = "redact_plates"
#: Sizes the network takes are multiples of this: it halves six times and adds the halves again.
STEP_PX = 64
#: Pixels of the input for one cell of the heatmap.
_STRIDE = 4
#: exp() of more than this is a plate of 36,000 pixels: not a plate, and later an overflow.
_LOG_SIDE_LIMIT = 10.5


class Network:
    """The network, loaded once. Safe to use from several threads."""

    def __init__(self, threads: int = 0, folder: Path | None = None) -> None:
        """Loads `weights.onnx` from that folder, or from the model store.

        Raises:
            MissingPart: the file is not there or cannot be run.
        """
        self._session = session((folder or model_path(MODEL)) / "weights.onnx", threads)

    def __call__(self, pixels: Pixels, least_score: float) -> Boxes:
        """Every peak of at least that score as a box. `pixels`: ``uint8 [h, w, 3], RGB``, of any size."""
        heat, shape = self._session.run(["heat", "shape"], {"pixels": _tensor(pixels)})
        rows, cols = np.nonzero(_peaks(heat[0, 0], least_score))
        off_x, off_y, log_w, log_h = shape[0][:, rows, cols]
        sides = np.exp(np.minimum(np.stack([log_w, log_h]), _LOG_SIDE_LIMIT))
        middle = (np.stack([cols, rows]) + 0.5) * _STRIDE + np.stack([off_x, off_y]) * sides
        (x0, y0), (x1, y1) = middle - sides / 2, middle + sides / 2
        return np.stack([x0, y0, x1, y1, heat[0, 0, rows, cols]], axis=1).astype(np.float32)


def _peaks(heat: NDArray[np.float32], least: float) -> NDArray[np.bool_]:
    """Cells of at least that score that no neighbour outdoes."""
    highest = np.asarray(cv2.dilate(heat, np.ones((3, 3), np.uint8)), np.float32)
    made: NDArray[np.bool_] = (heat >= least) & (heat >= highest)
    return made


def _tensor(pixels: Pixels) -> NDArray[np.float32]:
    """``float32 [1, 3, h, w]`` in 0..1, with a black margin right and below up to a multiple of the step."""
    height, width = pixels.shape[:2]
    made = np.zeros((1, 3, height + -height % STEP_PX, width + -width % STEP_PX), np.float32)
    np.divide(pixels.transpose(2, 0, 1), 255, out=made[0, :, :height, :width])
    return made
