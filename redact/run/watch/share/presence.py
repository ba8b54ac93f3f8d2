"""The share that the inbox lies on: whether it is there, and when it cannot be trusted.

A mount that has gone leaves an empty folder behind, which must not be taken for an inbox whose files were deleted. So a
sentinel, `.redact/share`, is written at the first start; where it is not, the share is not.
"""

from __future__ import annotations

import contextlib
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path

from redact.audit.files import is_temp
from redact.core.errors import UsageError, WriteError

#: The folder of our own in the inbox.
OURS = ".redact"
_SENTINEL = "share"
_ID_BYTES = 16

#: What says nothing of a file, only that the share or the way to it is ill; all of it passes.
_AWAY = frozenset(
    {
        *(errno.ESTALE, errno.EIO, errno.EHOSTDOWN, errno.EHOSTUNREACH, errno.ENETDOWN, errno.ENETUNREACH),
        *(errno.ENOTCONN, errno.ECONNRESET, errno.ECONNREFUSED, errno.ETIMEDOUT, errno.EBUSY, errno.EAGAIN),
        *(errno.ENODEV, errno.ENXIO, errno.ESHUTDOWN, errno.ECONNABORTED),
        *(number for name in ("EREMOTEIO", "ENONET", "ENOLINK") if (number := getattr(errno, name, None))),
    }
)
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})


class ShareAway(OSError):
    """The share cannot be trusted at this moment. Nothing of it is known to have changed; it comes back by itself."""

    def __init__(self, number: int = errno.ENOTCONN) -> None:
        super().__init__(number, "the share is away")

    def __reduce__(self) -> tuple[type[ShareAway], tuple[int]]:
        return type(self), (self.errno or errno.ENOTCONN,)


@contextlib.contextmanager
def on_share() -> Iterator[None]:
    """Errors of an ill share become `ShareAway`, those of a full disk a `WriteError`; what says something of a file stays.

    Raises:
        ShareAway: the share cannot be trusted.
        WriteError: it is full or read-only.
    """
    try:
        yield
    except ShareAway:
        raise
    except OSError as err:
        if err.errno in _AWAY:
            raise ShareAway(err.errno or 0) from None  # the system's error has the file's name in it
        if err.errno in _FULL:
            raise WriteError("the share takes no more", "free some space; it goes on by itself") from None
        raise


def establish(inbox: Path, known: str = "") -> str:
    """The id of the share, made and written at its first start; `known` is what it was when we were last here.

    Raises:
        ShareAway: it was there before and is not now.
        UsageError: another share is mounted in its place, or `.redact` is no folder of ours.
        WriteError: the sentinel cannot be written.
    """
    with on_share():
        found = read_id(inbox)
        if found is None and known:
            raise ShareAway
        found = found or _write_id(inbox)
        _clear(inbox)
    if known and found != known:
        raise UsageError(
            "the inbox is not the share it was before", "mount the right one; if it is, name a new `state` folder"
        )
    return found


def present(inbox: Path) -> None:
    """Nothing, where the share is there.

    Raises:
        ShareAway: its sentinel is not there, or cannot be looked at.
    """
    try:
        (inbox / OURS / _SENTINEL).lstat()
    except OSError as err:
        raise ShareAway(err.errno or errno.ENOTCONN) from None


def there(path: Path) -> bool:
    """Whether something of that name is there, be it a link.

    Raises:
        OSError: nobody can say; `os.path.lexists` would say no.
    """
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def read_id(inbox: Path) -> str | None:
    """What stands in the sentinel; None: there is none."""
    try:
        return (inbox / OURS / _SENTINEL).read_text("ascii", "replace").strip() or None
    except FileNotFoundError:
        return None


def own_folder(path: Path) -> Path:
    """A folder of ours, made if need be.

    Raises:
        UsageError: somebody put a link or a file there: what we write would land elsewhere.
    """
    path.mkdir(exist_ok=True)
    if not stat.S_ISDIR(path.lstat().st_mode):
        raise UsageError("`.redact` in the inbox is not a folder of ours", "remove what stands there, and start again")
    return path


def _write_id(inbox: Path) -> str:
    """Whoever is first wins; the others read what it wrote. Linked into place whole, so nobody reads half."""
    folder = own_folder(inbox / OURS)
    made = secrets.token_hex(_ID_BYTES)
    temp = folder / f".redact-{made}.tmp"
    try:
        with temp.open("xb") as file:
            file.write(made.encode())
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileExistsError, FileNotFoundError):  # cleared by somebody who was first
            _set_down(temp, folder / _SENTINEL)
    finally:
        temp.unlink(missing_ok=True)
    found = read_id(inbox)
    if found is None:
        raise ShareAway
    return found


def _set_down(temp: Path, target: Path) -> None:
    try:
        target.hardlink_to(temp)
    except FileExistsError:
        raise
    except OSError:
        if target.exists():
            raise FileExistsError from None
        # No links on this share: two that start in the same moment may differ, and say so when they start again.
        temp.rename(target)


def _clear(inbox: Path) -> None:
    """What somebody left who was killed at a first start. Whoever is at one now loses nothing: the sentinel stands."""
    folder = inbox / OURS
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries if stat.S_ISDIR(folder.lstat().st_mode) else ():
            if is_temp(entry.name):
                Path(entry.path).unlink(missing_ok=True)
