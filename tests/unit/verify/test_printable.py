"""Values among compressed pixels are found by their letters; noise is not searched."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from redact.verify.printable import runs
from redact.verify.sweep import Sweep

NAME = "Tobias Quillfeather"
NOISE = random.Random(7).randbytes(60_000)


@pytest.mark.parametrize("codec", ["ascii", "utf-8", "utf-16-le", "utf-16-be"])
def test_a_name_among_noise_is_swept(tmp_path: Path, codec: str) -> None:
    path = tmp_path / "draft"
    path.write_bytes(NOISE + b"\x00\x13" + NAME.encode(codec) + b"\x00" + NOISE)

    assert Sweep([(NAME, "PERSON")]).check(path, packed=True)


def test_noise_alone_holds_nobody(tmp_path: Path) -> None:
    path = tmp_path / "draft"
    path.write_bytes(NOISE)

    assert Sweep([(NAME, "PERSON"), ("Oyelaran", "PERSON")]).check(path, packed=True) == ()


def test_most_of_noise_is_not_searched() -> None:
    assert sum(map(len, runs([NOISE]))) < len(NOISE) / 20


@pytest.mark.parametrize("at", range(1, len(NAME), 3))
def test_a_name_over_two_chunks_is_whole(at: int) -> None:
    raw = NOISE + NAME.encode() + NOISE
    border = len(NOISE) + at

    assert any(NAME in run for run in runs([raw[:border], raw[border:]]))
