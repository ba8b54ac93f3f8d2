"""Values hidden in a draft in other letters: each way in which another program would read them back is found."""

from __future__ import annotations

import base64
import html
import json
import quopri
from pathlib import Path
from urllib.parse import quote

import pytest

from redact.verify.sweep import Sweep

NAME = "Adaeze Okonjo"
ACCENTED = "Siân Ní Dhomhnaill"
PHONE = "07700 900123"
SWEEP = Sweep([(NAME, "PERSON"), (ACCENTED, "PERSON"), (PHONE, "PHONE_NUMBER")], ["[PERSON 1]"])


def streams(tmp_path: Path, content: bytes, encoding: str | None = "utf-8") -> set[str]:
    path = tmp_path / "draft"
    path.write_bytes(content)
    return {residue.stream for residue in SWEEP.check(path, encoding)}


def percent(text: str) -> bytes:
    return "".join(f"%{byte:02x}" for byte in text.encode()).encode()


def entities(text: str) -> bytes:
    return "".join(f"&#x{ord(char):05X};" for char in text).encode()


def json_escapes(text: str) -> bytes:
    return "".join(f"\\u{ord(char):04x}" for char in text).encode()


@pytest.mark.parametrize("value", [NAME, ACCENTED, PHONE])
@pytest.mark.parametrize(
    ("hide", "stream"),
    [
        (lambda text: quote(text).encode(), "percent"),
        (percent, "percent"),
        (lambda text: quote(text, encoding="latin-1").encode(), "percent"),
        (entities, "html"),
        (lambda text: f"<p>{'<b></b>'.join(text)}</p>".encode(), "html"),
        (lambda text: f"<td>{text.replace(' ', '<br>')}</td>".encode(), "html"),
        (json_escapes, "json"),
        (lambda text: text.replace(" ", "\\n").encode(), "json"),
        (lambda text: quopri.encodestring(text.encode(), quotetabs=True), "quoted-printable"),
        (lambda text: "=\n".join(text).encode(), "quoted-printable"),
        (lambda text: base64.b64encode(text.encode()), "base64"),
        (lambda text: b"data:text/plain;base64," + base64.b64encode(text.encode()), "base64"),
        (lambda text: base64.urlsafe_b64encode(b"??>>" + text.encode()), "base64"),
        (lambda text: base64.b64encode(text.encode("utf-16-le")), "base64"),
        (lambda text: base64.encodebytes(b"many words of no account, " * 20 + text.encode()), "base64"),
        (
            lambda text: base64.b64encode(
                b"\x00\xff\x13\x99" * 9 + b" by " + text.encode() + b" for you " + b"\x80\x01" * 9
            ),
            "base64",
        ),
    ],
)
def test_an_encoded_value_is_found(tmp_path: Path, value: str, hide, stream: str) -> None:
    found = streams(tmp_path, b"The file of " + hide(value) + b" is closed.")

    assert any(stream in name for name in found)


@pytest.mark.parametrize("value", [NAME, ACCENTED, PHONE])
@pytest.mark.parametrize("unseen", ["\u200b", "\u00ad", "\u2060", "\ufeff", "\u200d", "\x01"])
def test_a_value_split_by_what_nobody_sees_is_found(tmp_path: Path, value: str, unseen: str) -> None:
    assert "text" in streams(tmp_path, f"The file of {unseen.join(value)} is closed.".encode())


@pytest.mark.parametrize("value", [NAME, ACCENTED, PHONE])
@pytest.mark.parametrize("wide", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", [b"", b"x"])
def test_wide_characters_within_a_narrow_file_are_found_at_either_alignment(
    tmp_path: Path, value: str, wide: str, before: bytes
) -> None:
    assert "utf-16" in streams(tmp_path, before + f" by {value} ".encode(wide) + b" end")


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-le", "utf-32", "cp1252", "utf-8-sig"])
def test_a_draft_in_another_encoding_is_read_in_it(tmp_path: Path, codec: str) -> None:
    assert "text" in streams(tmp_path, f"to {ACCENTED}".encode(codec), codec)


@pytest.mark.parametrize("codec", ["utf-16", "utf-8", "cp1252"])
def test_a_draft_of_unknown_encoding_is_read_in_each_likely_one(tmp_path: Path, codec: str) -> None:
    assert streams(tmp_path, f"to {ACCENTED} ".encode(codec), None)


@pytest.mark.parametrize(
    "hide",
    [
        lambda text: json.dumps(html.escape("".join(f"&#{ord(char)};" for char in text))).encode(),
        lambda text: base64.b64encode(quote(text).encode()),
        lambda text: quote(html.escape("<i>" + "</i><i>".join(text) + "</i>")).encode(),
        lambda text: entities(base64.b64encode(text.encode()).decode()),
    ],
)
def test_an_escape_within_an_escape_is_found(tmp_path: Path, hide) -> None:
    assert streams(tmp_path, b"see " + hide(NAME) + b" there")


def test_a_clean_draft_full_of_escapes_is_clean(tmp_path: Path) -> None:
    clean = (
        "[PERSON 1] wrote 100% of it &amp; sent <b>it</b> \\n to https://example.org/a%20b?c=3D "
        + base64.b64encode(bytes(range(256)) * 20).decode()
    )

    assert streams(tmp_path, clean.encode() * 50) == set()
