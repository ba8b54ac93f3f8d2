"""What the manifest says of each model: which package, version and members it comes from, and what it must hash to."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from redact.core.errors import Defect, UsageError

#: The package that `models/` is shipped as.
PACKAGE = "redact_models"


@dataclass(frozen=True, slots=True)
class Part:
    """One wheel and the members that are taken from it: a folder (ends in `/`) with all it holds, or one file."""

    package: str
    version: str
    members: str


@dataclass(frozen=True, slots=True)
class Model:
    """One model of the manifest. `size` counts bytes of all files; `sha256` is the tree hash of `store.tree_hash`.

    A model has `parts` when it comes from the package index, `local` files when it is shipped with the program.
    `join` names files that arrive in pieces: name -> the pieces in order.
    """

    name: str
    title: str
    licence: str
    card: str
    size: int
    sha256: str
    default: bool = False
    parts: tuple[Part, ...] = ()
    local: tuple[str, ...] = ()
    join: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def version(self) -> str:
        """What people call this state of the model: packages and versions, or the first digits of our own hash."""
        packages = ", ".join(f"{part.package} {part.version}" for part in self.parts)
        return packages or f"ours, {self.sha256[:12] or 'not sealed yet'}"


def data_folder() -> Path:
    """Where the manifest, the cards and our own weights are installed."""
    with resources.as_file(resources.files(PACKAGE)) as folder:
        return folder


def manifest() -> Mapping[str, Model]:
    """Every model we know, by name, in the manifest's order.

    Raises:
        Defect: the installed manifest is damaged.
    """
    text = (data_folder() / "manifest.toml").read_text(encoding="utf-8")
    try:
        return {name: _model(name, row) for name, row in tomllib.loads(text).items()}
    except (KeyError, TypeError, ValueError) as err:
        raise Defect("the model manifest is damaged", "install redact-pipeline again") from err


def known(name: str) -> Model:
    """The model of that name.

    Raises:
        UsageError: the manifest has none.
    """
    models = manifest()
    if name not in models:
        raise UsageError("no model has that name", f"known: {', '.join(models)}; or give the path of a model's folder")
    return models[name]


def _model(name: str, row: Mapping[str, Any]) -> Model:
    fields = dict(row)
    parts = tuple(Part(**part) for part in fields.pop("parts", ()))
    join = tuple((whole, tuple(pieces)) for whole, pieces in fields.pop("join", {}).items())
    return Model(name=name, parts=parts, join=join, local=tuple(fields.pop("local", ())), **fields)
