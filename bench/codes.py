"""Codes found, read and covered on photographs: python -m bench.codes --data DIR [--quick]

Codes of every kind are drawn, turned, shrunk, blurred and inverted, laid on photographs of cars, and stored as JPEG. Then
all photographs as they are, which bear no code: whatever is found there is false. The peer is the library as it comes
(one call with its own settings, its own corners), in the same run.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import zxingcpp

from bench.figures import save, table
from redact.core.place import Box
from redact.detect.codes.seen import codes

Seen = Sequence[tuple[Box, bool]]  # box, whether it was read
Find = Callable[[Any], Seen]

_CONTENT = {
    "QRCode": "MECARD:N:Roe,Jane;TEL:01632960001;;", "MicroQRCode": "AB123", "DataMatrix": "Jane Roe 01632 960001",
    "PDF417": "Jane Roe, 1 High Street, Anytown", "Aztec": "Jane Roe 01632 960001", "Code128": "JANE-ROE-12",
    "Code39": "JANEROE12", "Code93": "JANEROE", "EAN13": "5012345678900", "ITF": "12345678901231", "Codabar": "A1234567A",
}  # fmt: skip
#: name -> pixels of a module, degrees, blur in pixels, light on dark
_TRIALS = {
    "plain": (3, 0, 0, False), "small": (2, 0, 0, False), "17 degrees": (3, 17, 0, False), "45 degrees": (3, 45, 0, False),
    "68 degrees": (3, 68, 0, False), "inverted": (3, 0, 0, True), "blur 2 of 4 px": (4, 5, 2, False),
    "blur 2.5 of 4 px": (4, 5, 2.5, False),
}  # fmt: skip
_SIZE = (900, 700)


def ours(pixels: Any) -> Seen:
    """What would be cut."""
    return [(code.box, code.text is not None) for code in codes(pixels)]


def theirs(pixels: Any) -> Seen:
    """The library by itself."""
    return [(_around(found.position), True) for found in zxingcpp.read_barcodes(pixels)]


def _around(place: Any) -> Box:
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    return Box(min(xs), min(ys), max(xs), max(ys))


def scenes(photographs: Sequence[Path], trial: str, each: int) -> Iterator[tuple[Any, Any]]:
    """Pictures with one code, and where its dark modules are: ``bool [h, w]``."""
    scale, degrees, blur, inverted = _TRIALS[trial]
    draw = random.Random(trial)
    for name, content in _CONTENT.items():
        code = np.array(zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, name)).to_image(scale=scale))
        for _ in range(each):
            photograph = cv2.resize(cv2.imread(str(draw.choice(photographs))), _SIZE)
            yield _laid(photograph, 255 - code if inverted else code, degrees, blur), _ink(code, degrees)


def _laid(photograph: Any, code: Any, degrees: float, blur: float) -> Any:
    move = _move(code, degrees)
    under = cv2.warpAffine(np.full_like(code, 255), move, _SIZE)[..., np.newaxis] > 127
    made = np.where(under, cv2.warpAffine(code, move, _SIZE)[..., np.newaxis], photograph).astype(np.uint8)
    blurred = cv2.GaussianBlur(made, (0, 0), blur) if blur else made
    stored = cv2.imencode(".jpg", blurred, [cv2.IMWRITE_JPEG_QUALITY, 85])[1]
    return cv2.cvtColor(cv2.imdecode(stored, cv2.IMREAD_COLOR), cv2.COLOR_BGR2RGB)


def _ink(code: Any, degrees: float) -> Any:
    return cv2.warpAffine((code < 128).astype(np.uint8), _move(code, degrees), _SIZE) > 0


def _move(code: Any, degrees: float) -> Any:
    height, width = code.shape
    move = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    move[:, 2] += _SIZE[0] / 2 - width / 2, _SIZE[1] / 2 - height / 2
    return move


def measured(photographs: Sequence[Path], trial: str, find: Find, each: int) -> dict[str, float]:
    """Shares of codes that were found, read, and covered but for a fiftieth of their ink."""
    n = found = read = covered = 0
    for pixels, ink in scenes(photographs, trial, each):
        seen = [row for row in find(pixels) if _on(row[0], ink)]
        left = ink.copy()
        for box, _ in seen:
            left[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1] = False
        n, found, read = n + 1, found + bool(seen), read + any(was_read for _, was_read in seen)
        covered += int(left.sum()) <= 0.02 * int(ink.sum())
    return {"codes": n, "found": found / n, "read": read / n, "covered": covered / n}


def _on(box: Box, ink: Any) -> bool:
    return bool(ink[max(0, int(box.y0)) : int(box.y1) + 1, max(0, int(box.x0)) : int(box.x1) + 1].any())


def false(photographs: Sequence[Path], find: Find) -> dict[str, float]:
    """Codes found where there is none, and the CPU time of one thread."""
    pictures = [cv2.cvtColor(cv2.imread(str(path)), cv2.COLOR_BGR2RGB) for path in photographs]
    start = time.process_time()
    count = sum(len(find(pixels)) for pixels in pictures)
    spent = (time.process_time() - start) / len(pictures) * 1000
    return {"photographs": len(pictures), "false": count, "cpu_ms": spent}


def main() -> None:
    """Measure both, trial by trial."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with faces/ and plates/")
    parser.add_argument("--quick", action="store_true", help="one code of each kind a trial, every fourth photograph")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    cars = sorted((args.data / "plates").glob("*.jpg"))
    photographs = [*cars, *sorted((args.data / "faces").glob("*.jpg"))][:: 4 if args.quick else 1]
    ways: dict[str, Find] = {"redact": ours, "zxing-cpp": theirs}
    figures: dict[str, Any] = {}
    for trial in _TRIALS:
        figures[trial] = {name: measured(cars, trial, way, 1 if args.quick else 4) for name, way in ways.items()}
    table(
        ("codes, by trial", *(f"{name} {what}" for name in ways for what in ("found", "read", "covered"))),
        ((f"{trial} ({made['redact']['codes']})", *(made[name][what] for name in ways for what in ("found", "read", "covered")))
         for trial, made in figures.items()),
    )  # fmt: skip
    figures["no code"] = {name: false(photographs, way) for name, way in ways.items()}
    table(
        ("photographs without codes", "n", "false", "CPU ms"),
        ((name, *made.values()) for name, made in figures["no code"].items()),
    )
    save("codes", figures)


if __name__ == "__main__":
    main()
