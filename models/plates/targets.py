"""What the network is asked to say of a crop, and how wrong it is."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from models.plates.network import REACH_PX, STRIDE, UNIT_PX

_SPREAD = 7.0  # a plate's hill has a width of one in so many of the plate's
_NEAR = 0.4  # cells at least so far up the hill also learn the box


def target(boxes: np.ndarray, ignored: np.ndarray, size: int) -> np.ndarray:
    """``float32 [7, cells, cells]``: hill, whether it counts, weight of the box, and the box as the network says it."""
    cells = size // STRIDE
    made = np.zeros((7, cells, cells), np.float32)
    made[1] = 1
    centres = (np.arange(cells) + 0.5) * STRIDE
    for x0, y0, x1, y1 in ignored:
        made[1][np.ix_((centres > y0 - 4) & (centres < y1 + 4), (centres > x0 - 4) & (centres < x1 + 4))] = 0
    for x0, y0, x1, y1 in boxes:
        middle, (wide, tall) = ((x0 + x1) / 2, (y0 + y1) / 2), (x1 - x0, y1 - y0)
        peak = [min(cells - 1, int(at / STRIDE)) for at in middle]
        across = np.exp(-((centres - centres[peak[0]]) ** 2) / (2 * max(wide / _SPREAD, 2.2) ** 2))
        along = np.exp(-((centres - centres[peak[1]]) ** 2) / (2 * max(tall / _SPREAD, 2.2) ** 2))
        hill = along[:, None] * across[None]
        made[1] = np.maximum(made[1], hill > _NEAR)
        own = (hill > _NEAR) & (hill > made[2])
        made[2][own] = hill[own]
        said = np.stack(np.broadcast_arrays(
            (middle[0] - centres)[None] / REACH_PX, (middle[1] - centres)[:, None] / REACH_PX,
            np.log(wide / UNIT_PX), np.log(tall / UNIT_PX),
        ))  # fmt: skip
        made[3:, own] = said[:, own]
        made[0] = np.maximum(made[0], hill)
    return made


def loss(said: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """How wrong the places are, and how wrong the boxes.

    Source: Law, Deng, CornerNet, 2018, section 3.2 (focal loss under hills); Zhou et al., Objects as Points, 2019.
    """
    hill, counts, weight, box = wanted[:, 0], wanted[:, 1], wanted[:, 2], wanted[:, 3:]
    logit = said[:, 0]
    sure = torch.sigmoid(logit)
    peak = (hill >= 0.999).float()
    found = functional.softplus(-logit) * (1 - sure) ** 2 * peak
    wrong = functional.softplus(logit) * sure**2 * (1 - hill) ** 4 * (1 - peak)
    many = peak.sum().clamp(min=1)
    places = ((found + wrong) * counts).sum() / many
    overlap = 1 - _shared(said[:, 1:], box)
    off = functional.smooth_l1_loss(said[:, 1:], box, reduction="none", beta=0.1).sum(1)
    boxes = ((overlap + 0.5 * off) * weight).sum() / weight.sum().clamp(min=1)
    return places, boxes


def _shared(one: Tensor, other: Tensor) -> Tensor:
    """Intersection over union of boxes that belong to the same cell."""

    def edges(box: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        x, y = box[:, 0] * REACH_PX, box[:, 1] * REACH_PX
        half_w, half_h = UNIT_PX / 2 * box[:, 2].clamp(-4, 3).exp(), UNIT_PX / 2 * box[:, 3].clamp(-4, 3).exp()
        return x - half_w, y - half_h, x + half_w, y + half_h

    (a0, b0, a1, b1), (c0, d0, c1, d1) = edges(one), edges(other)
    both = (torch.minimum(a1, c1) - torch.maximum(a0, c0)).clamp(min=0)
    both = both * (torch.minimum(b1, d1) - torch.maximum(b0, d0)).clamp(min=0)
    whole = (a1 - a0) * (b1 - b0) + (c1 - c0) * (d1 - d0) - both
    return both / whole.clamp(min=1e-3)
