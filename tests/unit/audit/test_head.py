"""The signed head: who holds no key cannot make one, and a log that is shorter than its head shows."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path

import pytest

from redact.audit.head import Head, check_signature, sign_head
from redact.core.errors import UsageError

KEY = b"k" * 32
HEAD = Head(412, "9f" * 32)


def test_a_signed_head_reads_back_with_its_key(tmp_path: Path) -> None:
    sign_head(tmp_path / "log.head", HEAD, KEY)

    assert check_signature(tmp_path / "log.head", KEY) == HEAD


def test_a_stranger_can_compute_the_signature(tmp_path: Path) -> None:
    sign_head(tmp_path / "log.head", HEAD, KEY)
    held = json.loads((tmp_path / "log.head").read_text())
    message = json.dumps({"hash": held["hash"], "n": held["n"]}, separators=(",", ":")).encode()

    assert hmac.new(KEY, message, hashlib.sha256).hexdigest() == held["hmac"]


@pytest.mark.parametrize(("old", "new"), [("412", "411"), ("9f9f", "9f9e"), ('"hmac"', '"mac"'), ("{", "")])
def test_an_altered_head_is_refused(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "log.head"
    sign_head(path, HEAD, KEY)
    path.write_text(path.read_text().replace(old, new, 1))

    with pytest.raises(UsageError):
        check_signature(path, KEY)


def test_another_key_is_refused(tmp_path: Path) -> None:
    sign_head(tmp_path / "log.head", HEAD, KEY)

    with pytest.raises(UsageError, match="another key"):
        check_signature(tmp_path / "log.head", b"x" * 32)


def test_a_missing_head_is_an_error_and_not_a_pass(tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        check_signature(tmp_path / "log.head", KEY)


def test_a_printed_head_can_be_typed_in_again() -> None:
    assert Head.parse(f" {HEAD}\n") == HEAD
    for wrong in ("", "412", "x:" + "9f" * 32, "412:9f", "412:" + "zz" * 32):
        with pytest.raises(UsageError):
            Head.parse(wrong)
