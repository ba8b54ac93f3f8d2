"""Writes the trained network as ONNX for pictures of any size, batch norm folded in, weights in half precision.

    python models/plates/export.py --weights /somewhere/last.pt --out models/plates/weights.onnx

In: `pixels`, float32 ``[1, 3, h, w]``, RGB in 0..1, sides that are multiples of 32. Out: `heat` ``[1, 1, h/4, w/4]`` in
0..1, and `shape` ``[1, 4, h/4, w/4]``: from the cell's middle to the plate's, in the plate's width and height; the
logarithms of its width and height in pixels.
"""

from __future__ import annotations

import argparse
import math
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from models.plates.network import REACH_PX, UNIT_PX, PlateNet

_TRACED = (1, 3, 128, 192)
_LARGE = 64  # tensors with fewer values are biases and the like, not worth a rounding error


class Spoken(nn.Module):
    """The network with its answer in the product's terms."""

    def __init__(self, network: PlateNet) -> None:
        super().__init__()
        self.network = network

    def forward(self, pixels: Tensor) -> tuple[Tensor, Tensor]:
        """Heat and shape."""
        said = self.network(pixels)
        sides = said[:, 3:5]
        steps = said[:, 1:3] * (REACH_PX / UNIT_PX) * torch.exp(-sides)
        return torch.sigmoid(said[:, :1]), torch.cat([steps, sides + math.log(UNIT_PX)], dim=1)


def halved(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model with its large tensors in half precision; they are widened again when it is loaded."""
    widened, kept = [], []
    for tensor in model.graph.initializer:
        values = numpy_helper.to_array(tensor)
        if values.dtype != np.float32 or values.size < _LARGE:
            kept.append(tensor)
            continue
        kept.append(numpy_helper.from_array(values.astype(np.float16), f"{tensor.name}_half"))
        widened.append(helper.make_node("Cast", [f"{tensor.name}_half"], [tensor.name], to=onnx.TensorProto.FLOAT))
    nodes = [*widened, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(kept)
    model.graph.node.extend(nodes)
    return model


def export(weights: Path, out: Path) -> None:
    """Write the ONNX file."""
    network = PlateNet()
    network.load_state_dict(torch.load(weights))
    free = {2: "h", 3: "w"}
    torch.onnx.export(
        Spoken(network).eval(), (torch.rand(_TRACED),), str(out), dynamo=False, opset_version=17,
        input_names=["pixels"], output_names=["heat", "shape"],
        dynamic_axes={"pixels": free, "heat": {2: "rows", 3: "columns"}, "shape": {2: "rows", 3: "columns"}},
    )  # fmt: skip
    model = halved(onnx.load(out))
    for node in model.graph.node:
        node.doc_string = ""  # the tracer writes paths of the machine there
    onnx.checker.check_model(model)
    onnx.save(model, out)


def main() -> None:
    """Read the arguments and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    export(args.weights, args.out)


if __name__ == "__main__":
    main()
