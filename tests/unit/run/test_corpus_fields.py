"""Paths into nested records."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import CorruptInput, Defect, UsageError
from redact.run.corpus.tables.fields import Wild, parse, parse_one, read, write

CHAT: dict[str, Any] = {
    "id": 7,
    "messages": [
        {"role": "user", "content": "Jane Roe here"},
        {"role": "assistant", "content": [{"type": "text", "text": "Hello Jane"}, {"type": "text", "text": "Bye"}]},
        {"role": "tool", "content": None},
    ],
    "meta": {"note": "call Jane", "a.b": "dotted", "deep": {"list": [["x"], "y"], "n": 3}},
}


@pytest.mark.parametrize(
    ("path", "steps"),
    [
        ("text", ("text",)),
        ("meta.note", ("meta", "note")),
        ("messages[].content[].text", ("messages", Wild.EACH, "content", Wild.EACH, "text")),
        ("a[][]", ("a", Wild.EACH, Wild.EACH)),
        ('meta."a.b"', ("meta", "a.b")),
        ('"a \\" b"[]', ('a " b', Wild.EACH)),
        ("messages[].*", ("messages", Wild.EACH, Wild.ANY)),
        ("**.note", (Wild.DEEP, "note")),
        ("first name", ("first name",)),
    ],
)
def test_a_path_falls_into_its_steps(path: str, steps: tuple[object, ...]) -> None:
    assert parse(path) == steps


@pytest.mark.parametrize(
    "path", ["", ".", "a.", ".a", "a..b", "a[0]", "a[", "a]", '"a', 'a"b"', "[]", "***", '"\\q"', " a"]
)
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(UsageError):
        parse(path)


@pytest.mark.parametrize("path", ["a[]", "*", "a.**"])
def test_an_id_is_one_value(path: str) -> None:
    with pytest.raises(UsageError, match="more than one"):
        parse_one(path)


@pytest.mark.parametrize(
    ("path", "texts"),
    [
        ("messages[].role", ["user", "assistant", "tool"]),
        ("messages[].content", ["Jane Roe here", "Hello Jane", "Bye"]),
        ("messages[].content[].text", ["Jane Roe here", "Hello Jane", "Bye"]),
        ("messages[].*", ["user", "Jane Roe here", "assistant", "Hello Jane", "Bye", "tool"]),
        ('meta."a.b"', ["dotted"]),
        ("meta.**", ["call Jane", "dotted", "x", "y"]),
        ("**.note", ["call Jane"]),
        ("meta.deep.list.**", ["x", "y"]),
        ("nothing", []),
        ("nothing.below[].it", []),
    ],
)
def test_texts_are_found_in_the_order_of_the_record(path: str, texts: list[str]) -> None:
    assert read(CHAT, [parse(path)]) == texts


def test_a_text_under_two_fields_is_read_once() -> None:
    """It would otherwise be written twice, and the second time over the first."""
    fields = [parse("messages[].content"), parse("messages[].content[].text"), parse("**")]

    found = read(CHAT, fields)

    assert found[:3] == ["Jane Roe here", "Hello Jane", "Bye"]
    assert len(found) == 12


@pytest.mark.parametrize(
    ("path", "record"),
    [
        ("text", {"text": 1}),
        ("text", {"text": True}),
        ("text", {"text": {"inner": "Jane"}}),
        ("text", {"text": ["Jane"]}),
        ("text", ["Jane"]),
        ("text", "Jane"),
        ("text.inner", {"text": "Jane"}),
        ("text[]", {"text": {"inner": "Jane"}}),
        ("text[]", {"text": ["Jane", 1]}),
        ("m[].content", {"m": [{"content": [{"type": "image", "url": "data:"}]}]}),
        ("m[].content", {"m": [{"content": [{"text": ["Jane"]}]}]}),
        ("*", {"text": "x", "meta": {"note": "Jane"}}),
        ("**.note", {"note": {"inner": "Jane"}}),
    ],
)
def test_a_value_of_another_type_is_an_error(path: str, record: object) -> None:
    """Requirement: there may be text behind it, which nobody would have read."""
    with pytest.raises(CorruptInput, match="something else than text"):
        read(record, [parse(path)])


def test_a_wildcard_passes_over_numbers() -> None:
    assert read({"n": 1, "b": True, "x": None, "t": "Jane"}, [parse("*")]) == ["Jane"]


def test_writing_changes_the_texts_and_nothing_else() -> None:
    before = copy.deepcopy(CHAT)
    fields = [parse("messages[].content"), parse("meta.note")]

    made = write(CHAT, fields, ["1", "2", "3", "4"])

    assert read(made, fields) == ["1", "2", "3", "4"]
    assert before == CHAT
    made["messages"][0]["content"], made["meta"]["note"] = "Jane Roe here", "call Jane"
    made["messages"][1]["content"][0]["text"], made["messages"][1]["content"][1]["text"] = "Hello Jane", "Bye"
    assert made == CHAT


def test_another_number_of_texts_is_our_own_mistake() -> None:
    with pytest.raises(Defect):
        write({"text": "a"}, [parse("text")], [])


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=4),
    max_leaves=20,
)


@given(record=st.dictionaries(st.text(max_size=3), JSON, max_size=4))
def test_everything_within_is_read_and_can_be_written(record: dict[str, Any]) -> None:
    """Requirement: `**` leaves no string of any record out."""
    fields = [parse("**")]
    texts = read(record, fields)

    made = write(record, fields, [f"<{text}>" for text in texts])

    assert texts == _strings(record)
    assert _strings(made) == [f"<{text}>" for text in texts]


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [each for one in inner for each in _strings(one)]
