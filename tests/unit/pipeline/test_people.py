"""What a run knows of its people: who is worth looking for elsewhere, and how far."""

from __future__ import annotations

import pytest

from redact.core.case import NO_CASE, Case, CasePerson
from redact.core.flow import Finding
from redact.core.place import Box, Chars
from redact.core.segment import Text, TextKind
from redact.pipeline.analyst import Read, look_again
from redact.pipeline.people import People
from redact.vault.key import KEY_BYTES, Key

KEY = Key(bytes(KEY_BYTES))
TEXT = "Ask Tobias Quillfeather, on 07700 900123, or Quillfeather alone."
NAME = Finding(Chars(4, 23), "PERSON", 0.9, "people", frozenset({"cue"}))
PHONE = Finding(Chars(28, 40), "PHONE_NUMBER", 0.9, "uk.phone", frozenset({"cue"}))


def met(scope: str, *findings: Finding, case: Case = NO_CASE) -> People:
    people = People(case, KEY, scope)
    people.meet(Read.of(Text(0, "text", TEXT), findings), "a")
    return people


def carried(people: People, text: str, source: str) -> list[str]:
    read = Read.of(Text(0, "text", text))
    seen = look_again(read, people.look(source))
    return [seen.text.surface(finding.chars) for finding in seen.findings]


@pytest.mark.parametrize(
    ("scope", "here", "elsewhere"),
    [
        ("set", ["Quillfeather", "07700 900123"], ["Quillfeather", "07700 900123"]),
        ("source", ["Quillfeather", "07700 900123"], []),
        ("none", [], []),
    ],
)
def test_people_and_numbers_are_carried_as_far_as_the_pack_says(
    scope: str, here: list[str], elsewhere: list[str]
) -> None:
    people = met(scope, NAME, PHONE)

    assert carried(people, "Quillfeather has 07700 900123.", "a") == here
    assert carried(people, "Quillfeather has 07700 900123.", "b") == elsewhere


@pytest.mark.parametrize(
    ("finding", "worth"),
    [
        (Finding(Chars(4, 23), "PERSON", 0.3, "people", frozenset({"cue"})), True),
        (Finding(Chars(4, 23), "PERSON", 0.6, "expert"), True),
        (Finding(Chars(4, 23), "PERSON", 0.4, "expert"), False),
        (Finding(Chars(4, 10), "PERSON", 0.6, "expert"), False),
        (Finding(Chars(4, 10), "PERSON", 0.9, "expert"), True),
        (Finding(Chars(4, 23), "PERSON", 0.6, "spacy"), False),
        (Finding(Chars(4, 23), "PERSON", 0.9, "expert", frozenset({"weak"})), False),
    ],
)
def test_only_a_sure_claim_is_looked_for_elsewhere(finding: Finding, worth: bool) -> None:
    assert bool(carried(met("set", finding), "And Tobias Quillfeather too.", "b")) is worth


def test_people_of_the_case_are_looked_for_without_any_finding() -> None:
    people = met("set", case=Case((CasePerson("Femi Oyelaran"),)))

    assert carried(people, "Then Oyelaran came.", "b") == ["Oyelaran"]


def test_an_address_made_of_a_known_name_is_that_person() -> None:
    people = met("set", NAME)
    text = Text(0, "text", "tobias.quillfeather@post.example.org")
    address = Finding(Chars(0, 36), "EMAIL_ADDRESS", 0.9, "generic.mail")

    entity = people.entity(address, text, "b")

    assert entity is not None
    assert entity.name == "Tobias Quillfeather"


def test_other_things_are_nobody() -> None:
    assert met("set", NAME).entity(PHONE, Text(0, "text", TEXT), "a") is None


def test_a_public_mailbox_that_holds_a_known_name_is_that_persons() -> None:
    people = met("set", NAME)
    text = "Write to quillfeather@example.org."
    read = Read.of(Text(0, "text", text), [Finding(Chars(9, 33), "PUBLIC_CONTACT", 0.9, "generic.mail")])

    (finding,) = look_again(read, people.look("b")).findings

    assert finding.entity == "EMAIL_ADDRESS"


REFERENCE = Text(0, "piece 1", "Our ref: HT/20931/A. Boilers are to be serviced.")
REFERRED = Finding(Chars(9, 19), "CASE_REFERENCE", 0.9, "uk.reference", frozenset({"cue"}))


def test_a_paper_speaks_of_somebody_when_any_piece_of_it_does() -> None:
    """A bare reference at the head of a paper belongs to whom the paper speaks of pages later."""
    people = People(NO_CASE, KEY, "set")
    people.meet(Read.of(REFERENCE, [REFERRED]), "a")
    assert people.nobody("a")

    people.meet(Read.of(Text(1, "piece 2", TEXT), [NAME]), "a")

    assert not people.nobody("a")
    assert carried(people, "see HT/20931/A", "b") == ["HT/20931/A"]


def test_of_a_paper_that_speaks_of_nobody_nothing_is_carried() -> None:
    people = People(NO_CASE, KEY, "set")
    people.meet(Read.of(REFERENCE, [REFERRED]), "a")

    assert people.nobody("a")
    assert carried(people, "see HT/20931/A", "b") == []


def test_a_face_in_a_picture_is_somebody() -> None:
    people = People(NO_CASE, KEY, "set")
    people.meet(Read.of(REFERENCE, [REFERRED]), "a")
    seen = Read.of(Text(1, "picture", "", medium="picture"), [Finding(Box(0, 0, 9, 9), "FACE", 0.9, "faces")])
    people.meet(seen, "a")

    assert not people.nobody("a")


HEARD = "I spoke to Tobyus Quillfether, and then to Quillfather."
HEARD_NAME = Finding(Chars(11, 29), "PERSON", 0.9, "people", frozenset({"cue"}))


def heard(text: str = HEARD) -> Text:
    return Text(0, "speech", text, TextKind.SPEECH, medium="sound")


def heard_in_call(people: People, text: str = HEARD) -> list[str]:
    read = Read.of(heard(text))
    return [text[finding.chars.start : finding.chars.end] for finding in look_again(read, people.look("call")).findings]


@pytest.mark.parametrize(
    ("scope", "elsewhere"), [("set", ["Tobyus Quillfether", "Quillfather"]), ("source", []), ("none", [])]
)
def test_a_name_of_another_paper_is_heard_as_far_as_the_pack_says(scope: str, elsewhere: list[str]) -> None:
    assert heard_in_call(met(scope, NAME)) == elsewhere


@pytest.mark.parametrize("scope", ["set", "source", "none"])
def test_people_of_the_case_are_heard_whatever_the_pack_says(scope: str) -> None:
    people = People(Case((CasePerson("Tobias Quillfeather"),)), KEY, scope)

    assert heard_in_call(people) == ["Tobyus Quillfether", "Quillfather"]


def test_a_name_heard_is_the_person_of_a_paper_met_later() -> None:
    people = People(NO_CASE, KEY, "set")
    people.meet(Read.of(heard(), [HEARD_NAME]), "call")
    people.meet(Read.of(Text(0, "text", TEXT), [NAME]), "a")
    people.settle()

    told = people.entity(HEARD_NAME, heard(), "call")

    assert told == people.entity(NAME, Text(0, "text", TEXT), "a")
    assert len(list(people.roster.entities())) == 1


def test_numbers_given_after_settling_are_one_for_a_name_and_its_mishearing() -> None:
    people = People(NO_CASE, KEY, "set")
    people.meet(Read.of(heard(), [HEARD_NAME]), "call")
    people.meet(Read.of(Text(0, "text", TEXT), [NAME]), "a")
    people.settle()
    people.roster.renumber({})

    told = people.entity(HEARD_NAME, heard(), "call")

    assert told is not None
    assert told.number == 1


def test_a_denied_word_is_heard() -> None:
    people = People(Case(deny=("Operation Redwing",)), KEY, "none")
    read = Read.of(heard("It was called Operation Red Wing then."))

    (finding,) = look_again(read, people.look("call")).findings

    assert (finding.entity, finding.facts) == ("DENIED", {"denied"})


def test_what_only_speech_named_without_a_cue_is_not_listened_for() -> None:
    people = People(NO_CASE, KEY, "set")
    unsure = Finding(HEARD_NAME.place, "PERSON", 0.9, "expert")
    people.meet(Read.of(heard(), [unsure]), "call")

    assert heard_in_call(people, "Tobias Quilfeather.") == []
