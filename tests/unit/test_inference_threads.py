"""A network takes as many threads as its process may have, in a pool a share of the cores; texts are read by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from faster_whisper.utils import get_assets_path
from threadpoolctl import threadpool_info

from redact.core.segment import Text
from redact.detect.names import make
from redact.modelstore.inference import session
from redact.settings import Settings

NETWORK = Path(get_assets_path()) / "silero_vad_v6.onnx"


@pytest.mark.parametrize(
    ("said", "asked", "taken"), [("3", 0, 3), ("2,1", 0, 2), ("3", 1, 1), ("many", 0, 0), (None, 0, 0)]
)
def test_the_environment_says_how_many_unless_the_caller_does(
    said: str | None, asked: int, taken: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """0 lets the library take all."""
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    if said is not None:
        monkeypatch.setenv("OMP_NUM_THREADS", said)

    assert session(NETWORK, asked).get_session_options().intra_op_num_threads == taken


def test_texts_are_read_by_one_thread_and_others_keep_theirs(monkeypatch: pytest.MonkeyPatch) -> None:
    names = make(Settings())
    before, taken = _algebra(), []
    claims = names._claims

    def watched(batch: Sequence[str]) -> Iterator[object]:
        taken.append(_algebra())
        yield from claims(batch)

    monkeypatch.setattr(names, "_claims", watched)
    found = list(names(Text(0, "text", "Grace Tymms wrote to Priya Abernethy.")))

    assert [finding.entity for finding in found].count("PERSON") >= 2
    assert taken == [[1] * len(before)]
    assert _algebra() == before


def _algebra() -> list[int]:
    """How many threads each library of matrices may take now."""
    return [each["num_threads"] for each in threadpool_info() if each["user_api"] == "blas"]
