"""The border to shares and stores: whatever they raise becomes an error of ours, without the text they gave it.

Backends quote addresses in their errors, with the password or the token in them, and names of files may be personal: so
the cause is not chained here, and only its class is told.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from types import TracebackType

from redact.core.errors import InputError, RedactError, UsageError, WriteError

#: Nobody has shown who they are. botocore and google-auth, by name, for they are not always there.
_NOBODY = {"NoCredentialsError", "PartialCredentialsError", "DefaultCredentialsError", "ClientAuthenticationError"}
_FULL = {errno.ENOSPC, errno.EDQUOT}


class Border:
    """Turns what is raised in its block into what `made` makes of it; errors of ours pass.

    It looks at every exception, because backends raise what they like, and nobody has a list.
    """

    def __init__(self, made: Callable[[Exception], RedactError]) -> None:
        self._made = made

    def __enter__(self) -> None: ...

    def __exit__(self, kind: type[BaseException] | None, err: BaseException | None, at: TracebackType | None) -> None:
        if isinstance(err, Exception) and not isinstance(err, RedactError):
            raise self._made(err) from None


def of_input(err: Exception) -> RedactError:
    """What is said of an input that cannot be reached at all."""
    if _refused(err):
        return UsageError(f"the input may not be read ({_name(err)})", "check the credentials and who may read there")
    if isinstance(err, FileNotFoundError | NotADirectoryError):
        return UsageError("the input does not exist", "check the address")
    return InputError(f"the input cannot be reached ({_name(err)})", "check the connection, then run again")


def of_file(err: Exception) -> RedactError:
    """What is said of one file that cannot be read, or not to its end."""
    if isinstance(err, OSError) and err.errno in _FULL:
        return WriteError("there is no room for a copy of a file", "free some space and run again")
    return InputError(f"a file cannot be read ({_name(err)})", "check that it is still there, then run again")


def of_output(err: Exception) -> RedactError:
    """What is said of an output folder or bucket that takes nothing."""
    if _refused(err):
        return WriteError(
            f"the output may not be written ({_name(err)})", "check the credentials and who may write there"
        )
    if isinstance(err, FileNotFoundError):
        return WriteError("there is no such output bucket", "make it first, or correct the address")
    return WriteError(f"the output cannot be written ({_name(err)})", "check the connection, then run again")


def _refused(err: Exception) -> bool:
    return isinstance(err, PermissionError) or type(err).__name__ in _NOBODY


def _name(err: Exception) -> str:
    """The class, and for errors of the system the number's name: enough to look up, and nothing of an address."""
    number = err.errno if isinstance(err, OSError) else None
    return errno.errorcode.get(number or 0, type(err).__name__)
