"""What is seen of an inbox, and when it is not believed."""

from __future__ import annotations

import errno
import os
import pickle
import time
from pathlib import Path
from typing import Any

import pytest

from redact.core.errors import UsageError, WriteError
from redact.run.watch.share import presence as share
from redact.run.watch.share.presence import establish, on_share
from redact.run.watch.share.scan import ShareAway, Sight, scan

TRANSIENT = ("ESTALE", "EIO", "EHOSTDOWN", "ENOTCONN", "ETIMEDOUT", "EBUSY")


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    folder = tmp_path / "inbox"
    folder.mkdir()
    establish(folder)
    return folder


def put(inbox: Path, name: str, text: str = "x") -> Path:
    path = inbox / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return path


def test_files_are_seen_in_folders_too_with_size_time_and_inode(inbox: Path) -> None:
    path = put(inbox, "a/b/letter.txt", "hello")

    found = scan(inbox)

    assert found == {"a/b/letter.txt": Sight(5, path.stat().st_mtime_ns, path.stat().st_ino)}


@pytest.mark.parametrize(
    "name",
    [
        *("~$letter.docx", ".~lock.letter.odt#", "a.tmp", "a.TMP", "a.part", "a.crdownload", "a.filepart", "a.swp"),
        *(".DS_Store", "Thumbs.db", ".redact-0123.tmp", ".hidden/a.txt", ".redact/claims/x.txt"),
    ],
)
def test_passing_and_hidden_files_are_left_alone(inbox: Path, name: str) -> None:
    put(inbox, name)

    assert scan(inbox) == {}


def test_patterns_are_of_names_or_of_paths_and_know_no_capitals(inbox: Path) -> None:
    for name in ("a.BAK", "x/a.bak", "drafts/a.txt", "drafts/deep/b.txt", "kept/drafts.txt"):
        put(inbox, name)

    assert set(scan(inbox, ("*.bak", "Drafts/*"))) == {"kept/drafts.txt"}


def test_links_and_pipes_are_not_files_and_links_are_not_followed(inbox: Path, tmp_path: Path) -> None:
    put(tmp_path, "secret/s.txt")
    (inbox / "link.txt").symlink_to(tmp_path / "secret/s.txt")
    (inbox / "folder").symlink_to(tmp_path / "secret")
    (inbox / "dead").symlink_to(tmp_path / "nowhere")
    os.mkfifo(inbox / "pipe")

    assert scan(inbox) == {}


def test_names_that_are_no_text_are_found_and_can_be_opened(inbox: Path) -> None:
    for raw in (b"caf\xe9.txt", b"two\nlines.txt", "naïve ☃.txt".encode()):
        (inbox / os.fsdecode(raw)).write_bytes(b"x")

    found = scan(inbox)

    assert {os.fsencode(name) for name in found} == {b"caf\xe9.txt", b"two\nlines.txt", "naïve ☃.txt".encode()}
    assert all((inbox / name).read_bytes() == b"x" for name in found)


def test_markers_are_no_files_but_say_which_are_complete(inbox: Path) -> None:
    for name in ("a.pdf", "a.pdf.done", "b.pdf", "c.done"):
        put(inbox, name)

    found = scan(inbox, marker=".done")

    assert set(found) == {"a.pdf", "b.pdf"}
    assert "a.pdf" in found.marked
    assert "b.pdf" not in found.marked


def test_a_mount_that_blinks_empty_is_away_and_not_an_empty_inbox(inbox: Path, tmp_path: Path) -> None:
    put(inbox, "a.txt")
    inbox.rename(tmp_path / "unmounted")
    inbox.mkdir()

    with pytest.raises(ShareAway):
        scan(inbox)

    inbox.rmdir()
    with pytest.raises(ShareAway):
        scan(inbox)
    (tmp_path / "unmounted").rename(inbox)
    assert set(scan(inbox)) == {"a.txt"}


def test_a_mount_that_goes_half_way_through_a_look_is_away(
    inbox: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(inbox, "a/a.txt")
    real = os.scandir

    def going(path: Path) -> Any:
        if Path(path) == inbox / "a":
            inbox.rename(tmp_path / "unmounted")
            inbox.mkdir()
        return real(path)

    monkeypatch.setattr(os, "scandir", going)

    with pytest.raises(ShareAway):
        scan(inbox)


@pytest.mark.parametrize("name", TRANSIENT)
def test_an_ill_share_is_away_and_the_error_names_no_file(
    inbox: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    put(inbox, "jane/a.txt")
    real, number = os.scandir, getattr(errno, name)

    def ill(path: Path) -> Any:
        if Path(path) == inbox / "jane":
            raise OSError(number, os.strerror(number), str(path))
        return real(path)

    monkeypatch.setattr(os, "scandir", ill)

    with pytest.raises(ShareAway) as caught:
        scan(inbox)
    assert caught.value.errno == number
    assert "jane" not in f"{caught.value!r}{caught.value}"
    assert caught.value.filename is None
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_a_folder_that_vanishes_or_is_closed_hides_only_itself(inbox: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gone/a.txt", "closed/b.txt", "c.txt"):
        put(inbox, name)
    errors = {inbox / "gone": errno.ENOENT, inbox / "closed": errno.EACCES}
    real = os.scandir

    def partly(path: Path) -> Any:
        if Path(path) in errors:
            raise OSError(errors[Path(path)], "no")
        return real(path)

    monkeypatch.setattr(os, "scandir", partly)

    found = scan(inbox)

    assert set(found) == {"c.txt"}
    assert found.closed == 1


def test_the_share_keeps_its_id_and_a_new_one_is_never_made_while_it_is_away(inbox: Path, tmp_path: Path) -> None:
    first = establish(inbox)

    assert establish(inbox) == establish(inbox, first) == first
    inbox.rename(tmp_path / "unmounted")
    inbox.mkdir()
    with pytest.raises(ShareAway):
        establish(inbox, first)
    establish(inbox)
    with pytest.raises(UsageError):
        establish(inbox, first)
    assert not list((inbox / ".redact").glob(".redact-*"))


def test_what_was_left_by_somebody_killed_at_a_first_start_goes(tmp_path: Path) -> None:
    ours = tmp_path / ".redact"
    ours.mkdir()
    for name in (".redact-00.tmp", "kept.txt"):
        (ours / name).touch()

    establish(tmp_path)

    assert {path.name for path in ours.iterdir()} == {"share", "kept.txt"}


@pytest.mark.parametrize("links", [True, False])
def test_whoever_is_cleared_away_at_a_first_start_takes_the_id_of_the_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    make, other = os.fsync, []

    def overtaken(handle: int) -> None:
        make(handle)
        if not other:
            other.append("under way")
            other.append(establish(tmp_path))
            if not links:
                monkeypatch.setattr(os, "link", _no_links)

    monkeypatch.setattr(os, "fsync", overtaken)

    assert establish(tmp_path) == other[1]


def _no_links(*_: object, **__: object) -> None:
    raise OSError(errno.EOPNOTSUPP, "no links")


def test_the_share_is_established_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "link", _no_links)

    first = establish(tmp_path)

    assert establish(tmp_path, first) == first


def test_a_link_in_the_place_of_our_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox/.redact").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(UsageError):
        establish(tmp_path / "inbox")
    assert not list((tmp_path / "elsewhere").iterdir())


def test_errors_of_a_share_are_told_from_those_of_a_file_and_of_a_full_disk() -> None:
    with pytest.raises(ShareAway), on_share():
        raise OSError(errno.ESTALE, "x")
    with pytest.raises(WriteError), on_share():
        raise OSError(errno.ENOSPC, "x")
    with pytest.raises(FileNotFoundError), on_share():
        raise FileNotFoundError(errno.ENOENT, "x")


def test_an_error_of_the_share_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(ShareAway(errno.ESTALE))).errno == errno.ESTALE


def test_nobody_can_say_is_not_no(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def ill(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "x")

    assert not share.there(tmp_path / "none")
    monkeypatch.setattr(os, "lstat", ill)
    with pytest.raises(OSError, match="x"):
        share.there(tmp_path)


@pytest.mark.slow
def test_a_hundred_thousand_files_take_well_under_a_few_seconds(inbox: Path) -> None:
    for folder in range(100):
        (inbox / f"f{folder}").mkdir()
        for number in range(1000):
            os.close(os.open(inbox / f"f{folder}/{number}.txt", os.O_CREAT | os.O_WRONLY))

    began = time.process_time()
    found = scan(inbox)

    assert len(found) == 100_000
    assert time.process_time() - began < 4.0
