"""CPU seconds per 100 kB, ours beside Presidio's default engine: python -m bench.throughput --data DIR [--rounds 5]

Both read the same texts (TAB dev and ukfoi dev) by the same model in one process with one thread, in turn (A B A B ...).
Models are loaded and warmed outside of the clock; before each round of ours its caches are emptied. Ours is the whole of
`find_records` under the pack `foi`: findings, people, carrying, decisions. Then: where our time goes, stage by stage, and
what five copies of each paragraph cost.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from statistics import median

from presidio_analyzer import AnalyzerEngine

from bench import peers
from bench.figures import save, table
from bench.gold import TAB, TAB_ALL, UKFOI, Records
from bench.ours import Ours, order
from bench.stopwatch import cpu

_COPIES = 5


def size_kb(texts: Records) -> float:
    """Thousands of UTF-8 bytes."""
    return sum(len(text.encode()) for _, text in texts) / 1000


def pairs(texts: Records, engine: AnalyzerEngine, rounds: int) -> list[tuple[float, float]]:
    """CPU seconds per 100 kB of Presidio and of ours, round by round."""
    size = size_kb(texts) / 100
    return [(cpu(presidio(texts, engine)) / size, cpu(ours(texts)) / size) for _ in range(rounds)]


def presidio(texts: Records, engine: AnalyzerEngine) -> Callable[[], object]:
    """Presidio over the texts, ready to be timed."""
    return lambda: [engine.analyze(text, peers.LANGUAGE) for _, text in texts]


def ours(texts: Records) -> Callable[[], object]:
    """Our pipeline over the texts, loaded afresh and ready to be timed."""
    fresh = Ours(order())
    return lambda: fresh.find(texts)


def copied(texts: Records) -> Records:
    """The texts with each paragraph standing five times in a row."""
    return [(name, "\n\n".join(p for p in text.split("\n\n") for _ in range(_COPIES))) for name, text in texts]


def show_pairs(measured: list[tuple[float, float]]) -> list[float]:
    """Print the rounds and the ratio; the ratios."""
    ratios = [theirs / own for theirs, own in measured]
    rows = [(at, *pair, ratio) for at, (pair, ratio) in enumerate(zip(measured, ratios, strict=True), 1)]
    table(("round", "presidio default, s/100 kB", "redact, s/100 kB", "times faster"), rows)
    print(f"times faster: min {min(ratios):.2f}, median {median(ratios):.2f}, max {max(ratios):.2f}\n")
    return ratios


def show_stages(texts: Records) -> dict[str, float]:
    """Print and hand back the CPU seconds of each stage of ours."""
    seconds = Ours(order()).watched(texts)
    whole = sum(seconds.values())
    size = size_kb(texts) / 100
    rows = [(stage, f"{used / size:.3f}", f"{used / whole:.1%}") for stage, used in seconds.items()]
    table(("stage of ours", "s/100 kB", "share"), rows)
    return seconds


def show_copies(texts: Records, engine: AnalyzerEngine) -> dict[str, dict[str, float]]:
    """Print and hand back what five copies of each paragraph cost beside one."""
    many = copied(texts)
    made = {
        "presidio default": {"once": cpu(presidio(texts, engine)), "five": cpu(presidio(many, engine))},
        "redact": {"once": cpu(ours(texts)), "five": cpu(ours(many))},
    }
    once = Ours(order()).watched(texts)
    five = Ours(order()).watched(many)
    made |= {f"redact: {stage}": {"once": once[stage], "five": five[stage]} for stage in once if once[stage] > 0}
    rows = [(who, row["once"], row["five"], f"{row['five'] / row['once']:.2f}") for who, row in made.items()]
    table((f"each paragraph {_COPIES} times", "once, s", f"{_COPIES} times, s", "costs times"), rows)
    return made


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and ukfoi/")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--quick", action="store_true", help="only the 21 documents of TAB dev with exact gold, and ukfoi"
    )
    args = parser.parse_args()
    papers = UKFOI.records(args.data)
    few = TAB.records(args.data) + papers
    texts = few if args.quick else TAB_ALL.records(args.data) + papers
    print(f"{len(texts)} documents, {size_kb(texts):.0f} kB, CPU seconds, one thread\n")
    engine = peers.default()
    engine.analyze(few[0][1], peers.LANGUAGE)
    ratios = show_pairs(measured := pairs(texts, engine, args.rounds))
    stages = show_stages(texts)
    copies = show_copies(few, engine)
    save("throughput", {"kb": size_kb(texts), "pairs": measured, "ratios": ratios, "stages": stages, "copies": copies})


if __name__ == "__main__":
    main()
