"""What a path is mounted from, as the system tells it."""

from __future__ import annotations

from pathlib import Path

import pytest

from redact.run.watch.config import mounts

MOUNTS = r"""22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
30 22 0:50 / /srv/share rw - nfs4 host:/export rw
31 30 0:51 / /srv/share/local rw - xfs /dev/vdb rw
32 22 0:52 / /mnt/with\040space rw shared:3 master:1 - cifs //host/share rw
33 22 0:53 / /mnt/ssh rw - fuse.sshfs me@host: rw
34 22 0:54 / /mnt/safe rw - fuse.gocryptfs /home rw
35 22 0:55 / /mnt/auto rw - autofs /etc/auto rw
36 35 0:56 / /mnt/auto rw - smb3 //host/auto rw
37 22 0:57 / /mnt/wsl rw - 9p C: rw
not a line
"""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/home/a", None),
        ("/srv/share/state", "nfs4"),
        ("/srv/shared", None),
        ("/srv/share/local/state", None),
        ("/mnt/with space/x", "cifs"),
        ("/mnt/ssh", "fuse.sshfs"),
        ("/mnt/safe/x", None),
        ("/mnt/auto/x", "smb3"),
        ("/mnt/wsl/x", "9p"),
    ],
)
def test_network_file_systems_are_known_by_the_innermost_mount(tmp_path: Path, path: str, kind: str | None) -> None:
    (tmp_path / "mountinfo").write_text(MOUNTS)

    assert mounts.network(Path(path), tmp_path / "mountinfo") == kind


def test_where_nobody_can_say_it_counts_as_local(tmp_path: Path) -> None:
    assert mounts.network(tmp_path, tmp_path / "none") is None


def test_mounts_as_macos_tells_them() -> None:
    told = "/dev/disk1s1 on / (apfs, local, journaled)\n//me@host/share on /Volumes/My Share (smbfs, nodev, nosuid)\n"

    assert [found.groups() for found in mounts._MACOS_LINE.finditer(told)] == [
        ("/", "apfs"),
        ("/Volumes/My Share", "smbfs"),
    ]
