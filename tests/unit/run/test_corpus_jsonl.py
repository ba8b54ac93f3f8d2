"""JSONL in a corpus: what is not redacted keeps every byte, and a bad line is kept back alone."""

from __future__ import annotations

import gzip
import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from rows_kit import CUT, NAME, cut, found, growth, made, work

from redact.core.errors import CorruptInput, Defect, InputError, UnsupportedMedia, UsageError
from redact.run.corpus.formats import Fields, Row
from redact.run.corpus.tables.jsonl import JsonlTable
from redact.settings import Settings

QUICK = examples(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ZSTD = pa.Codec("zstd")


def table(*text: str, settings: Settings | None = None, **rest: str) -> JsonlTable:
    return JsonlTable(Fields(text or ("text",), **rest), settings or Settings())


def file(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_bytes(content)
    return path


def test_only_the_changed_string_changes(tmp_path):
    """Requirement: white space, order, escapes and numbers stay as they were written."""
    line = (
        b'\t{ "n" : [1.0, 1e400, -0, 123456789012345678901234567890, 0.10000000000000000555],'
        b'"note":"Jane Roe \\u00e9\\/", "text" :"Dear Jane Roe\\n\\u2019s", "more":{"text":"Jane Roe"} } \r\n'
    )

    done = work(table(), file(tmp_path, line))

    assert done.content == line.replace(b'"Dear Jane Roe\\n', b'"Dear [PERSON]\\n')
    assert done.rows[0].texts == ("Dear Jane Roe\n’s",)


def test_characters_are_escaped_only_where_the_line_does(tmp_path):
    done = work(table(), file(tmp_path, b'{"text":"Jane Roe"}\n{"text":"\\u00e9 Jane Roe"}'), change=lambda t: "ø")

    assert done.content == '{"text":"ø"}\n{"text":"\\u00f8"}'.encode()


def test_texts_in_chats_are_read_and_written(tmp_path):
    line = (
        b'{"messages":[{"role":"user","content":"I am Jane Roe"},null,'
        b'{"role":"assistant","content":[{"type":"text","text":"Hello Jane Roe"}]}],"messages2":[]}\n'
    )

    done = work(table("messages[].content"), file(tmp_path, line))

    assert done.content == line.replace(NAME.encode(), CUT.encode())


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        (b'{"text":"x"', "CorruptInput"),
        (b"nonsense", "CorruptInput"),
        (b'{"text":"x"} {"text":"y"}', "CorruptInput"),
        (b'{"text":"x","n":NaN}', "CorruptInput"),
        (b'{"text":"x","n":-Infinity}', "CorruptInput"),
        (b'{"text":"x","n":01}', "CorruptInput"),
        (b'{"text":"x\x01"}', "CorruptInput"),
        (b'{"text":"x","text":"Jane Roe"}', "CorruptInput"),
        (b'{"text":"x","deep":[{"a":1,"a":2}]}', "CorruptInput"),
        (b'{"text":"\xff"}', "CorruptInput"),
        (b'{"text":"\\ud800"}', "CorruptInput"),
        (b'{"text":"x","other":"\\udc00\\ud800"}', "CorruptInput"),
        (b'{"text":"x","\\ud800":1}', "CorruptInput"),
        (b'{"text":12}', "CorruptInput"),
        (b'{"text":["Jane Roe"]}', "CorruptInput"),
        (b'["Jane Roe"]', "CorruptInput"),
        (b'"Jane Roe"', "CorruptInput"),
        (b'{"text":null}', "CorruptInput"),
        (b'{"other":"Jane Roe"}', "CorruptInput"),
        (b'{"text":"x","deep":' + b"[" * 300 + b"]" * 300 + b"}", "LimitExceeded"),
        (b'{"text":"x","deep":' + b"[" * 5000 + b"]" * 5000 + b"}", "LimitExceeded"),
    ],
)
def test_a_bad_line_is_kept_back_alone(tmp_path, line, kind):
    before, after = b'{"text":"Jane Roe"}\n', b'\n{"text":"last"}'

    done = work(table(), file(tmp_path, before + line + after))

    assert done.kinds == {"line 2": kind}
    assert done.content == b'{"text":"[PERSON]"}\n{"text":"last"}'


def test_pairs_of_surrogates_and_escaped_backslashes_are_whole(tmp_path):
    content = b'{"text":"\\ud83d\\ude00 \\\\ud800"}\n'

    assert work(table(), file(tmp_path, content)).content == content


def test_one_of_several_fields_may_be_absent(tmp_path):
    content = b'{"text":null,"title":"Jane Roe"}\n{"text":"Jane Roe"}\n'

    assert work(table("text", "title"), file(tmp_path, content)).content == content.replace(NAME.encode(), CUT.encode())


def test_rows_are_called_by_their_id(tmp_path):
    lines = [
        b'{"id":"a","text":"x"}',
        b'{"id":17,"text":1}',
        b'{"text":1}',
        b'{"id":1.5,"text":"x"}',
        b'{"id":[],"text":"x"}',
    ]

    done = work(table(id="id"), file(tmp_path, b"\n".join(lines)))

    assert [row.id for row in done.rows] == ["a"]
    assert done.kinds == dict.fromkeys(("17", "line 3", "line 4", "line 5"), "CorruptInput")


def test_an_id_may_be_nested(tmp_path):
    done = work(table(id="meta.id"), file(tmp_path, b'{"meta":{"id":-3},"text":"x"}'))

    assert done.rows[0].id == "-3"


def test_counts_become_a_member(tmp_path):
    content = b'{"text":"Jane Roe, Jane Roe" }\r\n{"text":"x"}'

    done = work(table(counts="cuts"), file(tmp_path, content))

    assert done.content == b'{"text":"[PERSON], [PERSON]" , "cuts": 2}\r\n{"text":"x", "cuts": 0}'


def test_a_member_of_the_name_of_the_counts_is_not_overwritten(tmp_path):
    done = work(table(counts="cuts"), file(tmp_path, b'{"text":"x","cuts":1}\n'))

    assert done.kinds == {"line 1": "CorruptInput"}


def test_blank_lines_are_no_rows(tmp_path):
    done = work(table(), file(tmp_path, b'\n{"text":"a"}\n  \r\n\r\n{"text":"b"}\n\n'))

    assert [row.id for row in done.rows] == ["line 2", "line 5"]
    assert done.content == b'{"text":"a"}\n{"text":"b"}\n'


@pytest.mark.parametrize("content", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_file_comes_out_empty(tmp_path, content):
    done = work(table(), file(tmp_path, content))

    assert done.content.strip() == content.strip()
    assert len(done.outputs) == 1
    assert (done.rows, done.faults) == ([], [])


def packings(content: bytes) -> dict[str, bytes]:
    """A content in every packing, in several members or frames and empty ones."""
    halves = content[: len(content) // 2], b"", content[len(content) // 2 :]
    return {
        "gzip": b"".join(map(gzip.compress, halves)),
        "zstd": b"".join(ZSTD.compress(half, asbytes=True) for half in halves),
        "skippable": b"\x53\x2a\x4d\x18\x02\x00\x00\x00hi" + ZSTD.compress(content, asbytes=True),
    }


@pytest.mark.parametrize("packing", ["gzip", "zstd", "skippable"])
def test_packed_files_come_out_packed(tmp_path, packing):
    content = b"\xef\xbb\xbf" + b'{"text":"Jane Roe"}\r\n' * 3000
    packed = packings(content)[packing]

    done = work(table(), file(tmp_path, packed), size=100)

    assert len(done.outputs) == 1
    assert done.content[:2] == {"g": b"\x1f\x8b", "z": b"\x28\xb5", "s": b"\x28\xb5"}[packing[0]]
    assert unpacked(done.content) == content.replace(NAME.encode(), CUT.encode())


def unpacked(content: bytes) -> bytes:
    if content.startswith(b"\x1f\x8b"):
        return gzip.decompress(content)
    return pa.CompressedInputStream(pa.BufferReader(content), "zstd").read()


def test_the_same_rows_give_the_same_bytes(tmp_path):
    path = file(tmp_path, gzip.compress(b'{"text":"Jane Roe"}\n'))

    assert work(table(), path).content == work(table(), path).content


@pytest.mark.parametrize("packing", ["gzip", "zstd"])
def test_a_packed_file_cut_short_is_an_error_after_its_rows(tmp_path, packing):
    lines = b"".join(b'{"text":"row %d %d"}\n' % (number, number**5) for number in range(5000))
    whole = {"gzip": gzip.compress(lines), "zstd": ZSTD.compress(lines, asbytes=True)}[packing]
    path = file(tmp_path, whole[:-20])
    (shard,) = table().shards(found(path), 1 << 20)

    with pytest.raises(CorruptInput, match="damaged or cut short"):
        list(table().rows(shard, str(path)))


@pytest.mark.parametrize("head", [b"BZh91AY&SY", b"\xfd7zXZ\x00", b"PK\x03\x04", b"\xff\xfe{\x00"])
def test_other_packings_are_refused(tmp_path, head):
    with pytest.raises(UnsupportedMedia):
        work(table(), file(tmp_path, head + b"rest"))


def test_a_file_that_is_gone_is_an_error_of_ours(tmp_path):
    path = file(tmp_path, b"{}")
    seen = found(path)
    path.unlink()

    with pytest.raises(InputError, match="cannot be read"):
        list(table().shards(seen, 10))


def test_paths_are_checked_at_once():
    with pytest.raises(UsageError):
        table("a[0]")


NUMBER = st.floats(allow_nan=False, allow_infinity=False)
RECORD = st.builds(lambda text, number: json.dumps({"n": number, "text": text}).encode(), st.text(), NUMBER)
PLAIN = st.builds(lambda text: json.dumps({"text": text}, ensure_ascii=False).encode(), st.text())
JUNK = st.binary(max_size=12).map(lambda raw: b"?" + raw.replace(b"\n", b""))
LINE = st.one_of(RECORD, PLAIN, JUNK, st.just(b'{"text":"Jane Roe"}'), st.just(b""))


@given(
    lines=st.lists(LINE, max_size=12),
    end=st.sampled_from([b"\n", b"\r\n"]),
    last=st.booleans(),
    size=st.integers(1, 90),
)
@QUICK
def test_every_line_is_in_one_shard_and_keeps_its_bytes(tmp_path, lines, end, last, size):
    """Requirement: wherever a file is cut, each line is read once; what is neither bad nor changed is not touched."""
    content = end.join(lines) + (end if last else b"")
    path = file(tmp_path, content)

    whole, parts = work(table(), path), work(table(), path, size)

    assert parts.content == whole.content
    assert len(parts.faults) == len(whole.faults)
    bad = {int(fault.id.removeprefix("line ")) - 1 for fault in whole.faults}
    kept = [line for number, line in enumerate(content.split(b"\n")) if number not in bad]
    assert [line for line in whole.content.split(b"\n") if line] == [
        cut(line.decode()).encode() for line in kept if line.strip()
    ]


def test_names_of_rows_differ_over_the_parts_of_a_file(tmp_path):
    done = work(table(), file(tmp_path, b"bad\n" * 4), size=8)

    assert set(done.kinds) == {"part 1 line 1", "part 1 line 2", "part 2 line 1", "part 2 line 2"}


def test_a_byte_order_mark_goes_into_the_first_part_only(tmp_path):
    content = b"\xef\xbb\xbf" + b'{"text":"a"}\n' * 4

    done = work(table(), file(tmp_path, content), size=20)

    assert done.content == content
    assert [output.startswith(b"\xef\xbb\xbf") for output in done.outputs] == [True, False, False]


def test_a_line_over_the_limit_is_kept_back_and_not_held(tmp_path):
    """Requirement: the memory it takes is that of the limit, not that of the line."""
    small = Settings(max_value_chars=1000)
    with file(tmp_path, b"").open("wb") as out:
        out.write(b'{"text":"a"}\n{"text":"')
        for _ in range(64):
            out.write(b"x" * (1 << 20))
        out.write(b'"}\n{"text":"' + "é".encode() * 980 + b'"}\n')
    path = tmp_path / "rows.jsonl"
    tracemalloc.start()

    faults = [
        each
        for shard in table(settings=small).shards(found(path), 1 << 20)
        for each in table(settings=small).rows(shard, str(path))
    ]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [type(each).__name__ for each in faults] == ["Row", "Fault", "Row"]
    assert faults[1].error.kind == "LimitExceeded"
    assert peak < 8 * 1024**2


@pytest.mark.slow
def test_a_row_of_100_mb_works_within_a_few_times_its_size(tmp_path):
    large = Settings(max_value_chars=200 * 1024**2)
    line = b'{"id":"big","text":"Jane Roe ' + b"word " * (20 * 1024**2) + b'"}\n'
    path = file(tmp_path, b'{"text":"a"}\n' + line + b'{"text":"b"}\n')
    (shard,) = table(settings=large).shards(found(path), 1 << 30)
    out = (tmp_path / "out").open("wb")
    tracemalloc.start()

    writer = table(settings=large).writer(shard, str(path), out)
    for row in table(settings=large).rows(shard, str(path)):
        assert isinstance(row, Row)
        writer.write(row, made(row))
    writer.close()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    out.close()

    assert peak < 8 * len(line)
    assert (tmp_path / "out").read_bytes() == path.read_bytes().replace(NAME.encode(), CUT.encode())


@pytest.mark.parametrize("packed", [False, True])
def test_memory_does_not_grow_with_rows(tmp_path, packed):
    """Requirement: 200,000 rows in the memory of a few."""
    lines = b'{"id":1,"text":"Jane Roe was here","n":[1,2,3]}\n' * 200_000
    path = file(tmp_path, ZSTD.compress(lines, asbytes=True) if packed else lines)

    rows, grown = growth(table(), path, settled=20_000)

    assert rows == 200_000
    assert grown < 16 * 1024**2


def test_an_output_that_is_no_jsonl_is_our_own_mistake(tmp_path):
    with pytest.raises(Defect):
        table().count(file(tmp_path, b'{"text":"a"}\nnonsense\n'))
