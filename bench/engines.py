"""The two speech engines over the same clips: python -m bench.engines DATA   (needs the extra [whisper])

DATA is the folder with `ref.json` and `audio/`. Each clip is given whole, as one window, to the first engine as it runs
(int8), to the first engine in 32 bits, and to the second. Words are compared without case and punctuation, over both
readings; times are compared where the words are equal. CPU seconds are this process's, one thread, in one run, the
loading of the models apart. With --plain, openai-whisper's own `transcribe` with its defaults is timed beside them.
"""

from __future__ import annotations

import argparse
import gc
import json
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path
from statistics import quantiles
from typing import Any
from unittest.mock import patch

import numpy as np
import torch
from faster_whisper import WhisperModel, decode_audio

from bench.figures import save, table
from bench.stopwatch import cpu
from redact.modelstore import model_path
from redact.transcribe.speech import faster
from redact.transcribe.speech.engine import RATE_HZ, Engine, Heard
from redact.transcribe.speech.openai import OpenAI, load

#: What the two engines may differ by. Source: the requirement this bench is for.
_WITHIN_S = 0.1
_LANGUAGE = "en"

Readings = dict[str, tuple[list[Heard], list[Heard]]]


def exact(folder: Path) -> Engine:
    """The first engine in 32 bits."""

    def whole(path: str, **options: Any) -> WhisperModel:
        return WhisperModel(path, **options | {"compute_type": "float32"})

    with patch.object(faster, "WhisperModel", whole):
        return faster.Faster(folder, "cpu")


def first(folder: Path) -> Engine:
    """The first engine as it runs on a processor."""
    return faster.Faster(folder, "cpu")


def second(folder: Path) -> Engine:
    """The second engine."""
    return OpenAI(folder, "cpu")


ENGINES: Mapping[str, Callable[[Path], Engine]] = {"faster int8": first, "faster float32": exact, "openai": second}


def heard(engine: Engine, clips: Mapping[str, Any]) -> tuple[Readings, float]:
    """Both readings of each clip, and CPU seconds for a second of sound."""
    engine.hear(next(iter(clips.values())), _LANGUAGE)  # what is made on first use is no cost of a clip
    said: Readings = {}

    def run() -> None:
        said.update({name: engine.hear(samples, _LANGUAGE) for name, samples in clips.items()})

    return said, cpu(run) / sum(len(samples) / RATE_HZ for samples in clips.values())


def plain(folder: Path, clips: Mapping[str, Any]) -> float:
    """CPU seconds for a second of sound of `Whisper.transcribe` as it comes, without words' times or a second reading."""
    whisper = load(folder, "cpu")
    run = lambda: [whisper.transcribe(samples, fp16=False) for samples in clips.values()]  # noqa: E731
    return cpu(run) / sum(len(samples) / RATE_HZ for samples in clips.values())


def compared(ours: Readings, theirs: Readings) -> dict[str, Any]:
    """How far two engines agree."""
    pairs: list[tuple[Heard, Heard]] = []
    count = 0
    for one, other in ((ours[name][at], theirs[name][at]) for name in ours for at in (0, 1)):
        pairs += matched(one, other)
        count += max(len(one), len(other))
    starts = [abs(one.start_s - other.start_s) for one, other in pairs]
    ends = [abs(one.end_s - other.end_s) for one, other in pairs]
    near = sum(max(both) <= _WITHIN_S + 1e-6 for both in zip(starts, ends, strict=True))
    same = sum(_texts(ours[name][0]) == _texts(theirs[name][0]) for name in ours)
    return {
        "words": count,
        "equal": len(pairs) / count,
        "clips_same": same / len(ours),
        "within_100ms": near / len(pairs),
        "start": _spread(starts),
        "end": _spread(ends),
    }


def matched(one: list[Heard], other: list[Heard]) -> Iterator[tuple[Heard, Heard]]:
    """The words that both have, in order."""
    for block in SequenceMatcher(None, _texts(one), _texts(other), autojunk=False).get_matching_blocks():
        yield from zip(one[block.a : block.a + block.size], other[block.b : block.b + block.size], strict=True)


def _texts(words: list[Heard]) -> list[str]:
    return ["".join(mark for mark in word.text.lower() if mark.isalnum()) for word in words]


def _spread(values: list[float]) -> dict[str, float]:
    cuts = quantiles(values, n=20, method="inclusive")
    return {"median": cuts[9], "p95": cuts[18], "max": max(values)}


def _row(names: tuple[str, str], made: Mapping[str, Any]) -> tuple[object, ...]:
    times = [f"{1000 * made[edge][what]:.0f}" for edge in ("start", "end") for what in ("median", "p95", "max")]
    return " / ".join(names), made["words"], made["equal"], made["clips_same"], made["within_100ms"], *times


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder with ref.json and audio/")
    parser.add_argument("--model", default="whisper_base")
    parser.add_argument("--clips", type=int, default=0, help="only so many (default: all)")
    parser.add_argument("--plain", action="store_true", help="time openai-whisper's own transcribe, too")
    args = parser.parse_args()
    torch.set_num_threads(1)
    items = json.loads((args.data / "ref.json").read_text(encoding="utf-8"))["items"]
    clips = {
        item["id"]: np.asarray(decode_audio(str(args.data / item["file"]))) for item in items[: args.clips or None]
    }
    folder = model_path(args.model)
    results: dict[str, Readings] = {}
    costs: dict[str, float] = {}
    for name, make in ENGINES.items():
        results[name], costs[name] = heard(make(folder), clips)
        gc.collect()
    if args.plain:
        costs["openai's own transcribe, one reading, no word times"] = plain(folder, clips)
    pairs = [("faster int8", "openai"), ("faster float32", "openai"), ("faster int8", "faster float32")]
    figures = {" / ".join(pair): compared(results[pair[0]], results[pair[1]]) for pair in pairs}
    head = ("engines", "words", "equal", "clips same", "≤ 100 ms", "start ms", "p95", "max", "end ms", "p95", "max")
    table(head, [_row(pair, figures[" / ".join(pair)]) for pair in pairs])
    table(("engine", "CPU s per s of sound"), costs.items())
    save("engines", {"clips": len(clips), "model": args.model, "agreement": figures, "cpu_s_per_s": costs})


if __name__ == "__main__":
    main()
