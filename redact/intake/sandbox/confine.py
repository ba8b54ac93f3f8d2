"""What a decoder may not do: swell, dump its memory to disk, keep files open by the hundred, outlive its parent."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys

from redact.settings import Settings

_FILES = 256
#: Source: Linux, include/uapi/linux/prctl.h.
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE = 1, 4


def confine(settings: Settings, parent: int) -> None:
    """Limit this process. `parent` is the process to die with, or 0. What the platform lacks is left out."""
    os.umask(0o077)
    _limit(settings)
    if sys.platform == "linux":
        _bind(parent)


def _bind(parent: int) -> None:
    prctl = ctypes.CDLL(None).prctl
    # A limit of 0 on core dumps does not hold where they are piped to a collector. Source: core(5).
    prctl(_PR_SET_DUMPABLE, 0)
    if parent:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # it died before we asked
            sys.exit(1)


if sys.platform == "win32":

    def _limit(settings: Settings) -> None:
        """There is no such call."""

else:
    import resource

    def _limit(settings: Settings) -> None:
        wanted = {
            resource.RLIMIT_AS: settings.decoder_bytes,
            resource.RLIMIT_FSIZE: settings.max_file_bytes,
            resource.RLIMIT_NOFILE: _FILES,
            resource.RLIMIT_CORE: 0,
        }
        for which, most in wanted.items():
            _, hard = resource.getrlimit(which)
            most = most if hard == resource.RLIM_INFINITY else min(most, hard)  # noqa: PLW2901 - the same limit, in reach
            with contextlib.suppress(OSError, ValueError):  # macOS has no limit on the address space
                resource.setrlimit(which, (most, most))
