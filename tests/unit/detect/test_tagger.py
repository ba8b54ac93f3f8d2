"""Our own tagger's network: features that stay as they were taught, texts that do not see each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import tagger_kit
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.errors import CorruptInput
from redact.detect import tagger
from redact.detect.tagger import Network
from redact.detect.wordform import PART_ROWS, PARTS, SHAPE_ROWS, VECTORS, WORD_ROWS, features, meaning, shape

LABELS = ["B-PERSON", "I-PERSON", "O", "B-AGE", "I-AGE"]


def _no_vectors(form: str) -> None:
    return None


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Network:
    return Network(tagger_kit.random(tmp_path_factory.mktemp("random"), LABELS), _no_vectors)


def test_features_are_those_the_weights_were_taught_with() -> None:
    """A change of hash or shape would turn the shipped weights into noise without any error."""
    found = features("HX7")

    assert (found.word, found.parts, found.shape) == (5499, (618, 7495, 5228, 12128, 7525, 1159, 11236, 15869), 7)


@pytest.mark.parametrize(
    ("form", "expected"),
    [("Jane", "Xxxx"), ("McGregor", "XxXxxxx"), ("HX7", "XXd"), ("O1632", "Xdddd"), ("o'Hara", "x'Xxxx")],
)
def test_shape_keeps_case_and_digits(form: str, expected: str) -> None:
    assert shape(form) == expected


@given(st.text(max_size=60))
@settings(max_examples=40)
def test_features_of_any_form_stay_within_their_tables(form: str) -> None:
    found = features(form)

    assert 0 <= found.word < WORD_ROWS
    assert 0 <= found.shape < SHAPE_ROWS
    assert len(found.parts) <= PARTS
    assert all(0 <= part < PART_ROWS for part in found.parts)


def test_a_word_in_capitals_borrows_the_vector_of_its_small_form() -> None:
    known = {"hughes": np.full(VECTORS, 2.0, dtype=np.float32)}

    borrowed = meaning(features("HUGHES"), known.get)

    assert borrowed[-1] == 1.0
    assert np.linalg.norm(borrowed[:-1]) == pytest.approx(1.0, abs=1e-4)
    assert not meaning(features("xyzzy"), known.get).any()


@given(
    st.lists(st.lists(st.sampled_from(["Jane", "is", "41", ",", "\n", "Oyelaran"]), max_size=9), min_size=1, max_size=6)
)
@settings(max_examples=25)
def test_a_text_reads_the_same_alone_and_in_company(network: Network, texts: list[list[str]]) -> None:
    together = list(network(texts))
    alone = [next(network([text])) for text in texts]

    assert [len(logits) for logits in together] == [len(text) for text in texts]
    for one, other in zip(together, alone, strict=True):
        assert np.allclose(one, other, atol=1e-3)


def test_company_within_a_text_counts(network: Network) -> None:
    (one,), (other,) = network([["Jane", "is", "41"]]), network([["Jane", "is", "Jane"]])

    assert not np.allclose(one[0], other[0], atol=1e-3)


def test_a_full_memory_is_emptied_and_nothing_changes(network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    (before,) = network([["Jane", "is", "41"]])
    monkeypatch.setattr(tagger, "_REMEMBERED", 2)
    list(network([["Oyelaran", "was"]]))
    (after,) = network([["Jane", "is", "41"]])

    assert np.allclose(before, after, atol=1e-5)


@pytest.mark.parametrize("damage", ["network.json", "weights.npz"])
def test_a_damaged_model_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tagger_kit.random(tmp_path, LABELS)
    (folder / damage).write_bytes(b"PK\x03\x04 not what it was")

    with pytest.raises(CorruptInput):
        Network(folder, _no_vectors)


def test_weights_of_another_make_are_refused(tmp_path: Path) -> None:
    arrays = {name: np.zeros((2, 2)) for name in ("word", "part", "shape", "form1_w", "form2_b")}
    folder = tagger_kit.written(tmp_path, LABELS, arrays)

    with pytest.raises(CorruptInput):
        Network(folder, _no_vectors)
