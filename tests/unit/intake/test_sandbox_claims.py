"""Messages from a child are taken apart without trust: wrong types and sizes are refused, and quoted nowhere."""

from __future__ import annotations

import json
import socket
import struct
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import LimitExceeded
from redact.intake.sandbox.channel import Channel, pair
from redact.intake.sandbox.claims import Claims, failed

_TEXT = {"is": "text", "ordinal": 0, "part": "p", "text": "t", "kind": "prose", "context": "", "medium": "text"}
_FILM = {"is": "film", "ordinal": 0, "part": "p", "first": 0, "at_most": 5, "orientation": 1, "height": 2, "width": 2}
_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner, max_size=3)
)


def _read(said):
    claimed = Claims(said, 100)
    return {"text": claimed.segment_text, "film": lambda: claimed.film(())}[claimed.what]()


@pytest.mark.parametrize("said", [_TEXT, _FILM])
@given(value=_VALUES, pick=st.integers(1, 7))
def test_any_value_in_any_field_is_taken_or_refused(said, value, pick):
    name = [*said][min(pick, len(said) - 1)]
    try:
        segment = _read({**said, name: value})
    except (ValueError, LimitExceeded):
        return

    assert type(value) in (int, str)
    assert segment.ordinal >= 0
    assert segment.part.isprintable()


@pytest.mark.parametrize("name", [*_FILM][1:])
def test_every_field_must_be_there(name):
    with pytest.raises(ValueError, match=r"^[a-z_ ]+$"):
        _read({key: value for key, value in _FILM.items() if key != name})


@pytest.mark.parametrize("size", [(0, 1), (True, 1), (1, -1), (1.0, 1), ("1", 1)])
def test_a_size_is_two_whole_numbers(size):
    with pytest.raises(ValueError, match="number"):
        Claims(dict(zip(("height", "width"), size, strict=True)), 100).size()


def test_a_size_within_the_limit_is_taken_and_one_beyond_it_is_not():
    assert Claims({"height": 10, "width": 10}, 100).size() == (10, 10)
    with pytest.raises(LimitExceeded):
        Claims({"height": 10, "width": 11}, 100).size()


@pytest.mark.parametrize("count", [0, -1, 2**20 + 1, None])
def test_a_piece_of_a_file_is_small(count):
    with pytest.raises(ValueError, match="number"):
        Claims({"count": count}, 1).count()


@pytest.mark.parametrize("suffix", [".png/", "png", "..", ".p\n", 5, ["."], ""])
def test_only_a_plain_suffix_is_one(suffix):
    with pytest.raises(ValueError, match=r"suffix|text"):
        Claims({"suffix": suffix}, 1).suffix()


@pytest.mark.parametrize("notes", [None, {}, [[]], [["a", "read"]], [["a", "b", "c"]], [["a", ["read"], "c"]], ["abc"]])
def test_only_a_census_is_one(notes):
    with pytest.raises(ValueError, match=r".+"):
        Claims({"notes": notes}, 1).notes()


@pytest.mark.parametrize("kind", ["SystemExit", "type", "RedactErrors", "annotations", 3])
def test_only_our_errors_are_raised(kind):
    with pytest.raises(ValueError, match=r"error of ours|no text"):
        Claims({"is": "error", "kind": kind, "message": "m", "hint": "h"}, 1).error()


@pytest.mark.parametrize("name", ["Jane Smith", None, "x" * 100, "\x1b"])
def test_what_is_no_class_name_is_not_shown(name):
    assert failed(name).message == "the decoder failed (unknown)"


@pytest.mark.parametrize(
    "raw",
    [
        struct.pack(">I", 2**32 - 1) + b"{",
        struct.pack(">I", 2) + b"[]",
        struct.pack(">I", 3) + b"\xff\xfe\xfd",
        struct.pack(">I", 100_000) + b"[" * 100_000,
    ],
    ids=["too long", "no object", "no text", "too deep"],
)
def test_a_message_that_is_none_is_refused(raw):
    ours, theirs = pair()
    with ours, theirs:
        theirs.sendall(raw)

        with pytest.raises((ValueError, RecursionError)):
            Channel(ours).receive()


def test_a_message_that_drips_is_not_waited_for():
    ours, theirs = pair()
    channel = Channel(ours)
    channel.allow(0.1)

    def drip():
        for byte in b"\0\0\0\xff" + b" " * 16:
            theirs.send(bytes((byte,)))
            time.sleep(0.02)

    with ours, theirs:
        thread = threading.Thread(target=drip)
        thread.start()
        with pytest.raises(TimeoutError):
            channel.receive()
        thread.join()


def test_a_text_too_long_for_one_message_is_over_the_limit():
    ours, theirs = pair()
    with ours, theirs, pytest.raises(LimitExceeded):
        Channel(ours).send({"text": "x" * (64 << 20)})


def test_header_and_pixels_arrive_as_they_were_sent():
    ours, theirs = (Channel(end) for end in socket.socketpair())
    header, raw = {"is": "frame", "text": "\udcff\u2028\u00e4"}, bytes(range(256)) * 10
    ours.send(header, raw)
    view = bytearray(len(raw))

    assert theirs.receive() == json.loads(json.dumps(header))
    theirs.fill(memoryview(view))
    assert view == raw
    ours.close()
    theirs.close()
