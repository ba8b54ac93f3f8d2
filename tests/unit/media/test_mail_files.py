"""Files in mail: their names, types, ids and places, whatever goes out for them."""

import base64
import email

import pytest

from redact.media._child import NOTE
from redact.media.mail import open_mail
from tests.unit.media.mail_kit import River, children, mail, parts

HEAD = ("From: Jane Doe <jane@example.org>", "To: joe@example.org", "Subject: Visit")
MIXED = (*HEAD, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "")


def opened(press, *lines: str):
    return open_mail(press.source(mail(*lines), ".eml"))


def reopened(press, written: bytes):
    return open_mail(press.source(written, ".eml"))


def attachment(
    name: str, content: bytes, kind: str = "application/octet-stream", extra: str = "X-A: b"
) -> tuple[str, ...]:
    packed = base64.b64encode(content).decode()
    disposition = f'Content-Disposition: attachment; filename="{name}"'
    return ("--b", f"Content-Type: {kind}", disposition, "Content-Transfer-Encoding: base64", extra, "", packed)


def test_html_goes_out_in_utf8_and_calls_pictures_by_neutral_ids(press, tmp_path):
    html = '<img src="cid:jane.doe@pc"><a href="cid:jane.doe@pcs">é'.encode("cp1252")
    raw = mail(
        *HEAD, "Content-Type: multipart/related; boundary=b", "", "--b", "Content-Type: text/html; charset=latin-1", ""
    )
    raw += html + mail("", "--b", "Content-Type: image/png", "Content-ID: <jane.doe@pc>", "", "png", "--b--")
    river = River(tmp_path)

    written = press.written(open_mail(press.source(raw, ".eml")), river)

    assert river.children["body.html"].decode() == '<img src="cid:id-1@redacted.invalid"><a href="cid:jane.doe@pcs">é'
    assert b"Content-ID: <id-1@redacted.invalid>" in written


def test_files_get_the_type_of_the_name_they_go_out_under(press, tmp_path):
    document = opened(press, *MIXED, *attachment("Jane.bmp", b"BM", "image/bmp"), "--b--")

    part = email.message_from_bytes(press.written(document, River(tmp_path, "Jane", suffix=".png")))

    assert part.is_multipart()
    assert part.get_payload(0).get_content_type() == "image/png"
    assert part.get_payload(0).get_filename() == "[X].png"


@pytest.mark.parametrize("name", ["José Müller's notes, final.txt", "a" * 200 + "é.txt", 'x"y.txt'])
def test_names_of_files_are_read_as_they_were_written(press, tmp_path, name):
    document = opened(press, *MIXED, *attachment("old.txt", b"x"), "--b--")

    def renamed(segment):
        edits = River(tmp_path)(segment)
        return [type(edits[0])(edits[0].place, name, file=edits[0].file)] if edits else []

    again = reopened(press, press.written(document, renamed))

    assert list(children(again)) == [name]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        ("attachment; filename*=utf-8''Jos%C3%A9.txt", "José.txt"),
        ("attachment; filename*0*=utf-8''Jo; filename*1*=s%C3%A9.txt", "José.txt"),
        ('attachment; filename="=?utf-8?b?Sm9zw6kudHh0?="', "José.txt"),
        (r'attachment; filename="..\\..\\jane.txt"', "jane.txt"),
        ("attachment; filename=/etc/jane.txt", "jane.txt"),
        ("attachment; filename*=a; filename*0=b", "attachment.bin"),
    ],
)
def test_names_of_files_are_decoded_and_have_no_folders(press, disposition, name):
    lines = ("--b", "Content-Type: application/octet-stream", f"Content-Disposition: {disposition}", "", "x", "--b--")

    assert parts(opened(press, *MIXED, *lines))[-1][1] == name


def test_a_withheld_file_leaves_a_note_that_is_not_read_again(press, tmp_path):
    document = opened(press, *MIXED, *attachment("a.exe", b"MZ"), "--b", "", "after", "--b--")

    written = press.written(document, River(tmp_path, withhold=True))

    assert NOTE.encode() in written
    assert parts(reopened(press, written))[-1] == ("part 2", "after")
    assert "part 1" not in [note.part for note in reopened(press, written).census()]


def test_a_message_in_a_message_is_a_file_and_keeps_its_boundaries(press, tmp_path):
    """Both drafts call their first boundary the same; a message within one may not be encoded to hide that."""
    inner = (
        mail(*HEAD, "Content-Type: multipart/mixed; boundary=c", "", "--c", "", "Jane", "--c--").decode().splitlines()
    )
    document = opened(press, *MIXED, "--b", "Content-Type: message/rfc822", "", *inner, "--b--")
    river = River(tmp_path)

    def nested(segment):
        edits = river(segment)
        if edits:
            draft = press.written(
                open_mail(press.source(river.children["message.eml"], ".eml")), River(tmp_path, "Jane")
            )
            edits[0].file.write_bytes(draft)
        return edits

    written = press.written(document, nested)

    kinds = ["multipart/mixed", "message/rfc822", "multipart/mixed", "text/plain"]
    assert [part.get_content_type() for part in email.message_from_bytes(written).walk()] == kinds
    assert list(email.message_from_bytes(written).walk())[-1].get_payload() == "[X]"


def test_an_invitation_keeps_its_method(press, tmp_path):
    lines = ("--b", "Content-Type: text/calendar; method=REQUEST; name=jane", "", "BEGIN:VCALENDAR", "--b--")
    document = opened(press, *MIXED, *lines)

    assert b"text/calendar; charset=utf-8; method=REQUEST" in press.written(document, River(tmp_path))
