"""Reading names: the same person in whatever form, and two people as two."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.resolve.names import bare, read_name, same_person

WORDS = st.text(st.sampled_from("abcdefghijklmnoprstuvwyzéöÓ"), min_size=1, max_size=8).map(str.capitalize)


@pytest.mark.parametrize(
    "surface",
    [
        "Tobias Quillfeather",
        "Mr Tobias Quillfeather",
        "QUILLFEATHER, Tobias",
        "Quillfeather, Tobias",
        "Tobias Quillfeather's",
        "Tobias Quillfeather’s",
        "Dear Dr Tobias Quillfeather",
        "Tóbias Quillfeather",
        "tobias  quillfeather",
        "Tobias\nQuillfeather",
    ],
)
def test_every_way_to_write_a_name_reads_the_same(surface: str) -> None:
    assert read_name(surface) == read_name("Tobias Quillfeather")


def test_a_title_alone_is_still_a_name() -> None:
    """`The Dean` may be called Dean; a name is never read to nothing."""
    assert read_name("Dr").words == ("dr",)


@pytest.mark.parametrize("surface", ["", "—", "42", "  "])
def test_what_holds_no_word_reads_as_no_name(surface: str) -> None:
    assert read_name(surface).words == ()


@pytest.mark.parametrize(
    ("surface", "initials"),
    [("Tobias Quillfeather", "TQ"), ("Cormac Sjöberg-Lee", "CSL"), ("Maria de la Cruz", "MC"), ("Tobias", "T")],
)
def test_initials_leave_particles_out(surface: str, initials: str) -> None:
    assert read_name(surface).initials == initials


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tobias Quillfeather", "Quillfeather"),
        ("Tobias Quillfeather", "Tobias"),
        ("Tobias Quillfeather", "T. Quillfeather"),
        ("Tobias Quillfeather", "T Quillfeather"),
        ("Tobias Quillfeather", "Tob Quillfeather"),
        ("Tobias James Quillfeather", "Tobias Quillfeather"),
        ("Tobias James Quillfeather", "James Quillfeather"),
        ("Cormac Sjöberg-Lee", "Sjöberg-Lee"),
        ("Cormac Sjöberg-Lee", "C. Sjöberg-Lee"),
        ("Cormac Sjöberg-Lee", "Sjoberg"),
        ("Siobhán O’Hanlon", "S O'Hanlon"),
    ],
)
def test_a_shorter_form_can_be_the_same_person(one: str, other: str) -> None:
    assert same_person(read_name(one), read_name(other))
    assert same_person(read_name(other), read_name(one))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Tobias Quillfeather", "Wilhelmina Quillfeather"),
        ("Tobias Quillfeather", "W. Quillfeather"),
        ("Tobias Quillfeather", "Tobias Thrupp"),
        ("Tobias Quillfeather", "Thrupp"),
        ("Jo Quillfeather", "Joan Thrupp"),
        ("Tobias Quillfeather", ""),
    ],
)
def test_names_that_clash_are_two_people(one: str, other: str) -> None:
    assert not same_person(read_name(one), read_name(other))


@given(st.lists(WORDS, min_size=1, max_size=4), st.lists(WORDS, min_size=1, max_size=4))
def test_being_the_same_person_goes_both_ways(one: list[str], other: list[str]) -> None:
    left, right = read_name(" ".join(one)), read_name(" ".join(other))

    assert same_person(left, right) == same_person(right, left)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_everybody_is_themselves(words: list[str]) -> None:
    name = read_name(" ".join(words))

    assert not name.words or same_person(name, name)


@given(st.text(max_size=30))
def test_a_name_never_shows_in_its_repr(surface: str) -> None:
    name = read_name(surface)

    assert repr(name) == "Name()"
    assert all(word == bare(word) for word in name.words)
