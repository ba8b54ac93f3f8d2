"""Our own tagger: from chances for each word to guesses about stretches of a document."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
import tagger_kit
from spacy.language import Language

from redact.core.errors import Defect
from redact.detect import expert
from redact.detect.expert import Expert, Guess

TAGS = {
    "Oyelaran": ("B-PERSON", 9.0),
    "Tymms": ("I-PERSON", 9.0),
    "asthma": ("I-HEALTH", 9.0),
    "chronic": ("I-HEALTH", 3.0),
    "Parker": ("B-PERSON", 3.5),
    "had": ("B-HEALTH", 9.0),
}


@pytest.fixture(autouse=True)
def _no_floors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expert, "FLOORS", {})


@pytest.fixture(scope="module")
def words() -> Language:
    return spacy.blank("en")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tagger_kit.tiny(tmp_path_factory.mktemp("tiny"), TAGS)


def guesses(words: Language, folder: Path, *texts: str, caution: float = 0.0) -> list[list[tuple[str, str]]]:
    """Surface and label of each guess, text by text."""
    found = Expert(words, folder, caution=caution)([words.make_doc(text) for text in texts], texts)
    return [[(text[g.start : g.end], g.label) for g in row] for text, row in zip(texts, found, strict=True)]


def test_words_of_one_name_are_one_guess(words: Language, folder: Path) -> None:
    assert guesses(words, folder, "met Oyelaran Tymms .") == [[("Oyelaran Tymms", "PERSON")]]


def test_a_beginning_begins_a_new_guess(words: Language, folder: Path) -> None:
    assert guesses(words, folder, "met Oyelaran Oyelaran .") == [[("Oyelaran", "PERSON"), ("Oyelaran", "PERSON")]]


def test_guesses_go_to_the_document_they_are_from(words: Language, folder: Path) -> None:
    assert guesses(words, folder, "met Oyelaran", "", "with asthma .") == [
        [("Oyelaran", "PERSON")],
        [],
        [("asthma", "HEALTH")],
    ]


def test_a_likely_neighbour_joins_the_phrase(words: Language, folder: Path) -> None:
    assert guesses(words, folder, "with chronic asthma .") == [[("chronic asthma", "HEALTH")]]


def test_a_claim_without_a_telling_word_is_dropped(words: Language, folder: Path) -> None:
    assert guesses(words, folder, "met and had .") == [[]]


def test_caution_turns_a_doubt_into_a_guess(words: Language, folder: Path) -> None:
    assert guesses(words, folder, "met Parker", caution=0.0) == [[]]
    assert guesses(words, folder, "met Parker", caution=1.0) == [[("Parker", "PERSON")]]


def test_below_its_floor_a_guess_is_not_made(words: Language, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(expert, "FLOORS", {"PERSON": 1.0})

    assert guesses(words, folder, "met Oyelaran with asthma .") == [[("asthma", "HEALTH")]]


def test_documents_of_another_vocabulary_are_read_anew(words: Language, folder: Path) -> None:
    doc = spacy.blank("xx").make_doc("met Oyelaran.")

    (found,) = Expert(words, folder, own_words=True)([doc], [doc.text])

    assert [(guess.start, guess.end) for guess in found] == [(4, 12)]
    assert isinstance(found[0], Guess)


def test_labels_of_unknown_form_are_a_defect(words: Language, tmp_path: Path) -> None:
    with pytest.raises(Defect):
        Expert(words, tagger_kit.tiny(tmp_path, {"met": ("PERSON", 1.0)}))
