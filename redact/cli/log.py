"""`redact log`: whether the audit log is as it was written, its head for safe keeping, the schedule of redactions."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from redact.cli import screen
from redact.cli.form import Commands, Parser, Words, command, group
from redact.core.errors import CorruptInput, UsageError

if TYPE_CHECKING:
    from redact.audit.check import LogVerdict
    from redact.audit.folder import RecordFolder
    from redact.audit.head import Head

_LOG = Words(
    "check the audit log, report from it",
    "The audit log of a record folder: one line per decision, each bound to the one before.\n"
    "It holds no values, only keyed digests.",
)
_VERIFY = Words(
    "whether the log is as it was written",
    "Find an altered, dropped, reordered or truncated line, and name it.\n"
    "That lines were cut off the end shows only against the signed head or the one you kept (--head).",
    ("redact log verify released.record", "redact log verify released.record --head 412:9f86d081…"),
    (0, 2, (3, "the log is not as it was written; the first line at which it shows is named")),
)
_HEAD = Words(
    "the log's head, for safe keeping",
    "Print number and hash of the log's last line, to be kept where nobody can change both.\n"
    "`redact log verify RDIR --head HEAD` then shows whether anything was cut off.",
    ("redact log head released.record",),
    (0, 2, (3, "the log is not as it was written; the first line at which it shows is named")),
)
_REPORT = Words(
    "the schedule of redactions, as CSV and HTML",
    "Write schedule.csv and schedule.html: every decision on what was released, with code and reason.\n"
    "They hold no values, but the names of outputs; by default they stay in the record folder.",
    ("redact log report released.record", "redact log report released.record --out disclosure-pack"),
    (0, 2, 6),
)
_FILES = ("schedule.csv", "schedule.html")


def add(commands: Commands[Parser]) -> None:
    """Add the family."""
    actions = group(command(commands, "log", _LOG))
    verify = _with_record(command(actions, "verify", _VERIFY, _verify))
    verify.add_argument("--head", metavar="HEX", help="the head that was printed for safe keeping")
    verify.add_argument(
        "--key", metavar="FILE", type=Path, help="the run's key, to check the signed head with (default: RDIR/key)"
    )
    _with_record(command(actions, "head", _HEAD, _head))
    report = _with_record(command(actions, "report", _REPORT, _report))
    report.add_argument("--out", metavar="DIR", type=Path, help="write them there instead")


def _with_record(parser: Parser) -> Parser:
    parser.add_argument("record", metavar="RDIR", type=Path, help="the record folder of a run")
    return parser


def _verify(args: argparse.Namespace) -> int:
    folder = _folder(args)
    expected, against = _expected(args, folder)
    verdict = _checked(folder, expected)
    screen.say(str(verdict))
    screen.say(f"held against {against}" if against else "held against no head: lines cut off the end would not show")
    if verdict.beyond:
        screen.say(f"{verdict.beyond} lines were written after that head")
    return 0


def _head(args: argparse.Namespace) -> int:
    screen.say(str(_checked(_folder(args), None).head))
    return 0


def _report(args: argparse.Namespace) -> int:
    from redact.audit.files import writing
    from redact.audit.report import write_csv, write_html

    folder = _folder(args)
    into: Path = args.out or args.record
    with writing("the folder of the schedule"):
        into.mkdir(parents=True, exist_ok=True)
    for name, write in zip(_FILES, (write_csv, write_html), strict=True):
        write(folder, into / name)
        screen.say(screen.path(into / name))
    return 0


def _folder(args: argparse.Namespace) -> RecordFolder:
    from redact.audit.folder import RecordFolder

    folder = RecordFolder(args.record)
    if not folder.log_path.is_file():
        raise UsageError(
            "there is no log in this folder", "name the record folder of a run: DIR.record unless you chose another"
        )
    return folder


def _checked(folder: RecordFolder, expected: Head | None) -> LogVerdict:
    """The verdict on a sound log.

    Raises:
        CorruptInput: the log is not sound.
    """
    from redact.audit.check import Fault, verify

    verdict = verify(folder.log_path, expected)
    if verdict.fault is Fault.UNFINISHED:
        hint = "a crash cut the last line; run the same command again, and the log is mended and says so"
        raise CorruptInput(f"the log: {verdict}", hint)
    if not verdict.sound:
        hint = f"the {verdict.lines} lines before it hold; compare with a backup of {folder.log_path.name}"
        raise CorruptInput(f"the log is not as it was written: {verdict}", hint)
    return verdict


def _expected(args: argparse.Namespace, folder: RecordFolder) -> tuple[Head | None, str]:
    """The head to hold the log against, and where it comes from: given, else signed in the record."""
    from redact.api.ask import KEY_NAME
    from redact.audit.head import Head, check_signature
    from redact.vault.key import Key

    if args.head is not None:
        return Head.parse(args.head), "the head that was given"
    path: Path = args.key or folder.path / KEY_NAME
    if args.key is None and not (path.exists() and folder.head_path.exists()):
        return None, ""
    return check_signature(folder.head_path, Key.load(path).derive("log head")), "the signed head of the record"
