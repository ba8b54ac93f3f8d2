"""The unit of systemd and the container are as strict as they say they are."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from redact.cli.parser import build as parser
from redact.run.watch.config.config import load_config

DEPLOY = Path(__file__).parents[3] / "deploy"
UNIT = DEPLOY / "redact-watch.service"
#: Source: systemd-analyze(1), security: 0 is the least exposed, 10 the most; below 2 is "OK".
MOST_EXPOSED = 2.0

#: The linter of Dockerfiles, beside this Python or anywhere on the path.
HADOLINT = shutil.which("hadolint", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}")

systemd = pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed")


@systemd
def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    """As it is, but for the program, which is not installed where the tests run."""
    unit = tmp_path / UNIT.name
    unit.write_text(UNIT.read_text().replace("/opt/redact/bin/redact", "/bin/true"))

    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(unit)], capture_output=True, text=True, timeout=60, check=False
    )

    assert (told.returncode, told.stdout + told.stderr) == (0, "")


@systemd
def test_systemd_finds_little_exposed() -> None:
    told = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", "--no-pager", str(UNIT)],
        capture_output=True,
        check=False,
        text=True,
        timeout=60,
    )

    found = re.search(r"Overall exposure level for \S+: ([0-9.]+)", told.stdout)
    assert found is not None, told.stderr
    assert float(found[1]) < MOST_EXPOSED


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's instructions, continued lines put together."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text())
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines]


def last_stage() -> list[tuple[str, str]]:
    made = instructions()
    return made[max(at for at, (word, _) in enumerate(made) if word == "FROM") :]


def test_the_container_is_not_root() -> None:
    users = [rest for word, rest in last_stage() if word == "USER"]

    assert users
    assert users[-1].partition(":")[0] not in ("root", "0")


def test_nothing_is_fetched_in_the_stage_that_runs() -> None:
    runs = " ".join(rest for word, rest in last_stage() if word in ("RUN", "ADD"))

    assert re.search(r"pip|apt|curl|wget|fetch|https?:", runs) is None


def test_the_container_is_watched_and_stopped_as_the_daemon_wants_it() -> None:
    said = dict(last_stage())

    assert "/healthz" in said["HEALTHCHECK"]
    assert said["STOPSIGNAL"] == "SIGTERM"
    assert said["ENTRYPOINT"].startswith("[")  # a shell in between would swallow the signal
    assert said["CMD"].startswith("[")


def test_every_base_names_its_version() -> None:
    bases = [rest.split()[0] for word, rest in instructions() if word == "FROM"]
    stages = {rest.split()[-1] for word, rest in instructions() if word == "FROM" and " AS " in rest}

    assert all(base in stages or re.search(r":[\w.-]*\d", base) for base in bases)


def test_what_is_copied_is_there() -> None:
    root = DEPLOY.parent
    named = [
        each for word, rest in instructions() if word == "COPY" and "--from" not in rest for each in rest.split()[:-1]
    ]

    assert named
    assert [each for each in named if not (root / each).exists()] == []


def test_what_is_copied_is_what_the_build_is_sent() -> None:
    """All else stays behind: a key or a record in the tree must not end up in an image."""
    sent = [line for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] not in ("#", "")]
    named = {
        each.removeprefix("./").rstrip("/")
        for word, rest in instructions()
        if word == "COPY" and "--from" not in rest
        for each in rest.split()[:-1]
    }

    assert sent[0] == "*"
    assert {line.removeprefix("!") for line in sent[1:] if line.startswith("!")} == named


def commands(path: Path) -> list[str]:
    """Every line of a file that calls the program with a word of its own."""
    called = re.findall(r"(?:^|[ /=])redact ((?:watch|key|models|log) [^#`\n]*)", path.read_text(), re.MULTILINE)
    return [each.partition(" > ")[0].partition(" && ")[0].strip() for each in called]


@pytest.mark.parametrize("path", ["redact-watch.service", "README.md", "../docs/guide/watch-folder.md"])
def test_every_command_that_is_told_is_one(path: str) -> None:
    told = commands(DEPLOY / path)

    assert told
    for each in told:
        parser().parse(each.split())


def test_the_image_calls_the_daemon() -> None:
    said = dict(last_stage())
    words = [*json.loads(said["ENTRYPOINT"]), *json.loads(said["CMD"])]

    assert words[0] == "redact"
    assert parser().parse(words[1:]).config == Path("/etc/redact/watch.toml")


@pytest.mark.skipif(HADOLINT is None, reason="hadolint is not installed")
def test_the_linter_has_nothing_to_say() -> None:
    told = subprocess.run(
        [str(HADOLINT), str(DEPLOY / "Dockerfile")], capture_output=True, text=True, timeout=60, check=False
    )

    assert (told.returncode, told.stdout, told.stderr) == (0, "", "")


def test_the_configuration_keeps_to_what_the_unit_lets_it_write() -> None:
    config = load_config(DEPLOY / "watch.toml")
    shared = {config.inbox, config.outbox, config.quarantine, config.originals, config.held}

    assert {path.parent.as_posix() for path in shared} == {"/srv/redact"}
    assert {path.parent.as_posix() for path in (config.record, config.state)} == {"/var/lib/redact"}
    assert "ReadWritePaths=/srv/redact" in UNIT.read_text()
    assert f":{config.port}/healthz" in (DEPLOY / "Dockerfile").read_text()
