"""What hearing costs: python -m bench.sound_cost CLIPS [--seconds 120] [--peer PYTHON] [--memory 60,7200]

CLIPS is a folder of FLAC clips of speech (16 kHz, mono); they are joined to one recording. Ours is the whole command
`redact run --policy foi`: start, decoding, hearing twice, detectors, writing, and hearing the release again, all child
processes included. The peer is openai-whisper with the same weights: its function as it comes (greedy, no words' times),
with words' times, without which nothing can be cut, and as its command line searches. Its model is loaded outside of the
clock, and it does nothing but hear once. All on one thread.

The peer needs the extra [whisper]; --peer names another Python that has it. `--memory 60,7200` gives instead the peak of
the largest process of the command on recordings of so many seconds.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from bench import child
from bench.figures import save, table
from bench.recordings import joined, samples
from redact import settings
from redact.modelstore import model_path
from redact.transcribe.speech.convert import checkpoint

#: One thread for every library that would take more.
_ONE = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")

_PEERS: dict[str, tuple[str, ...]] = {
    "openai-whisper": (),
    "openai-whisper, as its command line": ("beam",),
    "openai-whisper, words' times": ("words",),
    "openai-whisper, words' times, as its command line": ("words", "beam"),
}


def ours(recording: Path, folder: Path, policy: str) -> child.Used:
    """`redact run` on one recording."""
    out = folder / f"out_{recording.stem}"
    command = [sys.executable, "-m", "redact", "run", str(recording), "--out", str(out), "--policy", policy, "--json"]
    return child.run(command, folder / "said", _ONE)


def peer(recording: Path, folder: Path, python: str, *arguments: str) -> dict[str, Any] | None:
    """CPU seconds and words of openai-whisper; None where that Python does not have it."""
    known = [python, "-c", "import whisper"]
    if subprocess.run(known, check=False, capture_output=True).returncode:
        return None
    weights, heard = folder / "checkpoint.npz", folder / "samples.npy"
    if not weights.exists():
        made = checkpoint(model_path(settings.load().speech_model))
        np.savez(weights, dims=np.array(json.dumps(dict(made.dims))), **made.state)
        np.save(heard, samples(recording))
    script = Path(__file__).with_name("sound_openai.py")
    command = [python, str(script), str(weights), str(heard), *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(said.splitlines()[-1])
    return figures


def cost(folder: Path, args: argparse.Namespace) -> dict[str, Any]:
    """One recording, everybody in turn."""
    recording = joined(args.clips, args.seconds, folder / "speech.wav")
    used = ours(recording, folder, args.policy)
    if used.code not in (0, 10):
        print(used.said[-2000:])
    each = used.cpu_s / args.seconds
    rows: list[tuple[object, ...]] = [(f"redact run (exit {used.code})", used.cpu_s, each, "")]
    figures: dict[str, Any] = {"redact": {"cpu_s": used.cpu_s, "exit": used.code, "peak_mb": used.peak_bytes / 1e6}}
    for name, words in _PEERS.items():
        told = peer(recording, folder, args.peer, *words)
        if told is None:
            print("openai-whisper is not measured: install the extra [whisper], or name a Python with --peer\n")
            break
        figures[name] = told
        rows.append((name, told["cpu_s"], told["cpu_s"] / args.seconds, told["cpu_s"] / used.cpu_s))
    table((f"{args.seconds} s of speech", "CPU s", "CPU s per second", "times ours"), rows)
    return figures


def memory(folder: Path, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Peak memory by length."""
    made = []
    for seconds in map(int, args.memory.split(",")):
        recording = joined(args.clips, seconds, folder / f"{seconds}.wav")
        used = ours(recording, folder, args.policy)
        recording.unlink()
        made.append({"seconds": seconds, "peak_mb": used.peak_bytes / 1e6, "cpu_s": used.cpu_s, "exit": used.code})
        print("" if used.code in (0, 10) else used.said[-2000:], end="", flush=True)
    rows = [(row["seconds"], f"{row['peak_mb']:.0f}", f"{row['cpu_s']:.0f}", row["exit"]) for row in made]
    table(("seconds of speech", "peak MB", "CPU s", "exit"), rows)
    return made


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("clips", type=Path, help="a folder of FLAC clips of speech")
    parser.add_argument("--seconds", type=int, default=120)
    parser.add_argument("--policy", default="foi")
    parser.add_argument("--peer", default=sys.executable, help="a Python that has openai-whisper (default: this one)")
    parser.add_argument("--memory", default="", help="measure the peak at so many seconds instead, by comma")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        if args.memory:
            save("sound_memory", {"memory": memory(Path(name), args)})
        else:
            save("sound_cost", {"seconds": args.seconds, "cost": cost(Path(name), args)})


if __name__ == "__main__":
    main()
