"""The bar is for terminals; what comes from outside is made plain."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from redact.cli import screen
from redact.cli.kept_back import KeptBack, exit_code, tell


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _watched() -> None:
    with screen.Progress() as progress:
        progress.begin("reading", 2, 2000)
        progress.step(1500)
        progress.step(500)


def test_no_bar_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    _watched()

    assert capsys.readouterr().err == ""


def test_on_a_terminal_the_bar_tells_stage_files_and_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)

    _watched()

    assert "reading 0 of 2 files" in terminal.getvalue()
    assert "of 2.00kB" in terminal.getvalue()
    assert "left" in terminal.getvalue()


def test_a_path_can_be_pasted_into_the_next_command() -> None:
    assert screen.path(Path("my papers")) == "'my papers'"
    assert screen.plain("a\x1b]0;b\nc") == "a\ufffd]0;b\ufffdc"


@pytest.mark.parametrize(
    ("kinds", "code"), [([], 0), (["InputError"], 3), (["PendingReview"], 10), (["PendingReview", "InputError"], 3)]
)
def test_the_exit_code_is_the_worst_of_what_was_kept_back(kinds: list[str], code: int) -> None:
    assert exit_code([KeptBack("source 1", kind, "it is", "do") for kind in kinds]) == code


def test_a_long_list_is_counted_and_not_poured_out(capsys: pytest.CaptureFixture[str]) -> None:
    tell([KeptBack(f"line {at}", "CorruptInput", "no JSON", "") for at in range(60)], 100, as_json=False)

    said = capsys.readouterr().err
    assert said.startswith("redact: 60 of 100 kept back: 60 CorruptInput\n")
    assert said.endswith("  and 10 more\n")
