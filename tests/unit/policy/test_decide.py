"""Judgement: deny first, allow second, the first rule that holds, and what nobody speaks of goes."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.flow import Action, Entity, Finding, Verdict
from redact.core.place import Chars
from redact.core.taxonomy import TYPES
from redact.policy.decide import decide
from redact.policy.facts import FACTS
from redact.policy.pack import available, load_pack
from redact.policy.rules import Pack, Rule, When

PACKS = {name: load_pack(name) for name in available()}
with (Path(__file__).parent / "golden.tsv").open(encoding="utf-8", newline="") as _file:
    GOLDEN = list(csv.DictReader(_file, delimiter="\t"))


def verdict(pack: str | Pack, entity: str, *facts: str, score: float = 1.0) -> Verdict:
    chosen = PACKS[pack] if isinstance(pack, str) else pack
    return decide(chosen, Finding(Chars(0, 1), entity, score, "test", frozenset(facts)))


@pytest.mark.parametrize("row", GOLDEN, ids=lambda row: f"{row['entity']} {row['facts']}".strip())
def test_every_pack_decides_every_entity_as_the_table_says(row: dict[str, str]) -> None:
    facts = row["facts"].split()
    said = {name: verdict(name, row["entity"], *facts) for name in available()}

    assert {name: f"{said[name].action} {said[name].rule}" for name in said} == {name: row[name] for name in said}


def test_the_table_speaks_of_every_entity() -> None:
    assert {row["entity"] for row in GOLDEN if not row["facts"]} == set(TYPES)


@pytest.mark.parametrize("name", available())
@settings(max_examples=60, deadline=None)
@given(entity=st.sampled_from(list(TYPES)), facts=st.frozensets(st.sampled_from(list(FACTS))), score=st.floats(0, 1))
def test_no_pack_keeps_a_denied_literal(name: str, entity: str, facts: frozenset[str], score: float) -> None:
    said = verdict(name, entity, *facts, "denied", score=score)

    assert (said.action, said.rule) == (Action.REDACT, "denied")


def test_a_pack_built_by_hand_cannot_keep_a_denied_literal() -> None:
    pack = replace(PACKS["minimal"], rules=(Rule("denied", Action.KEEP, "no"), Rule("rest", Action.KEEP, "no")))

    assert verdict(pack, "PERSON", "denied").action is Action.REDACT


@pytest.mark.parametrize("name", available())
@pytest.mark.parametrize("entity", list(TYPES))
def test_what_the_case_file_allows_is_kept_unless_denied(name: str, entity: str) -> None:
    expected = Action.REDACT if entity == "DENIED" else Action.KEEP

    assert verdict(name, entity, "allowed", "case_person").action is expected


def test_facts_of_the_person_count_as_those_of_the_finding() -> None:
    finding = Finding(Chars(0, 1), "PERSON", 1.0, "test")
    requester = Entity(1, "ab12", "Ann Tymms", frozenset({"requester"}))

    assert decide(PACKS["foi"], finding).basis == ("s.40(2)",)
    assert decide(PACKS["foi"], finding, requester).basis == ("s.40(1)",)


def test_what_no_rule_speaks_of_is_taken_out() -> None:
    pack = replace(PACKS["foi"], rules=())

    assert verdict(pack, "STATUTE") == Verdict(
        Action.REDACT, "no-rule", "label:code", (), "no rule of this pack speaks of it, so it is taken out"
    )


@pytest.mark.parametrize("name", [name for name in available() if name != "minimal"])
def test_an_entity_nobody_listed_is_taken_out(name: str) -> None:
    assert verdict(name, "MARTIAN_ID").action is Action.REDACT


@pytest.mark.parametrize("name", available())
def test_no_listed_entity_falls_through_to_no_rule(name: str) -> None:
    assert not [entity for entity in TYPES if verdict(name, entity).rule == "no-rule"]


def test_the_first_rule_that_holds_decides() -> None:
    keep = Rule("keep", Action.KEEP, "first", When(entity=frozenset({"PERSON"})))
    pack = replace(PACKS["foi"], rules=(keep, *PACKS["foi"].rules))

    assert verdict(pack, "PERSON").rule == "keep"
    assert verdict(pack, "UK_NHS").rule == "direct"


def test_a_low_score_is_kept_only_where_nothing_vouches_for_it() -> None:
    pack = replace(PACKS["foi"], min_score=0.4)

    assert verdict(pack, "PERSON", score=0.39).rule == "below-score"
    assert verdict(pack, "PERSON", score=0.4).action is Action.REDACT
    assert verdict(pack, "PERSON", "carried", score=0.1).action is Action.REDACT
    assert verdict(pack, "PERSON", "denied", score=0.1).action is Action.REDACT


def test_each_medium_has_its_operator() -> None:
    finding = Finding(Chars(0, 1), "PERSON", 1.0, "test")

    assert decide(PACKS["foi"], finding, medium="text").operator == "label:code"
    assert decide(PACKS["foi"], finding, medium="file_name").operator == "label:entity"
    assert decide(PACKS["research"], finding, medium="text").operator == "pseudonym"
    assert decide(PACKS["foi"], finding, medium="hologram").operator == "label"
    assert decide(PACKS["foi"], finding, medium="sound").operator == "silence"


def test_a_voice_is_changed_where_nobody_may_be_known_and_unheard_speech_is_silenced() -> None:
    for name in ("training", "research"):
        speaker = Finding(Chars(0, 1), "VOICE", 1.0, "test", frozenset({"speaker"}))
        unheard = Finding(Chars(0, 1), "VOICE", 1.0, "test", frozenset({"unread"}))

        assert decide(PACKS[name], speaker, medium="sound").operator == "voice"
        assert decide(PACKS[name], unheard, medium="sound").operator == "silence"


def test_an_everyday_word_is_kept_only_where_nothing_marks_it_as_a_name() -> None:
    assert verdict("foi", "PERSON", "weak", score=0.4).action is Action.KEEP
    assert verdict("foi", "PERSON", "weak", score=0.9).action is Action.REDACT
    assert verdict("foi", "PERSON", "weak", "carried", score=0.4).action is Action.REDACT
    assert verdict("foi", "PERSON", "weak", "case_person", score=0.4).action is Action.REDACT


def test_a_person_of_the_case_is_not_kept_for_being_called_like_a_company() -> None:
    assert verdict("foi", "PERSON", "company").action is Action.KEEP
    assert verdict("foi", "PERSON", "company", "case_person").action is Action.REDACT
    assert verdict("foi", "ORGANIZATION", "sole_trader").action is Action.REDACT


def test_a_disclosable_official_keeps_name_and_post_and_not_a_private_life() -> None:
    assert verdict("foi", "PERSON", "official_disclosable").action is Action.KEEP
    assert verdict("foi", "JOB_TITLE", "official_disclosable", "tied").action is Action.KEEP
    assert verdict("foi", "STREET_ADDRESS", "official_disclosable").action is Action.REDACT
    assert verdict("foi", "HEALTH", "official_disclosable").action is Action.REVIEW


def test_the_subject_of_a_sar_is_kept_but_not_what_another_shares_with_them() -> None:
    assert verdict("sar", "HEALTH", "subject").action is Action.KEEP
    assert verdict("sar", "STREET_ADDRESS", "subject", "third_party").action is Action.REDACT


def test_research_takes_every_date_and_place() -> None:
    for entity in ("DATE_TIME", "EVENT_DATE", "LOCATION", "PUBLIC_PLACE", "EMPLOYER", "NRP", "JOB_TITLE", "AGE"):
        for facts in ((), ("admin",), ("public_body",), ("historical",)):
            assert verdict("research", entity, *facts).action is Action.REDACT, entity
    assert verdict("research", "STATUTE").action is Action.KEEP
