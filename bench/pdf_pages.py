"""Pages a second: python -m bench.pdf_pages [--pages 300] [--scans 50] [--peer PYTHON] [--lengths 30,300]

A born-digital file and a scan are made (invented, the same every time), with one name on every page, and `redact run`
takes it out: find, cut, check, read again, all of it. `--peer` is a Python with PyMuPDF, which searches for the name and
applies its own redaction, without finding, checking or reading again: judged from outside, never imported here.
The share of each stage is taken in this process, of the adapter alone.
"""

from __future__ import annotations

import argparse
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from bench import child
from bench.figures import save, table
from bench.stopwatch import Stopwatch
from redact.core.flow import Edit, Source
from redact.core.place import Chars
from redact.core.segment import Text
from redact.media.pdf import open_pdf, reading, writing
from redact.media.pdf.plain import flat as flatten
from redact.settings import Settings

NAME = "Zebedee Quillfeather"
_LINE = "The panel met on the third floor and heard about the boiler, the lift and the cost of both repairs in March."
_LINES = 44
_PEER = """
import fitz, sys, time
began = time.process_time()
paper = fitz.open(sys.argv[1])
for page in paper:
    for box in page.search_for(sys.argv[3]):
        page.add_redact_annot(box, fill=(0, 0, 0))
    page.apply_redactions()
paper.save(sys.argv[2], garbage=4, deflate=True)
print(time.process_time() - began)
"""
#: Stage -> the functions of the adapter that it is.
_STAGES = (
    ("flatten and scrub", flatten, "_made_plain"),
    ("text and places", reading, "page_text"),
    ("what a page draws", reading, "look"),
    ("glyphs taken out", writing.content, "rewrite"),
    ("boxes painted", writing, "paint"),
    ("fonts pruned", writing, "prune_fonts"),
    ("scrub", writing, "scrub"),
    ("written", writing, "save"),
    ("looked at again", writing, "check"),
)


def born_digital(path: Path, pages: int) -> None:
    """Pages of running text, a name on each."""
    paper = Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(pages):
        paper.setFont("Helvetica", 11)
        for line in range(_LINES):
            said = f"{number}.{line} {NAME} was there." if line == 7 else f"{number}.{line} {_LINE}"
            paper.drawString(56, 790 - 17 * line, said)
        paper.showPage()
    paper.save()


def scan(path: Path, pages: int) -> None:
    """Grey pictures of pages at 150 dpi, a name on each."""
    paper = Canvas(str(path), pagesize=A4, invariant=1)
    for number in range(pages):
        sheet = Image.new("L", (1240, 1754), 245)
        draw = ImageDraw.Draw(sheet)
        for line in range(_LINES // 2):
            said = f"{number}.{line} {NAME} was there." if line == 7 else f"{number}.{line} {_LINE[:70]}"
            draw.text((120, 120 + 70 * line), said, 20, ImageFont.load_default(28))
        held = io.BytesIO()
        sheet.save(held, "JPEG", quality=80)
        paper.drawImage(ImageReader(held), 0, 0, *A4)
        paper.showPage()
    paper.save()


def run(source: Path, folder: Path) -> dict[str, Any]:
    """`redact run` of one file."""
    case = folder / "case.yaml"
    case.write_text(f"deny: [{NAME}]\n")
    out = folder / f"out-{source.stem}"
    command = [sys.executable, "-m", "redact", "run", str(source), "--out", str(out), "--policy", "minimal"]
    used = child.run([*command, "--case", str(case), "--json"], folder / "said", {"REDACT_DETECTORS": "lists"})
    (line,) = (out.with_name(f"{out.name}.record") / "manifest.jsonl").read_text().splitlines()
    return {"status": json.loads(line)["status"], "cpu_s": used.cpu_s, "peak_mb": used.peak_bytes / 1e6}


def peer(python: str, source: Path, folder: Path) -> float:
    """CPU seconds of PyMuPDF's own redaction."""
    command = [python, "-c", _PEER, str(source), str(folder / "peer.pdf"), NAME]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def stages(source: Path) -> dict[str, float]:
    """CPU seconds of each stage of reading once and writing."""
    watch = Stopwatch()
    with ExitStack() as patched:
        for stage, room, name in _STAGES:
            patched.enter_context(patch.object(room, name, watch.timed(stage, getattr(room, name))))
        with watch.stage("the rest"):
            paper = open_pdf(Source(source, source.name, "0" * 64, source.stat().st_size, "pdf"), Settings())
            paper.write(_cut, io.BytesIO())
    return dict(sorted(watch.seconds.items(), key=lambda row: -row[1]))


def _cut(segment: object) -> list[Edit]:
    at = segment.text.find(NAME) if isinstance(segment, Text) else -1
    return [Edit(Chars(at, at + len(NAME)), "[REDACTED]")] if at >= 0 else []


def measured(args: argparse.Namespace, folder: Path) -> Iterator[tuple[object, ...]]:
    """A row for each file."""
    kinds = [("born digital", born_digital, args.pages), ("scan", scan, args.scans)]
    kinds += [("born digital", born_digital, int(pages)) for pages in args.lengths.split(",") if pages]
    for kind, make, pages in kinds:
        source = folder / f"{make.__name__}-{pages}.pdf"
        make(source, pages)
        ours = run(source, folder)
        other = peer(args.peer, source, folder) if args.peer else None
        beside = "" if other is None else f"{pages / other:.1f}"
        yield kind, pages, ours["status"], f"{pages / ours['cpu_s']:.1f}", beside, f"{ours['peak_mb']:.0f}"


def main() -> None:
    """Make, run, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--scans", type=int, default=50)
    parser.add_argument("--peer", help="a Python with PyMuPDF")
    parser.add_argument("--lengths", default="30,1000", help="further lengths of the born-digital file, for memory")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        rows = list(measured(args, folder))
        shares = stages(folder / f"born_digital-{args.pages}.pdf")
    head = ("file", "pages", "came out", "pages a CPU second", "PyMuPDF, redaction alone", "peak MB, with children")
    table(head, rows)
    total = sum(shares.values())
    print()
    table(("stage of the adapter", "CPU s", "share"), [(n, f"{s:.2f}", f"{s / total:.0%}") for n, s in shares.items()])
    save("pdf_pages", {"rows": rows, "stages": shares})


if __name__ == "__main__":
    main()
