"""The key: hidden, private, repeatable, and apart for each purpose."""

from __future__ import annotations

import os
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.errors import UsageError
from redact.vault.key import DIGEST_HEX, Key

KEY = Key(bytes(range(32)))
OTHER = Key(bytes(32))
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions")


def test_a_key_written_and_loaded_is_the_same_key(tmp_path: Path) -> None:
    made = Key.create(tmp_path / "key")

    assert Key.load(tmp_path / "key") == made
    assert len(made.secret) == 32


def test_two_new_keys_differ(tmp_path: Path) -> None:
    assert Key.create(tmp_path / "one") != Key.create(tmp_path / "two")


@posix
def test_only_the_owner_may_read_a_new_key(tmp_path: Path) -> None:
    Key.create(tmp_path / "key")

    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600


@posix
@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o601])
def test_a_key_open_to_others_is_refused_with_the_command_that_closes_it(tmp_path: Path, mode: int) -> None:
    Key.create(tmp_path / "key")
    (tmp_path / "key").chmod(mode)

    with pytest.raises(UsageError) as caught:
        Key.load(tmp_path / "key")

    assert "chmod 600" in caught.value.hint


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    Key.create(tmp_path / "key")
    before = (tmp_path / "key").read_bytes()

    with pytest.raises(UsageError):
        Key.create(tmp_path / "key")

    assert (tmp_path / "key").read_bytes() == before


@pytest.mark.parametrize("content", ["", "# only a comment\n", "abc\n", "00" * 31 + "\n", "zz" * 32 + "\n", "00\n11\n"])
def test_what_is_no_key_file_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "key").write_text(content)
    (tmp_path / "key").chmod(0o600)

    with pytest.raises(UsageError):
        Key.load(tmp_path / "key")


def test_a_missing_key_is_refused_without_its_path(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        Key.load(tmp_path / "jane-doe.key")

    assert "jane" not in caught.value.message + caught.value.hint


def test_the_secret_is_not_shown() -> None:
    assert KEY.secret.hex() not in repr(KEY)
    assert str(KEY.secret) not in repr(KEY)
    assert KEY.id != OTHER.id


def test_spellings_of_one_value_share_a_digest() -> None:
    assert KEY.digest("surface", "O'Brien") == KEY.digest("surface", "O’BRIEN")
    assert KEY.digest("surface", "Ri\u200bchard") == KEY.digest("surface", "Richard")


def test_purposes_and_keys_are_apart() -> None:
    digests = {KEY.digest("one", "x"), KEY.digest("two", "x"), OTHER.digest("one", "x"), KEY.digest("onex", "")}

    assert len(digests) == 4


def test_values_without_letters_or_digits_do_not_share_a_digest() -> None:
    assert KEY.digest("p", "—!") != KEY.digest("p", "??")


@settings(max_examples=30, deadline=None)
@given(st.text())
def test_a_digest_is_hex_of_fixed_width_and_repeats(value: str) -> None:
    digest = KEY.digest("p", value)

    assert len(digest) == DIGEST_HEX
    assert int(digest, 16) >= 0
    assert digest == Key(KEY.secret).digest("p", value)


def test_a_stream_repeats_for_its_value_and_for_no_other() -> None:
    first = list(islice(KEY.stream("p", "Jane"), 4))

    assert first == list(islice(KEY.stream("p", "JANE"), 4))
    assert len(set(first)) == 4
    assert first != list(islice(KEY.stream("p", "John"), 4))
