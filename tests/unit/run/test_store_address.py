"""Addresses: which are URLs and globs, what they match, and that no secret of one is ever shown."""

from __future__ import annotations

import pytest

from redact.run.shards.address import depth, is_glob, matches, path_of, protocol, shown, split_glob


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("s3://bucket/prefix", "s3://bucket/prefix"),
        ("S3://bucket", "S3://bucket"),
        ("sftp://clerk:hunter2@host.example.org/in", "sftp://host.example.org/in"),
        ("abfs://container@account.example.org/in", "abfs://container@account.example.org/in"),
        ("abfs://container@account/in?sv=1&sig=hunter2", "abfs://container@account/in"),
        ("https://example.org/rows.jsonl?hunter2", "https://example.org/rows.jsonl"),
        ("s3://bucket/a?c/*.jsonl", "s3://bucket/a?c/*.jsonl"),
        ("/srv/corpus?x=1", "/srv/corpus?x=1"),
    ],
)
def test_an_address_is_shown_without_its_secrets(address: str, said: str) -> None:
    assert shown(address) == said


@pytest.mark.parametrize(
    ("address", "expected"),
    [("s3://bucket/x", "s3"), ("GS://b", "gs"), ("/srv/a", ""), ("file:///srv/a", ""), ("C:\\data", ""), ("a://", "")],
)
def test_a_url_has_a_protocol_and_a_path_has_none(address: str, expected: str) -> None:
    assert protocol(address) == expected


def test_a_file_url_is_a_path() -> None:
    assert path_of("file:///srv/a b") == "/srv/a b"
    assert path_of("/srv/a") == "/srv/a"


def test_the_query_of_a_web_address_is_no_glob() -> None:
    assert not is_glob("https://example.org/a?b")
    assert is_glob("s3://bucket/a?b")


@pytest.mark.parametrize(
    ("address", "folder", "pattern"),
    [
        ("/srv/in/*.jsonl", "/srv/in/", "*.jsonl"),
        ("s3://b/2026-*/x/*.gz", "s3://b/", "2026-*/x/*.gz"),
        ("*.csv", "", "*.csv"),
    ],
)
def test_a_glob_is_a_folder_and_a_pattern(address: str, folder: str, pattern: str) -> None:
    assert split_glob(address) == (folder, pattern)


@pytest.mark.parametrize(
    ("name", "pattern", "expected"),
    [
        ("a.jsonl", "*.jsonl", True),
        ("x/a.jsonl", "*.jsonl", False),
        ("x/a.jsonl", "**/*.jsonl", True),
        ("a.jsonl", "**/*.jsonl", True),
        ("x/y/a.jsonl", "x/**", True),
        ("x/y/a.jsonl", "x/*", False),
        ("a1.csv", "a[0-9].csv", True),
        ("aé.csv", "a?.csv", True),
        ("A.csv", "a.csv", False),
        ("x/b/a", "x/**/b/**/a", True),
    ],
)
def test_a_star_stays_within_a_name_and_two_are_any_depth(name: str, pattern: str, expected: bool) -> None:
    assert matches(name, pattern) is expected


def test_a_pattern_says_how_deep_it_reaches() -> None:
    assert depth("*.jsonl") == 0
    assert depth("*/x/*.jsonl") == 2
    assert depth("**/*.jsonl") == -1
