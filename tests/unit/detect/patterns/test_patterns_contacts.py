"""E-mail, telephone, web and account names: whose they are."""

from __future__ import annotations

import pytest
from patterns_kit import found

from redact.core.ports import Detector
from redact.core.segment import TextKind
from redact.detect.patterns.lines import is_public_line
from redact.detect.patterns.mail import shared_mailbox


@pytest.mark.parametrize(
    "local", ["repairs", "info", "foi", "tenders", "admissions", "food.safety", "memberenquiries", "council-tax"]
)
def test_a_mailbox_of_office_words_is_public(generic_pack: Detector, local: str) -> None:
    address = f"{local}@westshire.example.gov.uk"

    assert found(generic_pack, f"Write to {address}.") == [("PUBLIC_CONTACT", address)]


@pytest.mark.parametrize("local", ["p.osei", "priya", "cllr.udeze", "grumpy.trev", "repairs.osei", "o'dowd"])
def test_a_mailbox_with_any_other_word_is_a_persons(generic_pack: Detector, local: str) -> None:
    address = f"{local}@westshire.example.gov.uk"

    assert found(generic_pack, f"Write to {address}.") == [("EMAIL_ADDRESS", address)]


def test_a_shared_mailbox_needs_a_word() -> None:
    assert not shared_mailbox("")
    assert not shared_mailbox("7731")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("j.wrzes @ example.org", "j.wrzes @ example.org"),
        ("p_osei [at] example [dot] org", "p_osei [at] example [dot] org"),
        ("it is priya dot osei at example dot org", "priya dot osei at example dot org"),
        ("<p.osei@example.org>", "p.osei@example.org"),
    ],
)
def test_disguised_addresses_are_found(generic_pack: Detector, text: str, value: str) -> None:
    assert ("EMAIL_ADDRESS", value) in found(generic_pack, text)


def test_an_at_sign_alone_is_no_address(generic_pack: Detector) -> None:
    assert found(generic_pack, "meet @ 5.30 by the door, 3 @ £2.50") == []


@pytest.mark.parametrize(
    ("before", "public"),
    [
        ("Ring the ward on ", True),
        ("Switchboard ", True),
        ("The helpline, ", True),
        ("report it to the repairs team on ", True),
        ("weighbridge enquiries: ", True),
        ("Her mobile is ", False),
        ("The team has his number, ", False),
        ("ring Mrs Osei on ", False),
        ("", False),
    ],
)
def test_the_nearest_word_says_whose_line_it_is(before: str, public: bool) -> None:
    text = f"{before}01632 960123"

    assert is_public_line(text, len(before), len(text)) is public


def test_a_landline_beside_a_shared_mailbox_is_public_and_beside_a_persons_is_not(generic_pack: Detector) -> None:
    assert ("PUBLIC_CONTACT", "01632 960123") in found(generic_pack, "democracy@example.gov.uk or 01632 960123")
    assert ("PHONE_NUMBER", "01632 960123") in found(generic_pack, "p.osei@example.org or 01632 960123")


@pytest.mark.parametrize(
    "number",
    ["07700 900123", "07700900123", "+44 7700 900123", "+447700900123", "0044 7700 900123", "+44 (0)7700 900 123",
     "(01632) 960123", "01632-960-123", "020 7946 0123", "0121 496 0123", "01632 960123 ext 44", "01632.960.123"],
)  # fmt: skip
def test_every_british_form_is_found_whole(generic_pack: Detector, number: str) -> None:
    assert ("PHONE_NUMBER", number) in found(generic_pack, f"She is on {number}.")


def test_a_number_of_a_thing_is_no_telephone(generic_pack: Detector) -> None:
    assert found(generic_pack, "order 07700 900123 came") == []


@pytest.mark.parametrize(
    ("address", "entity"),
    [
        ("www.example.gov.uk/pay", "PUBLIC_CONTACT"),
        ("https://reports.example.org/2024", "PUBLIC_CONTACT"),
        ("www.facebook.com/p.osei", "URL"),
        ("https://example.org/~osei", "URL"),
        ("example.org/users/osei", "URL"),
    ],
)
def test_a_page_is_a_persons_or_public(generic_pack: Detector, address: str, entity: str) -> None:
    assert found(generic_pack, f"see {address}.") == [(entity, address)]


@pytest.mark.parametrize("text", ["@grumpy_trev wrote", "username: grumpy_trev", "user=grumpy_trev", "Snapchat grumpy_trev"])
def test_account_names_are_found(generic_pack: Detector, text: str) -> None:
    assert any(entity == "USERNAME" and "grumpy_trev" in value for entity, value in found(generic_pack, text))


def test_a_field_of_account_names_holds_one_without_a_digit(generic_pack: Detector) -> None:
    assert found(generic_pack, "grumpytrev", TextKind.FIELD, "userName") == [("USERNAME", "grumpytrev")]


def test_a_councils_handle_is_public(generic_pack: Detector) -> None:
    assert found(generic_pack, "ask @WestshireCouncil") == [("PUBLIC_CONTACT", "@WestshireCouncil")]


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("MAC 00:00:5e:00:53:af", "MAC_ADDRESS", "00:00:5e:00:53:af"),
        ("from 2001:db8::1 at", "IP_ADDRESS", "2001:db8::1"),
        ("card **** **** **** 1111", "CREDIT_CARD", "**** **** **** 1111"),
        ("at ///filled.count.soap", "GRID_REFERENCE", "///filled.count.soap"),
        ("server 198.51.100.23 fell", "PUBLIC_CONTACT", "198.51.100.23"),
    ],
)
def test_values_that_begin_with_no_digit_are_found(generic_pack: Detector, text: str, entity: str, value: str) -> None:
    assert found(generic_pack, text) == [(entity, value)]


def test_a_time_of_day_is_no_internet_address(generic_pack: Detector) -> None:
    assert found(generic_pack, "at 12:30:45 and 1:2 odds") == []
