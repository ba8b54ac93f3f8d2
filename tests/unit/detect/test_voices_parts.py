"""The parts that claims in transcripts are made of: words, likeness, cues, runs, word lists."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.segment import Text, TextKind
from redact.detect.voices import make
from redact.detect.voices.cues import heard
from redact.detect.voices.likeness import alike, distance, sound
from redact.detect.voices.normal import Kind, tokens
from redact.detect.voices.runs import Reach, run_from
from redact.detect.voices.tables import phrases, sections, words
from redact.settings import Settings


@pytest.mark.parametrize(
    ("word", "kind", "symbols"),
    [
        ("oh", Kind.DIGIT, "0"),
        ("seventeen", Kind.DIGIT, "17"),
        ("forty", Kind.DIGIT, "40"),
        ("07700", Kind.DIGIT, "07700"),
        ("double", Kind.TIMES, "0"),
        ("Q", Kind.LETTER, "Q"),
        ("QQ", Kind.LETTER, "QQ"),
        ("ImrL", Kind.LETTER, "IMRL"),
        ("EX", Kind.LETTER, "EX"),
        ("to", Kind.SOUND, "2"),
        ("are", Kind.SOUND, "R"),
        ("tango", Kind.SOUND, "T"),
        ("nero", Kind.SOUND, "0"),
        ("hyphen", Kind.LINK, ""),
        ("Dr", Kind.OTHER, ""),
        ("letterbox", Kind.OTHER, ""),
    ],
)
def test_a_word_knows_what_it_may_stand_for(word: str, kind: Kind, symbols: str) -> None:
    (token,) = tokens(word)

    assert (token.kind, token.symbols) == (kind, symbols)


def test_pieces_that_hang_together_are_tied_and_sentences_part_words() -> None:
    said = tokens("KX- six, 999.174. That")

    assert [token.word for token in said if token.tied] == ["174"]
    assert [token.word for token in said if token.stops] == ["kx", "that"]


@given(st.text(max_size=200))
def test_every_word_keeps_its_characters(text: str) -> None:
    said = tokens(text)

    assert all(0 <= token.start < token.end <= len(text) for token in said)
    assert all(before.end <= after.start for before, after in pairwise(said))


@given(st.text(alphabet="aeo qst7 .,-'\ufffd\nQX", max_size=120))
def test_no_text_is_too_odd_and_every_claim_lies_inside(text: str) -> None:
    for finding in make(Settings())(Text(0, "sound", text, TextKind.SPEECH)):
        assert 0 <= finding.chars.start < finding.chars.end <= len(text)


@pytest.mark.parametrize("word", ["sword", "short", "sought", "thought"])
def test_words_that_sound_alike_share_their_consonants(word: str) -> None:
    assert sound(word) == sound("sort")
    assert alike(word, "sort")


def test_short_words_must_sound_the_same_and_long_ones_nearly() -> None:
    assert not alike("card", "pin")
    assert alike("registation", "registration")
    assert distance("selven", "seven") == 1


def test_of_cues_that_overlap_the_longest_counts() -> None:
    assert [hit.cue.words for hit in heard(tokens("my order number is"))] == [("order", "number")]
    assert [hit.cue.entity for hit in heard(tokens("the post code is"))] == ["UK_POSTCODE"]


def test_a_run_bridges_strange_words_and_ends_at_a_new_thought() -> None:
    said = tokens("seven level nine level nine and my name")

    run = run_from(said, 0, Reach(2))

    assert (said[run.last].word, run.size) == ("nine", 3)
    assert run.last == 4


def test_a_run_does_not_cross_a_sentence_unless_the_number_goes_on() -> None:
    on, over = tokens("seven two. Four one."), tokens("seven two. When one left")

    assert run_from(on, 0, Reach(1)).last == 3
    assert run_from(over, 0, Reach(1)).last == 1


def test_word_lists_are_whole() -> None:
    assert {"home", "mail", "name", "health", "offence"} <= set(phrases("phrases"))
    assert "sister" in words("people", "kin")
    assert all(len(section.split()) == 3 and found for section, found in sections("cues"))
