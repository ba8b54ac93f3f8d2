"""The store: one folder per model, with a seal that tells whether anything in it has changed since it was checked.

A seal holds size and time of change of each file. It shows damage and accidents at the cost of a `stat`; the full hash
is computed when a model is fetched and by `verify`. Whoever can write to the store can forge a seal: see SECURITY.md.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from platformdirs import user_data_path

from redact.core.errors import MissingPart, UsageError
from redact.modelstore.catalogue import Model, data_folder, known, manifest

SEAL = ".seal.json"

Stamp = dict[str, list[int]]


class State(StrEnum):
    """How a model stands."""

    READY = "ready"
    MISSING = "missing"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of `redact models list`."""

    model: Model
    state: State
    path: Path


def store_folder(environ: Mapping[str, str] | None = None) -> Path:
    """`$REDACT_MODELS`, or the user's data folder."""
    chosen = (os.environ if environ is None else environ).get("REDACT_MODELS")
    return Path(chosen).expanduser() if chosen else user_data_path("redact-pipeline", appauthor=False) / "models"


def place(model: Model) -> Path:
    """The folder a model stands in when it is there. The hash in it keeps two versions apart."""
    if model.local:
        return data_folder() / Path(model.card).parent
    return store_folder() / f"{model.name}-{model.sha256[:12]}"


def model_path(name: str) -> Path:
    """The folder of a model that is ready for use: a name of the manifest, or a folder that the user chose.

    Raises:
        MissingPart: the model is not in the store, or has changed there; the hint is the command that fetches it.
        UsageError: there is no such model and no such folder.
    """
    if name not in manifest():
        return _own_choice(name)
    model = known(name)
    state = state_of(model)
    if state is State.READY:
        return place(model)
    raise MissingPart(f"model {name} {_SAID[state]}", _remedy(model))


def digest(name: str) -> str:
    """The tree hash of a model, for records: what the manifest says, or for a user's own folder what it hashes to now.

    Raises:
        UsageError: there is no such model and no such folder.
    """
    models = manifest()
    if name in models:
        return models[name].sha256
    folder = _own_choice(name)
    return _hashed_once(folder, json.dumps(_stamp(folder), sort_keys=True))


@lru_cache(maxsize=16)
def _hashed_once(folder: Path, _stamped: str) -> str:
    """Gigabytes are not hashed for every source of a run: while sizes and times of the files stand, so does their hash."""
    return tree_hash(folder)


def listing() -> tuple[Listed, ...]:
    """Every model of the manifest and how it stands, by its seal."""
    return tuple(Listed(model, state_of(model), place(model)) for model in manifest().values())


def verify(names: Iterable[str] = ()) -> tuple[Listed, ...]:
    """The named models, by default all that are there, hashed in full.

    Raises:
        UsageError: a name is not in the manifest.
    """
    models = [known(name) for name in names] or [row.model for row in listing() if row.state is not State.MISSING]
    return tuple(Listed(model, _hashed(model), place(model)) for model in models)


def state_of(model: Model) -> State:
    """How a model stands, as cheaply as it can be told. Our own weights are few: they are hashed each time."""
    folder = place(model)
    if model.local:
        return _hashed(model)
    if not folder.is_dir():
        return State.MISSING
    return State.READY if _sealed(folder, model.sha256) else State.CHANGED


def tree_hash(folder: Path, names: Iterable[str] | None = None) -> str:
    """SHA-256 of the lines that `sha256sum` would print for the files of a folder, sorted by path, seal left out.

    Each line is ``<sha256 of the file>  <path in the folder, with />`` and a line feed. `names` restricts the files.

    Raises:
        OSError: a file cannot be read.
    """
    wanted = sorted(names) if names is not None else files_of(folder)
    lines = (f"{_file_hash(folder / name)}  {name}\n" for name in wanted)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def files_of(folder: Path) -> list[str]:
    """Every file of a model's folder, relative, sorted, without its seal."""
    return sorted(name for name in _walk(folder) if name != SEAL)


def seal(folder: Path, sha256: str) -> None:
    """Write down how the files of a checked folder stand."""
    (folder / SEAL).write_text(json.dumps({"sha256": sha256, "files": _stamp(folder)}), encoding="utf-8")


_SAID = {State.MISSING: "is not in the store", State.CHANGED: "has changed since it was checked"}


def _remedy(model: Model) -> str:
    return "install redact-pipeline again" if model.local else f"run: redact models fetch {model.name}"


def _own_choice(name: str) -> Path:
    folder = Path(name).expanduser()
    if not folder.is_dir():
        hint = f"known: {', '.join(manifest())}; or give the path of a model's folder"
        raise UsageError("no model has that name, and no folder", hint)
    return folder


def _hashed(model: Model) -> State:
    folder = place(model)
    try:
        found = tree_hash(folder, model.local or None)
    except OSError:
        return State.MISSING
    return State.READY if found == model.sha256 else State.CHANGED


def _sealed(folder: Path, sha256: str) -> bool:
    try:
        said = json.loads((folder / SEAL).read_text(encoding="utf-8"))
        return bool(said == {"sha256": sha256, "files": _stamp(folder)})
    except (OSError, ValueError):
        return False


def _stamp(folder: Path) -> Stamp:
    stats = ((name, (folder / name).stat()) for name in files_of(folder))
    return {name: [stat.st_size, stat.st_mtime_ns] for name, stat in stats}


def _walk(folder: Path) -> Iterator[str]:
    for top, _, names in os.walk(folder, onerror=_raise):
        for name in names:
            yield (Path(top) / name).relative_to(folder).as_posix()


def _raise(err: OSError) -> None:
    raise err


def _file_hash(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
