"""Joining a cluster, or starting a Ray instance that nobody outside this machine can reach.

An instance of our own is bound to the loopback address, has a token that others on this machine do not know, keeps its
files in a folder that only we can enter, and is refused if any of its sockets listens elsewhere.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import socket
import tempfile
from collections.abc import Iterator
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import psutil
import ray
from ray.exceptions import RayError

from redact.core.errors import UsageError
from redact.run.pool.budget import cores
from redact.run.ray.folders import passing

LOCAL = "local"
_RAY: Any = ray  # half of it has no types
_LOOPBACK = "127.0.0.1"
#: Tasks and answers are names and numbers; this is the least that Ray takes well.
_STORE_BYTES = 80 * 1024**2
_REACH_S = 10.0
_PREFIX = "redact-ray-"
#: The longest name that Ray makes in its folder is that of a socket, and a system takes no more than 107 bytes for one.
#: Source: Linux, unix(7), sun_path; session folder, "sockets/plasma_store".
_FOLDER_BYTES = 107 - len("/r/session_2026-01-01_00-00-00_000000_4194304/sockets/plasma_store.0")


class Joined:
    """We as the driver of a Ray cluster, until `close`."""

    def __init__(self, address: str, jobs: int | None, spill: Path | None) -> None:
        """Join the cluster at `host:port`, or start an instance of our own at `local`, of `jobs` cores.

        `spill` is where an instance of our own puts what its memory cannot hold; a cluster has been told so itself.

        Raises:
            UsageError: no such cluster, or it does not let us in; or our own cannot be kept to this machine.
            WriteError: the folder to spill to cannot be made.
        """
        if ray.is_initialized():
            raise UsageError("this process has joined a Ray cluster already", "let go of that first: ray.shutdown()")
        self._stack = contextlib.ExitStack()
        with self._stack:
            self._stack.callback(ray.shutdown)
            if address == LOCAL:
                self._start(jobs or cores(), spill)
            else:
                _join(address)
            self.jobs = jobs or max(1, int(_RAY.cluster_resources().get("CPU", 1)))
            self.node: str = ray.get_runtime_context().get_node_id()
            self._stack = self._stack.pop_all()

    def close(self) -> None:
        """Leave the cluster; an instance of our own ends with all that it wrote."""
        self._stack.close()

    def _start(self, cores: int, spill: Path | None) -> None:
        folder = self._stack.enter_context(passing(_short(), _PREFIX, "the folder for temporary files"))
        beside = folder / "spill"
        if spill is not None:
            beside = self._stack.enter_context(passing(spill, "spill-", "the folder to spill to"))
        self._stack.callback(ray.shutdown)  # once more, and before the folders go: the second call does nothing
        _token()
        before = set(_listening(psutil.Process()))
        _init(
            address=LOCAL,
            num_cpus=cores,
            include_dashboard=False,
            object_store_memory=_STORE_BYTES,
            object_spilling_directory=str(beside),
            _node_ip_address=_LOOPBACK,
            _temp_dir=str(folder / "r"),
        )
        check_loopback(before)


def check_loopback(before: set[tuple[str, int]]) -> None:
    """Refuse an instance of our own that others can reach; `before` has the sockets of this process that are not Ray's.

    Raises:
        UsageError: a socket of this process, or of one below it, listens on more than the loopback address.
    """
    me = psutil.Process()
    open_ = set(_listening(me)) - before
    for process in me.children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            open_.update(_listening(process))
    if not all(_is_loopback(address) for address, _ in open_):
        raise UsageError(
            "Ray listens on more than the loopback address",
            "let nothing import ray before redact.run.ray; or work without it: --jobs N does the same on one machine",
        )


def _listening(process: psutil.Process) -> Iterator[tuple[str, int]]:
    for connection in process.net_connections("inet"):
        if connection.status == psutil.CONN_LISTEN:
            yield connection.laddr.ip, connection.laddr.port


def _is_loopback(address: str) -> bool:
    known = ip_address(address)
    return (getattr(known, "ipv4_mapped", None) or known).is_loopback


def _join(address: str) -> None:
    host, _, port = address.rpartition(":")
    if "://" in address or not host or not port.isdigit():
        hint = "run this on a node of the cluster and give --ray HOST:PORT of its head, or --ray local"
        raise UsageError("this is not the address of a Ray cluster", hint)
    _reach(host.strip("[]"), int(port))
    _init(address=address)


def _reach(host: str, port: int) -> None:
    """Ray itself would try for minutes."""
    try:
        socket.create_connection((host, port), _REACH_S).close()
    except (OSError, OverflowError) as err:
        raise UsageError("no Ray cluster answers there", "start it: ray start --head, see the guide") from err


def _init(**terms: Any) -> None:
    # Ray has its workers look for modules in the folder in which we stand, before any other; and that may be an inbox.
    root = Path(Path.cwd().anchor)
    try:
        with contextlib.chdir(root):
            _RAY.init(log_to_driver=False, logging_level=logging.ERROR, **terms)
    except (RayError, OSError, RuntimeError, ValueError) as err:
        hint = "check that its version, its token (RAY_AUTH_TOKEN_PATH) and the Python of all nodes are the same"
        raise UsageError(f"Ray could not be joined or started ({type(err).__name__})", hint) from None


def _short() -> Path:
    """Where the folder for sockets and logs can stand: Ray opens the one it is given to all, so it is given one in ours.

    Raises:
        UsageError: a socket in it would have too long a name.
    """
    places = [Path(tempfile.gettempdir()), Path("/tmp")]  # noqa: S108 - a name of ours that only we can enter
    for place in places:
        if len(os.fsencode(place)) + len(_PREFIX) + 9 <= _FOLDER_BYTES:
            return place
    raise UsageError("the folder for temporary files has too long a name for Ray", "set TMPDIR to a shorter one")


def _token() -> None:
    """A token of this process, which Ray asks of whoever speaks to the instance; never one that lies in a home folder.

    Ray reads it once in a process, so it stays the same for the next instance.
    """
    os.environ.setdefault("RAY_AUTH_TOKEN", secrets.token_hex(32))
