"""The second engine hears what the first one hears, when the first one hears it; and says how to install it."""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from faster_whisper import WhisperModel, decode_audio

from redact.core.errors import MissingPart
from redact.modelstore import model_path
from redact.transcribe.speech import faster
from redact.transcribe.speech.engine import RATE_HZ, Engine, Heard

_MESSAGE = Path(__file__).parents[3] / "fixtures" / "sound" / "message.wav"
_ENGINE = "redact.transcribe.speech.openai"
#: What the requirement lets the engines differ by.
_WITHIN_S = 0.1
#: The share that must agree where one engine has rounded its weights to 8 bits.
_MOST = 0.9
#: Of the message; one window of an engine is half a minute.
_HEARD_S = 28.0

# openai-whisper leaves the file of its vocabulary for the collector to close.
leaves_a_file_open = pytest.mark.filterwarnings(
    "ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


def test_without_the_extra_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "torch", None)
    monkeypatch.delitem(sys.modules, _ENGINE, raising=False)

    with pytest.raises(MissingPart) as caught:
        import_module(_ENGINE)

    assert caught.value.hint == "pip install 'redact-pipeline[whisper]'"
    sys.modules.pop(_ENGINE, None)


@pytest.fixture(scope="module")
def second() -> Any:
    """The module of the second engine; skips, and says so, where its extra is not installed."""
    pytest.importorskip("whisper", reason="the extra [whisper] is not installed")
    return import_module(_ENGINE)


@pytest.fixture(scope="module")
def readings(second: Any) -> dict[str, tuple[list[Heard], list[Heard]]]:
    """What each engine hears in the first half minute of the spoken message."""
    samples = np.asarray(decode_audio(str(_MESSAGE)))[: int(_HEARD_S * RATE_HZ)]
    folder = model_path("whisper_base")
    engines: dict[str, Engine] = {"int8": faster.Faster(folder, "cpu"), "second": second.OpenAI(folder, "cpu")}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(faster, "WhisperModel", _in_32_bits)
        engines["float32"] = faster.Faster(folder, "cpu")
    return {name: engine.hear(samples, "en") for name, engine in engines.items()}


@pytest.mark.slow
@leaves_a_file_open
@pytest.mark.parametrize("reading", [0, 1])
def test_with_weights_of_equal_precision_words_and_times_are_the_same(readings: Any, reading: int) -> None:
    """The converter loses nothing, and both are asked alike: what may differ is the last bit of a sum."""
    ours, theirs = readings["float32"][reading], readings["second"][reading]

    assert len(ours) > 20
    assert [word.text for word in ours] == [word.text for word in theirs]
    assert max(map(_apart, ours, theirs)) <= _WITHIN_S + 1e-6


@pytest.mark.slow
@leaves_a_file_open
@pytest.mark.parametrize("reading", [0, 1])
def test_weights_in_8_bits_hear_nearly_the_same(readings: Any, reading: int) -> None:
    """The first engine as it runs: rounding now and then makes another word of a name, and moves its neighbours."""
    ours, theirs = readings["int8"][reading], readings["second"][reading]

    pairs = _pairs(ours, theirs)

    assert len(pairs) >= _MOST * max(len(ours), len(theirs))
    assert sum(_apart(*pair) <= _WITHIN_S + 1e-6 for pair in pairs) >= _MOST * len(pairs)


@pytest.mark.slow
@leaves_a_file_open
def test_the_second_reading_has_no_digits(readings: Any) -> None:
    usual, spelt = readings["second"]

    assert any(mark.isdigit() for word in usual for mark in word.text)
    assert not any(mark.isdigit() for word in spelt for mark in word.text)


@pytest.mark.slow
@leaves_a_file_open
def test_words_are_in_order_and_within_the_sound(readings: Any) -> None:
    words = readings["second"][0]

    assert all(0 <= word.start_s <= word.end_s <= _HEARD_S and 0 <= word.sure <= 1 for word in words)
    assert [word.start_s for word in words] == sorted(word.start_s for word in words)


@pytest.mark.slow
@leaves_a_file_open
def test_next_to_nothing_holds_no_words_and_the_usual_language(second: Any) -> None:
    engine = second.OpenAI(model_path("whisper_base"), "cpu")

    assert engine.hear(np.zeros(10, np.float32), "en") == ([], [])
    assert engine.language(np.zeros(RATE_HZ, np.float32)) == "en"


@pytest.mark.slow
@leaves_a_file_open
def test_runs_of_tokens_come_once_where_they_may_not_recur(second: Any) -> None:
    """1 2 3 1 2: a third 3 would make 1 2 3 come twice; any other token may follow."""
    torch = second.torch
    logits, tokens = torch.zeros(2, 9), torch.tensor([[8, 1, 2, 3, 1, 2], [8, 1, 2, 3, 4, 5]])

    second._NoRepeat(3, 1).apply(logits, tokens)

    assert logits[0].isinf().nonzero().flatten().tolist() == [3]
    assert not logits[1].isinf().any()


@pytest.mark.slow
@leaves_a_file_open
def test_a_graphics_card_that_is_not_there_is_said(second: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(second.torch.cuda, "is_available", lambda: False)

    with pytest.raises(MissingPart):
        second.OpenAI(model_path("whisper_base"), "cuda")


def _in_32_bits(path: str, **options: Any) -> WhisperModel:
    return WhisperModel(path, **options | {"compute_type": "float32"})


def _apart(one: Heard, other: Heard) -> float:
    return max(abs(one.start_s - other.start_s), abs(one.end_s - other.end_s))


def _pairs(ours: list[Heard], theirs: list[Heard]) -> list[tuple[Heard, Heard]]:
    """Words that both have, in order."""
    pairs, rest = [], list(theirs)
    for word in ours:
        same = next((at for at, other in enumerate(rest[:4]) if _bare(other) == _bare(word)), None)
        if same is not None:
            pairs.append((word, rest[same]))
            del rest[: same + 1]
    return pairs


def _bare(word: Heard) -> str:
    return "".join(mark for mark in word.text.lower() if mark.isalnum())
