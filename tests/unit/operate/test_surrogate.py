"""Fictional values: one person one name, every number from a range nobody has."""

from __future__ import annotations

import re
from collections.abc import Mapping

import phonenumbers
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Chars
from redact.operate.leak import holds_word
from redact.operate.text import Operators
from redact.operate.wordlists import GIVEN, KNOWN_GIVEN, SURNAMES, TITLES
from redact.vault.key import Key

KEY = Key(bytes(range(32)))
TOKENS = st.text("0123456789abcdef", min_size=16, max_size=16)
STEMS = ("07700 900", "01632 960", "020 7946 0", "0113 496 0", "+44 7700 900")


def surrogate(entity: str, surface: str, token: str | None = None, names: Mapping[str, str] | None = None) -> str:
    verdict = Verdict(Action.REDACT, "rule", "surrogate")
    made = Decision(0, "text", Chars(0, 1), Chars(0, 1), entity, verdict, 1.0, "test", "00", 1, token)
    return Operators(KEY, "training", names).replacement(made, surface)


@settings(max_examples=40, deadline=None)
@given(token=TOKENS)
def test_one_person_is_one_fictional_person_in_every_shape(token: str) -> None:
    names = {token: "Siobhán Ní Dhomhnaill"}

    def said(surface: str) -> str:
        return surrogate("PERSON", surface, token, names)

    first, last = said("Siobhán Ní Dhomhnaill").split()
    assert first in GIVEN
    assert last in SURNAMES
    assert said("Siobhan") == first
    assert said("Ní Dhomhnaill") == last
    assert said("NI DHOMHNAILL") == last.upper()
    assert said("siobhán ní dhomhnaill") == f"{first} {last}".lower()
    assert said("Ní Dhomhnaill, Siobhán") == f"{last}, {first}"
    assert said("Ní Dhomhnaill, S.") == f"{last}, {first[0]}."
    assert said("S. Ní Dhomhnaill") == f"{first[0]}. {last}"
    assert said("S Ní Dhomhnaill’s") == f"{first[0]} {last}’s"
    assert said("Mrs Ní Dhomhnaill") == f"Mrs {last}"
    assert said("SND") == first[0] + last[0]
    assert said("S.N.D.") == f"{first[0]}.{last[0]}."
    assert surrogate("EMAIL_ADDRESS", "siobhan@nidh.example.com", token, names) == f"{first}.{last}@example.org".lower()


def test_without_the_full_name_common_given_names_tell_first_from_last() -> None:
    first, last = surrogate("PERSON", "Mark Oyelaran", "ab" * 8).split()

    assert surrogate("PERSON", "Mark", "ab" * 8) == first
    assert surrogate("PERSON", "Oyelaran", "ab" * 8) == last
    assert surrogate("PERSON", "MO", "ab" * 8) == first[0] + last[0]


def test_two_people_are_two_fictional_people() -> None:
    made = {surrogate("PERSON", "Ann Tymms", f"{number:016x}") for number in range(100)}

    assert len(made) >= 99


@pytest.mark.parametrize("given_name", [name for name in GIVEN if len(name) > 2][:40])
def test_a_fictional_name_shares_no_name_with_the_real_one(given_name: str) -> None:
    """A fictional person who by chance got the real given name is drawn again, alike for every mention."""
    names = {"ab" * 8: f"{given_name} Tymms"}

    full = surrogate("PERSON", f"{given_name} Tymms", "ab" * 8, names)

    assert not holds_word(f"{given_name} Tymms", full)
    assert surrogate("PERSON", "Tymms", "ab" * 8, names) == full.split()[1]
    assert surrogate("PERSON", given_name, "ab" * 8, names) == full.split()[0]


def test_what_holds_no_name_has_no_fictional_one() -> None:
    assert surrogate("PERSON", "—") == "[PERSON 1]"


@settings(max_examples=40, deadline=None)
@given(end=st.integers(0, 999), stem=st.sampled_from(STEMS))
def test_a_telephone_number_is_a_drama_number_of_its_sort_and_never_the_same(stem: str, end: int) -> None:
    surface = f"{stem}{end:03d}"

    made = surrogate("PHONE_NUMBER", surface)

    assert re.fullmatch(r"(0|\+44 )(7700 900|1632 960|20 7946 0|121 496 0|808 157 0|3069 990)\d{3}", made)
    assert made.startswith("+44") == surface.startswith("+44")
    assert phonenumbers.parse(made, "GB") != phonenumbers.parse(surface, "GB")


def test_spellings_of_one_number_have_one_surrogate() -> None:
    written = ["07700 900418", "07700-900-418", "+44 7700 900418", "+44 (0)7700 900418", "0044 7700 900418"]

    made = {surrogate("PHONE_NUMBER", surface).replace("+44 ", "0") for surface in written}

    assert len(made) == 1


@settings(max_examples=40, deadline=None)
@given(nine=st.integers(0, 10**10 - 1))
def test_an_nhs_number_is_from_the_test_range_and_checks(nine: int) -> None:
    made = surrogate("UK_NHS", f"{nine:010d}")

    assert re.fullmatch(r"999\d{7}", made)
    assert sum(int(digit) * (10 - at) for at, digit in enumerate(made)) % 11 == 0
    assert made != f"{nine:010d}"


@pytest.mark.parametrize(
    ("entity", "surface", "form"),
    [
        ("UK_NHS", "999 123 4567", r"999 \d{3} \d{4}"),
        ("UK_NINO", "QQ 12 34 56 C", r"QQ \d\d \d\d \d\d [A-D]"),
        ("UK_NINO", "QQ123456C", r"QQ\d{6}[A-D]"),
        ("UK_POSTCODE", "HX7 9QZ", r"Q[A-Z]\d\d? \d[A-Z]{2}"),
        ("UK_POSTCODE", "HX7", r"Q[A-Z]\d\d?"),
        ("LICENCE_PLATE", "TU51 ABC", r"[JTU][A-Z]\d\d [A-Z]{3}"),
        ("IP_ADDRESS", "10.1.2.3", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"),
        ("IP_ADDRESS", "fe80::1", r"2001:db8::[0-9a-f]+"),
        ("MAC_ADDRESS", "aa-bb-cc-dd-ee-ff", r"00-00-5E-00-53-[0-9A-F]{2}"),
        ("URL", "https://tymms.example.com", r"https://example\.org/[a-z]+\.[a-z]+"),
        ("UK_BANK_ACCOUNT", "12345678", r"\[ACCOUNT NUMBER\]"),
        ("STREET_ADDRESS", "14 Tannery Fold", r"\[STREET ADDRESS\]"),
        ("HEALTH", "on dialysis", r"\[HEALTH\]"),
    ],
)
def test_a_number_is_from_a_reserved_range_and_what_has_none_is_labelled(entity: str, surface: str, form: str) -> None:
    assert re.fullmatch(form, surrogate(entity, surface))
    assert surrogate(entity, surface) == surrogate(entity, surface)


def test_the_word_lists_hold_plain_words_once() -> None:
    assert len(set(GIVEN)) == len(GIVEN) > 100
    assert len(set(SURNAMES)) == len(SURNAMES) > 2000
    assert all(word.isalpha() for word in (*GIVEN, *SURNAMES))
    assert {"mrs", "cllr"} <= TITLES
    assert "mark" in KNOWN_GIVEN
