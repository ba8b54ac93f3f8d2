"""Peak memory of `redact run` on one large file: python -m bench.memory --size 1GB [--kind csv] [--policy minimal]

The file is invented, the same every time, and for the most part of repeated paragraphs (--unique is the share that is not).
A gigabyte under all detectors takes hours: --detectors lists with --policy minimal takes out what the case names and no
more, by the same stream. The peak is the kernel's (ru_maxrss of the child); this process stays small, so that it does
not count as the child's. Needs about four times the size of disk under --work.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from bench import child
from bench.figures import save, table
from bench.filler import CASE, KINDS, fill

_UNITS = {"kB": 10**3, "MB": 10**6, "GB": 10**9}


def size_of(said: str) -> int:
    """Bytes of `20MB` or `1GB`."""
    match = re.fullmatch(r"(\d+(?:\.\d+)?)(kB|MB|GB)", said)
    if match is None:
        raise argparse.ArgumentTypeError("say it like 20MB or 1GB")
    return int(float(match[1]) * _UNITS[match[2]])


def measure(kind: str, args: argparse.Namespace) -> dict[str, Any]:
    """One file made, run and taken away again."""
    with tempfile.TemporaryDirectory(dir=args.work) as name:
        folder = Path(name)
        source = fill(folder, kind, args.size, args.unique)
        case = folder / "case.yaml"
        case.write_text(CASE, encoding="utf-8")
        out = folder / "out"
        command = [sys.executable, "-m", "redact", "run", str(source), "--out", str(out)]
        command += ["--policy", args.policy, "--case", str(case), "--json"]
        chosen = {"REDACT_DETECTORS": args.detectors} if args.detectors else {}
        used = child.run(command, folder / "said", chosen)
        return {"kind": kind, "bytes": source.stat().st_size, **_outcome(out), **_used(used)}


def _outcome(out: Path) -> dict[str, Any]:
    manifest = out.with_name("out.record") / "manifest.jsonl"
    lines = manifest.read_text().splitlines() if manifest.exists() else []
    record = json.loads(lines[-1]) if lines else {}
    return {name: record.get(name) for name in ("status", "reason", "redacted", "kept", "review")}


def _used(used: child.Used) -> dict[str, Any]:
    figures = {"exit": used.code, "cpu_s": used.cpu_s, "wall_s": used.wall_s, "peak_mb": used.peak_bytes / 1e6}
    return figures if not used.code else {**figures, "said": used.said[-2000:]}


def _row(made: dict[str, Any]) -> tuple[object, ...]:
    speed = made["bytes"] / 1e3 / made["cpu_s"]
    status = made["status"] or f"exit {made['exit']}"
    figures = (made["bytes"] / 1e6, made["peak_mb"], made["cpu_s"], made["wall_s"], speed)
    return made["kind"], status, *(f"{figure:.0f}" for figure in figures), made["redacted"]


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--size", type=size_of, default="20MB", help="of each file: 20MB (default) up to what the disk holds"
    )
    parser.add_argument("--kind", choices=[*KINDS, "all"], default="all")
    parser.add_argument("--policy", default="minimal")
    parser.add_argument("--detectors", default="", help="only these, by comma (default: all)")
    parser.add_argument("--unique", type=float, default=0.0, help="share of paragraphs that are not repeated (0 to 1)")
    parser.add_argument("--work", type=Path, help="folder for the files (default: the system's)")
    args = parser.parse_args()
    kinds = list(KINDS) if args.kind == "all" else [args.kind]
    print(f"policy {args.policy}, detectors {args.detectors or 'all'}, new paragraphs {args.unique:.0%}\n")
    made = [measure(kind, args) for kind in kinds]
    table(
        ("file", "status", "MB", "peak MB", "CPU s", "wall s", "kB per CPU s", "redacted"),
        [_row(each) for each in made],
    )
    for each in made:
        print(each.get("said", ""), end="")
    asked = {name: getattr(args, name) for name in ("size", "policy", "detectors", "unique")}
    save("memory", {"asked": asked, "files": made})


if __name__ == "__main__":
    main()
