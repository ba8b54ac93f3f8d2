"""A name heard is the person of the papers whom it sounds like, or a person of its own."""

from __future__ import annotations

from redact.core.case import NO_CASE, Case, CasePerson, Role
from redact.core.flow import Entity
from redact.resolve.heard import Hearing
from redact.resolve.roster import Roster

CALL, LETTER = "call", "letter"


def hearing(*typed: str, case: Case = NO_CASE, heard: tuple[str, ...] = ()) -> tuple[Hearing, Roster]:
    """People typed in a letter, names heard in a call: settled."""
    roster = Roster(lambda name: f"token of {name}", case)
    made = Hearing(roster, case)
    for surface in heard:  # the call is read first
        made.note(surface, CALL, cued=True)
    for surface in typed:
        roster.add(surface, LETTER)
    made.settle()
    return made, roster


def who(made: Hearing, surface: str) -> Entity:
    entity = made.who(surface, CALL)
    assert entity is not None
    return entity


def test_a_misheard_name_is_the_person_of_a_paper_read_later() -> None:
    made, roster = hearing("Rhys Morgan", heard=("Rizmorgon",))

    assert who(made, "Rizmorgon") == roster.person("Rhys Morgan", LETTER)
    assert len(roster) == 1


def test_a_name_that_nobody_noted_is_known_by_its_sound_too() -> None:
    made, roster = hearing("Rhys Morgan")

    assert who(made, "Reese Morgan") == roster.person("Rhys Morgan", LETTER)
    assert len(roster) == 1


def test_of_two_people_equally_alike_it_is_neither() -> None:
    made, roster = hearing("Reece Morgan", "Rhys Morgan", heard=("Rizmorgon",))

    assert who(made, "Rizmorgon").name == "Rizmorgon"
    assert len(roster) == 3


def test_two_hearings_of_somebody_unknown_are_one_person() -> None:
    made, roster = hearing("Priya Raman", heard=("Rizmorgon", "Reese Morgan", "Riz Morgan"))

    assert len({who(made, each).token for each in ("Rizmorgon", "Reese Morgan", "Riz Morgan")}) == 1
    assert len(roster) == 2


def test_a_first_name_alone_finds_the_full_name_that_was_heard_after_it() -> None:
    made, roster = hearing(heard=("Reese", "Rhys Morgan"))

    assert who(made, "Reese").name == "Rhys Morgan"
    assert len(roster) == 1


def test_somebody_else_is_a_person_of_their_own() -> None:
    made, roster = hearing("Rhys Morgan", heard=("Sunita Patel",))

    assert who(made, "Sunita Patel").name == "Sunita Patel"
    assert len(roster) == 2


def test_a_likeness_lends_no_role_for_which_a_name_would_be_kept() -> None:
    case = Case((CasePerson("Rhys Morgan", Role.OFFICIAL_DISCLOSABLE),))
    made, _ = hearing(case=case, heard=("Rizmorgon",))

    assert who(made, "Rizmorgon").token == "token of rhys morgan"
    assert who(made, "Rizmorgon").facts == {"case_person"}
    assert "official_disclosable" in who(made, "Rhys Morgan").facts


def test_a_likeness_lends_protection() -> None:
    made, _ = hearing(case=Case((CasePerson("Rhys Morgan", Role.THIRD_PARTY),)), heard=("Rizmorgon",))

    assert who(made, "Rizmorgon").facts == {"case_person", "third_party"}


def test_settling_twice_changes_nothing() -> None:
    made, roster = hearing("Rhys Morgan", heard=("Rizmorgon",))

    made.settle()

    assert len(roster) == 1
