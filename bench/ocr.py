"""Words in pictures: python -m bench.ocr --data DIR [--peer tesseract] [--peer rapidocr [--rapidocr-python PYTHON]]

On the receipts of DIR (docs.json): word recall, CPU seconds a page on one thread, how much of each gold line lies under
the boxes of characters. On pages drawn here (`bench.ocr_pages`): the same recall, how much of each word's ink its boxes
cover, and how much ink of other words they take with it. `bench.ocr_score` says what is counted.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from bench import ocr_peers
from bench.figures import save, table
from bench.ocr_pages import pages
from bench.ocr_score import Count, count, lines_covered, words_covered
from redact.transcribe.ocr import Reader, Reading

_COVERED, _SPILT = 0.98, 0.05


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with docs.json")
    parser.add_argument("--peer", choices=("tesseract", "rapidocr"), action="append", default=[])
    parser.add_argument("--rapidocr-python", default=sys.executable, help="a Python that has rapidocr")
    parser.add_argument("--every", type=int, default=1, help="only every so many receipts")
    args = parser.parse_args()
    cv2.setNumThreads(1)
    reader = Reader(threads=1)
    figures = {"receipts": receipts(reader, args), "pages": drawn(reader)}
    save("ocr", figures)


def receipts(reader: Reader, args: argparse.Namespace) -> dict[str, Any]:
    """Every reader on the receipts."""
    gold = json.loads((args.data / "docs.json").read_text(encoding="utf-8"))["images"][:: args.every]
    paths = [args.data / image["file"] for image in gold]
    covered: list[float] = []
    ours = []
    for image, path in zip(gold, paths, strict=True):
        pixels = np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1])
        reading, seconds = timed(reader, pixels)
        ours.append((reading.text, sum(seconds)))
        covered += lines_covered(image["boxes"], reading, image["w"], image["h"])
    read = {"redact": ours}
    for peer in dict.fromkeys(args.peer):
        found = ocr_peers.tesseract(paths) if peer == "tesseract" else ocr_peers.rapidocr(paths, args.rapidocr_python)
        if found is None:
            print(f"{peer} is not installed: not measured\n")
        else:
            read[peer] = found
    rows = []
    for name, results in read.items():
        sums = sum((count(image["text"], text) for image, (text, _) in zip(gold, results, strict=True)), Count())
        rows.append((name, len(gold), sums.gold, sums.recall, sums.precision, np.mean([cpu for _, cpu in results])))
    table(("receipts", "pages", "words", "recall", "precision", "CPU s a page"), rows)
    shares = {f"≥ {least}": float(np.mean(np.array(covered) >= least)) for least in (0.5, 0.7, 0.9)}
    print(f"gold lines under boxes: {len(covered)} lines, mean {np.mean(covered):.3f}, share of lines {shares}\n")
    return {"readers": [[str(value) for value in row] for row in rows], "covered": float(np.mean(covered)), **shares}


def drawn(reader: Reader) -> list[dict[str, Any]]:
    """Our reader on pages whose every drop of ink is known."""
    rows = []
    for page in pages():
        reading, seconds = timed(reader, page.pixels)
        words = np.array(words_covered(page, reading) or [(0.0, 0.0)])
        bare, spilt = int((words[:, 0] < _COVERED).sum()), int((words[:, 1] > _SPILT).sum())
        sums = count(page.words, reading.text)
        rows.append((page.name, sums.gold, sums.recall, *seconds, len(words), float(words[:, 0].min()), bare, spilt))
    head = ("drawn", "words", "recall", "find, CPU s", "read", "boxed", "least cover", "< .98", "spill > .05")
    table(head, rows)
    return [dict(zip(head, row, strict=True)) for row in rows]


def timed(reader: Reader, pixels: Any) -> tuple[Reading, tuple[float, float]]:
    """What was read, and CPU seconds for finding and for reading."""
    start = time.process_time()
    lines = reader.locate(pixels)
    found = time.process_time()
    reading = reader.read(pixels, lines)
    return reading, (found - start, time.process_time() - found)


if __name__ == "__main__":
    main()
