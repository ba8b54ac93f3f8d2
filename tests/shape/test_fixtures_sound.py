"""The spoken fixtures: each has its truth, and where the truth says that something is said there is sound."""

from __future__ import annotations

import itertools
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

FIXTURES = Path(__file__).parents[2] / "fixtures"
TRUTHS = sorted((FIXTURES / "truth").rglob("*.times.json"))
#: Encoders may move a sound by some milliseconds (MP3, Opus).
_NEAR_S = 0.06


def _samples(path: Path) -> tuple[Any, int]:
    """``float32 [channels, n]`` and their rate."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        turned = av.AudioResampler(format="fltp", layout=stream.layout)
        blocks = [made.to_ndarray() for frame in container.decode(stream) for made in turned.resample(frame)]
        return np.concatenate(blocks, axis=1), stream.rate


def _loud(samples: Any, rate_hz: int, span: dict[str, Any], channels: Sequence[int]) -> float:
    start, end = (round(span[name] * rate_hz / 1e6) for name in ("start_us", "end_us"))
    return float(np.abs(samples[list(channels), start:end]).mean())


def test_every_recording_has_its_truth() -> None:
    told = {path.relative_to(FIXTURES / "truth").as_posix().removesuffix(".times.json") for path in TRUTHS}

    assert told == {path.relative_to(FIXTURES).as_posix() for path in (FIXTURES / "sound").iterdir()}


@pytest.mark.parametrize("path", TRUTHS, ids=range(len(TRUTHS)))
def test_spans_lie_where_somebody_speaks(path: Path) -> None:
    """In their channel something is heard, in the other one nothing."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    samples, rate_hz = _samples(FIXTURES / truth["file"])

    assert len(samples) == truth["channels"]
    assert samples.shape[1] / rate_hz == pytest.approx(truth["samples"] / truth["rate_hz"], abs=2 * _NEAR_S)
    for span in truth["spans"]:
        others = [channel for channel in range(truth["channels"]) if channel != span["channel"]]
        assert _loud(samples, rate_hz, span, [span["channel"]]) > 0.01
        assert not others or _loud(samples, rate_hz, span, others) < 0.001


@pytest.mark.parametrize("path", TRUTHS, ids=range(len(TRUTHS)))
def test_each_recording_holds_what_must_go_and_what_must_stay(path: Path) -> None:
    spans = json.loads(path.read_text(encoding="utf-8"))["spans"]

    assert any(span["personal"] for span in spans)
    assert any(not span["personal"] for span in spans) or path.name.startswith("doorbell")
    assert all(one["end_us"] <= other["start_us"] for one, other in itertools.pairwise(spans))


def test_tags_are_in_the_file() -> None:
    tags = json.loads((FIXTURES / "truth/sound/memo.mp3.times.json").read_text(encoding="utf-8"))["tags"]
    content = (FIXTURES / "sound/memo.mp3").read_bytes()

    assert tags
    assert all(tag["value"].encode() in content for tag in tags)


def test_recordings_stay_small() -> None:
    assert sum(path.stat().st_size for path in (FIXTURES / "sound").iterdir()) < 1_500_000
