"""Outlook's MSG and winmail.dat: read into a message, which is then redacted like any other."""

import base64
import contextlib

import compressed_rtf
import pytest

from redact.core.errors import CorruptInput, InputError, LimitExceeded
from redact.core.flow import PartState
from redact.media.mail import open_mail, open_msg
from tests.unit.media.mail_kit import APPOINTMENT, River, children, compound, mail, msg, parts, tnef

SUBJECT, PLAIN, HTML, RTF, FROM, FROM_SMTP = 0x0037, 0x1000, 0x1013, 0x1009, 0x0042, 0x5D02
NAME, SMTP, ROLE, FILE_NAME, CONTENT, METHOD, CONTENT_ID = 0x3001, 0x39FE, 0x0C15, 0x3707, 0x3701, 0x3705, 0x3712
ROUTING = 0x007D
LETTER = {SUBJECT: "About Jane", PLAIN: "Dear Jane,\r\nhello", FROM: "Joe Bloggs", FROM_SMTP: "joe@example.org"}
RICH = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}{\*\generator x;}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Jos\'e9 {\*\htmltag84 <b>}\htmlrtf {\b \htmlrtf0 D\u244?e"
    rb"{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0 \htmlrtf\par}\htmlrtf0{\*\htmltag72 </p>}}"
)


def opened(press, item: dict):
    return open_msg(press.source(compound(msg(**item)), ".msg", "msg"))


def test_people_subject_and_body_are_read_as_headers_and_text(press):
    people = [
        {NAME: "Jane Doe", SMTP: "jane@example.org", ROLE: 1},
        {NAME: "Ann Roe", SMTP: "ann@example.org", ROLE: 3},
    ]

    read = parts(opened(press, {"props": LETTER, "recipients": people}))

    assert read == [
        ("header From", "Joe Bloggs <joe@example.org>"),
        ("header To", "Jane Doe <jane@example.org>"),
        ("header Bcc", "Ann Roe <ann@example.org>"),
        ("header Subject", "About Jane"),
        ("part 1", "Dear Jane,\nhello"),
    ]


def test_what_is_written_is_mail_without_the_words_that_were_cut(press, tmp_path):
    document = opened(press, {"props": {**LETTER, ROUTING: "Received: from jane.example.org"}})

    written = press.written(document, River(tmp_path, "Jane"))

    assert document.suffix == ".eml"
    assert b"Subject: About [X]\r\n" in written
    assert b"jane.example.org" not in written
    assert parts(open_mail(press.source(written, ".eml")))[-1] == ("part 1", "Dear [X],\nhello\n")


def test_exchange_names_of_people_are_left_out(press):
    document = opened(press, {"props": {SUBJECT: "x", FROM: "Jane Doe", 0x0065: "/O=ORG/OU=X/CN=RECIPIENTS/CN=JDOE"}})

    assert parts(document)[0] == ("header From", "Jane Doe")


def test_fields_of_an_appointment_are_lines_of_text(press):
    item = {"props": {SUBJECT: "Visit", 0x8000: "Jane's house"}, "named": [(APPOINTMENT, 0x8208)]}

    assert ("part 1", "Location: Jane's house\n") in parts(opened(press, item))


def test_html_is_taken_out_of_rich_text(press):
    item = {"props": {SUBJECT: "x", RTF: compressed_rtf.compress(RICH)}}

    assert children(opened(press, item)) == {"body.html": "<p>José <b>Dôe</b></p>".encode()}


def test_rich_text_of_its_own_is_a_file(press):
    rich = rb"{\rtf1\ansi Dear Jane}"

    found = children(opened(press, {"props": {RTF: compressed_rtf.compress(rich, compressed=False)}}))

    assert found == {"body.rtf": rich}


def test_broken_rich_text_is_refused(press):
    packed = bytearray(compressed_rtf.compress(RICH))
    packed[40] ^= 0xFF

    with pytest.raises(CorruptInput):
        opened(press, {"props": {RTF: bytes(packed)}})


def test_files_go_in_and_out_under_their_names(press, tmp_path):
    files = [{FILE_NAME: "Jane.txt", CONTENT: b"Jane was here", METHOD: 1}]

    written = press.written(opened(press, {"props": LETTER, "attached": files}), River(tmp_path, "Jane"))

    assert children(open_mail(press.source(written, ".eml"))) == {"[X].txt": b"[X] was here"}


def test_a_picture_in_the_text_is_called_by_a_neutral_id(press):
    files = [{FILE_NAME: "a.png", CONTENT: b"png", METHOD: 1, CONTENT_ID: "jane@example.org"}]
    props = {**LETTER, HTML: b'<img src="cid:jane@example.org">'}

    found = children(opened(press, {"props": props, "attached": files}))

    assert found["body.html"] == b'<img src="cid:id-1@redacted.invalid">'


def test_an_item_in_an_item_is_a_message(press):
    inner = {"props": {SUBJECT: "Inner", PLAIN: "of Jane"}}
    document = opened(press, {"props": LETTER, "attached": [{METHOD: 5, "item": inner}]})

    nested = open_mail(press.source(children(document)["message.eml"], ".eml"))

    assert parts(nested) == [("header Subject", "Inner"), ("part 1", "of Jane")]


def test_an_object_of_another_program_is_left_out_and_said_so(press):
    document = opened(press, {"props": LETTER, "attached": [{FILE_NAME: "x", METHOD: 6}]})

    assert "object of another program 1" in [n.part for n in document.census() if n.state is PartState.DROPPED]


def test_items_nested_too_deep_are_refused(press):
    item = {"props": {SUBJECT: "x"}}
    for _ in range(70):
        item = {"props": {SUBJECT: "x"}, "attached": [{METHOD: 5, "item": item}]}

    with pytest.raises(LimitExceeded):
        opened(press, item)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_file_cut_short_is_refused(press, share):
    whole = compound(msg(LETTER, attached=[{FILE_NAME: "x.txt", CONTENT: b"y" * 9000, METHOD: 1}]))

    with pytest.raises(CorruptInput):
        open_msg(press.source(whole[: int(len(whole) * share)], ".msg", "msg"))


def test_a_looped_chain_of_sectors_is_refused(press):
    """The FAT stands last; every sector points to the first."""
    whole = compound(msg(LETTER, attached=[{FILE_NAME: "x.txt", CONTENT: b"y" * 9000, METHOD: 1}]))
    looped = whole[:-512] + (b"\0\0\0\0" * 128)

    with pytest.raises(CorruptInput):
        open_msg(press.source(looped, ".msg", "msg"))


def test_no_broken_byte_gives_another_error(press):
    whole = compound(msg(LETTER, recipients=[{NAME: "Jane Doe", ROLE: 1}]))

    for at in range(0, len(whole), 41):
        broken = whole[:at] + b"\xee\xff" + whole[at + 2 :]
        with contextlib.suppress(InputError):
            list(open_msg(press.source(broken, ".msg", "msg")).segments())


def test_what_outlook_wrapped_is_read_as_parts(press, tmp_path):
    wrapped = tnef({PLAIN: "of Jane", 0x0E1D: "x"}, {"Jane.txt": b"Jane"})
    raw = mail(
        "Subject: x", 'Content-Type: application/ms-tnef; name="winmail.dat"', "Content-Transfer-Encoding: base64"
    )
    document = open_mail(press.source(raw + b"\r\n" + base64.encodebytes(wrapped), ".eml"))

    written = press.written(document, River(tmp_path, "Jane"))

    again = open_mail(press.source(written, ".eml"))
    assert parts(again) == [("header Subject", "x"), ("part 1", "of [X]"), ("part 2", "[X].txt")]
    assert not [note for note in again.census() if note.state is PartState.DROPPED]


def test_a_broken_wrapping_is_a_file_that_nobody_can_read(press):
    raw = mail("Subject: x", 'Content-Type: application/ms-tnef; name="winmail.dat"', "", "xx")

    assert parts(open_mail(press.source(raw, ".eml")))[-1] == ("part 1", "attachment.bin")
