"""What a path is mounted from. SQLite's shared memory and its locks do not hold over a network, so the state asks here.

Source: https://www.sqlite.org/wal.html, section 1 ("WAL does not work over a network filesystem"); proc(5), mountinfo.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

_MOUNTINFO = Path("/proc/self/mountinfo")
_NETWORK = frozenset(
    {
        *("nfs", "nfs4", "cifs", "smb3", "smb2", "smbfs", "ncpfs", "9p", "afs", "davfs", "davfs2", "webdav", "afpfs"),
        *(
            "ceph",
            "glusterfs",
            "lustre",
            "gpfs",
            "beegfs",
            "orangefs",
            "pvfs2",
            "ocfs2",
            "gfs",
            "gfs2",
            "coda",
            "vboxsf",
        ),
        *("vmhgfs", "prl_fs", "fuse.vmhgfs-fuse", "fuse"),
    }
)
#: Of what is done by a program in user space, these keep their files on this host; all others count as a network.
_LOCAL_FUSE = frozenset(
    f"fuse.{name}"
    for name in "fuse-overlayfs lxcfs portal gocryptfs encfs cryfs mergerfs bindfs ntfs-3g exfat zfs snapfuse".split()
)
_ESCAPED = re.compile(r"\\([0-7]{3})")
#: `//host/share on /Volumes/share (smbfs, nodev, nosuid)`
_MACOS_LINE = re.compile(r"^.+? on (/.*) \(([a-z0-9_]+)[,)]", re.MULTILINE)
_PATIENCE_S = 5.0


def network(path: Path, mountinfo: Path = _MOUNTINFO) -> str | None:
    """The type of the network file system that a path lies on, or would lie on; None: a local one, or nobody can say."""
    real = os.path.realpath(path)
    if real.startswith(("\\\\", "//")):
        return "unc"
    if sys.platform == "darwin" and mountinfo == _MOUNTINFO:
        mounts = _of_macos()
    else:
        mounts = _of_linux(mountinfo)
    kind = _kind(real, mounts)
    return kind if kind in _NETWORK or (kind.startswith("fuse.") and kind not in _LOCAL_FUSE) else None


def _kind(real: str, mounts: list[tuple[str, str]]) -> str:
    """The type of the innermost mount above a path; of several at one place, the last one is on top."""
    inner, found = -1, ""
    for point, kind in mounts:
        above = point.rstrip("/")
        if (real == above or real.startswith(f"{above}/")) and len(above) >= inner:
            inner, found = len(above), kind
    return found


def _of_linux(mountinfo: Path) -> list[tuple[str, str]]:
    try:
        lines = mountinfo.read_text("utf-8", "surrogateescape").split("\n")
    except OSError:
        return []
    return [mount for line in lines if (mount := _mount(line)) is not None]


def _mount(line: str) -> tuple[str, str] | None:
    """Mount point and type: `36 35 98:0 /root /mnt/point rw master:1 - ext3 /dev/root rw`."""
    before, dash, after = line.partition(" - ")
    fields = before.split(" ")
    if not dash or len(fields) < 5:
        return None
    point = _ESCAPED.sub(lambda octal: chr(int(octal[1], 8)), fields[4])
    return point, after.split(" ", 1)[0]


def _of_macos() -> list[tuple[str, str]]:
    try:
        told = subprocess.run(["/sbin/mount"], capture_output=True, timeout=_PATIENCE_S, check=True)
    except (OSError, subprocess.SubprocessError):
        return []
    return [(found[1], found[2]) for found in _MACOS_LINE.finditer(told.stdout.decode("utf-8", "surrogateescape"))]
