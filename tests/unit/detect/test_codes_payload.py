"""What codes hold, made readable: the forms that telephones write, one field to a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.detect.codes.payload import readable

VCARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Roe;Jane;;Dr;\r\nFN:Dr Jane\r\n  Roe\r\nitem1.TEL;TYPE=CELL:+44 7700 900123\r\n"
    "EMAIL:jane.roe@example.org\r\nADR;TYPE=HOME:;;1 High Street;Anytown;;AB1 2CD;UK\r\nNOTE:knows Sam\\, likes tea\r\n"
    "END:VCARD"
)
LICENCE = "@\n\x1e\rANSI 636026080102DL00410288DLDAQD1234567\nDCSROE\nDACJANE\nDBB01311980\nDAG1 HIGH STREET\r"


def test_a_visiting_card_is_one_field_to_a_line() -> None:
    """Names first name first, folded lines joined, escapes undone."""
    assert readable(VCARD).split("\n") == [
        "Name: Jane Dr Roe",
        "Name: Dr Jane Roe",
        "Telephone: +44 7700 900123",
        "E-mail: jane.roe@example.org",
        "Address: 1 High Street, Anytown, AB1 2CD, UK",
        "Note: knows Sam, likes tea",
    ]


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        ("MECARD:N:Roe,Jane;TEL:01632960001;ADR:1 High St\\; Flat 2;;",
         "Name: Jane Roe\nTelephone: 01632960001\nAddress: 1 High St; Flat 2"),
        ("WIFI:T:WPA;S:Roe family;P:pa\\;ss;;", "T: WPA\nNetwork: Roe family\nPassword: pa;ss"),
        ("mailto:jane.roe%40example.org?subject=Hello%20Jane", "E-mail: jane.roe@example.org\nsubject: Hello Jane"),
        ("MATMSG:TO:jane@example.org;SUB:Hi;BODY:See you;;", "To: jane@example.org\nSubject: Hi\nText: See you"),
        ("tel:+44%207700%20900123", "Telephone: +44 7700 900123"),
        ("SMSTO:07700900123:Jane is late", "Telephone: 07700900123\nJane is late"),
        ("geo:51.5,-0.12?q=Jane%27s%20house", "Place: 51.5,-0.12\nq: Jane's house"),
        ("https://example.org/p/Jane%20Roe?nhs=999%20000%200018&x=1+2",
         "https://example.org/p/Jane Roe\nnhs: 999 000 0018\nx: 1 2"),
        ("http://[half", "http://[half"),
        ("Jane Roe\x1d01632 960001", "Jane Roe\n01632 960001"),
        ("Note: an ordinary line", "Note: an ordinary line"),
        ("", ""),
    ],
)  # fmt: skip
def test_each_form_is_read(payload: str, expected: str) -> None:
    """Detectors need the words, not the punctuation that carries them."""
    assert readable(payload) == expected


def test_a_quoted_printable_card_is_decoded() -> None:
    """Old telephones write so."""
    assert readable("BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Jos=C3=A9 Roe\nEND:VCARD") == "Name: José Roe"


def test_a_driving_licence_names_its_fields() -> None:
    """The AAMVA's three letters say what a value is."""
    lines = readable(LICENCE).split("\n")

    assert lines[-5:] == [
        "Licence number: D1234567",
        "Surname: ROE",
        "First name: JANE",
        "Date of birth: 01311980",
        "Address: 1 HIGH STREET",
    ]


@given(st.text(max_size=60))
def test_any_payload_can_be_read_out(payload: str) -> None:
    """Codes are written by strangers: no payload stops the run, and none brings control characters along."""
    for head in ("", "BEGIN:VCARD\n", "MECARD:", "https://example.org/", "mailto:", "@\nANSI "):
        text = readable(head + payload)
        assert not any(ord(char) < 32 and char != "\n" for char in text)
