"""Files within files: taken out, known by their bytes, opened like any other. Recursion lives here, and nowhere else."""

from __future__ import annotations

import itertools
import shutil
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import BinaryIO

from redact import registry
from redact.core.errors import InputError, LimitExceeded, TooDeep
from redact.core.flow import Source
from redact.core.ports import Document
from redact.core.segment import Child
from redact.intake.source import arrive
from redact.pipeline.nested import Empty, Nested
from redact.settings import Settings

_CHUNK = 1 << 20
#: Decoders that wait for one another, each in a process of its own: more are a trap for memory.
_NATIVE_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Member:
    """A child taken out. `document` is None where it cannot be read; `reason` says why, without a value.

    An empty one has a document of nothing, and no source.
    """

    source: Source | None = field(repr=False)
    document: Nested | None = field(repr=False)
    reason: str = ""


class Inside:
    """Opens the files within the files of one run. `strict`: one that cannot be read keeps back all that holds it."""

    def __init__(
        self, settings: Settings, opened: Callable[[Source], Document], *, strict: bool, folder: Path | None = None
    ) -> None:
        """`opened` opens a source through its adapter; `folder` is where files are put for as long as they are needed."""
        self._settings = settings
        self._opened = opened
        self._strict = strict
        self._where = folder
        self._folder: Path | None = None
        self._numbers = itertools.count()
        self._refused: dict[tuple[str, str], InputError | None] = {}

    def close(self) -> None:
        """Take away whatever was put there."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    @contextmanager
    def fresh(self) -> Iterator[Path]:
        """The path of a file that is taken away afterwards. It has no suffix: names are the business of containers."""
        if self._folder is None:
            self._folder = Path(mkdtemp(prefix="inside-", dir=self._where))
            weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        path = self._folder / str(next(self._numbers))
        try:
            yield path
        finally:
            path.unlink(missing_ok=True)

    @contextmanager
    def taken(self, child: Child, chain: tuple[str, ...]) -> Iterator[Member]:
        """A child as a document, for as long as the context lasts. `chain` are the kinds of the files around it.

        Raises:
            TooDeep: it lies deeper than the settings allow.
            InputError: it cannot be read, and the pack does not allow what holds it to go out without it.
        """
        if len(chain) > self._settings.max_nesting:
            raise TooDeep("files within files are nested deeper than the limit", "take the file apart by hand")
        with self.fresh() as path:
            yield self._member(child, path, chain)

    def _member(self, child: Child, path: Path, chain: tuple[str, ...]) -> Member:
        try:
            with child.content() as content:
                _spill(content, path, self._settings.max_file_bytes)
            if not path.stat().st_size:
                return Member(None, Nested(Empty(), Source(path, child.name, "", 0, "empty"), self, chain))
            source = arrive(path, PurePosixPath(child.name).name or "file", self._settings)
            inner = (*chain, source.kind)
            _check_depth(inner)
            document = Nested(self._opened(source), source, self, inner)
            self._probe(source, document)
        except TooDeep:
            raise
        except InputError as err:
            if self._strict:
                raise type(err)(f"{child.part}: {err.message}", err.hint) from err
            return Member(None, None, err.message)
        return Member(source, document)

    def _probe(self, source: Source, document: Document) -> None:
        """Nothing, if the document can be read to its end; asked once for equal bytes. Frames and samples are not looked at.

        What cannot be read must be known before anything of it is read, or one reading would differ from another.
        """
        known = source.sha256, source.kind
        if known not in self._refused:
            self._refused[known] = None
            try:
                for _ in document.segments():
                    pass
                list(document.census())
            except InputError as err:
                self._refused[known] = err
        refused = self._refused[known]
        if refused is not None:
            raise type(refused)(refused.message, refused.hint)


def _check_depth(chain: tuple[str, ...]) -> None:
    if chain[-1] in registry.NATIVE and sum(kind in registry.NATIVE for kind in chain) > _NATIVE_DEPTH:
        raise TooDeep("pictures, films and PDF files are nested deeper than can be read", "take the file apart by hand")


def _spill(content: BinaryIO, path: Path, most: int) -> None:
    with path.open("xb") as file:
        while chunk := content.read(_CHUNK):
            file.write(chunk)
            if file.tell() > most:
                raise LimitExceeded("a file within the file is larger than the limit", "raise max_file_bytes")
