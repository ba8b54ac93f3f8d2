"""Text operators through their one door, with a real key."""

from __future__ import annotations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from redact import registry
from redact.core.errors import PolicyError, UsageError
from redact.core.flow import Action, Decision, Verdict
from redact.core.fold import key as folded
from redact.core.place import Chars
from redact.core.taxonomy import TYPES
from redact.operate.filename import filename
from redact.operate.keyed import decrypt
from redact.operate.raster import style
from redact.operate.text import Operators
from redact.policy.pack import available, load_pack
from redact.policy.schema import ARGUMENTS, OPERATORS, PICTURE_OPERATORS, SOUND_OPERATORS
from redact.vault.key import Key

KEY = Key(bytes(range(32)))
SURFACES = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40)


def decision(entity: str, operator: str, *basis: str, person: int | None = None, token: str | None = None) -> Decision:
    verdict = Verdict(Action.REDACT, "rule", operator, basis)
    return Decision(0, "text", Chars(0, 1), Chars(0, 1), entity, verdict, 1.0, "test", "00", person, token)


def replaced(
    entity: str,
    operator: str,
    surface: str,
    *basis: str,
    mode: str = "training",
    person: int | None = None,
    token: str | None = None,
) -> str:
    return Operators(KEY, mode).replacement(decision(entity, operator, *basis, person=person, token=token), surface)


@pytest.mark.parametrize(
    ("operator", "mode", "basis", "expected"),
    [
        ("label:entity", "foi", ("s.40(2)",), "[PERSON 3]"),
        ("label:code", "foi", ("s.40(2)",), "[s.40(2)]"),
        ("label:code", "foi", ("s.38", "s.41"), "[s.38, s.41]"),
        ("label:code", "foi", (), "[PERSON 3]"),
        ("label:both", "sar", ("DPA Sch 2 para 16",), "[PERSON 3: DPA Sch 2 para 16]"),
        ("label", "eir", ("reg 13",), "[reg 13]"),
        ("label", "training", ("reg 13",), "[PERSON 3]"),
        ("mask", "foi", (), "******"),
        ("mask:3", "foi", (), "***"),
        ("block", "foi", (), "██████"),
        ("block:2", "foi", (), "██"),
        ("pseudonym", "research", (), "PERSON_3f9c2a000000"),
    ],
)
def test_a_replacement_is_as_the_spec_says(operator: str, mode: str, basis: tuple[str, ...], expected: str) -> None:
    assert replaced("PERSON", operator, "Tymms", *basis, mode=mode, person=3, token="3f9c2a00000011") == expected


def test_only_the_person_bears_the_persons_number() -> None:
    assert replaced("PHONE_NUMBER", "label:entity", "07700 900418", person=3) == "[PHONE NUMBER]"
    assert replaced("UK_NINO", "label:entity", "QQ123456C") == "[NI NUMBER]"


@settings(max_examples=60, deadline=None)
@given(entity=st.sampled_from(list(TYPES)), surface=SURFACES, operator=st.sampled_from(["label:code", "mask", "block"]))
def test_the_width_of_a_label_never_tells_the_length(entity: str, surface: str, operator: str) -> None:
    assert replaced(entity, operator, surface, "s.40(2)") == replaced(entity, operator, "Jo Ng", "s.40(2)")


@settings(max_examples=150, deadline=None)
@given(entity=st.sampled_from(list(TYPES)), surface=SURFACES, operator=st.sampled_from(OPERATORS))
def test_no_operator_gives_the_value_back(entity: str, surface: str, operator: str) -> None:
    assume(len(folded(surface)) >= 4)

    made = replaced(entity, operator, surface, person=1, token="ab12cd34ef56")

    assert made
    assert made != surface
    assert folded(surface) not in folded(made) or operator in ("label", "mask", "block")


@pytest.mark.parametrize(
    ("entity", "surface", "expected"),
    [
        ("PERSON", "Person", "[REDACTED]"),
        ("DENIED", "Redacted", "██████"),
        ("EMPLOYER", "The Employer", "[EMPLOYER]"),
    ],
)
def test_a_label_that_is_the_value_itself_gives_way(entity: str, surface: str, expected: str) -> None:
    assert replaced(entity, "label:entity", surface) == expected


def test_the_same_key_gives_the_same_token_and_another_key_another() -> None:
    one = decision("UK_UTR", "pseudonym")

    first = Operators(KEY).replacement(one, "12345 67890")

    assert first == Operators(Key(KEY.secret)).replacement(one, "1234567890")
    assert first != Operators(Key(bytes(32))).replacement(one, "1234567890")
    assert first.startswith("UK_UTR_")


def test_a_person_is_one_pseudonym_in_every_form_and_their_telephones_stay_two() -> None:
    def said(entity: str, surface: str) -> str:
        return replaced(entity, "pseudonym", surface, token="ab12cd34ef56aa")

    assert said("PERSON", "Ann Tymms") == said("PERSON", "AT")
    assert said("PHONE_NUMBER", "07700 900001") != said("PHONE_NUMBER", "07700 900002")


def test_a_hash_is_keyed_and_of_one_width() -> None:
    digests = [replaced("UK_UTR", "hash", surface) for surface in ("1", "1234567890" * 5)]

    assert [len(digest) for digest in digests] == [32, 32]
    assert digests[0] != Operators(Key(bytes(32))).replacement(decision("UK_UTR", "hash"), "1")


@settings(max_examples=40, deadline=None)
@given(surface=SURFACES)
def test_what_is_encrypted_comes_back_whole_with_the_key(surface: str) -> None:
    assume(len(folded(surface)) >= 4)

    sealed = replaced("PERSON", "encrypt", surface)

    assert decrypt(KEY, sealed) == surface
    assert sealed == replaced("PERSON", "encrypt", surface), "a plan replays to the same bytes"
    assert len(sealed) == len(replaced("PERSON", "encrypt", "Ann")) or len(surface.encode()) >= 64


def test_what_was_encrypted_is_not_read_with_another_key_nor_when_changed() -> None:
    sealed = replaced("PERSON", "encrypt", "Ann Tymms")
    changed = sealed[:10] + ("A" if sealed[10] != "A" else "B") + sealed[11:]

    for key, text in ((Key(bytes(32)), sealed), (KEY, changed), (KEY, "ENC(zz)"), (KEY, "ENC()"), (KEY, "Ann")):
        with pytest.raises(UsageError):
            decrypt(key, text)


@pytest.mark.parametrize(
    ("operator", "surface", "expected"),
    [
        ("keep_last:4", "1234 5678 90", "******7890"),
        ("keep_last", "12345678", "******5678"),
        ("keep_last:4", "1234567", "[ACCOUNT NUMBER]"),
    ],
)
def test_the_last_few_are_kept_only_of_what_is_twice_as_long(operator: str, surface: str, expected: str) -> None:
    assert replaced("UK_BANK_ACCOUNT", operator, surface) == expected


@pytest.mark.parametrize("spec", ["", "lable", "label:up", "mask:", "mask:0", "mask:x", "generalise:week", "MASK"])
def test_an_unknown_spec_is_refused(spec: str) -> None:
    with pytest.raises(PolicyError):
        replaced("PERSON", spec, "Ann Tymms")


def test_every_spec_a_pack_may_state_is_understood() -> None:
    """Policy and operate may not import each other; this holds their two readings of a spec together."""
    assert registry.names("operator") == (*OPERATORS, *PICTURE_OPERATORS, *SOUND_OPERATORS)
    arguments = {"mask": ["6", "99"], "block": ["6"], "keep_last": ["4"], "presidio": ["replace", "hash"]}
    for name in OPERATORS:
        given_ = arguments.get(name, ARGUMENTS[name].split("|") if name in ARGUMENTS else [])
        for spec in [name, *(f"{name}:{argument}" for argument in given_)]:
            assert replaced("AGE", spec, "43 years old")


@pytest.mark.parametrize("spec", ["fill", "fill:code", "fill:entity", "fill:both"])
def test_a_box_is_labelled_without_brackets(spec: str) -> None:
    assert replaced("PERSON", spec, "", "s.40(2)") in ("s.40(2)", "PERSON", "PERSON: s.40(2)")


@pytest.mark.parametrize("spec", ["fill:none", "pixelate", "blur"])
def test_some_boxes_bear_no_label(spec: str) -> None:
    assert replaced("FACE", spec, "", "s.40(2)") == ""


@pytest.mark.parametrize(("entity", "made"), [("FACE", "pixelate"), ("PERSON", "fill"), ("LICENCE_PLATE", "fill")])
def test_only_a_face_is_ever_softened_whatever_a_plan_says(entity: str, made: str) -> None:
    assert style(decision(entity, "pixelate")) == made


def test_every_operator_of_every_pack_is_understood() -> None:
    for pack in (load_pack(name) for name in available()):
        specs = {*pack.operators.values(), *(spec for rule in pack.rules for spec in rule.operators.values())}
        for spec in specs:
            assert replaced("PERSON", spec, "Ann Tymms", "s.40(2)", mode=pack.mode) or spec == "voice"


def test_operators_do_not_show_key_or_names() -> None:
    text = repr(Operators(KEY, "foi", {"token": "Ann Tymms"}))

    assert "Tymms" not in text
    assert KEY.secret.hex() not in text


@pytest.mark.parametrize(
    ("entity", "operator", "surface", "expected"),
    [
        ("PERSON", "label:entity", "Tymms", "person-3"),
        ("PERSON", "label:code", "Tymms", "s-40-2"),
        ("PERSON", "pseudonym", "Tymms", "person-3f9c2a000000"),
        ("PERSON", "block", "Tymms", "person-3"),
        ("PHONE_NUMBER", "mask", "07700 900418", "phone-number"),
        ("DENIED", "label:entity", "Redacted", "-"),
    ],
)
def test_a_file_name_gets_safe_characters_only(entity: str, operator: str, surface: str, expected: str) -> None:
    made = decision(entity, operator, "s.40(2)", person=3, token="3f9c2a00000011")

    assert filename(Operators(KEY), made, surface) == expected
