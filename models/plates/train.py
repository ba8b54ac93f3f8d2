"""Trains the plate detector on one core of a processor, in an hour or two.

    pip install torch onnx pillow opencv-python-headless
    python models/plates/train.py --photos PLATES --plain PICTURES --fonts FONTS --out /somewhere --minutes 90
    python models/plates/export.py --weights /somewhere/last.pt --out models/plates/weights.onnx

PLATES holds `plates.json` and the annotated pictures; PICTURES any without plates; FONTS TrueType files. One stretch in
nine of PLATES is held back. Nothing of bench/ is ever read. Run with the repository's root on PYTHONPATH.
"""

from __future__ import annotations

import argparse
import copy
import math
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import Tensor
from torch.utils.data import DataLoader, IterableDataset

from models.plates.blanks import fonts_of
from models.plates.crops import Stock, crop, photos, plain_pictures
from models.plates.network import PlateNet
from models.plates.targets import loss, target

CROP_PX, BATCH = 256, 32
RATE, DECAY, AVERAGE = 2e-3, 1e-4, 0.998
_WARM = 0.03  # share of the time in which the rate rises
_REPORT, _KEEP_S = 100, 240


@dataclass(frozen=True)
class Lesson:
    """Where things are and how long it may take."""

    stock: Stock
    out: Path
    seconds: float
    rate: float
    start: Path | None


class Batches(IterableDataset[tuple[Tensor, Tensor]]):
    """Batches without end, each worker its own."""

    def __init__(self, stock: Stock, seed: int) -> None:
        self._stock, self._seed = stock, seed

    def __iter__(self) -> Iterator[tuple[Tensor, Tensor]]:
        cv2.setNumThreads(1)
        worker = torch.utils.data.get_worker_info()
        lot = np.random.default_rng((self._seed, worker.id if worker else 0))
        while True:
            made = [crop(self._stock, CROP_PX, lot) for _ in range(BATCH)]
            pictures = np.stack([each.pixels for each in made])
            wanted = np.stack([target(each.boxes, each.ignored, CROP_PX) for each in made])
            yield torch.from_numpy(pictures), torch.from_numpy(wanted)


def rate_at(share: float, top: float) -> float:
    """The learning rate after this share of the time: up, then down along a cosine."""
    if share < _WARM:
        return top * (0.05 + 0.95 * share / _WARM)
    return top * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * min(1.0, (share - _WARM) / (1 - _WARM)))))


def follow(averaged: PlateNet, network: PlateNet, step: int) -> None:
    """Move the averaged weights a little towards the present ones; what is counted is copied."""
    keep = min(AVERAGE, (1 + step) / (20 + step))
    with torch.no_grad():
        for old, new in zip(averaged.state_dict().values(), network.state_dict().values(), strict=True):
            if old.dtype.is_floating_point:
                old.lerp_(new, 1 - keep)
            else:
                old.copy_(new)


def learn(lesson: Lesson, loader: DataLoader[tuple[Tensor, Tensor]]) -> None:
    """Train until the time is over; the averaged weights are written every few minutes."""
    network = PlateNet()
    if lesson.start:
        network.load_state_dict(torch.load(lesson.start))
    network = network.to(memory_format=torch.channels_last)
    averaged = copy.deepcopy(network).eval()
    optimiser = torch.optim.AdamW(network.parameters(), lesson.rate, weight_decay=DECAY, fused=True)
    began = kept = time.monotonic()
    sums = np.zeros(2)
    for step, (pictures, wanted) in enumerate(loader, 1):
        share = (time.monotonic() - began) / lesson.seconds
        for group in optimiser.param_groups:
            group["lr"] = rate_at(share, lesson.rate)
        sums += lesson_step(network, optimiser, pictures, wanted)
        follow(averaged, network, step)
        if step % _REPORT == 0:
            print(f"{share:.3f} step {step} places {sums[0] / _REPORT:.3f} boxes {sums[1] / _REPORT:.3f}", flush=True)
            sums[:] = 0
        if share >= 1 or time.monotonic() - kept > _KEEP_S:
            torch.save(averaged.state_dict(), lesson.out / "last.pt")
            kept = time.monotonic()
        if share >= 1:
            return


def lesson_step(
    network: PlateNet, optimiser: torch.optim.Optimizer, pictures: Tensor, wanted: Tensor
) -> tuple[float, float]:
    """One step on one batch; both losses."""
    seen = pictures.permute(0, 3, 1, 2).float().div_(255)  # a view that is channels-last already
    with torch.autocast("cpu", torch.bfloat16):
        said = network(seen)
    places, boxes = loss(said.float(), wanted)
    optimiser.zero_grad()
    (places + boxes).backward()
    torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
    optimiser.step()
    return places.item(), boxes.item()


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=Path, required=True)
    parser.add_argument("--plain", type=Path, required=True, nargs="+")
    parser.add_argument("--fonts", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--minutes", type=float, default=90)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rate", type=float, default=RATE, help="the highest learning rate")
    parser.add_argument("--start", type=Path, help="weights to go on from")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    args.out.mkdir(parents=True, exist_ok=True)
    stock = Stock(photos(args.photos, held_back=False), plain_pictures(args.plain), fonts_of(args.fonts))
    loader = DataLoader(Batches(stock, args.seed), batch_size=None, num_workers=1, prefetch_factor=8)
    learn(Lesson(stock, args.out, args.minutes * 60, args.rate, args.start), loader)


if __name__ == "__main__":
    main()
