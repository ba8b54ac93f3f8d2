"""`redact watch` and what its keepers ask: one line of help away, errors with a hint, answers for programs."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from watch_kit import config_in, names

from redact.cli.form import Parser, group
from redact.cli.watch import add
from redact.core.errors import InputError, UsageError
from redact.run.watch.claims.claims import Claims
from redact.run.watch.claims.signs import digest_of
from redact.run.watch.config.config import Config, load_config
from redact.run.watch.keeper import state_path
from redact.run.watch.shelves.shelves import Shelves
from redact.run.watch.state.rows import Output, Status
from redact.run.watch.state.state import State


def watch(*words: str) -> int:
    parser = Parser(prog="redact")
    add(group(parser))
    args = parser.parse(["watch", *words])
    code: int = args.command(args)
    return code


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path)


@pytest.fixture
def file(config: Config, tmp_path: Path) -> str:
    named = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
    path = tmp_path / "watch.toml"
    path.write_text("".join(f'{name} = "{getattr(config, name)}"\n' for name in named) + 'owner = "us"\n')
    return str(path)


@pytest.fixture
def state(config: Config) -> Iterator[State]:
    made = State(state_path(config), "us")
    yield made
    made.close()


def quarantined(config: Config, state: State, name: str) -> None:
    """A file that was kept back."""
    path = config.inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("not understood")
    claim = Claims(config.inbox, "us", 60).take(name)
    assert claim is not None
    mine = state.take(name, "", str(claim.path.parent), 1)
    shelf = Shelves(config).to_quarantine(claim, InputError("no", "mend it"))
    assert state.end(mine, Status.QUARANTINED, "InputError", shelf=str(shelf))
    Claims(config.inbox, "us", 60).drop(claim)


def test_the_example_is_a_configuration(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert watch("--example") == 0
    (tmp_path / "watch.toml").write_text(capsys.readouterr().out)

    assert load_config(tmp_path / "watch.toml").policy


def test_without_a_configuration_the_way_to_one_is_named() -> None:
    with pytest.raises(UsageError) as raised:
        watch()

    assert "--example" in raised.value.hint


def test_status_counts_and_names_nobody(
    config: Config, file: str, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    state.see({"Ann Example.txt": "", "sar/1.txt": "sar", "sar/2.txt": "sar"})
    quarantined(config, state, "bad.txt")

    assert watch("status", "--config", file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["running"] is False
    assert told["lanes"] == {"": {"quarantined": 1, "waiting": 1}, "sar": {"waiting": 2}}
    assert told["done"]["quarantined"] == 1

    assert watch("status", "--config", file) == 0
    told_people = capsys.readouterr().out
    assert "sar: 2 waiting" in told_people
    assert "Ann" not in told_people


def test_status_before_the_first_start_says_so(file: str) -> None:
    with pytest.raises(UsageError, match="no state yet"):
        watch("status", "--config", file)


def test_requeue_brings_back_the_named_file_alone(config: Config, file: str, state: State) -> None:
    for name in ("letters/1.txt", "2.txt"):
        quarantined(config, state, name)

    assert watch("requeue", "--config", file, "letters/1.txt") == 0
    assert (config.inbox / "letters/1.txt").read_text() == "not understood"
    left = sorted(path.name for path in config.quarantine.rglob("*") if path.is_file())
    assert left == ["2.txt", "2.txt.reason.json"]
    assert state.totals().files == {("", "quarantined"): 1}

    assert watch("requeue", "--config", file, "--all") == 0
    assert (config.inbox / "2.txt").exists()


def test_requeue_covers_no_file_that_waits(config: Config, file: str, state: State) -> None:
    quarantined(config, state, "1.txt")
    (config.inbox / "1.txt").write_text("a new one")

    assert watch("requeue", "--config", file, "--all") == 0
    assert (config.inbox / "1.txt").read_text() == "a new one"
    assert (config.inbox / "1 (2).txt").read_text() == "not understood"
    assert not list(config.quarantine.iterdir())


def test_requeue_of_what_somebody_took_away_forgets_it(config: Config, file: str, state: State) -> None:
    quarantined(config, state, "1.txt")
    (config.quarantine / "1.txt").unlink()

    assert watch("requeue", "--config", file, "--all") == 0
    assert state.quarantined() == []


@pytest.mark.parametrize("words", [[], ["1.txt", "--all"]])
def test_requeue_asks_which(file: str, state: State, words: list[str]) -> None:
    with pytest.raises(UsageError, match="not said which"):
        watch("requeue", "--config", file, *words)


def test_release_puts_the_file_beside_what_waits(config: Config, file: str, state: State) -> None:
    mine = state.take("1.txt", "", "room", 1)
    state.made(mine, Output("1.txt", "ab", "lane", "text", "1.txt", "cd", held=True))
    (config.held / "1.txt").write_text("about [name]")

    assert watch("release", "--config", file, "1.txt") == 0
    assert (config.held / "1.txt.release").exists()
    with pytest.raises(UsageError, match="no output of that name"):
        watch("release", "--config", file, "../1.txt")


def test_who_put_a_file_in_is_told_that_another_must_release_it(
    config: Config, file: str, state: State, tmp_path: Path
) -> None:
    mine = state.take("1.txt", "", "room", 1)
    state.made(mine, Output("1.txt", "ab", "lane", "text", "1.txt", "cd", held=True, uid=os.getuid()))
    (config.held / "1.txt").write_text("about [name]")

    with pytest.raises(UsageError, match="may not let its output go"):
        watch("release", "--config", file, "--all")
    assert names(config.held) == ["1.txt"]

    with Path(file).open("a") as more:
        more.write("four_eyes = false\n")
    assert watch("release", "--config", file, "--all") == 0


def test_status_knows_the_daemons_on_the_inbox_without_their_names(
    config: Config, file: str, state: State, capsys: pytest.CaptureFixture[str]
) -> None:
    for owner in ("us", "them"):
        Claims(config.inbox, owner, 60).renew()
    (config.inbox / "1.txt").write_text("x")
    assert Claims(config.inbox, "them", 60).take("1.txt") is not None

    assert watch("status", "--config", file, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {sign["daemon"]: sign["files"] for sign in told["daemons"]} == {digest_of("us"): 0, digest_of("them"): 1}
    assert all(0 <= sign["age_s"] < 30 for sign in told["daemons"])
    assert told["me"] == digest_of("us")

    assert watch("status", "--config", file) == 0
    assert f"daemon {digest_of('us')} (this one), last sign 0 s ago, 0 in hand" in capsys.readouterr().out


def test_draining_needs_a_daemon(file: str, state: State) -> None:
    with pytest.raises(UsageError, match="no daemon"):
        watch("drain", "--config", file)
