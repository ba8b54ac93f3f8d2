"""Zip packages: opened within limits, and written so that nothing of who wrote them or when is left.

Source: PKWARE, .ZIP File Format Specification (APPNOTE.TXT) 6.3.10, 2022.
"""

from __future__ import annotations

import io
import shutil
import weakref
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from redact.core.errors import CorruptInput, EncryptedInput, InputError, LimitExceeded
from redact.settings import Settings

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_LOCKED = 0x1
#: A member that unpacks to less is never taken for a bomb, however well it was packed.
_HARMLESS_BYTES = 32 << 20
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeDecodeError)


class Package:
    """The members of a zip file. Names are as the file has them, and may be anything."""

    def __init__(self, path: Path, settings: Settings) -> None:
        """Open it and count what it claims to hold.

        Raises:
            CorruptInput: it is no whole zip file, or holds two members of one name.
            EncryptedInput: a member is locked.
            LimitExceeded: it holds too much, or more than can be honest.
            InputError: it cannot be read.
        """
        self._settings = settings
        try:
            self._zip = zipfile.ZipFile(path)
        except OSError as err:
            raise InputError("the file cannot be read", "check that it is still there and may be read") from err
        except (*_DAMAGED, ValueError) as err:
            raise _damaged() from err
        weakref.finalize(self, self._zip.close)
        self.members = [info for info in self._zip.infolist() if not info.is_dir()]
        self.names = [info.filename for info in self.members]
        self._check()

    def close(self) -> None:
        """Let the file go."""
        self._zip.close()

    @property
    def has_comment(self) -> bool:
        """Whether words stand beside the members."""
        return bool(self._zip.comment) or any(info.comment for info in self.members)

    def size(self, name: str) -> int:
        """How long a member claims to be."""
        return self._zip.getinfo(name).file_size

    def read(self, name: str) -> bytes:
        """A whole member.

        Raises:
            CorruptInput: it is damaged, or longer than it claims.
        """
        with self.open(name) as file:
            try:
                return file.read(self.size(name) + 1)
            except _DAMAGED as err:
                raise _damaged() from err

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A member, unpacked as it is read.

        Raises:
            CorruptInput: it is not there or damaged; so does whoever reads it.
        """
        try:
            with self._zip.open(name) as file:
                yield file
        except (KeyError, *_DAMAGED) as err:
            raise _damaged() from err

    def member(self, name: str) -> IO[bytes]:
        """A member as a file that whoever reads it closes; its library's errors are its own (`_guarded`).

        Raises:
            CorruptInput: it is not there or damaged.
        """
        try:
            return self._zip.open(name)
        except (KeyError, *_DAMAGED) as err:
            raise _damaged() from err

    def _check(self) -> None:
        settings = self._settings
        if len(self.members) > settings.max_members:
            raise LimitExceeded("it holds more members than the limit", "raise max_members in the settings")
        if len(set(self.names)) < len(self.names):
            raise CorruptInput("two members of it have one name", "save it anew")
        if any(info.flag_bits & _LOCKED for info in self.members):
            raise EncryptedInput("it is locked with a password", "remove the password and try again")
        total = sum(info.file_size for info in self.members)
        if total > settings.max_file_bytes:
            raise LimitExceeded("it unpacks to more than the limit", "raise max_file_bytes in the settings")
        packed = sum(info.compress_size for info in self.members)
        if total > _HARMLESS_BYTES and total > packed * settings.max_ratio:
            raise LimitExceeded("it unpacks to far more than it holds: a bomb", "leave it out")


class PackageWriter:
    """Writes a zip file member by member: no dates, no comments, no extra fields."""

    def __init__(self, out: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED)

    def write(self, name: str, content: bytes, *, stored: bool = False) -> None:
        """Add a member from memory; `stored` without packing it, as ODF wants its first."""
        info = _bare(name)
        info.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        self._zip.writestr(info, content)

    @contextmanager
    def open(self, name: str) -> Iterator[IO[bytes]]:
        """A member to write to, of any length."""
        info = _bare(name)
        info.compress_type = zipfile.ZIP_DEFLATED
        with self._zip.open(info, "w", force_zip64=True) as file:
            yield file

    def copy(self, name: str, path: Path) -> None:
        """Add a member from a file."""
        with path.open("rb") as file, self.open(name) as member:
            shutil.copyfileobj(file, member, 1 << 20)

    def close(self) -> None:
        """Finish the file; without this it is no zip file."""
        self._zip.close()


def opened(package: Package, name: str) -> BinaryIO:
    """A member as a file of its own, for `Child.content`. Held in memory: for parts, not for archives."""
    return io.BytesIO(package.read(name))


def _bare(name: str) -> zipfile.ZipInfo:
    info = zipfile.ZipInfo(name, _NO_DATE)
    info.create_system = 0
    info.external_attr = 0
    return info


def _damaged() -> CorruptInput:
    return CorruptInput("the package is damaged", "open it in the program that made it and save it anew")
