"""Only `ner` of the spaCy pipeline: the same entities, at what part of the cost: python -m bench.ner_only --data DIR

Every text of TAB dev and ukfoi dev goes through Presidio's own SpacyNlpEngine with the whole pipeline, and through our
engine, which is Presidio's with all but `ner` left out. Entities are compared by start, end, label and score. They may
differ in one case only: spaCy's `ner` ends an entity where the parser begins a sentence, and without the parser it goes on.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from statistics import median
from typing import Any

from presidio_analyzer.nlp_engine import NlpEngine, SpacyNlpEngine

from bench import peers
from bench.figures import save, table
from bench.gold import TAB, TAB_ALL, UKFOI, Records
from bench.stopwatch import cpu
from redact.detect.general import General

_COLUMNS = ("documents", "same", "only the whole", "only ner", "characters lost")
_BATCH = 64
Entities = set[tuple[int, int, str, float]]


def engines() -> tuple[NlpEngine, General]:
    """The whole pipeline and ours, with one mapping of labels, loaded."""
    lean = General(peers.LANGUAGE, Path(peers.model()))
    whole = SpacyNlpEngine([{"lang_code": peers.LANGUAGE, "model_name": peers.model()}], lean.ner_model_configuration)
    whole.load()
    for engine in (whole, lean):
        read(engine, [("warm", "Jo Warm met Sam Up in Leeds on 2 May.")])
    return whole, lean


def read(engine: NlpEngine, texts: Records) -> list[Entities]:
    """What Presidio is told of each text, read in batches, as we read."""
    passed = [text for _, text in texts]
    if isinstance(engine, General):
        artifacts = engine.read(passed, peers.LANGUAGE)
    else:
        artifacts = (made for _, made in engine.process_batch(passed, peers.LANGUAGE, batch_size=_BATCH))
    return [
        {(e.start_char, e.end_char, e.label_, s) for e, s in zip(made.entities, made.scores, strict=True)}
        for made in artifacts
    ]


def compare(texts: Records, whole: NlpEngine, lean: NlpEngine) -> dict[str, int]:
    """How many entities are the same, how many stand on one side only, and how many characters only the whole finds."""
    both = list(zip(read(whole, texts), read(lean, texts), strict=True))
    return {
        "documents": len(texts),
        "same": sum(len(a & b) for a, b in both),
        "only the whole": sum(len(a - b) for a, b in both),
        "only ner": sum(len(b - a) for a, b in both),
        "characters lost": sum(len(_characters(a) - _characters(b)) for a, b in both),
    }


def _characters(found: Entities) -> set[int]:
    return {at for start, end, _, _ in found for at in range(start, end)}


def ratio(texts: Records, whole: NlpEngine, lean: NlpEngine) -> float:
    """CPU time of the whole pipeline over that of `ner` alone."""
    return cpu(lambda: read(whole, texts)) / cpu(lambda: read(lean, texts))


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and ukfoi/")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--quick", action="store_true", help="only the 21 documents of TAB dev with exact gold, and ukfoi"
    )
    args = parser.parse_args()
    whole, lean = engines()
    figures: dict[str, dict[str, Any]] = {}
    for gold in (TAB if args.quick else TAB_ALL, UKFOI):
        texts = gold.records(args.data)
        ratios = [ratio(texts, whole, lean) for _ in range(args.rounds)]
        figures[gold.name] = {**compare(texts, whole, lean), "ratios": ratios}
    rows = [(n, *(f[name] for name in _COLUMNS), f"{median(f['ratios']):.2f}") for n, f in figures.items()]
    table(("texts", *_COLUMNS, "times faster (median)"), rows)
    save("ner_only", figures)


if __name__ == "__main__":
    main()
