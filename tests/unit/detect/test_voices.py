"""Claims in transcripts: numbers as they are said and misheard, what a cue announces, and what must stay."""

from __future__ import annotations

import time

import pytest

from redact.core.segment import Text, TextKind
from redact.detect import voices
from redact.settings import Settings

DETECT = voices.make(Settings())


def claims(text: str, kind: TextKind = TextKind.SPEECH) -> list[tuple[str, str]]:
    segment = Text(0, "sound", text, kind, medium="sound")
    return [(finding.entity, segment.surface(finding.chars)) for finding in DETECT(segment)]


def unmarked(marked: str) -> tuple[str, str]:
    """The text without its two bars, and what stands between them."""
    before, surface, after = marked.split("|")
    return before + surface + after, surface


def found(text: str, entity: str) -> list[str]:
    return [surface for claimed, surface in claims(text) if claimed == entity]


@pytest.mark.parametrize("kind", [TextKind.PROSE, TextKind.FIELD, TextKind.CODE])
def test_looks_at_speech_only(kind: TextKind) -> None:
    assert claims("my number is oh seven seven double oh nine hundred one two three", kind) == []


@pytest.mark.parametrize(
    ("entity", "marked"),
    [
        ("PHONE_NUMBER", "You can reach me on |oh seven seven double oh nine double oh one two three|."),
        ("PHONE_NUMBER", "Call me back on |0 double, 7 double 0, 9 double 0, 0 9 6|, if you can."),
        ("PHONE_NUMBER", "ring |zero-dip-o-seven-zero-zero-nine-dip-o-zero-one-four-six| after lunch"),
        ("PHONE_NUMBER", "my mobile is So, |level seven, level nine, level nine, seven, four|."),
        ("UK_NHS", "My NHS number is |999.174.2182|."),
        ("UK_NHS", "My NHS number is |I'm I'm I'm three four one six two zero seven|"),
        ("CASE_REFERENCE", "The number is |for nine to nine, one six zero seven|."),
        ("UK_NINO", "The National Insurance Number is |QQ-Cevent-One-Four-Five-Two-One-I|."),
        ("UK_POSTCODE", "The post-code is |M14, ImrL|."),
        ("UK_POSTCODE", "The post-ghost is |EX4 for QJ|."),
        ("UK_POSTCODE", "What's the postcode? Sure, it's |B S eight one T H|."),
        ("LICENCE_PLATE", "with the registration, |LB19, BRS|."),
        ("LICENCE_PLATE", "registration |A for apple J for John one nine H for Harry|"),
        ("LICENCE_PLATE", "reg is |Alpha Bravo one nine Charlie Delta Echo|, it's blue"),
        ("DATE_OF_BIRTH", "My date of birth is |228.96| and"),
        ("DATE_OF_BIRTH", "date of birth? Yeah, |twenty third of the fourth sixty one|."),
        ("DATE_OF_BIRTH", "I was born on |the second of May, nineteen fifty|."),
        ("CREDIT_CARD", "card ending in |four two four two|"),
    ],
)
def test_a_slot_runs_from_its_cue_to_the_next_word_that_is_no_part_of_it(entity: str, marked: str) -> None:
    text, surface = unmarked(marked)

    assert surface in found(text, entity)


@pytest.mark.parametrize("cue", ["sort code", "sword code", "short code", "sore code", "thought called"])
def test_bank_details_are_one_thing_with_their_labels(cue: str) -> None:
    text = f"Send it to {cue} 538401 account number 9161-4610."

    assert found(text, "UK_SORT_CODE") == [f"{cue} 538401"]
    assert found(text, "UK_BANK_ACCOUNT") == ["account number 9161-4610"]


def test_what_a_number_sounds_like_is_no_cue() -> None:
    """`double nine` sounds much like `tribunal number`."""
    assert found("My NHS number is nine double nine eight zero four", "UK_NHS") == ["nine double nine eight zero four"]


def test_a_number_that_is_repeated_is_claimed_again() -> None:
    said = "nine double nine eight zero four, that is nine nine nine eight zero four"

    assert len(found(f"My NHS number is {said} and so on", "UK_NHS")) == 2


def test_what_is_garbled_behind_a_sure_cue_is_claimed() -> None:
    assert found("The postcode is each wonderful gale. Thanks.", "UK_POSTCODE") == ["each wonderful gale"]
    assert found("The registration is open until Friday.", "LICENCE_PLATE") == []


@pytest.mark.parametrize(
    "marked",
    [
        "try Sarah on |0207, 946 003|.",
        "it was |seven one two, nine nine four oh|, and then",
    ],
)
def test_a_long_run_needs_no_cue(marked: str) -> None:
    text, surface = unmarked(marked)

    assert surface in [claimed for _, claimed in claims(text)]


@pytest.mark.parametrize(
    "marked",
    [
        "lives at |77th station terrorist leads|. The",
        "She lives at |flat 3, 14 Priory Mews, Exeter| with her mother.",
        "for right to me at |six Marble of Road, Norge, M-one-four, five or L|.",
        "My address is |22 Chapel Hill, Carlisle| and",
        "and lives at |75 isheps daybreak gregsum|.",
    ],
)
def test_an_address_runs_to_the_end_of_its_clause(marked: str) -> None:
    text, surface = unmarked(marked)

    assert any(surface in claimed for claimed in found(text, "STREET_ADDRESS"))


@pytest.mark.parametrize(
    "marked",
    [
        "email me at |sarah.witchildedexample.com| for",
        "write to |ann hyphen marie underscore lee at mail dot example dot org| please",
        "my email is |j underscore smith all one word at gmail dot com|",
        "email |rob.lee84@example.co.uk| please",
    ],
)
def test_an_address_of_mail_is_claimed_however_it_is_said(marked: str) -> None:
    text, surface = unmarked(marked)

    assert any(surface in claimed for claimed in found(text, "EMAIL_ADDRESS"))


@pytest.mark.parametrize(
    "marked",
    [
        "My surname is Spelt |P-I-T-E-L|. The",
        "My surname is |Kelt, DOEDNG|. The",
        "my name is |marcus| and I am calling",
        "The patient, |Res Morgan|, was",
        "The officer confirmed that |Drain Pugh| had been charged",
        "Try my |sister's| on 0117-4960469.",
        "His wife |like| can be contacted on 07-700-900-532.",
        "The neighbour, |Joanne said with|, said the car",
        "that's |S M Y T H E| okay",
        "call is about the |Abyss|. From",
        "told the police that |O'Livi March Banks|, his neighbor, had been",
    ],
)
def test_a_name_is_claimed_where_something_announces_one(marked: str) -> None:
    text, surface = unmarked(marked)

    assert surface in found(text, "PERSON")


def test_conditions_and_offences_are_claimed_to_the_end_of_the_phrase() -> None:
    assert found("was diagnosed with emptying disorder and lives", "HEALTH") == ["emptying disorder"]
    assert found("had been cautioned for shoplifting before the", "CRIMINAL_OFFENCE") == ["cautioned for shoplifting"]
    assert found("she is living with my parents now", "HEALTH") == []


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("My order number is two eight five seven nine two and I paid", "two eight five seven nine two"),
        ("I paid fifty three pounds for it", "fifty three pounds"),
        ("The shop opened in nineteen ninety eight and", "nineteen ninety eight"),
        ("the ours are 9-530, the manager", "9-530"),
        ("We are open ten to four.", "ten to four"),
        ("sees people from 10 to 4, on Mondays", "10 to 4"),
        ("We came at seven thirty in the evening.", "seven thirty in the evening"),
        ("The tracking number is 44712290.", "44712290"),
        ("This qual is about Daniel.", "qual"),
    ],
)
def test_numbers_that_are_nobodys_are_kept_from_others(text: str, kept: str) -> None:
    """A claim of `REFERENCE` with `company` outranks what shape detectors and models make of the same words."""
    segment = Text(0, "sound", text, TextKind.SPEECH, medium="sound")
    here = [finding for finding in DETECT(segment) if segment.surface(finding.chars) == kept]

    assert [(finding.entity, finding.facts) for finding in here] == [("REFERENCE", frozenset({"company"}))]


@pytest.mark.parametrize("heard", ["Marksons Spencer", "Temps Water", "Royal Male", "British Gas"])
def test_companies_that_everybody_knows_are_nobodys_name(heard: str) -> None:
    assert found(f"the meeting room at {heard} was closed", "ORGANIZATION") == [heard]


@pytest.mark.parametrize("name", ["Tim Waters", "Mark Spencer", "Virginia Meads", "Roy Hale"])
def test_a_name_that_sounds_a_little_like_a_company_is_a_persons(name: str) -> None:
    assert found(f"I spoke to {name} yesterday", "ORGANIZATION") == []


@pytest.mark.parametrize(
    "text",
    [
        "I wanted to ask about the bins, because nobody came on Monday.",
        "My name is on the list, isn't it?",
        "I'm really sorry about that. It's just not good enough.",
        "My account is locked and my card was declined yesterday.",
        "The postcode is on the top of the form and the sort code is on your card.",
        "We live in a small village near the coast.",
        "There are seven hundred and fifty square metres.",
        "It cost nineteen ninety nine, plus two fifty for postage.",
        "Turn to page one hundred and forty seven, section two, paragraph three.",
        "I'll see you at nine, or maybe ten, one of the two.",
        "My mother was very upset, and my brother, of course, didn't help.",
        "He told me that Monday was fine.",
        "The meeting is on the fourth of May at half past ten in room twenty two.",
    ],
)
def test_ordinary_talk_is_left_alone(text: str) -> None:
    assert claims(text) == []


def test_a_long_passage_is_read_quickly() -> None:
    text = "we talked about the bins and my number is oh seven seven double oh nine hundred " * 200
    start = time.process_time()

    DETECT(Text(0, "sound", text, TextKind.SPEECH))

    assert time.process_time() - start < 3


def test_a_question_in_the_passage_before_names_what_is_answered() -> None:
    """In a call each channel is heard for itself: one asks, the other answers."""
    answer = "Twenty-fifth October, nineteen thirty-one."

    def claimed(context: str) -> list[tuple[str, str]]:
        segment = Text(0, "sound", answer, TextKind.SPEECH, context, medium="sound")
        return [(finding.entity, segment.surface(finding.chars)) for finding in DETECT(segment)]

    assert claimed("Thank you. And what is your date of birth?") == [("DATE_OF_BIRTH", answer.rstrip("."))]
    assert claimed("When is the next delivery?") == []


def test_what_the_passage_before_says_is_not_claimed_again() -> None:
    segment = Text(0, "sound", "Thank you very much.", TextKind.SPEECH, "My name is Tobias Quillfeather.", medium="sound")

    assert list(DETECT(segment)) == []


@pytest.mark.parametrize("heard", ["resporgon", "Rezz Morgan", "ola deo"])
def test_what_stands_between_commas_behind_a_role_is_a_name_however_it_is_written(heard: str) -> None:
    assert set(found(f"The patient, {heard}, was seen on Monday.", "PERSON")) == {heard}


@pytest.mark.parametrize("aside", ["however", "unfortunately", "I think", "of course", "as you know"])
def test_an_aside_behind_a_role_is_no_name(aside: str) -> None:
    assert found(f"The patient, {aside}, was seen on Monday.", "PERSON") == []


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("Hello. It is Cornic from next door.", {"Cornic"}),
        ("Hi, it's Ann Lee calling about the boiler.", {"Ann Lee"}),
        ("Is Oluosun in? I can come back.", {"Oluosun"}),
        ("Is Monday available?", set()),
        ("It is from the council.", set()),
        ("It is Thames Water here.", set()),
        ("It's in the box.", set()),
    ],
)
def test_who_calls_and_who_is_asked_for_has_a_name(said: str, names: set[str]) -> None:
    assert set(found(said, "PERSON")) == names


@pytest.mark.parametrize("said", ["that cost forty three pounds each week", "the sort code is on the form for 12 pounds"])
def test_a_sum_is_nobodys_number(said: str) -> None:
    assert [entity for entity, _ in claims(said) if entity not in ("REFERENCE", "ORGANIZATION")] == []
