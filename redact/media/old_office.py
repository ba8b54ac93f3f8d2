"""Old binary office files (DOC, XLS, PPT): not read, but converted where LibreOffice is there and the settings allow it.

They keep what was deleted and say in many places who wrote it; what comes out is the new format, read as any other.
"""

from __future__ import annotations

import shutil
import subprocess
import weakref
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from tempfile import mkdtemp
from typing import BinaryIO

import olefile

from redact.core.errors import CorruptInput, MissingPart, UnsupportedMedia, WriteError
from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.ports import Change, Document
from redact.core.segment import Child, Segment
from redact.media import _child
from redact.settings import Settings

_HINT = (
    "save it as DOCX, XLSX or PPTX and run again; or install LibreOffice and set convert_old_office = true in the settings"
)
_PROGRAMS = ("soffice", "libreoffice")
_PATIENCE_S = 180
#: Streams -> the suffix of the format to convert to. Source: [MS-DOC] 2.1, [MS-XLS] 2.1.2, [MS-PPT] 2.1.
_TARGETS = {"WordDocument": ".docx", "Workbook": ".xlsx", "Book": ".xlsx", "PowerPoint Document": ".pptx"}


def open_old_office(source: Source, settings: Settings | None = None) -> Document:
    """The source as the one file it was converted to.

    Raises:
        UnsupportedMedia: the settings do not allow a conversion.
        MissingPart: LibreOffice is not installed.
        CorruptInput: LibreOffice cannot read it.
    """
    settings = settings or Settings()
    if not settings.convert_old_office:
        raise UnsupportedMedia("this is an old binary office file, which is not read", _HINT)
    program = next((found for name in _PROGRAMS if (found := shutil.which(name))), None)
    if program is None:
        raise MissingPart("LibreOffice, which converts old office files, is not installed", "install it, or: " + _HINT)
    return OldOffice(source, program)


class OldOffice:
    """A container of one file: what LibreOffice made of the source. `suffix` is that of the new format."""

    def __init__(self, source: Source, program: str) -> None:
        """Find out which format it becomes; it is converted when it is first read."""
        self._source = source
        self._program = program
        with olefile.OleFileIO(source.path) as ole:
            self.suffix = next(suffix for stream, suffix in _TARGETS.items() if ole.exists(stream))
        self._folder = mkdtemp(prefix="redact-old-")
        weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)

    def segments(self) -> Iterator[Segment]:
        """The converted file."""
        yield self._child()

    def census(self) -> Iterator[PartNote]:
        """The old file, of which nothing is kept but what the conversion took over."""
        yield PartNote("old format", PartState.DROPPED, "converted; macros and earlier versions left", Hidden.CHANGES)

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write what became of the converted file.

        Raises:
            WriteError: it was withheld, and nothing else is there.
        """
        released = _child.ask(change, self._child())
        if released.path is None:
            raise WriteError("the converted file cannot be released", "convert it by hand and look at it")
        with released.path.open("rb") as file:
            shutil.copyfileobj(file, out, 1 << 20)

    def _child(self) -> Child:
        return Child(0, "converted", f"document{self.suffix}", lambda: self._converted.open("rb"), shown=False)

    @cached_property
    def _converted(self) -> Path:
        """Converted with a profile of its own, so that no macro, add-on or earlier run has a say."""
        folder = Path(self._folder)
        before = folder / "document.old"
        shutil.copyfile(self._source.path, before)
        profile = (folder / "profile").as_uri()
        command = [self._program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--convert-to"]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed program, and a path that we made
                [*command, self.suffix[1:], "--outdir", str(folder), str(before)],
                capture_output=True,
                timeout=_PATIENCE_S,
                check=False,
            )
        except subprocess.TimeoutExpired as err:
            raise _unreadable() from err
        made = folder / f"document{self.suffix}"
        if done.returncode or not made.exists():
            raise _unreadable()
        return made


def _unreadable() -> CorruptInput:
    return CorruptInput("LibreOffice cannot convert this file", "open it by hand and save it in a new format")
