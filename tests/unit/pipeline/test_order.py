"""An order: what it depends on, and which folders it refuses."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from redact.core.case import Case, CasePerson, Role
from redact.core.errors import UsageError
from redact.pipeline.order import Order, check_folders
from redact.policy.pack import load_pack
from redact.settings import Settings
from redact.vault.key import KEY_BYTES, Key

ORDER = Order(
    Settings(model="", expert=""),
    load_pack("foi"),
    Key(bytes(KEY_BYTES)),
    Case((CasePerson("Tobias Quillfeather"),), ("Tanpits Court",)),
)


@pytest.mark.parametrize(
    "change",
    [
        {"pack": load_pack("sar")},
        {"key": Key(b"\1" * KEY_BYTES)},
        {"settings": Settings(model="", expert="", piece_chars=99)},
        {"settings": Settings(model="", expert="", detectors=("uk",))},
        {"case": Case((CasePerson("Femi Oyelaran"),), ("Tanpits Court",))},
        {"case": Case((CasePerson("Tobias Quillfeather", Role.OFFICIAL),), ("Tanpits Court",))},
        {"case": Case((CasePerson("Tobias Quillfeather", variants=("TQ",)),), ("Tanpits Court",))},
        {"case": Case((CasePerson("Tobias Quillfeather"),), ("Ropewalk House",))},
        {"case": Case((CasePerson("Tobias Quillfeather"),), (), ("Tanpits Court",))},
    ],
)  # fmt: skip
def test_whatever_may_change_an_output_changes_the_fingerprint(change: dict[str, object]) -> None:
    assert replace(ORDER, **change).fingerprint != ORDER.fingerprint


def test_the_same_order_has_the_same_fingerprint() -> None:
    assert replace(ORDER).fingerprint == ORDER.fingerprint


def test_reading_does_not_depend_on_the_policy() -> None:
    """Another pack over the same papers needs no model again."""
    assert replace(ORDER, pack=load_pack("sar")).detection == ORDER.detection


def test_an_order_shows_neither_people_nor_key() -> None:
    assert "Quillfeather" not in repr(ORDER)
    assert "Tanpits" not in repr(ORDER)
    assert "secret" not in repr(ORDER)


@pytest.mark.parametrize(
    ("papers", "out", "record", "said"),
    [
        ("in", "in/out", "rec", "output folder overlaps an input"),
        ("in", "in", "rec", "output folder overlaps an input"),
        ("in/sub", "in", "rec", "output folder overlaps an input"),
        ("in", "out", "in/rec", "record folder overlaps an input"),
        ("in", "out", "out/rec", "record folder overlaps the output"),
        ("in", "rec/out", "rec", "record folder overlaps the output"),
        ("in", "in/../in/sub", "rec", "output folder overlaps an input"),
    ],
)
def test_folders_within_each_other_are_refused(tmp_path: Path, papers: str, out: str, record: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        check_folders([tmp_path / "other", tmp_path / papers], tmp_path / out, tmp_path / record)


@pytest.mark.parametrize("key", ["in/foi.key", "out/foi.key"])
def test_a_key_where_it_would_be_released_is_refused(tmp_path: Path, key: str) -> None:
    with pytest.raises(UsageError, match="the key lies in"):
        check_folders([tmp_path / "in"], tmp_path / "out", tmp_path / "rec", tmp_path / key)


def test_folders_beside_each_other_are_taken(tmp_path: Path) -> None:
    check_folders([tmp_path / "in"], tmp_path / "in2", tmp_path / "in.record", tmp_path / "in.key")
    check_folders([tmp_path / "in"], tmp_path / "out", tmp_path / "rec", tmp_path / "rec" / "key")
