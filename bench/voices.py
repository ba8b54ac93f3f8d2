"""What a changed voice is worth: python -m bench.voices DATA/librispeech --judge PYTHON

Who speaks is asked of a speaker encoder (resemblyzer), by an attacker who knows each speaker's own voice, by one who knows
it changed under the same key, and by one who has this program and not the key. What is said is asked of Whisper. PYTHON is
an interpreter of an environment of its own, since the encoder needs torch:

    python -m venv /tmp/judge
    /tmp/judge/bin/pip install torch numpy && /tmp/judge/bin/pip install --no-deps resemblyzer
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
from faster_whisper import WhisperModel

from bench.figures import save, table
from bench.stopwatch import Stopwatch
from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Times
from redact.media._voice import Disguise
from redact.modelstore import model_path
from redact.operate.sound import voice_style
from redact.vault.key import KEY_BYTES, Key

RATE = 16_000
_LONGEST_S = 6  # of an utterance, for the judge of voices: each speaker has ten
_KEYS = 3  # runs with a key of their own: a speaker who is drawn a voice near their own is drawn it for the whole run
_HEARD = 12  # clips that Whisper hears
_SEMITONES_4 = 2 ** (4 / 12)

Change = Callable[[str, Any], Any]


def clips(data: Path) -> Iterator[tuple[str, Any]]:
    """The name, and ``float32 [n]`` at 16 kHz, of each clip."""
    for path in sorted(data.glob("*.flac")):
        with av.open(str(path)) as container:
            turn = av.AudioResampler("flt", "mono", RATE)
            frames = [made for frame in container.decode(audio=0) for made in turn.resample(frame)]
        yield path.stem, np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames])


def changed(samples: Any, warp: float, formant: float, pitch: float) -> Any:
    """The clip in another voice."""
    voice = Disguise(RATE, warp, formant, pitch)
    return np.concatenate((voice.feed(samples), voice.finish()))


def ours(number: int) -> Change:
    """Each speaker with the voice that a run's key draws."""
    key = Key(bytes([number]) * KEY_BYTES)

    def change(speaker: str, samples: Any) -> Any:
        place, verdict = Times(0, 1), Verdict(Action.REDACT, "voice", "voice")
        decision = Decision(0, "sound", place, place, "VOICE", verdict, 1.0, "bench", "00", None, speaker)
        return changed(samples, *map(float, voice_style(decision, key).split(":")[1:]))

    return change


def conditions() -> Mapping[str, Change]:
    """What is done to the voices, by name."""
    made: dict[str, Change] = {"original": lambda _, samples: samples}
    made["pitch and colour"] = lambda _, samples: changed(samples, 1.0, 1.0, _SEMITONES_4)
    made |= {f"ours {number}": ours(number) for number in range(1, _KEYS + 1)}
    made["another key"] = ours(_KEYS + 1)
    return made


def judged(data: Path, python: str) -> dict[str, dict[str, dict[str, float]]]:
    """What the judge of voices says, and nothing of what it knows them by."""
    with tempfile.TemporaryDirectory() as folder:
        for name, change in conditions().items():
            (Path(folder) / name).mkdir()
            for clip, samples in clips(data):
                made = change(clip.partition("-")[0], samples[: _LONGEST_S * RATE])
                np.save(Path(folder) / name / f"{clip}.npy", made)
        judge = [python, str(Path(__file__).with_name("voices_judge.py")), folder]
        done = subprocess.run(judge, check=True, capture_output=True, text=True)
    said: dict[str, dict[str, dict[str, float]]] = json.loads(done.stdout.splitlines()[-1])
    return said


def word_errors(data: Path, change: Change) -> tuple[int, int]:
    """Words that Whisper base gets wrong after a change, and words that were said, in every fifth clip."""
    model = WhisperModel(str(model_path("whisper_base")), device="cpu", compute_type="int8", cpu_threads=1)
    lines = (data / "transcripts.tsv").read_text(encoding="utf-8").splitlines()
    said = dict(line.split("\t")[:2] for line in lines)
    wrong = total = 0
    for clip, samples in list(clips(data))[2::5][:_HEARD]:
        segments, _ = model.transcribe(change(clip.partition("-")[0], samples), language="en", beam_size=5)
        heard = _words(" ".join(segment.text for segment in segments))
        wrong, total = wrong + _distance(_words(said[clip]), heard), total + len(_words(said[clip]))
    return wrong, total


def _words(text: str) -> list[str]:
    return re.sub(r"[^a-z' ]", " ", text.lower().replace("mr.", "mister").replace("mrs.", "missus")).split()


def _distance(said: list[str], heard: list[str]) -> int:
    row = list(range(len(heard) + 1))
    for count, word in enumerate(said, 1):
        above, row = row, [count]
        for at, other in enumerate(heard, 1):
            row.append(min(above[at] + 1, row[-1] + 1, above[at - 1] + (word != other)))
    return row[-1]


def cost(data: Path) -> float:
    """CPU seconds of our own change for a second of sound at 16 kHz."""
    watch, seconds = Stopwatch(), 0.0
    for clip, samples in list(clips(data))[::6]:
        seconds += len(samples) / RATE
        watch.timed("voice", ours(1))(clip.partition("-")[0], samples)
    return watch.seconds["voice"] / seconds


def main() -> int:
    """Measure, print a table and keep the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="a folder of .flac clips SPEAKER-….flac and transcripts.tsv")
    parser.add_argument("--judge", help="the python that has torch and resemblyzer; without it only words are counted")
    args = parser.parse_args()
    rates = judged(args.data, args.judge) if args.judge else {}
    wrong = {name: word_errors(args.data, conditions()[name]) for name in ("original", "ours 1", "ours 2")}
    rows = [[name, *_rates(rates, name), _share(wrong.get(name))] for name in conditions() if name != "another key"]
    table(["voice", "knows originals", "same key", "only the program", "words wrong"], rows)
    spent = round(cost(args.data), 4)
    print(f"CPU seconds for a second of sound: {spent}\n")
    save("voices", {"eer": rates, "words": wrong, "cpu_s_per_s": spent})
    return 0


def _rates(rates: Mapping[str, Mapping[str, Mapping[str, float]]], name: str) -> list[str]:
    made = rates.get(name, {})
    return [f"{made[who]['eer']} %" if who in made else "" for who in ("originals", "same key", "another key")]


def _share(wrong: tuple[int, int] | None) -> str:
    return f"{100 * wrong[0] / wrong[1]:.1f} % of {wrong[1]}" if wrong else ""


if __name__ == "__main__":
    sys.exit(main())
