"""The door itself: light, quiet, two lines for every error, no value in any of them."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

import redact.cli
from redact.cli import main

HEAVY = (
    "spacy",
    "presidio_analyzer",
    "presidio_anonymizer",
    "lxml",
    "numpy",
    "yaml",
    "jsonschema",
    "tqdm",
    "cryptography",
)


def test_help_takes_less_than_three_tenths_of_a_cpu_second() -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-m", "redact.cli", "--help"], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    assert (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime) < 0.3


@pytest.mark.parametrize(
    "what", ["import redact", "import redact.cli", "import redact.cli as c; c.main(['run', '--help'])"]
)
def test_import_and_help_load_no_heavy_library(what: str) -> None:
    code = f"{what}; import sys; sys.exit(','.join(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)

    assert done.stderr.strip() == ""


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"redact {redact.__version__}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["Jane-Roe"],
        ["run", "a", "--out", "b", "--policy", "foi", "--jane-roe=secret"],
        ["policy", "check", "a", "Jane-Roe"],
        ["find", "a", "--json=Jane-Roe"],
    ],
)
def test_a_wrong_command_line_is_two_lines_that_repeat_no_value(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2

    said = capsys.readouterr()
    first, second = said.err.splitlines()
    assert first.startswith("redact: ")
    assert second.startswith("  hint: ")
    assert "Jane-Roe" not in said.err
    assert "secret" not in said.err
    assert said.out == ""


def test_with_json_an_error_is_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["find", "/nowhere", "--json"]) == 2

    said = json.loads(capsys.readouterr().err)
    assert list(said) == ["error", "kind", "hint", "exit"]
    assert (said["kind"], said["exit"]) == ("UsageError", 2)


def test_the_keyboard_stops_it_with_a_word_on_going_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(_words: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(redact.cli, "_run", stop)

    assert main([]) == 130
    assert "run the same command again; it goes on where it stopped" in capsys.readouterr().err


def test_a_defect_says_where_and_never_what(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def break_(_words: list[str]) -> int:
        raise ValueError("invalid literal: 'Jane Roe'")

    monkeypatch.setattr(redact.cli, "_run", break_)

    assert main([]) == 70
    said = capsys.readouterr().err
    assert "ValueError in cli/__init__.py, line " in said
    assert "Jane" not in said


def test_a_closed_pipe_ends_it_quietly() -> None:
    code = "import sys; from redact.cli import main; sys.exit(main(['policy', 'explain', 'foi']))"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()

        assert process.stderr.read() == b""
    assert process.returncode == 141


def test_every_command_teaches(capsys: pytest.CaptureFixture[str]) -> None:
    """Two lines on what it is for, examples, exit codes."""
    for words in (
        ["run"],
        ["plan"],
        ["apply"],
        ["find"],
        ["policy", "explain"],
        ["log", "verify"],
        ["models", "fetch"],
    ):
        assert main([*words, "--help"]) == 0
        said = capsys.readouterr().out
        assert "examples:\n  redact " in said
        assert "exit codes:\n  0    done" in said


def test_runs_as_a_module(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-m", "redact.cli", "key", "create", tmp_path / "k"], check=False)

    assert done.returncode == 0
