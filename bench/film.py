"""Films, ours beside deface: python -m bench.film --clips DIR [--deface EXECUTABLE] [--heights 360,1080]

Each clip is brought to each height once, without sound; then both command lines take the same file, in turn, with all
cores: frames per second of the whole command, start included. `faces` is `redact run` with the face detector alone, which
is deface's job; `all` reads words, plates and codes as well, verifies, and keeps its record. Beside them stands what
decoding alone, and decoding and encoding alone, cost in one process.

Coverage: the reference is CenterFace at full size on every frame, as deface finds it, from a score of .5 up; a face is
covered when 90 % of its box is. deface looks at every frame with that very network, so hardly anything can be missing there.
`--memory 10,600` measures instead the peak of `redact run` on the first clip looped to 10 s and to 10 min.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from bench import child
from bench.figures import save, table
from bench.film_clips import Clip, decoding, recoding, scaled
from bench.film_coverage import Row, by_deface, by_redact, covered, reference

_KINDS = ("*.mp4", "*.mov", "*.mkv", "*.webm", "*.avi")
_WAYS = {"redact: faces": {"REDACT_DETECTORS": "faces"}, "redact: all": {}}
_USUAL_FPS = 30


def ours(clip: Clip, folder: Path, environ: dict[str, str], policy: str) -> child.Used:
    """`redact run` on one clip."""
    out = folder / f"out_{clip.path.stem}"
    command = [sys.executable, "-m", "redact", "run", str(clip.path), "--out", str(out), "--policy", policy, "--json"]
    return child.run(command, folder / "said", environ)


def theirs(clip: Clip, folder: Path, deface: Path) -> child.Used:
    """deface's own command line as it comes."""
    return child.run([str(deface), str(clip.path), "-o", str(folder / "out.mp4")], folder / "said")


def speeds(clip: Clip, args: argparse.Namespace) -> dict[str, Any]:
    """Frames per second of everybody, in turn, and of those that only decode and encode."""
    runs: dict[str, Callable[[Path], child.Used]] = {
        name: lambda folder, environ=environ: ours(clip, folder, environ, args.policy)  # type: ignore[misc]
        for name, environ in _WAYS.items()
    }
    if args.deface:
        runs["deface"] = lambda folder: theirs(clip, folder, args.deface)
    rows: dict[str, Any] = {}
    for name, run in list(runs.items()) * args.rounds:
        with tempfile.TemporaryDirectory() as folder:
            used = run(Path(folder))
        if name in rows and clip.frames / used.wall_s <= rows[name]["fps"]:
            continue
        rows[name] = {"fps": clip.frames / used.wall_s, "cpu_ms": used.cpu_s / clip.frames * 1e3, "code": used.code}
        rows[name] |= {"peak_mb": used.peak_bytes / 1e6, "said": used.said[-500:] if used.code else ""}
    for name, limit in (("decode", decoding), ("decode and encode", recoding)):
        cost = limit(clip)
        rows[name] = {"fps": clip.frames / cost.wall_s, "cpu_ms": cost.cpu_s / clip.frames * 1e3, "code": 0}
    return rows


def shares(clip: Clip, args: argparse.Namespace) -> dict[str, Any]:
    """Reference faces covered, by everybody."""
    size = clip.width_px, clip.height_px
    theirs = found_by_deface(clip.path, args.deface)
    faces = reference(theirs, *size)
    command = [sys.executable, "-m", "redact", "find", str(clip.path), "--policy", args.policy, "--json"]
    environ = {**os.environ, **_WAYS["redact: faces"]}
    said = subprocess.run(command, check=False, capture_output=True, text=True, env=environ).stdout
    both = {
        "redact: faces": covered(faces, by_redact(said, clip.frames), round_cuts=False),
        "deface": covered(faces, by_deface(theirs, *size), round_cuts=True),
    }
    return {name: {**asdict(share), "share": share.of_all} for name, share in both.items()}


def found_by_deface(clip: Path, deface: Path) -> list[list[Row]]:
    """deface's boxes on every frame, by the Python that stands beside its executable."""
    script = Path(__file__).with_name("film_deface.py")
    command = [str(deface.with_name("python")), str(script), str(clip)]
    lines = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
    return [json.loads(line) for line in lines if line.startswith("[")]


def memory(clip: Path, height_px: int, folder: Path, args: argparse.Namespace) -> list[dict[str, Any]]:
    """Peak memory on a short and on a long film."""
    made = []
    for seconds in map(int, args.memory.split(",")):
        long = scaled(clip, height_px, folder / f"{seconds}.mp4", seconds * _USUAL_FPS)
        used = ours(long, folder, _WAYS["redact: faces"], args.policy)
        made.append({"seconds": seconds, "frames": long.frames, "peak_mb": used.peak_bytes / 1e6, "code": used.code})
    return made


def show(clip: Clip, rows: dict[str, Any], found: dict[str, Any]) -> None:
    """One clip's table."""
    beside = rows.get("deface", {}).get("fps")
    print(f"### {clip.path.stem}: {clip.width_px} x {clip.height_px}, {clip.frames} frames\n")
    head = ("", "frames/s", "times deface", "CPU ms/frame", "peak MB", "faces covered", "of", "frames with a face left")
    table(head, [_row(name, row, beside, found.get(name)) for name, row in rows.items()])
    for row in rows.values():
        print(row.get("said", ""), end="")


def _row(name: str, row: dict[str, Any], beside: float | None, share: dict[str, Any] | None) -> tuple[object, ...]:
    times = f"{row['fps'] / beside:.2f}" if beside else ""
    peak = f"{row['peak_mb']:.0f}" if "peak_mb" in row else ""
    seen = (share["share"], share["faces"], len(share["frames_left"])) if share else ("", "", "")
    said = name if not row["code"] else f"{name} (exit {row['code']})"
    return said, f"{row['fps']:.1f}", times, f"{row['cpu_ms']:.1f}", peak, *seen


def _clips(folder: Path) -> list[Path]:
    return sorted(path for kind in _KINDS for path in folder.glob(kind))


def _arguments(argv: Sequence[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clips", type=Path, required=True, help="a folder of films")
    parser.add_argument("--deface", type=Path, help="deface's executable, in an environment of its own")
    parser.add_argument("--heights", default="360,1080")
    parser.add_argument(
        "--seconds", type=int, default=0, help="each clip cut or looped to so many seconds (default: as it is)"
    )
    parser.add_argument("--policy", default="foi")
    parser.add_argument(
        "--rounds", type=int, default=1, help="everybody in turn so many times; the best of each counts"
    )
    parser.add_argument("--only", default="", help="clips whose name holds this")
    parser.add_argument("--memory", default="", help="instead: peak memory on the first clip, looped to these seconds")
    return parser.parse_args(argv)


def main() -> None:
    """Measure, print, save."""
    args = _arguments()
    sources = [path for path in _clips(args.clips) if args.only in path.name]
    print(f"load before: {os.getloadavg()[0]:.2f} on {os.cpu_count()} cores; policy {args.policy}\n")
    figures: dict[str, Any] = {"load_before": os.getloadavg()}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if args.memory:
            figures["memory"] = memory(sources[0], int(args.heights.split(",")[0]), folder, args)
            table(
                ("seconds", "frames", "peak MB"), [(m["seconds"], m["frames"], m["peak_mb"]) for m in figures["memory"]]
            )
            sources = []
        for source in sources:
            for height in map(int, args.heights.split(",")):
                clip = scaled(source, height, folder / f"{source.stem}_{height}.mp4", args.seconds * _USUAL_FPS)
                rows, found = speeds(clip, args), shares(clip, args) if args.deface else {}
                show(clip, rows, found)
                figures[clip.path.stem] = {"frames": clip.frames, "speeds": rows, "coverage": found}
    save("film_memory" if args.memory else "film", {**figures, "load_after": os.getloadavg()})


if __name__ == "__main__":
    main()
