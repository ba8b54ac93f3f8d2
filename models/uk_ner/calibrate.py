"""Finds CAUTION and FLOORS of `redact/detect/expert.py` on the papers held back in training.

    python models/uk_ner/calibrate.py --base PATH_OF_en_core_web_md --model FOLDER_TRAINED_WITHOUT_ALL

For each caution: each label's floor is the lowest at which its spans are mostly personal in six cases of ten; of the
cautions whose characters are right in eight cases of ten, the one with the highest F2 is best.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from pathlib import Path
from typing import Any

import spacy
from corpus import Example, held_back, papers
from measure import IMPERSONAL, measure, personal, read

from redact.detect import expert

CAUTIONS = (0.8, 1.2, 1.4, 1.6, 1.8)
STEPS = tuple(n / 20 for n in range(6, 19))
SPANS_RIGHT = 0.6


def floors(given: expert.Expert, docs: list[tuple[int, int, Any]], examples: list[Example]) -> dict[str, float]:
    """The lowest floor of each label at which enough of its spans are right; labels that need none are left out."""
    gold = [personal(example) for example in examples]
    seen: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for (n, at, _), guesses in zip(docs, given([doc for _, _, doc in docs], [doc.text for _, _, doc in docs]), strict=True):
        for guess in guesses:
            hit = sum(gold[n][at + guess.start : at + guess.end])
            seen[guess.label].append((guess.score, 2 * hit >= guess.end - guess.start))
    return {label: floor for label, rows in seen.items() if label not in IMPERSONAL and (floor := lowest(rows))}


def lowest(rows: list[tuple[float, bool]]) -> float:
    """The lowest floor that leaves enough right ones, or the highest there is."""
    for floor in (0.0, *STEPS):
        left = [right for score, right in rows if score >= floor]
        if not left or sum(left) >= SPANS_RIGHT * len(left):
            return floor
    return STEPS[-1]


def main() -> None:
    """Print the figures of every caution, with its floors."""
    ask = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    ask.add_argument("--base", required=True)
    ask.add_argument("--corpus", type=Path, default=Path(__file__).parent / "corpus")
    ask.add_argument("--model", type=Path, required=True)
    args = ask.parse_args()
    nlp = spacy.load(args.base, enable=["ner"])
    examples = [example for example in papers(args.corpus) if held_back(example)]
    docs = read(nlp, examples)
    for caution in CAUTIONS:
        given = expert.Expert(nlp, args.model, caution=caution)
        expert.FLOORS = {}
        expert.FLOORS = floors(given, docs, examples)
        print(caution, measure(given, docs, examples).line(), dict(sorted(expert.FLOORS.items())), flush=True)


if __name__ == "__main__":
    main()
