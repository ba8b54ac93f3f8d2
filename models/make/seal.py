"""Rewrites size and sha256 of our own models in manifest.toml, after their weights have changed.

    python models/make/seal.py [FOLDER_OF_THE_MANIFEST]

Only rows with `local` files are touched: what comes from the index is pinned by hand, after a look at what it is.
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from redact.modelstore.store import tree_hash

FOLDER = Path(__file__).resolve().parents[1]


def sealed(text: str, name: str, size: int, sha256: str) -> str:
    """The manifest's text with size and sha256 of one model replaced."""
    head, row, tail = re.split(rf"(^\[{name}\]\n(?:(?!\[[a-z]).*\n?)*)", text, maxsplit=1, flags=re.M)
    row = re.sub(r"^size = .*$", f"size = {size}", row, flags=re.M)
    return head + re.sub(r"^sha256 = .*$", f'sha256 = "{sha256}"', row, flags=re.M) + tail


def main(folder: Path) -> None:
    """Seal every model of our own whose files are there."""
    path = folder / "manifest.toml"
    text = path.read_text(encoding="utf-8")
    for name, row in tomllib.loads(text).items():
        home = folder / Path(row["card"]).parent
        files = [home / file for file in row.get("local", ())]
        if not files or not all(file.is_file() for file in files):
            continue
        text = sealed(text, name, sum(file.stat().st_size for file in files), tree_hash(home, row["local"]))
        print(f"{name}: sealed")
    path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER)
