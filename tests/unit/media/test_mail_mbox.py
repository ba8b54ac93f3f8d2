"""Mailboxes: message after message, each as a letter of its own."""

import mailbox
import tracemalloc

import pytest

from redact.core.errors import CorruptInput
from redact.core.flow import PartState
from redact.media.mail import open_mbox
from tests.unit.media.mail_kit import River, parts

FROM = b"From jane@example.org Mon Jun  1 10:00:00 2009\n"


def opened(press, raw: bytes):
    return open_mbox(press.source(raw, ".mbox", "mbox"))


def test_messages_are_read_one_after_another(press):
    document = opened(press, FROM + b"Subject: one\n\nJane\n\n" + FROM + b"Subject: two\n\nJoe\n")

    assert parts(document) == [
        ("message 1, header Subject", "one"),
        ("message 1, part 1", "Jane\n"),
        ("message 2, header Subject", "two"),
        ("message 2, part 1", "Joe\n"),
    ]
    assert [s.ordinal for s in document.segments()] == [0, 1, 2, 3]


def test_the_lines_between_messages_name_nobody(press, tmp_path):
    document = opened(press, FROM + b"X-Mozilla-Keys: jane\nSubject: one\n\nx\n\n" + FROM + b"Subject: two\n\ny\n")

    written = press.written(document)
    path = tmp_path / "box"
    path.write_bytes(written)

    box = mailbox.mbox(path)
    found = [message["Subject"] for message in box]
    box.close()

    assert b"jane" not in written
    assert found == ["one", "two"]


def test_a_quoted_line_is_no_message(press):
    document = opened(press, FROM + b"\nFrom what I hear\n>From Monday on: 10:00 2009\n\nFrom Jane with love\n")

    written = press.written(document)

    assert parts(document) == [
        ("message 1, part 1", "From what I hear\nFrom Monday on: 10:00 2009\n\nFrom Jane with love\n")
    ]
    assert parts(opened(press, written)) == parts(document)


def test_threads_hold_over_messages(press):
    raw = FROM + b"Message-ID: <jane@pc>\n\nx\n\n" + FROM + b"In-Reply-To: <jane@pc>\n\ny\n"

    written = press.written(opened(press, raw))

    assert written.count(b"<id-1@redacted.invalid>") == 2


def test_files_are_asked_for_message_by_message(press, tmp_path):
    one = FROM + b"Content-Type: text/html\n\n<p>Jane\n\n"

    written = press.written(opened(press, one + one), River(tmp_path, "Jane"))

    assert [s.content().read() for s in opened(press, written).segments()] == [b"<p>[X]\n", b"<p>[X]\n"]


def test_a_draft_is_clean_and_written_again_the_same(press, tmp_path):
    raw = FROM + b"Received: x\nMessage-ID: <a@b>\nSubject: s\n\nx\n\n" + FROM + b"Content-Type: text/html\n\ny\n"
    document = opened(press, raw)

    written = press.written(document, River(tmp_path))
    again = opened(press, written)

    kept = {note.part for note in document.census() if note.state is not PartState.DROPPED}
    assert {note.part for note in again.census()} == kept
    assert press.written(again, River(tmp_path)) == written


def test_what_does_not_begin_with_a_message_is_refused(press):
    with pytest.raises(CorruptInput):
        opened(press, b"Jane was here\n" + FROM + b"\nx\n")


def test_memory_does_not_grow_with_messages(press):
    few, many = (opened(press, (FROM + b"Subject: s\n\n" + b"word " * 400 + b"\n\n") * n) for n in (10, 1000))

    peaks = []
    for document in (few, many):
        tracemalloc.start()
        for _ in document.segments():
            pass
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert peaks[1] < peaks[0] + 300_000
