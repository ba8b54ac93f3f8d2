"""Files within files are read in place, written in place, and withheld where they cannot be read."""

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from redact.core.errors import CorruptInput, TooDeep, UnsupportedMedia
from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.place import Chars
from redact.core.segment import Child, Text, TextKind
from redact.media import _child
from redact.pipeline.inside import Inside
from redact.pipeline.nested import Nested
from redact.pipeline.opening import Opener
from redact.settings import Settings

SETTINGS = Settings(max_nesting=3)


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name, content in members.items():
            package.writestr(name.replace("_dot_", "."), content)
    return out.getvalue()


def nested_zips(depth: int) -> bytes:
    content = zipped(letter_dot_txt=b"Jane Tymms wrote.")
    for _ in range(depth):
        content = zipped(inner_dot_zip=content)
    return content


@pytest.fixture
def opener(tmp_path):
    folder = tmp_path / "inside"
    folder.mkdir()
    made = Opener(SETTINGS, strict=False, folder=folder)
    yield made
    made.close()


def source(path: Path, content: bytes, kind: str = "archive") -> Source:
    path.write_bytes(content)
    return Source(path, path.name, "0" * 64, len(content), kind)


def cut(word: str):
    """A change that puts `***` for a word, and notes the segments it was asked about."""
    asked = []

    def change(segment):
        asked.append((segment.ordinal, segment.part))
        at = segment.text.find(word) if isinstance(segment, Text) else -1
        return [Edit(Chars(at, at + len(word)), "xxx")] if at >= 0 else []

    return change, asked


def test_members_are_read_in_place_and_counted_through(tmp_path, opener):
    content = zipped(Jane_dot_txt=b"Dear Jane", b_dot_csv=b"name\nJane\n", notes=b"x")

    read = [(s.ordinal, s.part, s.text) for s in opener.open(source(tmp_path / "a.zip", content)).segments()]

    assert read == [
        (0, "member 1, name", "Jane"),
        (1, "member 1, text", "Dear Jane"),
        (2, "member 2, name", "b"),
        (3, "member 2, row 1", "name"),
        (4, "member 2, row 2", "Jane"),
        (5, "member 3, name", "notes"),
        (6, "member 3, text", "x"),
    ]


def test_names_of_members_are_read_as_names(tmp_path, opener):
    (name, _) = opener.open(source(tmp_path / "a.zip", zipped(jane_dot_txt=b"x"))).segments()

    assert name.kind is TextKind.NAME


def test_writing_asks_about_the_same_segments_and_changes_names_and_contents(tmp_path, opener):
    document = opener.open(source(tmp_path / "a.zip", zipped(Jane_dot_txt=b"Dear Jane", z_dot_zip=nested_zips(1))))
    change, asked = cut("Jane")
    out = io.BytesIO()

    document.write(change, out)

    assert asked == [(s.ordinal, s.part) for s in document.segments()]
    with zipfile.ZipFile(out) as package:
        assert package.namelist() == ["xxx.txt", "z.zip"]
        assert package.read("xxx.txt") == b"Dear xxx"
        inner = zipfile.ZipFile(io.BytesIO(package.read("z.zip")))
        innermost = zipfile.ZipFile(io.BytesIO(inner.read("inner.zip")))
    assert innermost.read("letter.txt") == b"xxx Tymms wrote."


def test_nothing_that_was_taken_out_is_left(tmp_path, opener):
    document = opener.open(source(tmp_path / "a.zip", nested_zips(2)))
    document.write(lambda segment: (), io.BytesIO())
    list(document.segments())

    assert [path for path in (tmp_path / "inside").rglob("*") if path.is_file()] == []


def test_a_member_that_cannot_be_read_leaves_a_note(tmp_path, opener):
    document = opener.open(source(tmp_path / "a.zip", zipped(a_dot_txt=b"hello", b_dot_txt=b"\x00\x01\x02" * 99)))
    out = io.BytesIO()

    document.write(lambda segment: (), out)

    with zipfile.ZipFile(out) as package:
        names = package.namelist()
        assert package.read(names[1]).decode() == _child.NOTE
    (withheld,) = [note for note in document.census() if note.part == "member 2"]
    assert names == ["a.txt", "member 2 withheld.txt"]
    assert withheld.state is PartState.DROPPED
    assert "binary" in withheld.note


def test_where_the_pack_is_strict_an_unreadable_member_keeps_back_all(tmp_path):
    strict = Opener(SETTINGS)
    document = strict.open(source(tmp_path / "a.zip", zipped(a_dot_txt=b"hello", b_dot_txt=b"\x00\x01\x02" * 99)))

    with pytest.raises(UnsupportedMedia, match=r"member 2: .*binary"):
        list(document.segments())
    strict.close()


def test_an_empty_member_stays_and_its_name_is_read(tmp_path, opener):
    document = opener.open(source(tmp_path / "a.zip", zipped(Jane=b"")))
    change, _ = cut("Jane")
    out = io.BytesIO()

    document.write(change, out)

    with zipfile.ZipFile(out) as package:
        assert [(info.filename, info.file_size) for info in package.infolist()] == [("xxx", 0)]


def test_what_lies_too_deep_is_refused_even_where_the_pack_allows_notes(tmp_path, opener):
    assert len(list(opener.open(source(tmp_path / "a.zip", nested_zips(2))).segments())) == 4

    with pytest.raises(TooDeep):
        list(opener.open(source(tmp_path / "b.zip", nested_zips(3))).segments())


def test_the_census_speaks_of_every_file(tmp_path, opener):
    document = opener.open(source(tmp_path / "a.zip", zipped(z_dot_zip=zipped(a_dot_txt=b"x"))))

    parts = [note.part for note in document.census()]

    assert {"directory", "member 1", "member 1, directory", "member 1, member 1"} <= set(parts)
    assert len(parts) == len(set(parts))


def test_every_file_can_be_swept(tmp_path, opener):
    document = opener.open(source(tmp_path / "a.zip", zipped(a_dot_txt=b"Jane", z_dot_zip=zipped(b_dot_txt=b"June"))))

    swept = [body.path.read_bytes() for body in document.bodies()]

    assert [content for content in swept if not content.startswith(b"PK")] == [b"Jane", b"June"]
    assert len(swept) == 4


@dataclass
class Holder:
    """A document of one text and one child."""

    content: bytes = b"x"
    given: list = field(default_factory=list)

    def segments(self):
        yield Text(0, "text", "before")
        yield Child(1, "thing", "thing.txt", lambda: io.BytesIO(self.content), shown=False)

    def census(self):
        yield PartNote("text", PartState.READ)
        yield PartNote("thing", PartState.READ, "said by its holder")

    def write(self, change, out):
        for segment in self.segments():
            self.given.append(change(segment))


def holder(tmp_path, **more) -> Nested:
    inside = Inside(SETTINGS, lambda _: Broken(), strict=False)
    return Nested(Holder(**more), Source(tmp_path, "x", "0", 1, "mail"), inside)


class Broken:
    """A document that turns out to be damaged after its first text."""

    def segments(self):
        yield Text(0, "text", "half")
        raise CorruptInput("half of it is missing", "leave it out")

    def census(self):
        return ()


def test_what_breaks_half_way_is_not_read_at_all(tmp_path):
    document = holder(tmp_path)

    assert [segment.text for segment in document.segments()] == ["before"]
    assert [note.state for note in document.census()] == [PartState.READ, PartState.DROPPED]


def test_a_name_that_is_not_shown_is_not_read_and_a_withheld_child_has_no_file(tmp_path):
    document = holder(tmp_path)

    document.write(lambda segment: (), io.BytesIO())

    (edit,) = document._document.given[1]
    assert (edit.replacement, edit.file) == ("thing.txt", None)
