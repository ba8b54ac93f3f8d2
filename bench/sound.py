"""Speech, ours beside Presidio: python -m bench.sound DATA [--limit N] [--released DIR] (needs: pip install soundfile)

DATA/audio holds ref.json, the recordings and score.py, which judges from the samples what can still be heard. Ours is
`redact run --policy foi` on all of them, as users run it. Presidio's default engine gets the same words that our
recogniser hears at the first reading, with their times: what it finds counts from its first word to its last, as it is,
and once more with the pad that we put around a cut.
`--released DIR` scores what an earlier run has released there, by the record beside it.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bench import child, peers
from bench.figures import save, table
from bench.recordings import as_sound
from redact import registry, settings
from redact.core.place import Chars, Times
from redact.core.said import UNHEARD, Said, padded
from redact.core.segment import Text

#: What score.py says, what it is called here, what issue 4 asks for, and whether it counts things.
_ROWS = (
    ("coverage", "personal speech time covered", "≥ .95"),
    ("span_recall", "spans covered whole", "≥ .85"),
    ("over_share_of_other_speech", "other speech lost", "≤ .25"),
    ("decoys_hit", "decoys hit", "≤ 4 of 12"),
    ("metadata_leaks", "files whose tags still name somebody", "0"),
    ("transcript_leaks", "spans still in a released transcript", "0"),
    ("worst_span_leak_ms", "longest stretch left of a span, ms", ""),
    ("missing", "recordings not released", "0"),
)
_FROM_SAMPLES = {"metadata_leaks", "transcript_leaks", "missing"}
_US = 1e6


def selected(whole: Path, limit: int, folder: Path) -> Path:
    """A folder like `whole` with its first recordings only."""
    told = json.loads((whole / "ref.json").read_text(encoding="utf-8"))
    told["items"] = told["items"][:limit]
    for item in told["items"]:
        (folder / item["file"]).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(whole / item["file"], folder / item["file"])
    (folder / "ref.json").write_text(json.dumps(told), encoding="utf-8")
    return folder


def released(data: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """`redact run` on all recordings: where it has released them, and what it cost."""
    out = folder / "out"
    command = [
        sys.executable,
        "-m",
        "redact",
        "run",
        str(data / "audio"),
        "--out",
        str(out),
        "--policy",
        "foi",
        "--json",
    ]
    used = child.run(command, folder / "said")
    lines = [json.loads(line) for line in used.said.splitlines() if line.startswith("{")]
    states = Counter(line["status"] for line in lines if "status" in line)
    reasons = Counter(line["reason"] for line in lines if line.get("status") == "quarantined")
    print(f"exit {used.code}; {dict(states)}; {used.cpu_s:.0f} CPU-s; kept back for: {dict(reasons)}\n")
    if used.code not in (0, 10):
        print(used.said[-2000:])
    return out, {"exit": used.code, "states": states, "cpu_s": used.cpu_s, "peak_mb": used.peak_bytes / 1e6}


def named(out: Path, folder: Path) -> tuple[Path, Path]:
    """What was released and its transcripts, under the names that score.py knows: a file may have lost its own."""
    audio, texts = folder / "audio", folder / "transcripts"
    audio.mkdir()
    texts.mkdir()
    manifest = out.with_name(f"{out.name}.record") / "manifest.jsonl"
    for line in map(json.loads, manifest.read_text(encoding="utf-8").splitlines()):
        if line["output"] is None:
            continue
        source, released = Path(line["source"]), out / line["output"]
        shutil.copy(released, audio / f"{source.stem}{released.suffix}")
        transcript = released.with_name(f"{released.stem}.transcript.txt")
        if transcript.exists():
            shutil.copy(transcript, texts / f"{source.stem}.txt")
    return audio, texts


def by_presidio(data: Path) -> dict[str, list[Times]]:
    """What Presidio's default engine finds in what our recogniser hears."""
    listener = registry.load("listener", "speech")(settings.load())
    engine = peers.default()
    found = {}
    for item in _items(data):
        texts = [text for text in listener(as_sound(data / item["file"])) if _first_reading(text)]
        found[item["id"]] = [times for text in texts for times in _found(engine, text)]
    return found


def _first_reading(text: Text) -> bool:
    return isinstance(text.anchor, Said) and text.anchor.reading == 0 and bool(text.text.strip(UNHEARD))


def _found(engine: Any, text: Text) -> Iterator[Times]:
    for result in engine.analyze(text=text.text, language=peers.LANGUAGE):
        yield from (place for place in text.locate(Chars(result.start, result.end)) if isinstance(place, Times))


def scored_times(whole: Path, data: Path, found: dict[str, list[Times]], file: Path) -> dict[str, Any]:
    """What score.py says of bare times."""
    seconds = {name: [(t.start_us / _US, t.end_us / _US) for t in times] for name, times in found.items()}
    file.write_text(json.dumps(seconds), encoding="utf-8")
    return scored(whole, data, "--intervals", str(file))


def scored(whole: Path, data: Path, *arguments: str) -> dict[str, Any]:
    """What the data's own score.py says."""
    command = [sys.executable, str(whole / "score.py"), str(data), *arguments]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    figures: dict[str, Any] = json.loads(said)
    return figures


def show(everybody: dict[str, dict[str, Any]]) -> None:
    """In all, by condition, by kind; ours first."""
    ours, *_ = everybody.values()
    total = ours["total"]
    of = {"decoys_hit": total["decoys"], "metadata_leaks": total["metadata_files"], "missing": total["files"]}
    of["transcript_leaks"] = total["spans"]
    rows = []
    for name, said, asked in _ROWS:
        judged = [ours] if name in _FROM_SAMPLES else list(everybody.values())
        cells = [_cell(each["total"][name], of.get(name)) for each in judged]
        rows.append((said, asked, *cells, *[""] * (len(everybody) - len(cells))))
    table((f"{total['files']} recordings, {total['spans']} spans", "asked", *everybody), rows)
    conditions = [each["coverage_by_condition"] for each in everybody.values()]
    table(("covered, by condition", *everybody), [(name, *(c[name] for c in conditions)) for name in conditions[0]])
    kinds = [each["by_type"] for each in everybody.values()]
    counts = [(name, row["n"], *(kind[name]["ok"] for kind in kinds)) for name, row in kinds[0].items()]
    table(("spans covered whole, by kind", "spans", *everybody), counts)


def _cell(value: float, of: int | None) -> object:
    return value if of is None else f"{value} of {of}"


def _items(data: Path) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = json.loads((data / "ref.json").read_text(encoding="utf-8"))["items"]
    return items


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, help="the folder with audio/")
    parser.add_argument("--part", default="audio", help="the folder in it with ref.json and score.py")
    parser.add_argument("--limit", type=int, help="only so many recordings")
    parser.add_argument("--released", type=Path, help="score what lies there instead of running redact")
    args = parser.parse_args()
    if importlib.util.find_spec("soundfile") is None:
        parser.error("score.py reads recordings with soundfile, which is not installed: pip install soundfile")
    whole = args.data / args.part
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        data = selected(whole, args.limit, folder / "ref") if args.limit else whole
        out, run = (args.released, {}) if args.released else released(data, folder)
        audio, texts = named(out, folder)
        ours = scored(whole, data, "--audio", str(audio), "--transcripts", str(texts))
        found = by_presidio(data)
        wider = {name: [padded(times) for times in each] for name, each in found.items()}
        everybody = {
            "redact": ours,
            "Presidio": scored_times(whole, data, found, folder / "found.json"),
            "Presidio, padded": scored_times(whole, data, wider, folder / "wider.json"),
        }
    show(everybody)
    save("sound", {"run": run, **everybody})


if __name__ == "__main__":
    main()
