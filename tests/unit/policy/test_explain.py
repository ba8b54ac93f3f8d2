"""Packs in words, and the entity table of the docs."""

from __future__ import annotations

from pathlib import Path

import pytest

from redact.core.errors import UsageError
from redact.core.taxonomy import TYPES
from redact.policy.explain import entity_table, explain, show
from redact.policy.facts import FACTS
from redact.policy.pack import available, load_pack

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_an_explanation_tells_what_happens_to_every_entity_and_why() -> None:
    text = explain(load_pack("foi"))

    assert all(f"\n{name} (" in text for name in TYPES)
    assert "redact with label:code under s.40(2) [rule direct]" in text


def test_an_explanation_of_one_entity_tells_which_facts_change_it() -> None:
    text = explain(load_pack("sar"), "PERSON")

    assert "when subject (" in text
    assert "HEALTH" not in text
    assert "when cue (" not in text


def test_an_unknown_entity_is_refused_with_the_nearest() -> None:
    with pytest.raises(UsageError) as caught:
        explain(load_pack("foi"), "PERSONS")

    assert "'PERSON'" in caught.value.hint


@pytest.mark.parametrize("name", available())
def test_a_shown_pack_is_a_pack_again(name: str, tmp_path: Path) -> None:
    """What `show` prints states everything: loaded as a file it judges the same."""
    (tmp_path / "shown.yaml").write_text(show(load_pack(name)), encoding="utf-8")

    assert load_pack(tmp_path / "shown.yaml").rules == load_pack(name).rules


def test_the_docs_list_every_entity_as_the_taxonomy_has_it() -> None:
    assert entity_table() in (DOCS / "reference" / "entities.md").read_text(encoding="utf-8")


def test_the_docs_list_every_fact_word() -> None:
    text = (DOCS / "reference" / "policy.md").read_text(encoding="utf-8")

    assert not [fact for fact, meaning in FACTS.items() if f"| `{fact}` | {meaning} |" not in text]
