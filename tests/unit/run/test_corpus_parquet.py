"""Parquet in a corpus: other columns stay as they are, and nothing of the source is left beside the rows."""

from __future__ import annotations

import decimal
import io
import json
from collections.abc import Iterable

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from pyarrow import parquet as pq
from rows_kit import CUT, NAME, found, growth, work

from redact.core.errors import CorruptInput, Defect, EncryptedInput, InputError, UsageError
from redact.run.corpus.formats import Fault, Fields
from redact.run.corpus.tables.parquet import ParquetTable
from redact.settings import Settings

QUICK = examples(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
PARTS = pa.list_(pa.struct([pa.field("type", pa.string()), pa.field("text", pa.large_string(), nullable=False)]))
CHAT = pa.list_(pa.struct([pa.field("role", pa.dictionary(pa.int32(), pa.string())), pa.field("content", PARTS)]))


def table(*text, settings=None, **rest):
    return ParquetTable(Fields(text or ("text",), **rest), settings or Settings())


def file(tmp_path, rows, **options):
    path = tmp_path / "rows.parquet"
    pq.write_table(rows if isinstance(rows, pa.Table) else pa.table(rows), path, **options)
    return path


def read(outputs: Iterable[bytes]) -> pa.Table:
    return pa.concat_tables([pq.read_table(io.BytesIO(output)) for output in outputs])


def test_texts_change_in_every_type_of_string(tmp_path):
    texts = ["Jane Roe", None, "", "x"]
    kinds = [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int16(), pa.string(), ordered=True)]
    rows = pa.table({str(number): pa.array(texts, kind) for number, kind in enumerate(kinds)})

    done = work(table("*"), file(tmp_path, rows))

    made = read(done.outputs)
    assert made.schema == rows.schema
    assert [column.to_pylist() for column in made.columns] == [[CUT, None, "", "x"]] * 4
    assert done.rows[1].texts == ()


def test_texts_within_lists_and_members_change_alone(tmp_path):
    chats = [
        [{"role": "u", "content": [{"type": "t", "text": "Jane Roe"}, None, {"type": None, "text": "x"}]}, None],
        None,
        [],
        [{"role": None, "content": None}, {"role": "a", "content": [{"type": "t", "text": "Hi Jane Roe"}]}],
    ]
    rows = pa.table({"chat": pa.array(chats, CHAT), "n": [1, 2, 3, 4]})

    done = work(table("chat[].content"), file(tmp_path, rows))

    made = read(done.outputs)
    assert made.schema == rows.schema
    assert json.dumps(made["chat"].to_pylist()) == json.dumps(chats).replace(NAME, CUT)
    assert [row.texts for row in done.rows] == [("Jane Roe", "x"), (), (), ("Hi Jane Roe",)]


def every_type(count: int) -> pa.Table:
    """Columns of many types, with nulls, beside a text."""
    numbers = range(count)
    key, coded = pa.string(), pa.dictionary(pa.int8(), pa.string(), ordered=True)
    columns = {
        "id": pa.array(numbers, pa.uint16()),
        "text": pa.array([f"{NAME} {number}" for number in numbers]),
        "coded": pa.array([None if n % 5 == 0 else "ba"[n % 2] for n in numbers]).dictionary_encode().cast(coded),
        "map": pa.array(
            [None if n % 3 else [("k", "v")] for n in numbers], pa.map_(key, pa.dictionary(pa.int32(), key))
        ),
        "when": pa.array(numbers, pa.timestamp("us", "Europe/London")),
        "uuid": pa.array([bytes([n % 256]) * 16 for n in numbers], pa.uuid()),
        "money": pa.array([decimal.Decimal(n) / 100 for n in numbers], pa.decimal128(10, 2)),
        "half": pa.array([None if n % 7 == 0 else float(n) for n in numbers], pa.float16()),
        "vector": pa.array([None if n % 2 else [n, 1, 2] for n in numbers], pa.list_(pa.float32(), 3)),
        "view": pa.array([b"\xff%d" % n for n in numbers], pa.binary_view()),
        "nested": pa.array([{"a": [[n], None, []], "text": NAME} for n in numbers]),
    }
    fields = [pa.field(name, column.type, name != "id", {"PARQUET:field_id": "7"}) for name, column in columns.items()]
    return pa.Table.from_arrays(list(columns.values()), schema=pa.schema(fields, {"pandas": '{"columns": []}'}))


@pytest.mark.parametrize("size", [1, 1 << 30])
def test_other_columns_stay_bit_for_bit(tmp_path, size):
    rows = every_type(100)
    path = file(tmp_path, rows, row_group_size=30)
    before = pq.read_table(path)

    done = work(table(id="id"), path, size)

    made = read(done.outputs)
    assert made.schema.equals(before.schema, check_metadata=True)
    assert len(done.outputs) == (4 if size == 1 else 1)
    assert [row.id for row in done.rows] == [str(number) for number in range(100)]
    for name in set(rows.column_names) - {"text"}:
        assert made[name].to_pylist() == before[name].to_pylist()
    assert made["text"].to_pylist() == [f"{CUT} {number}" for number in range(100)]


def test_codecs_encodings_and_row_groups_are_those_of_the_source(tmp_path):
    rows = {"id": range(100), "text": ["Jane Roe"] * 100, "other": ["x"] * 100}
    codecs = {"id": "gzip", "text": "zstd", "other": "none"}
    path = file(tmp_path, rows, row_group_size=40, compression=codecs, use_dictionary=["other"], version="1.0")

    done = work(table(), path)

    footer = pq.read_metadata(io.BytesIO(done.content))
    group = footer.row_group(0)
    columns = [group.column(number) for number in range(3)]
    assert [footer.row_group(number).num_rows for number in range(footer.num_row_groups)] == [40, 40, 20]
    assert [column.compression for column in columns] == ["GZIP", "ZSTD", "UNCOMPRESSED"]
    assert [column.has_dictionary_page for column in columns] == [False, False, True]
    assert footer.format_version == "1.0"


def test_a_file_that_arrow_did_not_write_keeps_its_types(tmp_path):
    rows = pa.table({"text": ["Jane Roe"], "at": pa.array([1], pa.timestamp("ns")), "list": [["x"]]})
    path = file(
        tmp_path, rows, store_schema=False, use_deprecated_int96_timestamps=True, use_compliant_nested_type=False
    )

    done = work(table(), path)

    assert pq.ParquetFile(io.BytesIO(done.content)).schema.equals(pq.ParquetFile(path).schema)
    assert pq.read_metadata(io.BytesIO(done.content)).metadata is None


def test_nothing_of_the_source_is_left_beside_the_rows(tmp_path):
    """Requirement: statistics, dictionaries, indexes and notes name values of rows that are gone."""
    rows = pa.table(
        {
            "text": pa.array(["Jane Roe", "a", "b"] * 50).dictionary_encode(),
            "other": pa.array(["x", "y", "z"] * 50),
        }
    ).replace_schema_metadata({"note": "Jane Roe", "pandas": '{"attributes": {"who": "Jane Roe"}, "columns": []}'})
    path = file(
        tmp_path, rows, write_page_index=True, compression="none",
        bloom_filter_options={"text": {"ndv": 100, "fpp": 0.01}},
    )  # fmt: skip

    done = work(table(), path)

    column = pq.read_metadata(io.BytesIO(done.content)).row_group(0).column(0)
    assert NAME.encode() in path.read_bytes()
    assert NAME.encode() not in done.content
    assert (column.statistics.min, column.statistics.max) == (CUT, "b")
    assert column.bloom_filter_offset is None
    assert json.loads(pq.read_schema(io.BytesIO(done.content)).metadata[b"pandas"]) == {"columns": []}


def not_utf8(values: list[bytes | None]) -> pa.Array:
    binary = pa.array(values, pa.binary())
    return pa.Array.from_buffers(pa.string(), len(values), binary.buffers(), binary.null_count)


def test_what_stood_beside_a_row_kept_back_is_not_in_the_output(tmp_path):
    """Requirement: a dictionary is shared by all rows of a row group, and would name the value of a row that is gone."""
    values = ["Secret Person" if number == 1500 else f"v{number % 3}" for number in range(3000)]
    texts = [b"\xff" if number == 1500 else b"Jane Roe" for number in range(3000)]
    coded = pa.dictionary(pa.int32(), pa.string())
    nested = pa.array([[{"name": value}] for value in values], pa.list_(pa.struct([("name", coded)])))
    rows = pa.table({"text": not_utf8(texts), "who": pa.array(values).dictionary_encode(), "nested": nested})
    path = file(tmp_path, rows, compression="none")

    done = work(table(), path)

    assert read(done.outputs).schema == rows.schema
    assert b"Secret Person" in path.read_bytes()
    assert b"Secret Person" not in done.content
    assert done.kinds == {"row 1501": "CorruptInput"}
    assert read(done.outputs).num_rows == 2999


def test_rows_are_called_by_their_id_or_their_number_in_the_file(tmp_path):
    rows = {"id": ["a", None, "", "d"], "text": not_utf8([b"x", b"\xff", b"\xff", b"\xff"])}
    path = file(tmp_path, rows, row_group_size=1)

    assert set(work(table(id="id"), path, size=1).kinds) == {"row 2", "row 3", "d"}


def test_a_text_over_the_limit_is_kept_back_alone(tmp_path):
    path = file(tmp_path, {"text": ["x" * 11, "x" * 10]})

    assert work(table(settings=Settings(max_value_chars=10)), path).kinds == {"row 1": "LimitExceeded"}


def test_counts_become_a_column(tmp_path):
    path = file(tmp_path, pa.table({"text": ["Jane Roe Jane Roe", "x"], "c": pa.array(["a", "b"]).dictionary_encode()}))

    made = read(work(table(counts="cuts"), path).outputs)

    assert made.schema.field("cuts").type == pa.int32()
    assert made.schema.field("c").type == pa.dictionary(pa.int32(), pa.string())
    assert made["cuts"].to_pylist() == [2, 0]


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("no", {}),
        ("n", {}),
        ("text[0]", {}),
        ("text.inner", {}),
        ("chat", {}),
        ("chat[].role.x", {}),
        ("map.**", {}),
        ("twice", {}),
        ("text", {"id": "no"}),
        ("text", {"id": "chat"}),
        ("text", {"counts": "n"}),
    ],
)
def test_a_wrong_column_is_told_before_anything_is_read(tmp_path, text, rest):
    columns = {
        "text": pa.array(["x"]),
        "n": pa.array([1]),
        "chat": pa.array([[]], CHAT),
        "map": pa.array([[("a", "b")]], pa.map_(pa.string(), pa.string())),
    }
    rows = pa.table([*columns.values(), pa.array(["a"]), pa.array(["b"])], names=[*columns, "twice", "twice"])
    path = file(tmp_path, rows)

    with pytest.raises(UsageError):
        list(table(text, **rest).shards(found(path), 10))


def test_a_star_is_every_column_of_strings(tmp_path):
    path = file(tmp_path, {"a": ["Jane Roe"], "b": ["Jane Roe"], "n": [1]})

    assert read(work(table("*"), path).outputs).to_pylist() == [{"a": CUT, "b": CUT, "n": 1}]


@pytest.mark.parametrize("rows", [pa.table({"text": pa.array([], pa.string())}), pa.schema([("text", pa.string())])])
def test_a_file_without_rows_comes_out(tmp_path, rows):
    path = tmp_path / "rows.parquet"
    if isinstance(rows, pa.Schema):
        pq.ParquetWriter(path, rows).close()
    else:
        pq.write_table(rows, path)

    done = work(table(), path)

    assert read(done.outputs).schema == pa.schema([("text", pa.string())])
    assert done.rows == []


def test_files_of_other_schemas_are_each_read_by_their_own(tmp_path):
    one, other = (tmp_path / name for name in ("a.parquet", "b.parquet"))
    pq.write_table(pa.table({"text": ["Jane Roe"]}), one)
    pq.write_table(pa.table({"n": [1], "text": pa.array(["Jane Roe"], pa.large_string())}), other)
    reader = table()

    made = [read(work(reader, path).outputs).to_pylist() for path in (one, other)]

    assert made == [[{"text": CUT}], [{"n": 1, "text": CUT}]]


def test_shards_are_row_groups_of_about_the_size(tmp_path):
    path = file(
        tmp_path, {"text": [f"{number:0100d}" for number in range(1000)]}, row_group_size=100, compression="none"
    )

    shards = list(table().shards(found(path), 25_000))

    assert [shard.start for shard in shards[1:]] == [shard.end for shard in shards[:-1]]
    assert (shards[0].start, shards[-1].end) == (0, 10)
    assert 3 <= len(shards) <= 5


@pytest.mark.parametrize("keep", [0, 4, 11, 500, -1])
def test_a_file_cut_short_is_corrupt(tmp_path, keep):
    path = file(tmp_path, {"text": ["Jane Roe"] * 1000, "n": range(1000)})
    seen = found(path)
    path.write_bytes(path.read_bytes()[:keep])

    with pytest.raises(CorruptInput, match="damaged or cut short"):
        list(table().shards(seen, 10))


def test_an_encrypted_file_is_refused(tmp_path):
    path = tmp_path / "rows.parquet"
    path.write_bytes(b"PARE" + bytes(100) + b"PARE")

    with pytest.raises(EncryptedInput):
        list(table().shards(found(path), 10))


@pytest.mark.parametrize("checked", [True, False])
def test_a_corrupt_row_group_is_an_error_of_its_shard_alone(tmp_path, checked):
    rows = {"text": [f"Jane Roe {number}" for number in range(3000)]}
    path = file(tmp_path, rows, row_group_size=1000, compression="zstd", write_page_checksum=checked)
    start = pq.read_metadata(path).row_group(1).column(0).dictionary_page_offset
    content = bytearray(path.read_bytes())
    content[start + 40 : start + 80] = bytes(40)
    path.write_bytes(content)
    shards = list(table().shards(found(path), 1))

    assert [len(list(table().rows(shards[number], str(path)))) for number in (0, 2)] == [1000, 1000]
    with pytest.raises(CorruptInput, match="damaged or cut short"):
        list(table().rows(shards[1], str(path)))


@given(hits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=4))
@QUICK
def test_whatever_is_damaged_is_an_error_of_ours(tmp_path, hits):
    rows = {"text": [f"Jane Roe {number}" for number in range(200)], "n": range(200)}
    path = file(tmp_path, rows, row_group_size=50, write_page_checksum=True)
    content = bytearray(path.read_bytes())
    for where, value in hits:
        content[int(where * len(content))] = value
    path.write_bytes(content)

    try:
        for shard in table().shards(found(path), 1):
            for row in table().rows(shard, str(path)):
                assert isinstance(row, Fault) or len(row.texts) <= 1
    except (InputError, UsageError):
        return


def test_an_output_that_cannot_be_read_is_our_own_mistake(tmp_path):
    """Requirement: the columns are read, and not only the footer, which says how many rows there ought to be."""
    path = file(tmp_path, {"text": [f"{number}" for number in range(1000)]}, compression="zstd")
    content = path.read_bytes()
    path.write_bytes(content[:40] + bytes(100) + content[140:])
    assert pq.read_metadata(path).num_rows == 1000

    with pytest.raises(Defect):
        table().count(path)


def test_memory_does_not_grow_with_rows(tmp_path):
    """Requirement: 200,000 rows of one row group in the memory of some of them, here of a tenth."""
    path = tmp_path / "rows.parquet"
    rows = pa.table({"id": range(20_000), "text": [f"{NAME} {number:01000d}" for number in range(20_000)]})
    with pq.ParquetWriter(path, rows.schema, compression="zstd") as writer:
        writer.write_table(pa.concat_tables([rows] * 10), row_group_size=200_000)
    del rows
    assert pq.read_metadata(path).num_row_groups == 1

    number, grown = growth(table(), path, settled=70_000)

    assert number == 200_000
    assert grown < 64 * 1024**2


@pytest.mark.slow
def test_a_row_of_100_mb_works(tmp_path):
    big = "Jane Roe " + "word " * (20 * 1024**2)
    path = file(tmp_path, {"text": ["a", big, "b"]})

    done = work(table(settings=Settings(max_value_chars=200 * 1024**2)), path)

    assert read(done.outputs)["text"].to_pylist() == ["a", big.replace(NAME, CUT), "b"]
    assert work(table(), path).kinds == {"row 2": "LimitExceeded"}
