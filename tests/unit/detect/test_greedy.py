"""The fast decoder makes spaCy's own choices."""

from __future__ import annotations

import numpy as np
import pytest
import spacy
from spacy.language import Language

from redact.core.errors import MissingPart
from redact.detect import tokvec
from redact.detect.greedy import GreedyNer, Unfit
from redact.detect.tokvec import TokVec
from redact.modelstore import model_path

TEXTS = [
    "",
    "Bronwen Pugh-Lloyd of 14 Tannery Fold, Hebden Moor, rang Calder & Finch Maintenance Ltd on Friday 28 February.",
    "The applicant, Mr Osman Erden, lodged an application (no. 1520/06) against the Republic of Turkey in 2005.\n\nHe won.",
    "MR T KOWALCZYK  Tenant 2: MRS A KOWALCZYK   \n\n\t DOB 17/09/1974",
    "Between 15 March 1985 and 10 March 1989 the Ankara Administrative Court heard Siobhán Ní Dhomhnaill three times",
]
SMALL = {
    "@architectures": "spacy.HashEmbedCNN.v2",
    "pretrained_vectors": None,
    "width": 8,
    "depth": 1,
    "embed_size": 10,
    "window_size": 1,
    "maxout_pieces": 1,
    "subword_features": False,
}


@pytest.fixture(scope="module")
def nlp() -> Language:
    try:
        return spacy.load(model_path("en_core_web_md"), enable=["ner"])
    except MissingPart:
        pytest.skip("the general model is not in the store; make setup fetches it")


def test_the_entities_are_spacys_own(nlp: Language) -> None:
    theirs = [[(e.start, e.end, e.label_) for e in nlp(text).ents] for text in TEXTS]
    docs = [nlp.make_doc(text) for text in TEXTS]

    GreedyNer(nlp)(docs)

    assert [[(e.start, e.end, e.label_) for e in doc.ents] for doc in docs] == theirs
    assert sum(map(len, theirs)) > 8


def test_a_model_of_another_build_is_left_to_spacy() -> None:
    nlp = spacy.blank("en")
    model = {
        "@architectures": "spacy.TransitionBasedParser.v2",
        "state_type": "parser",
        "extra_state_tokens": False,
        "hidden_width": 8,
        "maxout_pieces": 2,
        "use_upper": True,
        "nO": None,
        "tok2vec": SMALL,
    }
    ner = nlp.add_pipe("ner", config={"model": model})
    ner.add_label("PERSON")
    nlp.initialize()

    with pytest.raises(Unfit):
        GreedyNer(nlp)


def test_the_vectors_are_spacys_own_whatever_was_read_before(nlp: Language) -> None:
    model = nlp.get_pipe("ner").model.get_ref("tok2vec")  # type: ignore[attr-defined]
    ours = TokVec(model)

    for texts in (TEXTS[1:3], TEXTS[1:], [" ".join(TEXTS) * 9, "a"], TEXTS[:0:-1]):
        docs = [nlp.make_doc(text) for text in texts]
        np.testing.assert_allclose(ours(docs), model.predict(docs), atol=2e-5)


def test_forms_are_forgotten_when_there_are_too_many(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokvec, "_REMEMBERED", 12)
    model = nlp.get_pipe("ner").model.get_ref("tok2vec")  # type: ignore[attr-defined]
    ours = TokVec(model)

    for text in TEXTS[1:]:
        docs = [nlp.make_doc(text)]
        np.testing.assert_allclose(ours(docs), model.predict(docs), atol=2e-5)
