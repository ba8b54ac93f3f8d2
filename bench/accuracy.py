"""Accuracy on public and on authored data, beside Presidio: python -m bench.accuracy --data DIR [--set ukfoi]

Ours is what a user gets: `redact find --jsonl-field text --id-field id --json` in a process of its own; a prediction is
every finding that would be cut (`redact` or `review`). Presidio runs here, on the same model, and all it reports counts.
The scorers are the data folder's own.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from presidio_analyzer import AnalyzerEngine

from bench import peers
from bench.figures import OUT, save, table
from bench.gold import SETS, Gold, Records

Spans = Mapping[str, list[dict[str, Any]]]

_UKFOI = (
    "docs_zero_direct_leak", "docs_zero_direct_sensitive_dob_postcode_leak", "decoy_hit_rate", "char_precision",
    "char_recall_all", "mention_recall_direct", "mention_recall_quasi", "mention_recall_sensitive",
    "special_right_class", "criminal_right_class", "clean_docs_untouched", "share_masked",
)  # fmt: skip
_TAB = ("er_direct", "er_quasi", "token_recall", "token_precision", "char_precision", "char_recall", "masked_share")
_SPANS = ("cover_recall", "cover_precision", "char_recall", "char_precision", "char_f2")


def ours(records: Records, policy: str) -> Spans:
    """What `redact find` would cut."""
    with tempfile.TemporaryDirectory() as folder:
        corpus = Path(folder) / "corpus.jsonl"
        corpus.write_text("".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in records))
        command = [sys.executable, "-m", "redact", "find", str(corpus), "--policy", policy]
        command += ["--jsonl-field", "text", "--id-field", "id", "--json"]
        made = subprocess.run(command, capture_output=True, text=True, check=False)
    if made.returncode:
        sys.exit(f"redact find: exit {made.returncode}\n{made.stderr}")
    spans = defaultdict(list)
    for found in map(json.loads, made.stdout.splitlines()):
        if found["action"] in ("redact", "review"):
            span = {"start": found["extent"]["start"], "end": found["extent"]["end"]}
            spans[found["source"]].append({**span, "type": found["entity"], "class": found["class"]})
    return spans


def theirs(records: Records, engine: AnalyzerEngine) -> Spans:
    """Everything Presidio reports."""
    return {
        name: [
            {"start": found.start, "end": found.end, "type": found.entity_type}
            for found in engine.analyze(text, peers.LANGUAGE)
        ]
        for name, text in records
    }


def score(gold: Gold, data: Path, records: Records, spans: Spans, system: str) -> dict[str, Any]:
    """The scorer's own JSON for one system's predictions, which stay in the output folder."""
    stem = f"{gold.name}.{'_'.join(re.findall('[a-z]+', system.lower()))}"
    pred, answer = OUT / f"{stem}.pred.jsonl", OUT / f"{stem}.score.json"
    lines = ({"id": name, "doc_id": name, "spans": spans.get(name, [])} for name, _ in records)
    pred.write_text("".join(json.dumps(line) + "\n" for line in lines))
    command = [sys.executable, str(data / gold.scorer), str(data / gold.file), str(pred), "--json", str(answer)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    made: dict[str, Any] = json.loads(answer.read_text())
    return made if "metrics" in made else made[str(pred)]  # the text scorers answer by file


def compare(gold: Gold, data: Path, engines: Mapping[str, AnalyzerEngine]) -> dict[str, Any]:
    """Every system's scores on one set, printed and handed back."""
    records = gold.records(data)
    spans = {"redact": ours(records, gold.policy)}
    spans |= {system: theirs(records, engine) for system, engine in engines.items()}
    scores = {system: score(gold, data, records, made, system) for system, made in spans.items()}
    print(
        f"{gold.name}: {len(records)} documents, {sum(len(text) for _, text in records)} characters, pack {gold.policy}\n"
    )
    show(gold, scores)
    return scores


def show(gold: Gold, scores: Mapping[str, dict[str, Any]]) -> None:
    """The figures of a set, then recall by type."""
    head = ("", *scores)
    if "ukfoi" in gold.scorer:
        table(head, _rows(_UKFOI, [each["metrics"] for each in scores.values()]))
        types = [each["types"] for each in scores.values()]
        recall = ((f"{t} ({types[0][t]['n']})", *(by[t]["mention_recall"] for by in types)) for t in types[0])
        table(("mentions fully covered, by type", *scores), recall)
        decoys = [each["decoys"] for each in scores.values()]
        hit = ((f"{t} ({decoys[0][t]['n']})", *(by[t]["hit_rate"] for by in decoys)) for t in decoys[0])
        table(("decoys hit, by kind", *scores), hit)
        return
    wanted, by_type = (_TAB, "entity_recall_by_type") if "tab" in gold.scorer else (_SPANS, "cover_recall_by_type")
    table(head, _rows(wanted, list(scores.values())))
    types = [each[by_type] for each in scores.values()]
    table((by_type.replace("_", " "), *scores), _rows(types[0], types))


def _rows(names: Iterable[str], scores: Sequence[Mapping[str, float]]) -> Iterable[tuple[str, ...]]:
    return ((name, *(_figure(each[name]) for each in scores)) for name in names)


def _figure(value: float) -> str:
    return "-" if value != value else f"{value:.3f}"  # noqa: PLR0124 - only NaN is not itself


def main() -> None:
    """Run the sets that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder with text/ and ukfoi/")
    parser.add_argument("--set", choices=[*SETS, "all"], default="all", help="which set (default: all)")
    args = parser.parse_args()
    OUT.mkdir(exist_ok=True)
    default = peers.default()
    engines = {
        "presidio default": default,
        "presidio all UK": peers.all_uk(default),
        "presidio all UK, every label": peers.all_uk(peers.every_label()),
    }
    chosen = SETS.values() if args.set == "all" else [SETS[args.set]]
    figures = {gold.name: compare(gold, args.data, engines) for row in chosen for gold in row}
    save(f"accuracy_{args.set}", figures)


if __name__ == "__main__":
    main()
