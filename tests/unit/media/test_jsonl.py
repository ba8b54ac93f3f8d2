"""JSON Lines: each line a value; a bad line refuses the file."""

import pytest

from redact.core.errors import CorruptInput
from redact.media.jsonl import open_jsonl


def document(press, text):
    return open_jsonl(press.source(text.encode(), ".jsonl", "jsonl"))


def test_each_line_is_read_and_blank_ones_are_kept(press):
    text = '{"text": "Jane"}\r\n\r\n ["Jane", 1] \n"Jane"\n7700900123'
    doc = document(press, text)

    found = [(segment.text, segment.part.rsplit(" ", 2)[0]) for segment in doc.segments()]

    lines = [("text", "line 1"), ("Jane", "line 1"), ("Jane", "line 3"), ("Jane", "line 4"), ("7700900123", "line 5")]
    assert found == lines
    assert press.written(doc) == text.encode()
    assert press.replaced(doc, "Jane", "[P]") == text.replace("Jane", "[P]").encode()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('{"a": 1}\n{"a": \n1}\n', 2),
        ('{"a": 1}\n{"a"', None),
        ('{"a": 1} {"a": 2}\n', None),
        ('{"a": 1}\nplain text\n', None),
    ],
)
def test_a_bad_line_refuses_the_file(press, text, line):
    with pytest.raises(CorruptInput, match=f"line {line}" if line else None):
        list(document(press, text).segments())
