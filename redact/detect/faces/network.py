"""CenterFace on one piece of a picture: pixels in, boxes out. Knows what its tensors mean, and no size but its stride."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from redact.detect.faces.boxes import Boxes
from redact.detect.faces.graph import free_sizes
from redact.modelstore import model_path
from redact.modelstore.inference import session

Pixels = NDArray[np.uint8]

MODEL = "centerface"
#: Sizes the network takes are multiples of this: it halves five times and adds the halves again.
STEP_PX = 32
#: Pixels of the input for one cell of the heatmap.
_STRIDE = 4
#: Heatmap, logarithm of height and width, and offset of the centre. (A fourth holds landmarks, which nobody needs here.)
#: Source: CenterFace (Xu et al., 2019, arXiv:1911.03599), section 3.2, and the names in the file.
_OUTPUTS = ["537", "538", "539"]
_INPUT = "input.1"
#: exp() of more than this is a face of 36,000 pixels: not a face, and later an overflow.
_LOG_SIDE_LIMIT = 9.1


class Network:
    """The network, loaded once. Safe to use from several threads."""

    def __init__(self, threads: int = 0, folder: Path | None = None) -> None:
        network = (folder or model_path(MODEL)) / "centerface.onnx"
        self._session = session(free_sizes(network.read_bytes()), threads)

    def __call__(self, pixels: Pixels, least_score: float) -> Boxes:
        """Every claim of at least that score, many to a face. `pixels`: ``uint8 [h, w, 3], RGB``, of any size."""
        heat, log_sides, offsets = self._session.run(_OUTPUTS, {_INPUT: _tensor(pixels)})
        rows, cols = np.nonzero(heat[0, 0] >= least_score)
        score = heat[0, 0, rows, cols]
        half = np.exp(np.minimum(log_sides[0][:, rows, cols], _LOG_SIDE_LIMIT)) * (_STRIDE / 2)
        middle = (np.stack([rows, cols]) + offsets[0][:, rows, cols] + 0.5) * _STRIDE
        (y0, x0), (y1, x1) = middle - half, middle + half
        return np.stack([x0, y0, x1, y1, score], axis=1).astype(np.float32)


def _tensor(pixels: Pixels) -> NDArray[np.float32]:
    """``float32 [1, 3, h, w]`` in 0..255, with a black margin right and below up to a multiple of the step."""
    height, width = pixels.shape[:2]
    right, below = -width % STEP_PX, -height % STEP_PX
    if right or below:
        pixels = np.asarray(cv2.copyMakeBorder(pixels, 0, below, 0, right, cv2.BORDER_CONSTANT), np.uint8)
    return np.ascontiguousarray(pixels.transpose(2, 0, 1)[np.newaxis], np.float32)
