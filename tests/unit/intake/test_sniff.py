"""Kinds are known by bytes; the suffix only chooses among what the bytes allow."""

import io
import zipfile

import pytest

from redact.core.errors import CorruptInput, UnsupportedMedia
from redact.intake.sniff import sniff


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b"Dear Mrs Tymms,\n", ".txt", "text"),
        (b"# Minutes\n", ".md", "text"),
        (b"anything at all", "", "text"),
        (b"name,phone\nJane,01632 960001\n", ".csv", "table"),
        (b"name\tphone\n", ".TSV", "table"),
        (b'{"a": 1}', ".json", "json"),
        (b'{"a": 1}\n{"a": 2}\n', ".json", "jsonl"),
        (b'{\n "a": 1\n}\n', ".jsonl", "json"),
        (b'{"a": 1}\n', ".ndjson", "jsonl"),
        (b'{"a": 1}', "", "json"),
        (b'{"name": "J\\u0061ne"}\n{"name": "x"}\n', ".txt", "jsonl"),
        (b"<p>Jane</p>", ".html", "markup"),
        (b"<?xml version='1.0'?><a/>", ".txt", "markup"),
        (b"\xef\xbb\xbf<!DOCTYPE html><p>x", "", "markup"),
        ("name,phone".encode("utf-16"), ".csv", "table"),
        ("Dear Mrs Tymms".encode("utf-16-le"), ".txt", "text"),
        (b"ID3 is the column after ID2", ".txt", "text"),
        (b"[[a wiki link]] and more", ".txt", "text"),
        (b"{not json} at all", ".txt", "text"),
        (b'{"a": 1}\nplain log line', ".log", "text"),
    ],
)
def test_the_adapter_is_chosen_by_bytes_then_suffix(head, suffix, kind):
    assert sniff(head, suffix) == kind


@pytest.mark.parametrize(
    ("head", "named"),
    [
        (b"8BPS\x00\x01\x00\x00", "Photoshop"),
        (b"RIFF\x00\x00\x00\x00RMID", "RIFF"),
        (b"0&\xb2u\x8ef\xcf\x11\xa6\xd9", "Windows Media"),
        (b"OggS\x00\x02" + bytes(22) + b"\x80theora\x03\x02", "Ogg film"),
    ],
)
def test_a_known_binary_kind_is_refused_by_its_own_name_whatever_it_is_called(head, named):
    with pytest.raises(UnsupportedMedia, match=named):
        sniff(head, ".txt")


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "image"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00", "image"),
        (b"GIF89a\x01\x00\x01\x00", "image"),
        (b"II*\x00\x08\x00\x00\x00", "image"),
        (
            b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00\x02\x00\x00\x00\x02\x00\x00\x00",
            "image",
        ),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image"),
        (b"\x00\x00\x00\x20ftypavif\x00\x00\x00\x00", "image"),
        (b"\x00\x00\x00\x20ftypheic\x00\x00\x00\x00", "image"),
        (b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00", "video"),
        (b"\x1aE\xdf\xa3\x01\x00\x00\x00", "video"),
        (b"RIFF\x24\x00\x00\x00AVI LIST", "video"),
    ],
)
def test_pictures_and_films_are_known_by_their_bytes_whatever_they_are_called(head, kind):
    assert sniff(head, ".txt") == kind


@pytest.mark.parametrize("text", [b"BMW 320 outside number 4\n", b"GIF89a was a format\n", b"1234moov on please\n"])
def test_a_text_that_begins_as_a_picture_does_is_a_text(text):
    assert sniff(text, ".txt") == "text"


@pytest.mark.parametrize("head", [b"\x00\x01\x02\x03" * 50, bytes(range(1, 32)) * 20, b"text\x00text\x00\x00\x00"])
def test_binary_called_txt_is_refused(head):
    with pytest.raises(UnsupportedMedia, match="binary"):
        sniff(head, ".txt")


@pytest.mark.parametrize(
    ("head", "suffix", "kind"),
    [
        (b"%PDF-1.7\n", ".txt", "pdf"),
        (b"\xef\xbb\xbf\r\n%PDF-1.4\n", ".pdf", "pdf"),
        (b"{\\rtf1 Jane}", ".doc", "rtf"),
        (b"\x1f\x8b\x08\x00", ".txt", "archive"),
        (b"a.txt" + bytes(252) + b"ustar\x0000", "", "archive"),
        (b"Subject: x\nContent-Transfer-Encoding: base64\n\nSmFuZQ==\n", ".eml", "mail"),
        (b"Received: from a\r\n\tby b\r\nFrom: a@example.org\r\n\r\nHello\r\n", "", "mail"),
        (b"From a@example.org Mon Jan  1 10:00:00 2024\nFrom: a@example.org\nTo: b@example.org\n\nx\n", "", "mbox"),
        (b"BEGIN:VCARD\r\nVERSION:3.0\r\n", ".txt", "calendar"),
        (b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n", ".ics", "calendar"),
    ],
)
def test_documents_are_known_by_their_bytes(head, suffix, kind):
    assert sniff(head, suffix) == kind


@pytest.mark.parametrize(
    "text",
    [
        b"From: the head of service\nTo: all staff\n\nPlease note the new hours.\n",
        b"From now on 10:30 is the time.\n",
        b"To: be or not to be\n",
        b"Notes on the %PDF-1.7 format\n",
    ],
)
def test_a_text_that_begins_like_a_letter_is_a_text(text):
    assert sniff(text, ".txt") == "text"


def zipped(*names, mime=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        if mime:
            package.writestr("mimetype", mime)
        for name in names:
            package.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (zipped("letter.txt"), "archive"),
        (zipped(), "archive"),
        (zipped("[Content_Types].xml", "word/document.xml"), "word"),
        (zipped("[Content_Types].xml", "xl/workbook.xml"), "sheet"),
        (zipped("[Content_Types].xml", "ppt/presentation.xml"), "slides"),
        (zipped("content.xml", mime=b"application/vnd.oasis.opendocument.text"), "odf"),
    ],
)
def test_a_zip_file_is_known_by_what_is_inside(content, kind):
    assert sniff(content[:64], ".zip", io.BytesIO(content)) == kind


@pytest.mark.parametrize("content", [b"PK\x03\x04rest", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and no more"])
def test_a_package_that_cannot_be_opened_is_damaged(content):
    with pytest.raises(CorruptInput):
        sniff(content, ".docx", io.BytesIO(content))


@pytest.mark.parametrize(
    "content",
    [zipped("[Content_Types].xml", "visio/document.xml"), zipped(mime=b"application/vnd.oasis.opendocument.base")],
)
def test_an_office_document_nobody_reads_is_refused(content):
    with pytest.raises(UnsupportedMedia, match="kind that cannot be read"):
        sniff(content, ".zip", io.BytesIO(content))
