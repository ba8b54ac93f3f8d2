"""Mail: what people read is read, what machines wrote goes, and what is written is a valid letter."""

import base64
import email
from email import policy

import pytest

from redact.core.flow import PartState
from redact.core.segment import TextKind
from redact.media.mail import open_mail
from tests.unit.media.mail_kit import River, children, mail, parts

HEAD = ("From: Jane Doe <jane@example.org>", "To: joe@example.org", "Subject: Visit")
MIXED = (*HEAD, "MIME-Version: 1.0", 'Content-Type: multipart/mixed; boundary="b"', "")


def opened(press, *lines: str):
    return open_mail(press.source(mail(*lines), ".eml"))


def reopened(press, written: bytes):
    return open_mail(press.source(written, ".eml"))


def dropped(document) -> list[str]:
    return [note.part for note in document.census() if note.state is PartState.DROPPED]


def attachment(
    name: str, content: bytes, kind: str = "application/octet-stream", extra: str = "X-A: b"
) -> tuple[str, ...]:
    packed = base64.b64encode(content).decode()
    disposition = f'Content-Disposition: attachment; filename="{name}"'
    return ("--b", f"Content-Type: {kind}", disposition, "Content-Transfer-Encoding: base64", extra, "", packed)


def test_headers_are_fields_with_their_names_as_context(press):
    texts = list(opened(press, *HEAD, "", "Hello").segments())

    assert [(t.context, t.text, t.kind) for t in texts[:3]] == [
        ("From", "Jane Doe <jane@example.org>", TextKind.FIELD),
        ("To", "joe@example.org", TextKind.FIELD),
        ("Subject", "Visit", TextKind.FIELD),
    ]
    assert texts[3].kind is TextKind.PROSE


def test_what_routes_and_vouches_for_a_letter_is_gone(press):
    gone = ("Received: from jane-pc", "DKIM-Signature: a=b", "X-Originating-IP: 192.0.2.1", "Return-Path: <jane@x>")
    document = opened(press, *gone, "User-Agent: Janes", "List-Unsubscribe: <mailto:jane@x>", *HEAD, "", "Hello")

    written = press.written(document)

    assert b"192.0.2.1" not in written
    assert b"jane-pc" not in written
    assert b"Janes" not in written
    assert dropped(document) == ["technical headers"]
    assert not dropped(reopened(press, written))


def test_encoded_words_are_decoded_and_encoded_again(press):
    document = opened(press, "Subject: =?utf-8?q?Jos=C3?=", " =?utf-8?q?=A9_Roy?= called", "", "x")

    written = press.replaced(document, "Roy", "[X]")

    assert press.texts(document)[0] == "José Roy called"
    assert email.message_from_bytes(written, policy=policy.default)["Subject"] == "José [X] called"


def test_a_header_cannot_hide_another(press):
    document = opened(press, "Subject: =?utf-8?q?a=0D=0ABcc:_jane@example.org?=", "", "x")

    assert email.message_from_bytes(press.written(document))["Bcc"] is None
    assert press.texts(document)[0] == "a Bcc: jane@example.org"


@pytest.mark.parametrize(
    ("value", "cut", "wanted"),
    [
        ("Jane Doe <jane@example.org>", "Jane Doe", [("[X]", "jane@example.org")]),
        ("Jane Doe <jane@example.org>", "jane@example.org", [("Jane Doe [X]", "redacted@redacted.invalid")]),
        ('"Doe, Jane" <j@x.org>, joe@x.org', "Jane", [("Doe, [X]", "j@x.org"), ("", "joe@x.org")]),
        ("jane@example.org", "jane@example.org", [("[X]", "redacted@redacted.invalid")]),
        ("jane@example.org (Jane Doe)", "Doe", [("Jane [X]", "jane@example.org")]),
        ("=?utf-8?q?Jos=C3=A9=2C_Roy?= <r@x.org>", "Roy", [("José, [X]", "r@x.org")]),
    ],
)
def test_address_headers_stay_valid_whatever_is_cut(press, value, cut, wanted):
    written = press.replaced(opened(press, f"To: {value}", "", "x"), cut, "[X]")

    found = email.message_from_bytes(written, policy=policy.default)["To"].addresses
    assert [(address.display_name, address.addr_spec) for address in found] == wanted
    assert not email.message_from_bytes(written, policy=policy.default)["To"].defects
    assert press.written(reopened(press, written)) == written


def test_a_cut_over_two_addresses_leaves_both_places(press):
    document = opened(press, "To: Jane <j@x.org>, Joe <k@x.org>", "", "x")

    written = press.replaced(document, "j@x.org>, Joe", "[X]")

    assert [a.addr_spec for a in email.message_from_bytes(written, policy=policy.default)["To"].addresses] == [
        "redacted@redacted.invalid",
        "k@x.org",
    ]


def test_ids_are_neutral_and_threads_hold(press):
    ids = ("Message-ID: <c.jane@pc>", "In-Reply-To: <b.jane@pc>", "References: <a.jane@pc> <b.jane@pc>")

    written = press.written(opened(press, *ids, *HEAD, "", "x"))

    assert b"@pc" not in written
    assert (
        email.message_from_bytes(written)["References"].split()[1] == email.message_from_bytes(written)["In-Reply-To"]
    )


@pytest.mark.parametrize(
    ("charset", "codec"),
    [
        ("utf-8", "utf-8"),
        ("iso-8859-1", "cp1252"),
        ("us-ascii", "utf-8"),
        ("utf-8", "cp1252"),
        ("no-such", "cp1252"),
        ("iso-2022-jp", "iso2022_jp"),
        ("utf-7", "utf-7"),
        ("gb2312", "gb18030"),
    ],
)
def test_text_is_read_in_what_it_is_whatever_it_says(press, charset, codec):
    text = "José’s café" if codec not in ("iso2022_jp", "gb18030") else "山田さん"
    raw = mail(*HEAD, f"Content-Type: text/plain; charset={charset}", "") + text.encode(codec)

    assert press.texts(open_mail(press.source(raw, ".eml")))[-1] == text


@pytest.mark.parametrize("encoding", ["quoted-printable", "base64", "8bit", "x-uuencode"])
def test_every_transfer_encoding_is_undone_and_made_anew(press, encoding):
    forms = {
        "quoted-printable": b"Jan=\r\ne D=C3=B4e",
        "base64": base64.b64encode("Jane Dôe".encode()),
        "8bit": "Jane Dôe".encode(),
        "x-uuencode": b"begin 644 x\n)2F%N92!$P[1E\n`\nend",
    }
    raw = mail(*HEAD, "Content-Type: text/plain; charset=utf-8", f"Content-Transfer-Encoding: {encoding}", "")

    written = press.replaced(open_mail(press.source(raw + forms[encoding], ".eml")), "Jane", "[X]")

    body = email.message_from_bytes(written, policy=policy.default).get_content()
    assert body.strip() == "[X] Dôe"


def test_a_name_over_two_quoted_lines_is_one_name(press):
    document = opened(press, *HEAD, "", "On Monday:", "> Please ask Jane", "> Doe about it")

    written = press.replaced(document, "Jane\nDoe", "[X]")

    assert b"> Please ask [X]\r\n>  about it" in written


def test_a_name_over_a_soft_line_end_is_one_name(press):
    document = opened(press, *HEAD, "Content-Type: text/plain; format=flowed; delsp=yes", "", "Ask Ja ", "ne Doe")

    assert press.texts(document)[-1] == "Ask Jane Doe"


def test_both_alternatives_are_kept(press):
    lines = (
        "--b",
        "Content-Type: text/plain",
        "",
        "Jane",
        "--b",
        "Content-Type: text/html",
        "",
        "<p>Jane</p>",
        "--b--",
    )
    document = opened(press, *HEAD, "Content-Type: multipart/alternative; boundary=b", "", *lines)

    assert parts(document)[-2:] == [("part 1", "Jane"), ("part 2", "body.html")]
    assert not [s for s in document.segments() if getattr(s, "shown", False)]


def test_signatures_are_left_out_and_said_so(press):
    lines = ("--b", "", "Hello", "--b", "Content-Type: application/pgp-signature", "", "xx", "--b--")
    document = opened(press, *HEAD, "Content-Type: multipart/signed; boundary=b", "", *lines)

    assert dropped(document) == ["signature 1"]
    assert b"multipart/mixed" in press.written(document)


def test_a_report_is_read_as_text(press):
    lines = ("--b", "Content-Type: message/delivery-status", "", "Final-Recipient: rfc822; jane@example.org", "--b--")
    document = opened(press, *HEAD, "Content-Type: multipart/report; boundary=b", "", *lines)

    assert "jane@example.org" in press.texts(document)[-1]


def test_files_in_the_text_are_taken_out_of_it(press):
    lines = ("Look:", "begin 644 jane.txt", "$2F%N90``", "`", "end", "Bye")

    assert children(opened(press, *HEAD, "", *lines)) == {"jane.txt": b"Jane"}


def test_what_nobody_can_read_in_a_text_is_left_out(press):
    packed = base64.b64encode(b"Jane Doe lives here. " * 20).decode()
    rows = [packed[at : at + 76] for at in range(0, len(packed), 76)]
    document = opened(
        press, *HEAD, "", "Before", *rows, "", "-----BEGIN PGP MESSAGE-----", "x", "-----END PGP MESSAGE-----"
    )

    assert press.texts(document)[-1].startswith("Before\n[encoded text was left out here]")
    assert rows[0] not in press.texts(document)[-1]
    assert dropped(document) == ["encoded text 1", "encoded text 2"]


def test_a_draft_written_again_is_the_same(press, tmp_path):
    lines = (
        "--b",
        "",
        "Jane",
        "From here =_p1. ",
        "--b",
        "Content-Type: text/html",
        "",
        "<p>x",
        *attachment("j.txt", b"x"),
    )
    written = press.written(opened(press, *MIXED, *lines, "--b--"), River(tmp_path, "Jane"))

    assert press.written(reopened(press, written), River(tmp_path)) == written


def test_streams_show_what_encodings_hide(press):
    document = opened(
        press, "Subject: =?utf-8?b?SmFuZSBEb2U=?=", "Content-Transfer-Encoding: base64", "", "Sm9lIEJsb2dncw=="
    )

    shown = [text for _, text in document.streams()]

    assert "Jane Doe" in shown
    assert "Joe Bloggs" in shown
