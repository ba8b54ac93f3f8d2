"""What people and programs see: lines on stdout, notes and complaints on stderr, a progress bar on a terminal only."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any

from redact.core.errors import RedactError

_WIDEST = 100


def prepare() -> None:
    """A terminal of any encoding can show every line, at worst with escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(line: str = "") -> None:
    """One line of the answer."""
    sys.stdout.write(line + "\n")


def say_json(value: Mapping[str, Any]) -> None:
    """One JSON object of the answer, on one line."""
    sys.stdout.write(json.dumps(value) + "\n")


def note(line: str) -> None:
    """One line beside the answer."""
    sys.stderr.write(line + "\n")


def complain(err: RedactError, *, as_json: bool) -> int:
    """Say what happened and what to do next; the exit code."""
    if as_json:
        note(json.dumps(complaint(err)))
    else:
        note(f"redact: {err.message}" + (f"\n  hint: {err.hint}" if err.hint else ""))
    return err.exit_code


def complaint(err: RedactError) -> dict[str, Any]:
    """An error as programs read it."""
    return {"error": err.message, "kind": err.kind, "hint": err.hint, "exit": err.exit_code}


def plain(text: str) -> str:
    """Text from a document or a folder, safe on a terminal: no control character reaches it, and no line break."""
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in text)


def path(given: Path) -> str:
    """A path as it can be pasted into the next command."""
    return shlex.quote(plain(str(given)))


def give_up_output() -> None:
    """Whoever read the output has left: what still waits to be written goes nowhere.

    Source: Python documentation, library/signal, "Note on SIGPIPE".
    """
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


class Progress:
    """A bar over files and bytes, with the time left; nothing where stderr is no terminal. A `pipeline.Watcher`."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._bar: Any = None
        self._stage = ""
        self._items = self._done = 0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def begin(self, stage: str, items: int, size: int) -> None:
        """A stage over so many files and bytes starts."""
        self.close()
        if not self._shown:
            return
        from tqdm import tqdm

        form = "{desc} {bar} {percentage:3.0f}% of {total_fmt}B, {remaining} left"
        width = min(shutil.get_terminal_size().columns, _WIDEST)
        self._stage, self._items, self._done = stage, items, 0
        self._bar = tqdm(total=size, unit_scale=True, leave=False, desc=self._label(), bar_format=form, ncols=width)

    def step(self, size: int) -> None:
        """One file of so many bytes is done."""
        if self._bar is not None:
            self._done += 1
            self._bar.set_description_str(self._label(), refresh=False)
            self._bar.update(size)

    def _label(self) -> str:
        return f"{self._stage} {self._done} of {self._items} files"

    def close(self) -> None:
        """Take the bar away, so that lines can be printed."""
        if self._bar is not None:
            self._bar.close()
            self._bar = None
