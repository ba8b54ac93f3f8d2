"""Checksums: what they accept, and that one wrong digit is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.detect.patterns import checks

NINE = st.integers(min_value=100_000_000, max_value=999_999_999).map(str)


def with_check(check: object, head: str) -> str | None:
    return next((head + d for d in "0123456789" if check(head + d)), None)  # type: ignore[operator]


@settings(max_examples=50)
@given(NINE, st.integers(0, 8), st.integers(1, 9))
def test_a_wrong_digit_fails_the_nhs_check(head: str, at: int, by: int) -> None:
    number = with_check(checks.nhs, head)
    if number is None:  # one head in eleven has no check digit and is never issued
        return
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]

    assert not checks.nhs(wrong)


@settings(max_examples=50)
@given(st.integers(10**14, 10**15 - 1).map(str), st.integers(0, 14), st.integers(1, 9))
def test_a_wrong_digit_fails_the_luhn_check(head: str, at: int, by: int) -> None:
    number = with_check(checks.luhn, head)
    if number is None:  # all digits alike
        return
    wrong = number[:at] + str((int(number[at]) + by) % 10) + number[at + 1 :]

    assert not checks.luhn(wrong)


@settings(max_examples=50)
@given(st.integers(0, 10**18 - 1), st.integers(1, 96))
def test_every_iban_has_exactly_one_pair_of_check_digits(account: int, by: int) -> None:
    body = f"{account:018d}"
    right = next(pair for pair in range(98, 1, -1) if checks.iban(f"DE{pair:02d}{body}"))

    assert not checks.iban(f"DE{(right - 2 + by) % 97 + 2:02d}{body}")


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        (checks.nhs, "999 000 0018", "999 000 0019"),
        (checks.chi, "0101900015", "0101900016"),
        (checks.health_and_care, "3200000015", "9990000018"),
        (checks.card, "4111 1111 1111 1111", "4111 1111 1111 1112"),
        (checks.vat, "GB 999 9999 73", "GB 999 9999 74"),
        (checks.utr, "11234 56789", "21234 56789"),
        (checks.nino, "QQ 12 34 56 C", "GB 12 34 56 C"),
        (checks.driver, "MORGA657054SM9IJ", "MORGA699054SM9IJ"),
        (checks.upn, "K310402219008", "L310402219008"),
        (checks.vin, "WVWZZZ1JZ3W999044", "ABCDEFGHJKLMNPRST"),
        (checks.uln, "1234567899", "1234567891"),
        (checks.bitcoin, "1BoatSLRHtKNngkdXEeobR76b53LETtpyT", "1BoatSLRHtKNngkdXEeobR76b53LETtpyU"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_known_values(check: object, good: str, bad: str) -> None:
    assert check(good)  # type: ignore[operator]
    assert not check(bad)  # type: ignore[operator]


def test_digits_that_a_scanner_took_for_letters_are_straightened() -> None:
    assert checks.straightened("999 0O0 O0l8") == "9990000018"


@settings(max_examples=50)
@given(st.text(max_size=40))
def test_checks_never_raise_on_any_text(value: str) -> None:
    for check in (checks.nhs, checks.luhn, checks.card, checks.iban, checks.vat, checks.utr, checks.nino, checks.upn):
        assert check(value) in (True, False)
