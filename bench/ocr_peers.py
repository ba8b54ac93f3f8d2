"""Other readers of pictures, as their users have them, on one thread. None is needed to run the bench."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

#: Reads the files it is given with rapidocr's own settings; prints a line of JSON for each: text, CPU seconds.
_RAPIDOCR = """
import json, sys, time
import cv2
from rapidocr import RapidOCR
cv2.setNumThreads(1)
one = {"EngineConfig.onnxruntime.intra_op_num_threads": 1, "EngineConfig.onnxruntime.inter_op_num_threads": 1}
engine = RapidOCR(params={"Global.log_level": "error", **one})
for name in sys.argv[1:]:
    picture = cv2.imread(name)
    start = time.process_time()
    found = engine(picture)
    print("read:" + json.dumps(["\\n".join(found.txts or ()), time.process_time() - start]), flush=True)
"""
_ONE_THREAD = {"OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}


def tesseract(pictures: Sequence[Path]) -> list[tuple[str, float]] | None:
    """Text and CPU seconds for each picture, its start included; None where tesseract is not installed."""
    command = shutil.which("tesseract")
    if command is None:
        return None
    read = []
    for picture in pictures:
        before = _children()
        # 4: one column of text of varying sizes, tesseract's own advice for receipts.
        said = _run([command, str(picture), "-", "--psm", "4"])
        read.append((said, _children() - before))
    return read


def rapidocr(pictures: Sequence[Path], python: str) -> list[tuple[str, float]] | None:
    """The same by rapidocr in the environment of another Python; None where it is not installed there."""
    if subprocess.run([python, "-c", "import rapidocr"], check=False, capture_output=True).returncode:
        return None
    said = _run([python, "-c", _RAPIDOCR, *(str(picture) for picture in pictures)])
    lines = (line.removeprefix("read:") for line in said.splitlines() if line.startswith("read:"))
    return [(text, seconds) for text, seconds in map(json.loads, lines)]


def _run(command: Sequence[str]) -> str:
    ran = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ | _ONE_THREAD)
    return ran.stdout


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
