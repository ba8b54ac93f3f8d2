"""Special category and criminal offence data: the phrase, its tie to a person, and the twins that must stay."""

from __future__ import annotations

import time

import pytest

from redact.core.segment import Text, TextKind
from redact.detect import special
from redact.detect.special.vocabulary import medicine
from redact.settings import Settings

DETECT = special.make(Settings())


def found(text: str, kind: TextKind = TextKind.PROSE, context: str = "") -> list[tuple[str, str]]:
    segment = Text(0, "text", text, kind, context)
    return [(finding.entity, segment.surface(finding.chars)) for finding in DETECT(segment)]


@pytest.mark.parametrize(
    ("text", "entity", "phrase"),
    [
        ("I am 83 and registered blind.", "HEALTH", "registered blind"),
        ("Agnieszka is on dialysis at home.", "HEALTH", "on dialysis at home"),
        ("She is seven months pregnant and alone.", "HEALTH", "seven months pregnant"),
        ("He has type 1 diabetes, asthma and depression.", "HEALTH", "type 1 diabetes, asthma and depression"),
        ("My son takes sertraline 50 mg daily.", "HEALTH", "sertraline 50 mg daily"),
        ("He takes lercanidipine.", "HEALTH", "lercanidipine"),
        ("Yusuf fractured his left wrist.", "HEALTH", "fractured his left wrist"),
        ("Mum was sectioned last year.", "HEALTH", "sectioned"),
        ("He is deaf.", "HEALTH", "deaf"),
        ("because we are Polish", "ETHNICITY", "Polish"),
        ("Shanice is Black British and proud.", "ETHNICITY", "Black British"),
        ("He has indefinite leave to remain.", "ETHNICITY", "indefinite leave to remain"),
        ("My neighbour is a Muslim.", "RELIGION", "a Muslim"),
        ("She goes to the mosque on Fridays.", "RELIGION", "goes to the mosque"),
        ("I am a member of the Green Party.", "POLITICS", "a member of the Green Party"),
        ("He votes Labour, always has.", "POLITICS", "votes Labour"),
        ("Tariq is a UNISON branch steward.", "UNION", "UNISON branch steward"),
        ("Asks if we told the union: she is RCN.", "UNION", "RCN"),
        ("He is bisexual.", "SEX_LIFE_ORIENTATION", "bisexual"),
        ("I am gay and I get called names.", "SEX_LIFE_ORIENTATION", "gay"),
        ("She carries the BRCA1 variant.", "GENETIC_BIOMETRIC", "BRCA1 variant"),
        ("His fingerprints were taken.", "GENETIC_BIOMETRIC", "fingerprints"),
        ("He got a suspended sentence for ABH.", "CRIMINAL_OFFENCE", "a suspended sentence for ABH"),
        ("She has a caution for common assault in 2019.", "CRIMINAL_OFFENCE", "a caution for common assault in 2019"),
        ("Darren was arrested on suspicion of arson.", "CRIMINAL_OFFENCE", "arrested on suspicion of arson"),
        (
            "My brother was convicted of theft from his employer.",
            "CRIMINAL_OFFENCE",
            "convicted of theft from his employer",
        ),
    ],
)
def test_the_phrase_is_found_under_its_class(text: str, entity: str, phrase: str) -> None:
    assert any(kind == entity and phrase in surface for kind, surface in found(text))


@pytest.mark.parametrize(
    "text",
    [
        "He leads on health and safety here.",
        "Mind the blind bend, he said.",
        "Her sick pay policy was late.",
        "He wants the crime statistics.",
        "She sent him the fire risk assessment.",
        "He said the union side was consulted.",
        "She booked the church hall.",
        "He spoke of the labour market.",
        "Her conservative estimate was low.",
        "My green bin was missed.",
        "She runs a cancer charity bake sale.",
        "His drug store licence lapsed.",
        "A deep depression over the Atlantic brings rain to us.",
        "Please send me the English version.",
        "He quoted the Race Relations Act.",
        "My mental health nurse rang.",
        "I want a copy of the domestic abuse policy.",
        "She charged for the work at cost.",
        "My English is poor.",
        "The condition of his roof is bad.",
        "He works for British Gas.",
        "People with diabetes or asthma should get a flu jab.",
        "Asthma and epilepsy are long-term conditions.",
        "Tenants must not be harassed by anyone.",
        "ABAN = Bangladeshi",
        "She was confirmed in post.",
        "The battery in his phone was flat.",
        "Ms Heather Lund wrote to me.",
        "my dog is blind",
    ],
)
def test_the_innocent_twin_stays(text: str) -> None:
    assert found(text) == []


def test_a_claim_needs_a_person_in_its_sentence() -> None:
    assert found("Epilepsy was discussed.") == []
    assert found("Her epilepsy was discussed.") != []


def test_a_note_in_shorthand_leans_on_the_sentence_before() -> None:
    notes = found("Mrs Achebe seen at home. Hemiplegia, left side.")

    assert notes[0][0] == "HEALTH"


def test_a_label_names_the_class_and_adds_a_cue() -> None:
    text = "Name: Jo Pell\nReligion: Zoroastrian\nDiagnosis: POTS\n"

    findings = [finding for finding in DETECT(Text(0, "text", text)) if "cue" in finding.facts]

    assert {finding.entity for finding in findings} == {"RELIGION", "HEALTH"}


def test_an_empty_answer_is_no_claim() -> None:
    assert found("Name: Jo Pell\nDisability: none\nEthnicity: not stated") == []


def test_a_cell_takes_its_class_from_the_header() -> None:
    assert found("type 2", TextKind.FIELD, "medical_conditions | Jo Pell | name") == [("HEALTH", "type 2")]
    assert found("n/a", TextKind.FIELD, "medical_conditions") == []


def test_a_census_code_speaks_for_itself_in_capitals_only() -> None:
    assert found("Begum | Ayesha | ABAN") == [("ETHNICITY", "ABAN")]
    assert found("the weng family") == []


def test_every_finding_is_tied_or_scored_low() -> None:
    text = "Her epilepsy. Low mood since May.\n\nHe was arrested for theft. His asthma is bad."

    assert all("tied" in finding.facts or finding.score < 0.7 for finding in DETECT(Text(0, "text", text)))


def test_file_names_and_code_are_not_read() -> None:
    assert found("his epilepsy", TextKind.NAME) == []
    assert found("his epilepsy", TextKind.CODE) == []


@pytest.mark.parametrize(
    ("word", "is_one"), [("perindopril", True), ("rosuvastatin", True), ("april", False), ("cholesterol", False)]
)
def test_a_medicine_is_known_by_its_stem(word: str, is_one: bool) -> None:
    assert medicine(word) is is_one


@pytest.mark.parametrize(
    "unit", ["he was arrested for the theft of a ", "pain in his left arm, ", "his asthma and ", "a: b "]
)
def test_a_long_hostile_line_costs_no_more_than_its_length(unit: str) -> None:
    def cost(size: int) -> float:
        start = time.process_time()
        list(DETECT(Text(0, "text", unit * (size // len(unit)))))
        return time.process_time() - start

    assert cost(200_000) < max(0.6, 12 * cost(50_000))
