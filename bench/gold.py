"""The data sets that bench/ knows: where each lies in the data folder, which scorer judges it, under which pack we run."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

Records = list[tuple[str, str]]  # id, text


@dataclass(frozen=True, slots=True)
class Gold:
    """One file of gold and its scorer, both relative to the data folder."""

    name: str
    file: str
    scorer: str
    policy: str

    def records(self, data: Path) -> Records:
        """Every document as ``(id, text)``, in the file's order."""
        path = data / self.file
        text = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
        rows = (
            json.loads(text) if ".json" in path.suffixes else [json.loads(line) for line in text.splitlines() if line]
        )
        return [(row["doc_id"] if "doc_id" in row else row["id"], row["text"]) for row in rows]


def _spans(name: str) -> Gold:
    return Gold(name, f"text/{name}.jsonl.gz", "text/score_spans.py", "research")


TAB = Gold("tab_dev_exact", "text/tab_dev_exact.json.gz", "text/score_tab.py", "research")
TAB_ALL = Gold("tab_dev_127", "text/tab_dev_127.json.gz", "text/score_tab.py", "research")
UKFOI = Gold("ukfoi_dev", "ukfoi/ukfoi_dev.jsonl", "ukfoi/score_ukfoi.py", "foi")

#: What `--set` takes, and the files behind it.
SETS: Mapping[str, tuple[Gold, ...]] = {
    "ukfoi": (UKFOI,),
    "tab": (TAB,),
    "synth": (_spans("presidio_synth_dev"),),
    "btc": (_spans("btc_uk_a_dev"), _spans("btc_h2_dev")),
    "wnut": (_spans("wnut17_dev"),),
    "wikiactors": (_spans("wikiactors_dev"),),
}
