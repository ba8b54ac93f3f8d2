"""Tables of cells in a corpus: spelling and line ends stay, a bad row is kept back alone."""

from __future__ import annotations

import csv
import gzip
import io

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from rows_kit import CUT, NAME, found, growth, work

from redact.core.errors import CorruptInput, Defect, LimitExceeded, UnsupportedMedia, UsageError
from redact.run.corpus.formats import Fields
from redact.run.corpus.tables.delimited import CsvTable
from redact.settings import Settings

QUICK = examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def table(*text, settings=None, **rest):
    return CsvTable(Fields(text or ("text",), **rest), settings or Settings())


def file(tmp_path, content):
    path = tmp_path / "rows.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_changed_cell_is_written_in_the_manner_of_the_file(tmp_path, mark, end):
    rows = [
        ["id", '"text"', "n"],
        ["1", "Jane Roe", ' "x'],
        ["2", f'"{end}Jane Roe{mark} ""J"""', "01.0"],
        ["3", '""', ""],
    ]
    content = end.join(mark.join(row) for row in rows)

    done = work(table(id="id"), file(tmp_path, content))

    assert done.content.decode() == content.replace(NAME, CUT)
    assert [row.id for row in done.rows] == ["1", "2", "3"]
    assert [row.texts for row in done.rows] == [("Jane Roe",), (f'{end}Jane Roe{mark} "J"',), ("",)]


def test_a_cell_is_quoted_where_its_new_text_needs_it(tmp_path):
    done = work(table(), file(tmp_path, "text,n\na,1\n"), change=lambda _: 'x, "y"\n')

    assert done.content == b'text,n\n"x, ""y""\n",1\n'


def test_an_emptied_cell_does_not_become_a_blank_line(tmp_path):
    done = work(table(), file(tmp_path, "text\nJane Roe\n"), change=lambda _: "")

    assert done.content == b'text\n""\n'


def test_mark_note_and_header_stay(tmp_path):
    content = b'\xef\xbb\xbfsep=;\r\n"te;xt";n,m\r\nJane Roe;1,0\r\n'

    done = work(table("te;xt"), file(tmp_path, content))

    assert done.content == content.replace(NAME.encode(), CUT.encode())


def test_the_delimiter_is_that_under_which_the_columns_are_found(tmp_path):
    """Requirement: commas within texts do not outvote the header."""
    content = "id;text\n1;a, b, c, d Jane Roe\n2;e, f, g\n"

    assert work(table(id="id"), file(tmp_path, content)).content.decode() == content.replace(NAME, CUT)


@pytest.mark.parametrize("name", ["meta.note", '"meta.note"'])
def test_a_column_may_have_a_dot(tmp_path, name):
    done = work(table(name), file(tmp_path, "meta.note,n\nJane Roe,1\n"))

    assert done.content == b"meta.note,n\n[PERSON],1\n"


def test_a_star_is_every_column_but_the_id(tmp_path):
    done = work(table("*", id="id"), file(tmp_path, "id,a,b\nJane Roe,Jane Roe,x\n"))

    assert done.content == b"id,a,b\nJane Roe,[PERSON],x\n"


def test_counts_become_a_column(tmp_path):
    done = work(table(counts="cuts"), file(tmp_path, 'text,n\r\n"Jane Roe",1\r\nx,2'))

    assert done.content == b'text,n,cuts\r\n"[PERSON]",1,1\r\nx,2,0'


@pytest.mark.parametrize(
    ("text", "rest"), [("no", {}), ("text", {"id": "no"}), ("text", {"counts": "n"}), ("twice", {})]
)
def test_a_wrong_column_is_told_before_anything_is_read(tmp_path, text, rest):
    path = file(tmp_path, "text,n,twice,twice\nx,1,2,3\n")

    with pytest.raises(UsageError):
        list(table(text, **rest).shards(found(path), 10))


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf", b",,\n1,2,3\n", b'"text', b"te\xffxt\nx\n"])
def test_a_table_without_a_header_is_corrupt(tmp_path, content):
    path = file(tmp_path, content)

    with pytest.raises(CorruptInput, match="no header"):
        list(table().shards(found(path), 10))


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32"])
def test_other_encodings_are_refused(tmp_path, codec):
    path = file(tmp_path, "text,n\nJane Roe,1\n".encode(codec))

    with pytest.raises(UnsupportedMedia):
        list(table().shards(found(path), 10))


def test_a_header_alone_comes_out(tmp_path):
    assert work(table(), file(tmp_path, "text,n\r\n")).content == b"text,n\r\n"


def test_bad_rows_are_kept_back_alone(tmp_path):
    content = b"id,text\n1,Jane Roe\n2\n3,x,y\n\n\xff4,x\n5,\xe9\n,z,\n6,last"

    done = work(table(id="id"), file(tmp_path, content))

    assert done.content == b"id,text\n1,[PERSON]\n6,last"
    assert done.kinds == dict.fromkeys(("2", "3", "row 4", "5", "row 6"), "CorruptInput")


def test_a_quote_that_is_never_closed_ends_the_file(tmp_path):
    path = file(tmp_path, 'text,n\na,1\n"Jane Roe,2\nb,3\n')
    (shard,) = table().shards(found(path), 10)
    rows = table().rows(shard, str(path))

    assert next(rows).texts == ("a",)
    with pytest.raises(CorruptInput, match="never closed"):
        next(rows)


def test_a_cell_over_the_limit_ends_the_file(tmp_path):
    path = file(tmp_path, "text,n\n" + "x" * 300_000 + ",1\n")
    (shard,) = table().shards(found(path), 10)

    with pytest.raises(LimitExceeded):
        list(table(settings=Settings(max_value_chars=1000)).rows(shard, str(path)))


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_packed_tables_come_out_packed(tmp_path, packing):
    content = ("text,n\n" + "Jane Roe,1\n" * 5000).encode()
    packed = gzip.compress(content) if packing == "gzip" else pa.Codec("zstd").compress(content, asbytes=True)

    done = work(table(), file(tmp_path, packed), size=10)

    assert len(done.outputs) == 1
    whole = pa.CompressedInputStream(pa.BufferReader(done.content), packing).read()
    assert whole == content.replace(NAME.encode(), CUT.encode())


CELL = st.text(alphabet="aJ \"',;\t\né|=", max_size=6)


@given(rows=st.lists(st.tuples(CELL, CELL), max_size=6), end=st.sampled_from(["\n", "\r\n"]))
@QUICK
def test_any_table_that_python_writes_comes_back(tmp_path, rows, end):
    """Requirement: rows that are not changed keep every byte, and the other reader counts as many."""
    made = io.StringIO(newline="")
    writer = csv.writer(made, lineterminator=end)
    writer.writerows([("id", "text"), *rows])
    content = made.getvalue()

    assert work(table(), file(tmp_path, content)).content == content.encode()


@given(text=st.text(alphabet='ab",\r\n Jé', max_size=60))
@example(text='"""\rJ')
@QUICK
def test_whatever_the_rows_look_like_two_readers_agree(tmp_path, text):
    path = file(tmp_path, "id,text\n" + text)
    try:
        done = work(table(), path)
    except CorruptInput:
        return

    assert len(done.rows) + len(done.faults) == sum(1 for row in csv.reader(io.StringIO(text, newline="")) if row)


def test_memory_does_not_grow_with_rows(tmp_path):
    """Requirement: 200,000 rows in the memory of a few."""
    path = file(tmp_path, "id,text\n" + 'x,"Jane Roe\nwas here"\n' * 200_000)

    rows, grown = growth(table(), path, settled=20_000)

    assert rows == 200_000
    assert grown < 16 * 1024**2


def test_an_output_that_is_no_table_is_our_own_mistake(tmp_path):
    with pytest.raises(Defect):
        table().count(file(tmp_path, b"text\n\xff\n"))


def test_the_limit_of_pythons_own_reader_is_put_back(tmp_path):
    before = csv.field_size_limit()

    table().count(file(tmp_path, "text\n" + "x" * (before + 1) + "\n"))

    assert csv.field_size_limit() == before
