"""The network in PyTorch: a narrow feature pyramid that says for every fourth pixel whether a plate's middle is there.

Five outputs a cell: how likely it is a plate's middle (before the sigmoid); the middle's distance from the cell's, in
steps of `REACH_PX`; the logarithms of width and height in units of `UNIT_PX`.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

STRIDE = 4
DEEPEST = 32  # sides of pictures must be multiples of this
REACH_PX, UNIT_PX = 8.0, 32.0
WIDTHS = (16, 32, 64, 96, 128)
_RARE = 0.01  # what the untrained network says everywhere


class Step(nn.Sequential):
    """3 × 3 convolution, normalised, rectified."""

    def __init__(self, into: int, out: int, stride: int = 1) -> None:
        super().__init__(nn.Conv2d(into, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU(inplace=True))


class PlateNet(nn.Module):
    """Pictures ``float [n, 3, h, w]``, RGB, 0 to 1, to ``[n, 5, h / 4, w / 4]``."""

    def __init__(self) -> None:
        super().__init__()
        a, b, c, d, e = WIDTHS
        self.down = nn.ModuleList(
            [
                nn.Sequential(Step(3, a, 2), Step(a, b, 2), Step(b, b)),
                nn.Sequential(Step(b, c, 2), Step(c, c)),
                nn.Sequential(Step(c, d, 2), Step(d, d)),
                nn.Sequential(Step(d, e, 2), Step(e, e)),
            ]
        )
        self.across = nn.ModuleList([nn.Conv2d(b, b, 1), nn.Conv2d(c, b, 1), nn.Conv2d(d, c, 1), nn.Conv2d(e, c, 1)])
        self.mixed = nn.ModuleList([Step(b, b), Step(c, c)])
        self.narrow = nn.Conv2d(c, b, 1)
        self.head = Step(b, b)
        self.out = nn.Conv2d(b, 5, 1)
        nn.init.constant_(self.out.bias, 0.0)
        with torch.no_grad():
            self.out.bias[0] = math.log(_RARE / (1 - _RARE))

    def forward(self, pictures: Tensor) -> Tensor:
        """What every cell says."""
        levels = []
        flow = pictures * 2 - 1
        for stage in self.down:
            flow = stage(flow)
            levels.append(flow)
        flow = self.across[3](levels[3])
        flow = self.mixed[1](_twice(flow) + self.across[2](levels[2]))
        flow = self.narrow(flow)
        flow = self.mixed[0](_twice(flow) + self.across[1](levels[1]))
        flow = self.head(_twice(flow) + self.across[0](levels[0]))
        return self.out(flow)


def _twice(flow: Tensor) -> Tensor:
    return functional.interpolate(flow, scale_factor=2.0, mode="nearest")
