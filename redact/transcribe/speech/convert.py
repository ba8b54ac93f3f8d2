"""Whisper's weights as CTranslate2 keeps them, under the names and in the shapes of openai-whisper. Nothing is written.

The two keep the same numbers; only names differ, and that CTranslate2 stacks what one matrix product can compute at once:

    CTranslate2                                    openai-whisper
    encoder/layer_0/self_attention/linear_0  ->    encoder.blocks.0.attn.query, .key, .value    (one above the other)
    decoder/layer_0/attention/linear_1       ->    decoder.blocks.0.cross_attn.key, .value
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from redact.core.errors import UsageError
from redact.transcribe.speech.ct2_file import read_ct2, unfit

_KIND = "WhisperSpec"
#: openai-whisper's name <- CTranslate2's, outside the blocks.
_LINEAR = {"encoder.conv1": "encoder/conv1", "encoder.conv2": "encoder/conv2"}
_NORMS = {"encoder.ln_post": "encoder/layer_norm", "decoder.ln": "decoder/layer_norm"}
_PLAIN = {
    "encoder.positional_embedding": "encoder/position_encodings/encodings",
    "decoder.positional_embedding": "decoder/position_encodings/encodings",
    "decoder.token_embedding.weight": "decoder/embeddings/weight",
}
#: The same for a block; several names on the left stand one above the other on the right.
_BLOCK_NORMS = {"attn_ln": "self_attention/layer_norm", "mlp_ln": "ffn/layer_norm"}
_BLOCK_LINEAR = {
    ("attn.query", "attn.key", "attn.value"): "self_attention/linear_0",
    ("attn.out",): "self_attention/linear_1",
    ("mlp.0",): "ffn/linear_0",
    ("mlp.2",): "ffn/linear_1",
}
_CROSS_NORMS = {"cross_attn_ln": "attention/layer_norm"}
_CROSS_LINEAR = {
    ("cross_attn.query",): "attention/linear_0",
    ("cross_attn.key", "cross_attn.value"): "attention/linear_1",
    ("cross_attn.out",): "attention/linear_2",
}


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """What openai-whisper needs to build its network.

    `dims` are the fields of its `ModelDimensions`; `state` is its state dict, arrays float16 or float32, read-only views
    of the file; `heads` are the (layer, head) of the decoder whose attention follows the sound, empty where not known.
    """

    dims: Mapping[str, int]
    state: Mapping[str, Any]
    heads: tuple[tuple[int, int], ...]


def checkpoint(folder: Path) -> Checkpoint:
    """The checkpoint in the folder of a CTranslate2 Whisper model. Cheap: weights are read when they are used.

    Raises:
        MissingPart: the folder holds no whole Whisper model.
        UsageError: the model is quantised; what was rounded away cannot be brought back.
    """
    weights = read_ct2(folder / "model.bin", _KIND)
    if any(name.endswith("weight_scale") for name in weights):
        hint = "name one with 16- or 32-bit weights in the setting speech_model, or set speech to faster"
        raise UsageError("openai-whisper cannot run a quantised model", hint)
    state = _Renamed(weights).state()
    return Checkpoint(_dims(weights, state), state, _heads(folder / "config.json"))


class _Renamed:
    """Takes weights out of CTranslate2's by name, and knows which have not been taken."""

    def __init__(self, weights: Mapping[str, Any]) -> None:
        # Zero-dimensional entries are settings (pre_norm, num_heads), not weights.
        self._left = {name: array for name, array in weights.items() if array.ndim}

    def state(self) -> dict[str, Any]:
        state = {new: self._take(old) for new, old in _PLAIN.items()}
        for new, old in _LINEAR.items():
            state |= self._linear((new,), old)
        for new, old in _NORMS.items():
            state |= self._norm(new, old)
        for side in ("encoder", "decoder"):
            layer = 0
            while f"{side}/layer_{layer}/ffn/linear_0/weight" in self._left:
                state |= self._block(f"{side}.blocks.{layer}.", f"{side}/layer_{layer}/", cross=side == "decoder")
                layer += 1
        if self._left:
            # Left out in silence they would make another network of it.
            raise unfit("holds weights that Whisper does not have")
        return state

    def _block(self, new: str, old: str, *, cross: bool) -> dict[str, Any]:
        state: dict[str, Any] = {}
        for name, source in (_BLOCK_NORMS | (_CROSS_NORMS if cross else {})).items():
            state |= self._norm(new + name, old + source)
        for names, source in (_BLOCK_LINEAR | (_CROSS_LINEAR if cross else {})).items():
            state |= self._linear(tuple(new + name for name in names), old + source)
        return state

    def _norm(self, new: str, old: str) -> dict[str, Any]:
        return {f"{new}.weight": self._take(f"{old}/gamma"), f"{new}.bias": self._take(f"{old}/beta")}

    def _linear(self, names: tuple[str, ...], old: str) -> dict[str, Any]:
        weights, biases = (self._parts(f"{old}/{what}", len(names)) for what in ("weight", "bias"))
        state: dict[str, Any] = {}
        for name, weight, bias in zip(names, weights, biases, strict=True):
            state[f"{name}.weight"] = weight
            if not name.endswith(".key"):
                state[f"{name}.bias"] = bias
            elif bias.any():
                # Whisper's keys have no bias; CTranslate2 writes zeros for it.
                raise unfit("holds weights that Whisper does not have")
        return state

    def _parts(self, name: str, count: int) -> list[Any]:
        array = self._take(name)
        if len(array) % count:
            raise unfit("is damaged")
        return np.split(array, count)

    def _take(self, name: str) -> Any:
        try:
            return self._left.pop(name)
        except KeyError as err:
            raise unfit("lacks weights that Whisper has") from err


def _dims(weights: Mapping[str, Any], state: Mapping[str, Any]) -> dict[str, int]:
    audio, text = state["encoder.positional_embedding"].shape, state["decoder.positional_embedding"].shape
    return {
        "n_mels": state["encoder.conv1.weight"].shape[1],
        "n_audio_ctx": audio[0],
        "n_audio_state": audio[1],
        "n_audio_head": _setting(weights, "encoder/num_heads"),
        "n_audio_layer": _layers(state, "encoder"),
        "n_vocab": state["decoder.token_embedding.weight"].shape[0],
        "n_text_ctx": text[0],
        "n_text_state": text[1],
        "n_text_head": _setting(weights, "decoder/num_heads"),
        "n_text_layer": _layers(state, "decoder"),
    }


def _setting(weights: Mapping[str, Any], name: str) -> int:
    if name not in weights:
        raise unfit("lacks weights that Whisper has")
    return int(weights[name])


def _layers(state: Mapping[str, Any], side: str) -> int:
    return sum(name.startswith(f"{side}.blocks.") and name.endswith(".mlp.0.weight") for name in state)


def _heads(config: Path) -> tuple[tuple[int, int], ...]:
    try:
        pairs = json.loads(config.read_text(encoding="utf-8")).get("alignment_heads") or ()
        return tuple(_pairs(pairs))
    except (OSError, ValueError, TypeError, AttributeError) as err:
        raise unfit("has no configuration beside it that can be read") from err


def _pairs(pairs: Any) -> Iterator[tuple[int, int]]:
    for layer, head in pairs:
        yield int(layer), int(head)
