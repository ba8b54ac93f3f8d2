"""What a daemon is told, and what it refuses to start with."""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from redact.core.errors import PolicyError, UsageError
from redact.run.watch.config import folders
from redact.run.watch.config.config import Config, Lane, Retention, check_config, example, load_config, owner_of

FOLDERS = ("inbox", "outbox", "quarantine", "originals", "held", "record", "state")
LEAST = "".join(f'{name} = "{name}"\n' for name in FOLDERS)

Write = Callable[[str], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    for name in FOLDERS:
        (tmp_path / name).mkdir(mode=0o700)

    def write(text: str) -> Path:
        path = tmp_path / "watch.toml"
        path.write_text(text)
        return path

    return write


def test_the_folders_are_enough_and_all_else_has_a_default(write: Write, tmp_path: Path) -> None:
    config = load_config(write(LEAST))

    assert config == Config(**{name: tmp_path / name for name in FOLDERS}, owner=owner_of(tmp_path / "state"))
    assert config.owner == owner_of(config.state)
    assert config.retention == Retention()
    check_config(config)


def test_the_example_has_every_key_and_says_what_holds_without_it(write: Write, tmp_path: Path) -> None:
    told = tomllib.loads(example())
    shown = load_config(write(example()))
    plain = load_config(write("".join(f'{name} = "{told[name]}"\n' for name in FOLDERS if name != "held")))

    assert dataclasses.replace(shown, held=plain.held) == plain
    everything = "\n".join(line.removeprefix("# ") for line in example().splitlines())
    for key in (field.name for field in dataclasses.fields(Config) if field.name != "lanes"):
        assert f"\n{key} = " in everything or f"[{key}]" in everything
    assert all(f"\n{field.name} = " in everything for field in dataclasses.fields(Lane))
    assert all(f"\n{field.name} = " in everything for field in dataclasses.fields(Retention))


def test_a_lane_is_that_of_the_longest_prefix_and_capitals_do_not_matter(write: Write, tmp_path: Path) -> None:
    lanes = """
case = "c.yaml"
[[lane]]
prefix = "legal/"
policy = "sar"
priority = 5
[[lane]]
prefix = "Legal/Urgent"
hold = true
case = "d.yaml"
"""
    config = load_config(write(f'policy = "eir"\n{LEAST}{lanes}'))

    top, legal, urgent = (config.lane(name) for name in ("a.txt", "LEGAL/a.txt", "legal/urgent/x/a.txt"))
    assert top == Lane("", "eir", tmp_path / "c.yaml", 0, hold=False) == config.lane("legality/a.txt")
    assert legal == Lane("legal", "sar", tmp_path / "c.yaml", 5, hold=False)
    assert urgent == Lane("Legal/Urgent", "eir", tmp_path / "d.yaml", 0, hold=True)
    assert config.lane("legal") == top  # a file of that name, not in the folder


def test_the_same_folder_written_with_other_accents_is_the_same_lane(write: Write) -> None:
    config = load_config(write(f'{LEAST}[[lane]]\nprefix = "caf\u00e9"\npriority = 1\n'))

    assert config.lane("cafe\u0301/a.txt").priority == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("inbox = 3\n", "'inbox'"),
        ('inbox = ""\n', "'inbox'"),
        (LEAST.replace("outbox", "outbx"), "outb"),
        (f"{LEAST}polcy = 'foi'\n", "'polcy'"),
        (f"{LEAST}jobs = 0\n", "'jobs'"),
        (f"{LEAST}jobs = true\n", "'jobs'"),
        (f"{LEAST}jobs = 1.5\n", "'jobs'"),
        (f"{LEAST}port = 70000\n", "'port'"),
        (f"{LEAST}poll_seconds = 'often'\n", "'poll_seconds'"),
        (f"{LEAST}poll_seconds = nan\n", "'poll_seconds'"),
        (f"{LEAST}poll_seconds = inf\n", "'poll_seconds'"),
        (f"{LEAST}poll_seconds = -1\n", "'poll_seconds'"),
        (f"{LEAST}stable_polls = 1\n", "'stable_polls'"),
        (f"{LEAST}lease_seconds = 6\n", "'lease_seconds'"),
        (f"{LEAST}retry_seconds = 10\nretry_most = 5\n", "'retry_most'"),
        (f"{LEAST}skip = '*.bak'\n", "'skip'"),
        (f"{LEAST}skip = [1]\n", "'skip'"),
        (f"{LEAST}done_marker = 'done'\n", "'done_marker'"),
        (f"{LEAST}done_marker = '.tmp'\n", "'done_marker'"),
        (f"{LEAST}done_marker = '.ok'\nskip = ['*.OK']\n", "'done_marker'"),
        (f"{LEAST}owner = 'a b'\n", "'owner'"),
        (f"{LEAST}hold = 'yes'\n", "'hold'"),
        (f"{LEAST}min_free_bytes = -1\n", "'min_free_bytes'"),
        (f"{LEAST}retention = 5\n", "'retention'"),
        (f"{LEAST}[retention]\noriginals_days = -1\n", "[retention]: 'originals_days'"),
        (f"{LEAST}[retention]\noriginals = 3\n", "[retention]: unknown key 'originals'"),
        (f"{LEAST}[lane]\nprefix = 'a'\n", "'lane'"),
        (f"{LEAST}[[lane]]\npolicy = 'sar'\n", "[[lane]] 1: 'prefix'"),
        (f"{LEAST}[[lane]]\nprefix = '/'\n", "[[lane]] 1: 'prefix'"),
        (f"{LEAST}[[lane]]\nprefix = '../x'\n", "[[lane]] 1: 'prefix'"),
        (f"{LEAST}[[lane]]\nprefix = 'a'\n[[lane]]\nprefix = 'b'\nhodl = true\n", "[[lane]] 2: unknown key 'hodl'"),
        (f"{LEAST}[[lane]]\nprefix = 'a'\n[[lane]]\nprefix = 'A/'\n", "[[lane]] 2: an earlier lane"),
        (f"{LEAST}[[lane]]\nprefix = 'a'\npriority = 'high'\n", "[[lane]] 1: 'priority'"),
        (f"{LEAST}jobs = \n", "no TOML, line 8, column 8"),
        (f"{LEAST}{LEAST}", "no TOML"),
    ],
)
def test_what_is_wrong_is_said_with_its_key_and_section_and_a_hint(write: Write, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_config(write(text))

    assert said in caught.value.message
    assert caught.value.hint


def test_a_misspelt_key_is_told_its_right_name(write: Write) -> None:
    with pytest.raises(UsageError) as caught:
        load_config(write(f"{LEAST}pol_seconds = 3\n"))

    assert "poll_seconds" in caught.value.hint


def test_a_file_that_cannot_be_read_or_is_no_text_is_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(UsageError):
            load_config(path)
    (tmp_path / "bytes.toml").write_bytes(b"inbox = '\xff'")
    with pytest.raises(UsageError):
        load_config(tmp_path / "bytes.toml")


@pytest.fixture
def config(write: Write) -> Config:
    return load_config(write(LEAST))


@pytest.mark.parametrize("one", FOLDERS)
@pytest.mark.parametrize("other", FOLDERS)
def test_no_folder_may_lie_in_another(config: Config, one: str, other: str) -> None:
    if one == other:
        return
    within = getattr(config, other) / "deeper"
    within.mkdir(mode=0o700)

    with pytest.raises(UsageError) as caught:
        check_config(dataclasses.replace(config, **{one: within}))
    assert repr(one) in caught.value.message
    assert repr(other) in caught.value.message


def test_nor_through_a_link_or_a_path_that_goes_round(config: Config, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(config.inbox)
    for path in (tmp_path / "link", tmp_path / "state/../inbox"):
        with pytest.raises(UsageError, match="overlap"):
            check_config(dataclasses.replace(config, outbox=path))


def test_nor_do_folders_that_are_still_to_be_made(config: Config, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'record' and 'state' overlap"):
        check_config(dataclasses.replace(config, record=tmp_path / "none", state=tmp_path / "held/../none/x"))


def test_nor_through_a_mount_of_the_same_folder(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bind mount has another path, and the inode of what it shows."""
    real = folders._identity
    monkeypatch.setattr(folders, "_identity", lambda path: real(config.inbox if path == config.outbox else path))

    with pytest.raises(UsageError, match="overlap"):
        check_config(config)


def test_no_folder_may_overlap_the_installed_code(config: Config) -> None:
    for path in (folders._CODE, folders._CODE.parent, folders._CODE / "run"):
        with pytest.raises(UsageError, match="installed code"):
            check_config(dataclasses.replace(config, quarantine=path))


@pytest.mark.parametrize("name", ["inbox", "outbox", "quarantine", "originals"])
def test_a_shared_folder_that_is_not_there_is_never_made(config: Config, name: str) -> None:
    getattr(config, name).rmdir()

    with pytest.raises(UsageError, match=repr(name)):
        check_config(config)
    assert not getattr(config, name).exists()


def test_folders_of_our_own_may_still_be_made(config: Config) -> None:
    for name in ("held", "record", "state"):
        getattr(config, name).rmdir()

    check_config(config)


@pytest.mark.parametrize("name", ["record", "state"])
def test_what_others_may_write_to_is_refused(config: Config, name: str) -> None:
    for mode in (0o720, 0o702):
        getattr(config, name).chmod(mode)
        with pytest.raises(UsageError, match="written by others"):
            check_config(config)
    getattr(config, name).chmod(0o755)
    check_config(config)


def test_a_folder_that_is_closed_to_us_is_refused(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: Path(path) != config.inbox)

    with pytest.raises(UsageError, match="'inbox' is closed"):
        check_config(config)


def test_a_folder_that_is_a_file_is_refused(config: Config) -> None:
    config.held.rmdir()
    config.held.touch()

    with pytest.raises(UsageError, match="'held' is not a folder"):
        check_config(config)


def test_key_case_and_settings_must_be_there_and_lie_apart(config: Config, tmp_path: Path) -> None:
    for name in ("key", "case", "settings"):
        with pytest.raises(UsageError, match=f"'{name}' cannot be read"):
            check_config(dataclasses.replace(config, **{name: tmp_path / "none"}))
        (config.outbox / "file").touch()
        with pytest.raises(UsageError, match=f"'{name}' lies in 'outbox'"):
            check_config(dataclasses.replace(config, **{name: config.outbox / "file"}))
    (config.record / "key").touch()
    check_config(dataclasses.replace(config, key=config.record / "key"))


def test_a_policy_that_does_not_exist_is_known_at_the_start(config: Config) -> None:
    with pytest.raises(PolicyError):
        check_config(dataclasses.replace(config, policy="no-such"))
    with pytest.raises(PolicyError):
        check_config(dataclasses.replace(config, lanes=(Lane("a", "no-such"),)))


def test_a_case_file_that_is_wrong_is_known_at_the_start(config: Config, tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text("[")
    for wrong in ({"case": tmp_path / "case.yaml"}, {"lanes": (Lane("a", "foi", tmp_path / "case.yaml"),)}):
        with pytest.raises(UsageError):
            check_config(dataclasses.replace(config, **wrong))


def test_state_on_a_network_is_refused(config: Config, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folders, "network", lambda path: "nfs4" if path == config.state else None)

    with pytest.raises(UsageError, match="nfs4"):
        check_config(config)
