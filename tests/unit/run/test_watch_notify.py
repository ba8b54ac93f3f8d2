"""What systemd hears, on a real datagram socket."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from redact.run.watch.outside.notify import Notify

pytestmark = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="no Unix sockets here")


@pytest.fixture(params=["path", "abstract"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "abstract" and not sys.platform.startswith("linux"):
        pytest.skip("abstract sockets are Linux's")
    return str(tmp_path / "n") if request.param == "path" else f"@redact-test-{os.getpid()}"


@pytest.fixture
def heard(address: str) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as server:
        server.bind(f"\0{address[1:]}" if address.startswith("@") else address)
        server.settimeout(1)
        yield server


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_systemd_is_told_ready_status_and_stopping(address: str, heard: socket.socket) -> None:
    notify = Notify({"NOTIFY_SOCKET": address})

    notify.ready()
    notify.status("3 waiting")
    notify.status("3 waiting")  # nothing new, nothing said
    notify.stopping()
    notify.close()

    assert [heard.recv(100) for _ in range(3)] == [b"READY=1", b"STATUS=3 waiting", b"STOPPING=1"]


def test_the_watchdog_hears_us_twice_in_the_time_it_allows(address: str, heard: socket.socket) -> None:
    clock = Clock()
    notify = Notify({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "10000000"}, clock)

    for now in (100.0, 101.0, 104.9, 105.0, 106.0, 110.0):
        clock.now = now
        notify.alive()
    notify.status("end")
    notify.close()

    said = [heard.recv(100) for _ in range(4)]
    assert said == [b"WATCHDOG=1"] * 3 + [b"STATUS=end"]


def test_another_process_s_watchdog_is_left_alone(address: str, heard: socket.socket) -> None:
    notify = Notify({"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "10", "WATCHDOG_PID": "1"})

    notify.alive()
    notify.status("end")
    notify.close()

    assert heard.recv(100) == b"STATUS=end"


@pytest.mark.parametrize(
    "environ", [{}, {"NOTIFY_SOCKET": ""}, {"NOTIFY_SOCKET": "/nowhere/at/all"}, {"NOTIFY_SOCKET": "x"}]
)
def test_nobody_there_nothing_said(environ: dict[str, str]) -> None:
    notify = Notify(environ)

    notify.ready()
    notify.alive()
    notify.close()
