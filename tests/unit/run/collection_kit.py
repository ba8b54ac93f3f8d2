"""A stand-in for the engine of collections, and ways to make archives."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa

from redact.core.errors import CorruptInput, ResidualError, UnsupportedMedia
from redact.core.flow import Source
from redact.run.corpus.collections import tar
from redact.run.corpus.collections.collection import Answer, Means, Naming, Turn
from redact.run.corpus.formats import Found
from redact.run.shards.shard import Shard
from redact.settings import Settings


@dataclass(frozen=True)
class FakeReady:
    source: Source
    output: str
    draft: Path
    beside: Mapping[str, Path] = field(default_factory=dict)
    held: bool = False
    entities: Mapping[str, int] = field(default_factory=dict)


class FakeEngine:
    """Takes `Jane` out of contents and `jane` out of names; MP3 becomes FLAC, WAV gets a transcript."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(exist_ok=True)
        self.asked: list[str] = []
        self._made: dict[str, list[Path]] = {}

    def ready(self, path: Path, name: str) -> FakeReady:
        self.asked.append(name)
        content = path.read_bytes()
        for word, error in ((b"BAD", CorruptInput), (b"LEFT", ResidualError), (b"ODD", UnsupportedMedia)):
            if word in content:
                raise error("no", "")
        source = Source(path, name, hashlib.sha256(content + name.encode("utf-8", "replace")).hexdigest(), 1, "text")
        beside = {"txt": self._draft(source, b"said")} if name.endswith(".wav") else {}
        output = name.replace("jane", "person-1").removesuffix(".mp3") + (".flac" if name.endswith(".mp3") else "")
        draft = self._draft(source, content.replace(b"Jane", b"[NAME]"))
        return FakeReady(source, output, draft, beside, b"WAIT" in content)

    def discard(self, source: Source) -> None:
        for path in self._made.pop(source.sha256, []):
            path.unlink(missing_ok=True)

    def _draft(self, source: Source, content: bytes) -> Path:
        drafts = self._made.setdefault(source.sha256, [])
        path = self.folder / f"{source.sha256}-{len(drafts)}"
        path.write_bytes(content)
        drafts.append(path)
        return path


class At:
    """Remembers what was announced."""

    def __init__(self) -> None:
        self.seen: list[list[int]] = []

    def __call__(self, items: Sequence[int]) -> None:
        if items:
            self.seen.append(list(items))


def means_in(folder: Path, settings: Settings = Settings()) -> Means:  # noqa: B008 - frozen
    return Means(FakeEngine(folder / "drafts"), Naming(b"k" * 32), folder / "scratch", settings)


def tar_of(
    members: Iterable[tuple[str, bytes] | tarfile.TarInfo], mode: str = "w", form: int = tarfile.PAX_FORMAT
) -> bytes:
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode=mode, format=form) as archive:  # type: ignore[call-overload]
        for member in members:
            if isinstance(member, tarfile.TarInfo):
                archive.addfile(member)
                continue
            name, content = member
            info = tarfile.TarInfo(name)
            info.size, info.mtime, info.uname, info.uid = len(content), 1_700_000_000.5, "jane", 1000
            archive.addfile(info, io.BytesIO(content))
    return held.getvalue()


def inside(content: bytes) -> list[tuple[str, bytes]]:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return [(info.name, archive.extractfile(info).read()) for info in archive]  # type: ignore[union-attr]


SAMPLES = [
    ("0001.jpg", b"Jane's picture"),
    ("0001.txt", b"Jane"),
    ("0001.cls", b"7"),
    ("0002.jpg", b"b"),
    ("0002.txt", b"c"),
]
WHOLE = Shard("tar", "train-000.tar")


class TarDesk:
    """A place to do shards of archives."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.means: Means = means_in(root)
        self.at = At()

    def do(self, content: bytes, shard: Shard = WHOLE, skip: dict[int, str] | None = None) -> tuple[bytes, Answer]:
        out = io.BytesIO()
        answer = tar.do(shard, io.BytesIO(content), out, Turn(self.at, skip or {}), self.means)
        return out.getvalue(), answer

    def count(self, content: bytes) -> int:
        path = self.root / "made"
        path.write_bytes(content)
        return tar.count(path)

    def found(self, content: bytes, name: str = "train-000.tar") -> Found:
        path = self.root / name
        path.write_bytes(content)
        return Found(str(path), name, len(content), "s")


def packed(content: bytes, how: str) -> bytes:
    if how == "gz":
        return gzip.compress(content)
    return pa.compress(content, "zstd", asbytes=True) if how == "zst" else content


def special_of(name: str, kind: bytes, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, link
    return info
