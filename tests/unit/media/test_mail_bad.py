"""Broken and hostile mail: read as far as every byte has a place, refused otherwise, and never for long."""

import base64
import email

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.errors import EncryptedInput, InputError, LimitExceeded
from redact.core.flow import PartState
from redact.media.mail import open_mail
from redact.media.mail.addresses import Addresses
from redact.media.mail.words import decoded, header
from redact.settings import Settings
from tests.unit.media.mail_kit import River, mail, parts


def opened(press, *lines: str):
    return open_mail(press.source(mail(*lines), ".eml"))


def test_a_part_that_is_never_closed_is_read(press):
    assert parts(opened(press, "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "Jane")) == [
        ("part 1", "Jane")
    ]


def test_a_multipart_without_parts_is_read_as_text(press):
    assert parts(opened(press, "Content-Type: multipart/mixed; boundary=b", "", "Jane")) == [("part 1", "Jane\n")]


def test_words_around_parts_are_left_out_and_said_so(press):
    document = opened(press, "Content-Type: multipart/mixed; boundary=b", "", "Jane", "--b", "", "x", "--b--", "Jane")

    assert b"Jane" not in press.written(document)
    assert "words around the parts 1" in [note.part for note in document.census() if note.state is PartState.DROPPED]


def test_a_line_that_is_no_header_begins_the_text(press):
    assert parts(opened(press, "Subject: x", "Jane was here", "", "y"))[1] == ("part 1", "Jane was here\n\ny\n")


def test_what_looks_like_a_boundary_is_text(press):
    document = opened(
        press, "Content-Type: multipart/mixed; boundary=b", "", "--b", "", "--bb", "--b x", "Jane", "--b--"
    )

    assert parts(document) == [("part 1", "--bb\n--b x\nJane")]


def test_text_that_looks_like_our_boundaries_does_not_part_the_letter(press, tmp_path):
    text = ("--=_p1.", "Content-Type: text/plain", "", "Jane", "--=_p1.--")
    document = opened(press, "Content-Type: multipart/mixed; boundary=b", "", "--b", "", *text, "--b", "", "y", "--b--")

    again = open_mail(press.source(press.written(document), ".eml"))

    assert [part for part, _ in parts(again)] == ["part 1", "part 2"]


def test_a_footer_behind_base64_is_read(press):
    document = opened(press, "Content-Transfer-Encoding: base64", "", "SmFuZQ==", "", "This list is read by Joe Bloggs")

    assert parts(document)[0][1].replace("\n", "") == "JaneThis list is read by Joe Bloggs"


def test_text_in_no_charset_is_left_to_whoever_reads_text_files(press, tmp_path):
    raw = mail("Subject: x", "") + bytes(range(256)) * 4

    assert parts(open_mail(press.source(raw, ".eml")))[-1] == ("part 1", "body.txt")


@pytest.mark.parametrize(
    "kind", ["multipart/encrypted; boundary=b", "application/pkcs7-mime; smime-type=enveloped-data"]
)
def test_a_letter_encrypted_as_a_whole_is_refused(press, kind):
    with pytest.raises(EncryptedInput):
        opened(press, f"Content-Type: {kind}", "", "--b", "Content-Type: application/pgp-encrypted", "", "x", "--b--")


@pytest.mark.parametrize("stated", [True, False], ids=["DER", "BER"])
def test_a_letter_wrapped_in_its_signature_is_read(press, stated):
    def value(tag: int, *inner: bytes) -> bytes:
        raw = b"".join(inner)
        if not stated and tag & 0x20:
            return bytes((tag, 0x80)) + raw + b"\0\0"
        return bytes((tag, 0x82)) + len(raw).to_bytes(2, "big") + raw

    octets = value(0x04, b"Content-Type: text/plain\r\n\r\n", b"of Jane")
    data = value(
        0x30, value(0x06, b"*\x86H\x86\xf7\r\x01\x07\x01"), value(0xA0, octets if stated else value(0x24, octets))
    )
    signed = value(0x30, value(0x02, b"\x01"), value(0x31), data, value(0x31))
    content = value(0x30, value(0x06, b"*\x86H\x86\xf7\r\x01\x07\x02"), value(0xA0, signed))
    raw = mail("Content-Type: application/pkcs7-mime; name=smime.p7m", "Content-Transfer-Encoding: base64", "")

    document = open_mail(press.source(raw + base64.encodebytes(content), ".eml"))

    assert parts(document) == [("part 1", "of Jane")]


def test_an_encrypted_part_is_replaced_by_a_note(press):
    part = ("--b", "Content-Type: application/pkcs7-mime; name=smime.p7m", "", "secret")
    document = opened(press, "Content-Type: multipart/mixed; boundary=b", "", *part, "--b", "", "y", "--b--")

    written = press.written(document)

    assert b"secret" not in written
    assert parts(document) == [("part 2", "y")]
    assert parts(open_mail(press.source(written, ".eml"))) == [("part 2", "y")]


@pytest.mark.parametrize(
    "raw",
    [
        b"".join(b"X-%d: y\n" % n for n in range(20_000)),
        b"Subject: " + b"x" * (2 << 20),
        b"Content-Type: text/plain" + b"; a=b" * 10_000 + b"\n\nx",
        b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(100)),
    ],
    ids=["header bomb", "endless header", "parameter bomb", "parts in parts"],
)
def test_more_than_any_mailer_writes_is_refused(press, raw):
    with pytest.raises(LimitExceeded):
        list(open_mail(press.source(raw, ".eml")).segments())


def test_more_parts_than_the_limit_are_refused(press):
    raw = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 30

    with pytest.raises(LimitExceeded):
        open_mail(press.source(raw, ".eml"), Settings(max_members=20))


def test_messages_fifty_deep_are_opened_one_at_a_time(press):
    raw = b"Subject: x\n\nJane"
    for _ in range(50):
        raw = b"Subject: x\nContent-Type: message/rfc822\n\n" + raw

    assert parts(open_mail(press.source(raw, ".eml")))[-1] == ("part 1", "message.eml")


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_any_subject_is_read_as_it_was_written(text):
    line = header("Subject", text)

    assert line.isascii()
    assert max(map(len, line.split("\n"))) < 998
    assert decoded(line.removeprefix("Subject:").replace("\n", "")) == decoded(" ".join(text.split())) or "=?" in text


@given(st.text('ab@<>,;:"\\() é=?.[]', max_size=60))
def test_addresses_written_are_read_as_the_same(text):
    written = Addresses(text).written(())

    again = Addresses(written.replace("\n", ""))

    assert again.written(()) == written


@settings(max_examples=150)
@given(st.data())
def test_no_broken_letter_gives_another_error_or_an_unclean_draft(standing_press, tmp_path_factory, data):
    whole = mail(
        "From: Jane Doe <j@example.org>", "Subject: =?utf-8?q?x?=", 'Content-Type: multipart/mixed; boundary="b"', "",
        "--b", "Content-Type: text/plain; charset=utf-8; format=flowed", "Content-Transfer-Encoding: base64", "", "SmFuZQ==",
        "--b", 'Content-Type: image/png; name="a.png"', "Content-ID: <a@b>", "", "png", "--b--",
    )  # fmt: skip
    at = data.draw(st.integers(0, len(whole)))
    upto = data.draw(st.integers(at, min(len(whole), at + 20)))
    raw = whole[:at] + data.draw(st.binary(max_size=12)) + whole[upto:]
    river = River(tmp_path_factory.getbasetemp())

    try:
        written = standing_press.written(open_mail(standing_press.source(raw, ".eml")), river)
    except InputError:
        return

    again = open_mail(standing_press.source(written, ".eml"))
    assert not [note for note in again.census() if note.state is PartState.DROPPED]
    assert standing_press.written(again, river) == written
    assert email.message_from_bytes(written)["MIME-Version"] == "1.0"
