"""Files as they come in: found in order, refused when they are not plain files, hashed and known by their bytes."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from redact.core.errors import InputError, LimitExceeded, UnsupportedMedia, UsageError
from redact.core.flow import Source
from redact.intake.sniff import HEAD_BYTES, sniff
from redact.settings import Settings

_CHUNK = 1 << 20
#: Neither follow a link nor wait for the other end of a pipe; Windows has no such flags.
_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def walk(inputs: Sequence[Path]) -> Iterator[tuple[Path, str]]:
    """Every entry under each input that is not a readable folder, with its name relative to that input, by name.

    Links, pipes, devices and folders that cannot be listed are given too: `arrive` refuses them with the reason, so
    nothing is passed over in silence. An input that is itself a link is followed, since a person named it.

    Raises:
        UsageError: an input does not exist.
    """
    for given in inputs:
        try:
            given.stat()
        except OSError as err:
            raise UsageError("an input does not exist or cannot be reached", "check the path") from err
    for given in inputs:
        root = given.resolve() if given.is_symlink() else given
        if root.is_dir():
            yield from _under(root, "")
        else:
            yield root, given.name


def _under(folder: Path, prefix: str) -> Iterator[tuple[Path, str]]:
    try:
        with os.scandir(folder) as entries:
            found = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        yield folder, prefix.removesuffix("/") or folder.name
        return
    # With the '/' in the key, this order is that of the whole names as strings.
    for name, is_folder in sorted(found, key=lambda pair: pair[0] + "/" * pair[1]):
        if is_folder:
            yield from _under(folder / name, f"{prefix}{name}/")
        else:
            yield folder / name, prefix + name


def arrive(path: Path, name: str, settings: Settings) -> Source:
    """The file as a Source: plain, within the size limit, hashed, its kind known from its bytes.

    Raises:
        UnsupportedMedia: it is a link, pipe, device or folder, or of a kind no adapter reads.
        LimitExceeded: it is larger than `settings.max_file_bytes`.
        InputError: it is empty or cannot be read.
    """
    with _opened(path) as file:
        size = os.fstat(file.fileno()).st_size
        if size > settings.max_file_bytes:
            raise LimitExceeded("a file is larger than the limit", "raise max_file_bytes in the settings, or split it")
        try:
            digest, counted, head = _digest(file)
        except OSError as err:
            raise _unreadable() from err
        if not counted:
            raise InputError("the file is empty", "there is nothing in it to release; leave it out")
        return Source(path, name, digest, counted, sniff(head, Path(name).suffix, file))


def kind_of(path: Path, suffix: str) -> str:
    """The name of the adapter for a file of ours that is to be called `*suffix`.

    Raises:
        UnsupportedMedia: it is of a kind no adapter reads.
        InputError: it cannot be read.
    """
    with _opened(path) as file:
        return sniff(file.read(HEAD_BYTES), suffix, file)


def _digest(file: BinaryIO) -> tuple[str, int, bytes]:
    """Hash, length and first bytes, read once."""
    digest, size, head = hashlib.sha256(), 0, b""
    while chunk := file.read(_CHUNK):
        head = head or chunk[:HEAD_BYTES]
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size, head


def _opened(path: Path) -> BinaryIO:
    try:
        _refuse_special(path.lstat().st_mode)
        descriptor = os.open(path, _FLAGS)
    except OSError as err:
        raise _unreadable() from err
    file = os.fdopen(descriptor, "rb")
    try:
        _refuse_special(os.fstat(descriptor).st_mode)  # it may have been swapped since the first look
    except UnsupportedMedia:
        file.close()
        raise
    return file


def _refuse_special(mode: int) -> None:
    if stat.S_ISREG(mode):
        return
    if stat.S_ISLNK(mode):
        raise UnsupportedMedia("this is a link, and links are not followed", "name the file it points to as an input")
    if stat.S_ISDIR(mode):
        raise InputError("this folder cannot be listed", "check its permissions")
    raise UnsupportedMedia("this is a pipe, socket or device, not a file", "leave it out")


def _unreadable() -> InputError:
    return InputError("the file cannot be read", "check its permissions, then run again")
