"""A network takes as many threads as its process may have: in a pool, a share of the cores."""

from __future__ import annotations

from pathlib import Path

import pytest
from faster_whisper.utils import get_assets_path

from redact.modelstore.inference import session

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
