"""The door for people who type: one command, few forms, every error with what to do next."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

from redact.cli import screen
from redact.cli.parser import build
from redact.core.errors import Defect, RedactError

INTERRUPTED = 130  # 128 + SIGINT, as shells count. Source: POSIX.1-2017, Shell Command Language 2.8.2
_PIPE_CLOSED = 141  # 128 + SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command line; the exit code. Never raises: whatever happens is said in two lines."""
    words = sys.argv[1:] if argv is None else list(argv)
    screen.prepare()
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        screen.give_up_output()
        return _PIPE_CLOSED
    except KeyboardInterrupt:
        screen.note("\nredact: stopped\n  hint: run the same command again; it goes on where it stopped")
        return INTERRUPTED
    except RedactError as err:
        return screen.complain(err, as_json="--json" in words)
    except Exception as err:  # noqa: BLE001 - a traceback may quote a document, so the door lets none through
        return screen.complain(_defect(err), as_json="--json" in words)
    return code


def _run(words: list[str]) -> int:
    try:
        args = build().parse(words)
    except SystemExit as stop:  # --help and --version have said what they had to say
        return int(stop.code or 0)
    code: int = args.command(args)
    return code


def _defect(err: Exception) -> Defect:
    """What broke and where, without the message of the exception, which may hold a value."""
    frames = traceback.extract_tb(err.__traceback__)
    ours = [frame for frame in frames if f"{Path(__file__).parent.parent}" in frame.filename]
    at = ours[-1] if ours else frames[-1]
    where = f"{Path(at.filename).parent.name}/{Path(at.filename).name}, line {at.lineno}"
    return Defect(f"something broke in redact itself ({type(err).__name__} in {where})", "please report this line")
