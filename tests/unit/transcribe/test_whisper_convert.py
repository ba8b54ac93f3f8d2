"""The converter gives openai-whisper the very numbers CTranslate2 has, and refuses what it cannot give whole."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from redact.core.errors import MissingPart, UsageError
from redact.transcribe.speech.convert import checkpoint
from redact.transcribe.speech.ct2_file import read_ct2

_STATE, _HEADS, _MELS, _VOCABULARY, _SOUND, _TEXT = 4, 2, 3, 7, 5, 6
_TYPES = {"float32": 0, "int8": 1, "int16": 2, "int32": 3, "float16": 4}


def _weights(layers: int = 2) -> dict[str, Any]:
    """A Whisper so small that its numbers can be looked at: each array counts up from a number of its own."""
    shapes: dict[str, tuple[int, ...]] = {
        "encoder/conv1/weight": (_STATE, _MELS, 3),
        "encoder/conv1/bias": (_STATE,),
        "encoder/conv2/weight": (_STATE, _STATE, 3),
        "encoder/conv2/bias": (_STATE,),
        "encoder/position_encodings/encodings": (_SOUND, _STATE),
        "decoder/position_encodings/encodings": (_TEXT, _STATE),
        "decoder/embeddings/weight": (_VOCABULARY, _STATE),
    }
    shapes |= {f"{side}/layer_norm/{what}": (_STATE,) for side in ("encoder", "decoder") for what in ("gamma", "beta")}
    for layer in range(layers):
        for side, norms, linear in (
            ("encoder", ("self_attention", "ffn"), {"self_attention": (3, 1), "ffn": (4, 1)}),
            (
                "decoder",
                ("self_attention", "attention", "ffn"),
                {"self_attention": (3, 1), "attention": (1, 2, 1), "ffn": (4, 1)},
            ),
        ):
            top = f"{side}/layer_{layer}"
            shapes |= {f"{top}/{norm}/layer_norm/{what}": (_STATE,) for norm in norms for what in ("gamma", "beta")}
            for block, times in linear.items():
                for at, heights in enumerate(times):
                    width = 4 * _STATE if (block, at) == ("ffn", 1) else _STATE
                    shapes[f"{top}/{block}/linear_{at}/weight"] = (heights * _STATE, width)
                    shapes[f"{top}/{block}/linear_{at}/bias"] = (heights * _STATE,)
    made = {
        name: (np.arange(np.prod(shape)) + number).reshape(shape).astype(np.float16)
        for number, (name, shape) in enumerate(shapes.items())
    }
    for name, array in made.items():
        if name.endswith("self_attention/linear_0/bias"):
            array[_STATE : 2 * _STATE] = 0
        if name.endswith("/attention/linear_1/bias"):
            array[:_STATE] = 0
    return made | {f"{side}/num_heads": np.array(_HEADS, np.int16) for side in ("encoder", "decoder")}


def _string(said: str) -> bytes:
    return struct.pack("<H", len(said) + 1) + said.encode() + b"\0"


def _file(weights: dict[str, Any], kind: str = "WhisperSpec", version: int = 6) -> bytes:
    made = struct.pack("<I", version) + _string(kind) + struct.pack("<II", 3, len(weights))
    for name, array in weights.items():
        made += _string(name) + struct.pack(f"<B{array.ndim}I", array.ndim, *array.shape)
        made += struct.pack("<BI", _TYPES[str(array.dtype)], array.nbytes) + array.tobytes()
    return made + struct.pack("<I", 1) + _string("decoder/projection/weight") + _string("decoder/embeddings/weight")


def _model(folder: Path, content: bytes | None = None, heads: Any = ((1, 0), (1, 1))) -> Path:
    (folder / "model.bin").write_bytes(_file(_weights()) if content is None else content)
    (folder / "config.json").write_text(json.dumps({"alignment_heads": heads}))
    return folder


def test_sizes_are_read_off_the_weights(tmp_path: Path) -> None:
    dims = checkpoint(_model(tmp_path)).dims

    assert dims == {
        "n_mels": _MELS,
        "n_audio_ctx": _SOUND,
        "n_audio_state": _STATE,
        "n_audio_head": _HEADS,
        "n_audio_layer": 2,
        "n_vocab": _VOCABULARY,
        "n_text_ctx": _TEXT,
        "n_text_state": _STATE,
        "n_text_head": _HEADS,
        "n_text_layer": 2,
    }


def test_query_key_and_value_are_taken_apart(tmp_path: Path) -> None:
    stacked = _weights()["decoder/layer_1/self_attention/linear_0/weight"]

    state = checkpoint(_model(tmp_path)).state

    parts = [state[f"decoder.blocks.1.attn.{part}.weight"] for part in ("query", "key", "value")]
    assert np.array_equal(np.vstack(parts), stacked)


def test_attention_to_the_sound_keeps_query_apart_from_key_and_value(tmp_path: Path) -> None:
    weights = _weights()

    state = checkpoint(_model(tmp_path)).state

    query, both = (weights[f"decoder/layer_0/attention/linear_{at}/weight"] for at in (0, 1))
    assert np.array_equal(state["decoder.blocks.0.cross_attn.query.weight"], query)
    assert np.array_equal(state["decoder.blocks.0.cross_attn.key.weight"], both[:_STATE])
    assert np.array_equal(state["decoder.blocks.0.cross_attn.value.weight"], both[_STATE:])


def test_keys_have_no_bias(tmp_path: Path) -> None:
    state = checkpoint(_model(tmp_path)).state

    assert not [name for name in state if name.endswith(".key.bias")]
    assert "encoder.blocks.0.attn.value.bias" in state


def test_gains_and_offsets_of_norms_are_not_mixed_up(tmp_path: Path) -> None:
    weights = _weights()

    state = checkpoint(_model(tmp_path)).state

    assert np.array_equal(state["encoder.ln_post.weight"], weights["encoder/layer_norm/gamma"])
    assert np.array_equal(
        state["decoder.blocks.1.cross_attn_ln.bias"], weights["decoder/layer_1/attention/layer_norm/beta"]
    )


def test_every_number_of_the_file_is_somewhere_in_the_checkpoint(tmp_path: Path) -> None:
    weights = {name: array for name, array in _weights().items() if array.ndim}

    state = checkpoint(_model(tmp_path)).state

    missing = sum(array.size for array in weights.values()) - sum(array.size for array in state.values())
    assert (
        missing == 6 * _STATE
    )  # the zeros that stand for a bias of keys: two encoder blocks, two decoder blocks twice


def test_numbers_stay_as_they_are(tmp_path: Path) -> None:
    single = {name: array.astype(np.float32) if array.ndim else array for name, array in _weights().items()}

    halves = checkpoint(_model(tmp_path)).state
    (tmp_path / "other").mkdir()
    wholes = checkpoint(_model(tmp_path / "other", _file(single))).state

    assert {str(array.dtype) for array in halves.values()} == {"float16"}
    assert {str(array.dtype) for array in wholes.values()} == {"float32"}


def test_heads_that_follow_the_sound_come_from_the_configuration(tmp_path: Path) -> None:
    """Without them openai-whisper takes all heads of the upper layers, and CTranslate2 does not."""
    assert checkpoint(_model(tmp_path)).heads == ((1, 0), (1, 1))
    assert checkpoint(_model(tmp_path, heads=None)).heads == ()


@pytest.mark.parametrize("share", [0.0, 0.001, 0.01, 0.3, 0.6, 0.9, 0.999])
def test_a_file_cut_short_is_refused(tmp_path: Path, share: float) -> None:
    whole = _file(_weights())

    folder = _model(tmp_path, whole[: int(len(whole) * share)])

    with pytest.raises(MissingPart) as caught:
        checkpoint(folder)
    assert "redact models fetch" in caught.value.hint


@pytest.mark.parametrize(
    "content",
    [b"PK\x03\x04" + bytes(300), bytes(64), b"\x06\x00\x00\x00\xff\xff" + b"A" * 70_000, _file(_weights(), version=2)],
    ids=["zip", "zeros", "string without end", "old version"],
)
def test_a_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(MissingPart):
        checkpoint(_model(tmp_path, content))


def test_another_kind_of_network_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingPart, match="another kind"):
        checkpoint(_model(tmp_path, _file(_weights(), kind="TransformerSpec")))


def test_a_size_that_lies_is_refused(tmp_path: Path) -> None:
    """More numbers promised than the file holds must not make a huge array."""
    lying = struct.pack("<I", 6) + _string("WhisperSpec") + struct.pack("<II", 3, 1) + _string("encoder/conv1/weight")
    lying += struct.pack("<BIIBI", 2, 2**31, 2**31, 4, 2**32 - 1)

    with pytest.raises(MissingPart):
        checkpoint(_model(tmp_path, lying))


def test_a_missing_file_or_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingPart):
        checkpoint(tmp_path)
    _model(tmp_path).joinpath("config.json").write_text("no JSON")
    with pytest.raises(MissingPart):
        checkpoint(tmp_path)


def test_weights_that_lack_or_are_too_many_are_refused(tmp_path: Path) -> None:
    fewer, more = _weights(), _weights()
    del fewer["encoder/layer_0/ffn/linear_1/bias"]
    more["decoder/layer_0/adapter/weight"] = np.ones(3, np.float16)

    with pytest.raises(MissingPart, match="lacks"):
        checkpoint(_model(tmp_path, _file(fewer)))
    with pytest.raises(MissingPart, match="does not have"):
        checkpoint(_model(tmp_path, _file(more)))


def test_keys_with_a_bias_are_refused(tmp_path: Path) -> None:
    weights = _weights()
    weights["encoder/layer_0/self_attention/linear_0/bias"][_STATE] = 1

    with pytest.raises(MissingPart):
        checkpoint(_model(tmp_path, _file(weights)))


def test_a_quantised_model_is_refused_with_what_to_do(tmp_path: Path) -> None:
    weights = _weights()
    weights["encoder/layer_0/ffn/linear_0/weight"] = np.ones((16, 4), np.int8)
    weights["encoder/layer_0/ffn/linear_0/weight_scale"] = np.ones(16, np.float32)

    with pytest.raises(UsageError) as caught:
        checkpoint(_model(tmp_path, _file(weights)))
    assert "speech" in caught.value.hint


def test_arrays_are_views_that_cannot_be_written(tmp_path: Path) -> None:
    """A model of several gigabytes is mapped, not copied, and what is mapped stays as it was."""
    arrays = read_ct2(_model(tmp_path) / "model.bin", "WhisperSpec")

    assert not any(array.flags.writeable or array.flags.owndata for array in arrays.values())
