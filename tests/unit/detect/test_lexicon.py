"""Word lists and the index of their phrases."""

from __future__ import annotations

from redact.detect import lexicon
from redact.detect.words import read


def _found(entries: dict[str, str], text: str) -> list[tuple[str, str]]:
    page = read(text)
    return [(text[page.starts[hit.first] : page.end(hit.last)], hit.tag) for hit in lexicon.phrases(entries).find(page)]


def test_the_longest_phrase_covers_the_shorter_one() -> None:
    assert _found({"blind": "a", "blind bend": "not"}, "a blind bend, a blind man") == [
        ("blind bend", "not"),
        ("blind", "a"),
    ]


def test_a_phrase_runs_over_one_line_break_and_hyphens_but_not_over_a_full_stop() -> None:
    entries = {"long covid": "x"}

    assert len(_found(entries, "long\ncovid and long-covid")) == 2
    assert _found(entries, "It was long. Covid came.") == []


def test_the_last_word_may_stand_in_the_plural() -> None:
    assert _found({"panic attack": "x"}, "Panic attacks") == [("Panic attacks", "x")]


def test_a_word_that_two_sections_hold_belongs_to_both() -> None:
    assert "lodge" in lexicon.words("places", "house")
    assert "lodge" in lexicon.words("places", "street_loose")


def test_a_not_section_wins() -> None:
    assert lexicon.entries("health")["blind bend"] == "not"


def test_the_health_list_is_rich() -> None:
    assert sum(tag != "not" for tag in lexicon.entries("health").values()) >= 400
