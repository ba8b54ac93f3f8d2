"""Figures on paper: a Markdown table on the screen, and the same as JSON in the output folder with what they hold for."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

#: Ignored by git.
OUT = Path(__file__).parent / "out"
_NAMED = ("redact-pipeline", "presidio-analyzer", "spacy", "numpy")


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a Markdown table; the first column to the left, numbers to the right."""
    cells = [[_cell(value) for value in row] for row in rows]
    widths = [max(len(row[at]) for row in [list(head), *cells]) for at in range(len(head))]
    _line(list(head), widths)
    print("|" + "|".join("-" * (width + 1) + (":" if at else "-") for at, width in enumerate(widths)) + "|")
    for row in cells:
        _line(row, widths)
    print(flush=True)


def save(name: str, figures: Mapping[str, Any]) -> None:
    """Write the figures and where they were taken to ``bench/out/NAME.json``."""
    OUT.mkdir(exist_ok=True)
    path = OUT / f"{name}.json"
    path.write_text(json.dumps({"taken": taken(), **figures}, indent=1) + "\n", encoding="utf-8")
    print(f"written: {path}\n")


def taken() -> dict[str, object]:
    """Where figures were taken: without it they say nothing."""
    return {
        "python": platform.python_version(),
        "machine": platform.machine(),
        "cpus": os.cpu_count(),
        "versions": {package: version(package) for package in _NAMED},
        "settings": {name: value for name, value in os.environ.items() if name.startswith("REDACT_")},
    }


def _line(row: Sequence[str], widths: Sequence[int]) -> None:
    first, *rest = zip(row, widths, strict=True)
    print("| " + " | ".join([first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in rest)]) + " |")


def _cell(value: object) -> str:
    return f"{value:.3f}" if isinstance(value, float) else str(value)
