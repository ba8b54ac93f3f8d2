"""Encodings: found over the whole file, kept on the way out, refused when they are two."""

import codecs

import pytest

from redact.core.errors import CorruptInput, UnsupportedMedia
from redact.media._charset import detect
from redact.media._encoding import Encoding, characters

LETTER = "Dear Siân Llŷr, José Núñez’s café – £20 for Zoë. " * 3
WESTERN = LETTER.replace("ŷ", "y")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_found_with_and_without_its_mark(press, codec):
    source = press.source(LETTER.encode(codec))

    encoding = detect(source)

    assert "".join(characters(source, encoding)) == LETTER


def test_names_in_cp1252_are_intact(press):
    source = press.source(WESTERN.encode("cp1252"))

    encoding = detect(source)

    assert (encoding.codec, "".join(characters(source, encoding))) == ("cp1252", WESTERN)


@pytest.mark.parametrize("name", ["Zoë", "Ní", "Siân Ó Sé", "CAFÉ’S for Zoë", "“Renée”…"])
def test_a_few_western_letters_are_enough(press, name):
    assert detect(press.source(name.encode("cp1252"))).codec == "cp1252"


def test_a_first_accent_far_into_the_file_still_counts(press):
    source = press.source(b"plain words\n" * 60_000 + "Siân".encode("cp1252"))

    assert "".join(characters(source, detect(source))).endswith("Siân")


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("Уважаемый Иван Петров, ваше заявление рассмотрено. " * 5, "cp1251"),
        ("Pan Łukasz Wiśniewski mieszka w Łodzi, żona Małgorzata. " * 20, "cp1250"),
        ("田中さんは東京に住んでいます。" * 10, "cp932"),
    ],
)
def test_other_alphabets_are_read_as_what_they_are(press, text, codec):
    source = press.source(text.encode(codec))

    assert "".join(characters(source, detect(source))) == text


@pytest.mark.parametrize(
    "content",
    [
        "Siân Jones\n".encode() + "Siân Jones\n".encode("cp1252"),
        "£20\n".encode("cp1252") * 50_000 + "José\n".encode(),
        codecs.BOM_UTF8 + "Siân".encode("cp1252"),
        "A letter to Siân. ".encode("utf-16") + b"Jane Smith, 1 Acacia Road, Halifax.",
        "odd".encode("utf-16") + b"x",
    ],
)
def test_two_encodings_in_one_file_are_refused(press, content):
    with pytest.raises(CorruptInput):
        detect(press.source(content))


def test_zero_bytes_that_are_not_utf_16_are_binary(press):
    with pytest.raises(UnsupportedMedia):
        detect(press.source(b"name\x00\x00\x01\x00phone"))


def test_a_declared_encoding_that_hides_ascii_is_refused(press):
    with pytest.raises(CorruptInput, match="hides"):
        detect(press.source(b"+AEo-ane Smith"), "utf-7")


def test_a_replacement_that_does_not_fit_is_written_with_plain_letters():
    assert Encoding("cp1252").plain("Llŷr █ – Łucja") == "Lly\u0302r # – Lucja".replace("\u0302", "")
    assert Encoding("ascii").plain("Siân – …") == "Sian - ..."
