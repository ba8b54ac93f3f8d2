"""Who speaks, as a speaker encoder tells: the judge of bench.voices, run by an interpreter that has torch and resemblyzer.

Reads a folder of ``CONDITION/SPEAKER-*.npy`` (float32, 16 kHz), prints JSON: for each condition and attacker the error rate
at which as many strangers are taken for the speaker as speakers for strangers. Voice prints are held in memory, never
written.
"""

from __future__ import annotations

import json
import sys
import types
from collections import defaultdict
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np

#: Utterances that an attacker knows of each speaker; each third of the first nine in turn.
_ENROLLED, _TURNS = 3, 3
_LOUDNESS = 0.05

Prints = dict[str, list[Any]]


def encoder() -> Any:
    """Resemblyzer's network without librosa and webrtcvad, which it needs for one function and for none."""
    sys.modules["webrtcvad"] = types.ModuleType("webrtcvad")
    features: Any = types.ModuleType("librosa.feature")
    features.melspectrogram = mel
    librosa: Any = types.ModuleType("librosa")
    librosa.feature = features
    sys.modules.update({"librosa": librosa, "librosa.feature": features})
    import torch  # noqa: PLC0415  only after the stand-ins are there
    from resemblyzer import VoiceEncoder  # noqa: PLC0415

    torch.set_num_threads(1)
    return VoiceEncoder("cpu", verbose=False)


def mel(y: Any, sr: int, n_fft: int, hop_length: int, n_mels: int) -> Any:
    """Power in bands of the scale of Slaney, Hann windows around their centres: what the encoder was trained on."""
    edges = np.arange(n_mels + 2) * _to_mel(sr / 2) / (n_mels + 1)
    hz = np.where(edges < 15, edges * 200 / 3, 1000 * np.exp((edges - 15) * np.log(6.4) / 27))
    bins = np.linspace(0, sr / 2, n_fft // 2 + 1)
    low, middle, high = hz[:-2, None], hz[1:-1, None], hz[2:, None]
    bands = np.maximum(0, np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle))) * 2 / (high - low)
    padded = np.pad(y, n_fft // 2)
    frames = np.lib.stride_tricks.sliding_window_view(padded, n_fft)[::hop_length]
    return bands @ (np.abs(np.fft.rfft(frames * np.hanning(n_fft + 1)[:-1])) ** 2).T


def _to_mel(hz: float) -> float:
    return float(15 + 27 * np.log(hz / 1000) / np.log(6.4))


def prints(folder: Path, encode: Any) -> Prints:
    """The voice prints of each speaker's utterances, in order."""
    found: Prints = defaultdict(list)
    for path in sorted(folder.glob("*.npy")):
        samples = np.load(path)
        samples = samples / np.sqrt(np.mean(samples**2)) * _LOUDNESS
        found[path.name.partition("-")[0]].append(encode.embed_utterance(samples.astype(np.float32)))
    return found


def error_rate(known: Prints, heard: Prints) -> dict[str, float]:
    """The equal error rate in per cent when speakers are known by `known` and utterances of `heard` are tried."""
    right, wrong = [], []
    for turn, (speaker, other) in product(range(_TURNS), product(known, known)):
        taken = range(turn * _ENROLLED, (turn + 1) * _ENROLLED)
        model = np.mean([known[other][at] for at in taken], axis=0)
        tried = [heard[speaker][at] for at in range(len(heard[speaker])) if at not in taken]
        scores = [float(model @ one / np.linalg.norm(model) / np.linalg.norm(one)) for one in tried]
        (right if speaker == other else wrong).extend(scores)
    return {"eer": round(100 * _equal(np.array(right), np.array(wrong)), 1), "same": len(right), "other": len(wrong)}


def _equal(right: Any, wrong: Any) -> float:
    levels = np.sort(np.concatenate((right, wrong)))
    missed = np.searchsorted(np.sort(right), levels) / len(right)
    taken = 1 - np.searchsorted(np.sort(wrong), levels) / len(wrong)
    at = int(np.argmin(np.abs(missed - taken)))
    return float((missed[at] + taken[at]) / 2)


def judge(folder: Path) -> dict[str, dict[str, dict[str, float]]]:
    """For each condition: who knows the originals, who knows changed speech of the same key, who has only the tool."""
    encode = encoder()
    heard = {each.name: prints(each, encode) for each in sorted(folder.iterdir())}
    plain = heard["original"]
    made = {}
    for name, voices in heard.items():
        attackers = {"originals": plain, "same key": voices}
        if "another key" in heard and name.startswith("ours"):
            attackers["another key"] = heard["another key"]
        made[name] = {attacker: error_rate(known, voices) for attacker, known in attackers.items()}
    return made


if __name__ == "__main__":
    print(json.dumps(judge(Path(sys.argv[1]))))
