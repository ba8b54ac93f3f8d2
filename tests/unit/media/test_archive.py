"""Archives are taken apart member by member and put together again without who packed them."""

import gzip
import io
import tarfile
import zipfile

import pytest

from redact.core.errors import CorruptInput, EncryptedInput, LimitExceeded
from redact.core.flow import Edit, PartState, Source
from redact.core.place import Chars
from redact.media import _child
from redact.media.archive import open_archive
from redact.settings import Settings


def opened(path, content, settings=None):
    path.write_bytes(content)
    return open_archive(Source(path, path.name, "0" * 64, len(content), "archive"), settings)


def zipped(members, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members:
            info = zipfile.ZipInfo(name, (2024, 2, 3, 4, 5, 6))
            info.comment = comment
            package.writestr(info, content, zipfile.ZIP_DEFLATED)
        package.comment = comment
    return out.getvalue()


def tarred(members, mode="w"):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size, info.uname, info.mtime = len(content), "jtymms", 1_700_000_000
            archive.addfile(info, io.BytesIO(content))
        link = tarfile.TarInfo("Jane Tymms")
        link.type, link.linkname = tarfile.SYMTYPE, "a.txt"
        archive.addfile(link)
    return out.getvalue()


def unpacked(document):
    """Every member gone through to its end."""
    for child in document.segments():
        with child.content() as file:
            while file.read(1 << 20):
                pass


MEMBERS = [("a.txt", b"first"), ("folder/b.txt", b"second " * 50)]
KINDS = [("a.zip", zipped(MEMBERS)), ("a.tar", tarred(MEMBERS)), ("a.tar.gz", tarred(MEMBERS, "w:gz"))]


def back(tmp_path, rename=lambda name: name, content=None):
    """A change that gives every child back, in upper case or with other content."""

    def change(child):
        with child.content() as file:
            path = tmp_path / f"released-{child.ordinal}"
            path.write_bytes(file.read().upper() if content is None else content)
        return [Edit(Chars(0, 0), rename(child.name), file=path)]

    return change


def listed(content, tmp_path):
    path = tmp_path / "again"
    path.write_bytes(content)
    if content[:2] == b"PK":
        with zipfile.ZipFile(path) as package:
            return [(info.filename, package.read(info)) for info in package.infolist()]
    with tarfile.open(path) as archive:
        return [(info.name, archive.extractfile(info).read()) for info in archive]


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_members_come_as_children_in_order(tmp_path, name, content):
    children = []
    for child in opened(tmp_path / name, content).segments():
        with child.content() as file:
            children.append((child.ordinal, child.name, child.shown, file.read()))

    assert children == [(0, "a.txt", True, b"first"), (1, "folder/b.txt", True, b"second " * 50)]


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_the_archive_is_built_again_of_what_comes_back(tmp_path, name, content):
    out = io.BytesIO()

    opened(tmp_path / name, content).write(back(tmp_path), out)

    assert listed(out.getvalue(), tmp_path) == [("a.txt", b"FIRST"), ("folder/b.txt", b"SECOND " * 50)]


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_who_packed_it_and_when_is_gone_and_writing_again_changes_nothing(tmp_path, name, content):
    first, second = io.BytesIO(), io.BytesIO()
    opened(tmp_path / name, content).write(back(tmp_path), first)
    opened(tmp_path / f"2{name}", first.getvalue()).write(back(tmp_path), second)

    plain = gzip.decompress(first.getvalue()) if name.endswith("gz") else first.getvalue()
    assert first.getvalue() == second.getvalue()
    assert b"tymms" not in plain.lower()


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_nothing_is_left_to_drop_in_what_was_written(tmp_path, name, content):
    out = io.BytesIO()
    opened(tmp_path / name, content).write(back(tmp_path), out)

    states = {note.state for note in opened(tmp_path / f"2{name}", out.getvalue()).census()}

    assert states == {PartState.CLEANED}


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_a_withheld_member_leaves_a_note_without_its_name(tmp_path, name, content):
    out = io.BytesIO()

    opened(tmp_path / name, content).write(lambda child: (), out)

    notes = listed(out.getvalue(), tmp_path)
    assert [text.decode() for _, text in notes] == [_child.NOTE] * 2
    assert not any("a.txt" in called or "b.txt" in called for called, _ in notes)


def test_two_members_that_come_back_under_one_name_are_told_apart(tmp_path):
    out = io.BytesIO()

    opened(tmp_path / "a.zip", zipped(MEMBERS)).write(back(tmp_path, rename=lambda _: "Same.txt"), out)

    assert [name for name, _ in listed(out.getvalue(), tmp_path)] == ["Same.txt", "Same-2.txt"]


def test_what_stands_between_the_members_of_a_zip_file_goes(tmp_path):
    content = zipped(MEMBERS, comment=b"Zebedee Quillfeather")
    orphan = zipped([("secret.txt", b"Zebedee Quillfeather" * 9)])
    out = io.BytesIO()

    document = opened(tmp_path / "a.zip", orphan[:80] + content)
    document.write(back(tmp_path), out)

    assert b"Quillfeather" not in out.getvalue()
    assert "comments" in {note.part for note in document.census()}


def test_litter_of_desktops_is_dropped_and_said_so(tmp_path):
    members = [*MEMBERS, ("__MACOSX/._a.txt", b"x"), (".DS_Store", b"x"), ("folder/Thumbs.db", b"x")]
    document = opened(tmp_path / "a.zip", zipped(members))

    assert len(list(document.segments())) == 2
    (litter,) = [note for note in document.census() if note.part == "litter"]
    assert (litter.state, litter.note) == (PartState.DROPPED, "3 files that a desktop left")


@pytest.mark.parametrize("name", ["../a.txt", "/etc/a", "C:/a", "a/../../b", "a\\..\\..\\b", "\\\\host\\a"])
def test_a_name_that_leads_out_is_refused(tmp_path, name):
    with pytest.raises(CorruptInput, match="leads out"):
        list(opened(tmp_path / "a.zip", zipped([(name, b"x")])).segments())


@pytest.mark.parametrize(("name", "content"), KINDS)
def test_a_truncated_archive_is_damaged(tmp_path, name, content):
    end = 1400 if name.endswith("tar") else len(content) // 2  # the rest of a TAR file is nothing but zeros

    with pytest.raises(CorruptInput):
        unpacked(opened(tmp_path / name, content[:end]))


def test_two_members_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate"):
        content = zipped([("a.txt", b"seen"), ("a.txt", b"unseen")])

    with pytest.raises(CorruptInput, match="one name"):
        opened(tmp_path / "a.zip", content)


def test_a_locked_member_is_said_to_be_locked(tmp_path):
    content = bytearray(zipped([("a.txt", b"x")]))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(mark) + offset] |= 1

    with pytest.raises(EncryptedInput):
        opened(tmp_path / "a.zip", bytes(content))


def test_a_bomb_is_refused_before_it_goes_off(tmp_path):
    zeros = bytes(40 << 20)

    with pytest.raises(LimitExceeded, match="bomb"):
        opened(tmp_path / "a.zip", zipped([("a", zeros)]))
    with pytest.raises(LimitExceeded, match="bomb"):
        unpacked(opened(tmp_path / "a.gz", gzip.compress(zeros)))


def test_more_members_than_allowed_are_refused(tmp_path):
    with pytest.raises(LimitExceeded, match="members"):
        opened(tmp_path / "a.zip", zipped(MEMBERS), Settings(max_members=1))
    with pytest.raises(LimitExceeded, match="members"):
        list(opened(tmp_path / "a.tar", tarred(MEMBERS), Settings(max_members=1)).segments())


def test_a_gzip_file_holds_one_file_called_as_it_is_and_its_old_name_goes(tmp_path):
    packed = io.BytesIO()
    with gzip.GzipFile("Jane Tymms.txt", "wb", fileobj=packed) as file:
        file.write(b"hello")
    document = opened(tmp_path / "letter.txt.gz", packed.getvalue())
    out = io.BytesIO()

    (child,) = document.segments()
    document.write(back(tmp_path), out)

    assert (child.name, child.shown) == ("letter.txt", False)
    assert gzip.decompress(out.getvalue()) == b"HELLO"
    assert b"Tymms" not in out.getvalue()
    assert [note.state for note in document.census()] == [PartState.DROPPED]
    assert [note.state for note in opened(tmp_path / "b.gz", out.getvalue()).census()] == [PartState.CLEANED]
