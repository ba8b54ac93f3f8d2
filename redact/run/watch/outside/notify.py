"""What systemd is told: that we are ready, alive, at what, and about to stop.

Source: systemd, sd_notify(3) and sd_watchdog_enabled(3).
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Callable, Mapping


class Notify:
    """Speaks to the socket that the environment names; nobody there, nothing said."""

    def __init__(self, environ: Mapping[str, str] | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        given = os.environ if environ is None else environ
        name = given.get("NOTIFY_SOCKET", "")
        #: An abstract socket is written with @ and begins with NUL.
        self._address = f"\0{name[1:]}" if name.startswith("@") else name
        self._clock = clock
        self._every_s = _every(given)
        self._last_s = -1e9
        self._said = ""
        self._socket: socket.socket | None = None
        if self._address[:1] in ("\0", "/"):
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC)
            self._socket.setblocking(False)

    def ready(self) -> None:
        """Models are loaded, work begins."""
        self._send("READY=1")

    def stopping(self) -> None:
        """No new files are taken."""
        self._send("STOPPING=1")

    def status(self, line: str) -> None:
        """What `systemctl status` shows; said only when it changes."""
        if line != self._said:
            self._said = line
            self._send(f"STATUS={line}")

    def alive(self) -> None:
        """The loop turns: tell the watchdog, twice in the time it allows."""
        now = self._clock()
        if self._every_s and now - self._last_s >= self._every_s:
            self._last_s = now
            self._send("WATCHDOG=1")

    def close(self) -> None:
        """Let go of the socket."""
        if self._socket is not None:
            self._socket.close()
            self._socket = None

    def _send(self, message: str) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):  # whoever listened has gone, or has enough to read; we work on
                self._socket.sendto(message.encode(), self._address)


def _every(environ: Mapping[str, str]) -> float:
    """Seconds between two signs of life; 0: nobody asked for them, or asked another process."""
    pid = environ.get("WATCHDOG_PID", "")
    if pid and pid != str(os.getpid()):
        return 0.0
    allowed = environ.get("WATCHDOG_USEC", "")
    return int(allowed) / 2_000_000 if allowed.isdecimal() else 0.0
