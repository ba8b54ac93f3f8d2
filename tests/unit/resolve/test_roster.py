"""Who is who over a set of papers: forms of one name are one person, and numbers last from run to run."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.case import NO_CASE, Case, CasePerson, Role
from redact.resolve.roster import Roster

MENTIONS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "Tobias Quillfeather",
                "Quillfeather",
                "Tobias",
                "T. Quillfeather",
                "Wilhelmina Thrupp",
                "Thrupp",
                "W Thrupp",
            ]
        ),
        st.sampled_from(["a", "b", "c"]),
    ),
    max_size=10,
)


def token(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def roster(*mentions: tuple[str, str], case: Case = NO_CASE) -> Roster:
    made = Roster(token, case)
    for surface, source in mentions:
        made.add(surface, source)
    return made


def number(made: Roster, surface: str, source: str) -> int:
    found = made.person(surface, source)
    assert found is not None
    return found.number


@pytest.mark.parametrize(
    "form", ["Quillfeather", "Tobias", "T. Quillfeather", "Mr Quillfeather", "Quillfeather, Tobias"]
)
def test_a_form_of_a_name_is_its_bearer_in_the_same_paper(form: str) -> None:
    made = roster(("Tobias Quillfeather", "a"), ("Wilhelmina Thrupp", "a"), (form, "a"))

    assert number(made, form, "a") == number(made, "Tobias Quillfeather", "a") == 1


def test_a_full_name_is_one_person_over_the_set() -> None:
    made = roster(("Tobias Quillfeather", "a"), ("Tobias Quillfeather", "b"))

    assert number(made, "Tobias Quillfeather", "b") == 1
    assert len(list(made.entities())) == 1


def test_a_surname_joins_the_only_one_of_the_set_that_bears_it() -> None:
    made = roster(("Tobias Quillfeather", "a"), ("Mr Quillfeather", "b"))

    assert number(made, "Mr Quillfeather", "b") == 1


def test_a_surname_that_two_bear_is_taken_for_neither_in_a_third_paper() -> None:
    made = roster(("Tobias Quillfeather", "a"), ("Wilhelmina Quillfeather", "b"), ("Quillfeather", "c"))

    assert number(made, "Quillfeather", "c") == 3
    assert number(made, "Tobias Quillfeather", "a") != number(made, "Wilhelmina Quillfeather", "b")


def test_a_fuller_form_becomes_the_name_of_the_person() -> None:
    made = roster(("Mr Quillfeather", "a"), ("Tobias Quillfeather", "a"))
    found = made.person("Quillfeather", "a")

    assert found is not None
    assert found.name == "Tobias Quillfeather"
    assert found.token == token("tobias quillfeather")


def test_people_of_the_case_bring_their_role_to_every_form() -> None:
    person = CasePerson("Cormac Sjöberg-Lee", Role.OFFICIAL, variants=("CSL", "Mac"))
    made = roster(("C. Sjöberg-Lee", "a"), ("Sjöberg-Lee", "b"), ("Mac", "c"), case=Case((person,)))

    for surface, source in (("C. Sjöberg-Lee", "a"), ("Sjöberg-Lee", "b"), ("Mac", "c"), ("CSL", "d")):
        found = made.person(surface, source)
        assert found is not None
        assert found.facts == {"case_person", "official"}
        assert found.number == 1


@pytest.mark.parametrize(
    ("role", "other"),
    [(Role.THIRD_PARTY, "Wilhelmina Quillfeather"), (Role.OFFICIAL_DISCLOSABLE, "Wilhelmina Quillfeather")],
)
@pytest.mark.parametrize("source", ["a", "b"])
def test_a_surname_of_two_is_taken_for_the_one_who_is_protected_more(role: Role, other: str, source: str) -> None:
    """`minimal` takes out only people of the case: what may be theirs goes. A disclosed name is no cover for another."""
    case = Case((CasePerson("Tobias Quillfeather", role),))
    made = roster(("Tobias Quillfeather", "a"), (other, "a"), ("Quillfeather", source), case=case)

    found = made.person("Quillfeather", source)

    assert found is not None
    assert ("case_person" in found.facts) is (role is Role.THIRD_PARTY)


def test_nobody_is_meant_by_what_holds_no_name() -> None:
    assert roster(("Tobias Quillfeather", "a")).person("42", "a") is None


def test_known_is_never_a_new_person() -> None:
    made = roster(("Tobias Quillfeather", "a"))

    assert made.known("tobias quillfeather", "b") is not None
    assert made.known("wilhelmina thrupp", "b") is None
    assert len(list(made.entities())) == 1


def test_neither_names_nor_surfaces_show() -> None:
    made = roster(("Tobias Quillfeather", "a"))

    assert "uillfeather" not in f"{list(made.entities())} {list(made.forms())}"


@given(MENTIONS)
def test_everybody_mentioned_is_somebody(mentions: list[tuple[str, str]]) -> None:
    made = roster(*mentions)

    for surface, source in mentions:
        assert made.person(surface, source) is not None


@given(MENTIONS)
def test_tokens_and_numbers_are_the_same_however_often_one_asks(mentions: list[tuple[str, str]]) -> None:
    made = roster(*mentions)

    assert [made.person(*each) for each in mentions] == [made.person(*each) for each in mentions]


@given(MENTIONS)
def test_numbering_again_changes_no_number(mentions: list[tuple[str, str]]) -> None:
    made = roster(*mentions)
    numbers = made.renumber({})
    before = [entity.number for entity in made.entities()]

    assert made.renumber(numbers) == numbers
    assert [entity.number for entity in made.entities()] == before


@given(MENTIONS, MENTIONS)
def test_who_was_known_keeps_the_number_when_others_come_first(
    earlier: list[tuple[str, str]], later: list[tuple[str, str]]
) -> None:
    before = roster(*earlier)
    numbers = before.renumber({})
    after = roster(*((surface, f"new {source}") for surface, source in later), *earlier)
    after.renumber(numbers)
    told = {entity.token: entity.number for entity in after.entities()}

    for entity in before.entities():
        assert told.get(entity.token, entity.number) == entity.number


@given(MENTIONS)
def test_two_tokens_never_share_a_number(mentions: list[tuple[str, str]]) -> None:
    made = roster(*mentions)
    made.renumber({})
    seen = {(entity.token, entity.number) for entity in made.entities()}

    assert len({number for _, number in seen}) == len({token for token, _ in seen})


def test_a_fuller_name_keeps_the_number_of_the_shorter_one() -> None:
    numbers = roster(("Mr Quillfeather", "a"), ("Wilhelmina Thrupp", "a")).renumber({})
    later = roster(
        ("Femi Oyelaran", "0"), ("Mr Quillfeather", "a"), ("Wilhelmina Thrupp", "a"), ("Tobias Quillfeather", "b")
    )

    later.renumber(numbers)

    assert number(later, "Tobias Quillfeather", "b") == 1
    assert number(later, "Wilhelmina Thrupp", "a") == 2
    assert number(later, "Femi Oyelaran", "0") == 3
