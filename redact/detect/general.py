"""The general model: spaCy's `ner` through presidio-analyzer, and nothing else of its pipeline (docs/decisions/0003)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import spacy
from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import use_ops

from redact.detect.greedy import GreedyNer, Unfit

#: What the model's labels mean here. FAC and LAW are not personal, and are logged as kept.
ENTITIES = {"PERSON": "PERSON", "GPE": "LOCATION", "LOC": "LOCATION", "ORG": "ORGANIZATION", "DATE": "DATE_TIME",
            "NORP": "NRP", "FAC": "PUBLIC_PLACE", "LAW": "STATUTE"}  # fmt: skip
_UNUSED = ["TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE", "PRODUCT", "EVENT", "WORK_OF_ART"]


class General(SpacyNlpEngine):
    """Presidio's spaCy engine with `ner` alone, decoded in batches where the model's build allows it."""

    def __init__(self, language: str, path: Path) -> None:
        mapping = NerModelConfiguration(
            model_to_presidio_entity_mapping=ENTITIES, labels_to_ignore=_UNUSED, low_score_entity_names=[]
        )
        super().__init__([{"lang_code": language, "model_name": str(path)}], mapping)
        self.load()
        self._greedy = _greedy(self.get_nlp(language))

    def load(self) -> None:
        """Load the model. Presidio's own `load` would go to the network for one that is missing."""
        model = self.models[0]
        with use_ops("numpy", use_blis=False):  # numpy's BLAS is the faster on one core
            nlp = spacy.load(model["model_name"], enable=["ner"])
        self.nlp = {model["lang_code"]: nlp}  # type: ignore[assignment]  # Presidio declares it None

    def read(self, texts: list[str], language: str) -> Iterator[NlpArtifacts]:
        """The artifacts of each text, in order."""
        nlp: Language = self.get_nlp(language)
        if self._greedy is None:
            docs: Any = nlp.pipe(texts)
        else:
            docs = [nlp.make_doc(text) for text in texts]
            self._greedy(docs)
        for doc in docs:
            yield self._doc_to_nlp_artifact(doc, language)

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        """Presidio's own, but for the lemmas: nothing here asks for them, and without a lemmatizer there are none."""
        ents, scores = self._get_updated_entities(self._get_entities(doc), self._get_scores_for_entities(doc))
        return NlpArtifacts(ents, doc, [], [], self, language, scores=scores)


def _greedy(nlp: Language) -> GreedyNer | None:
    """The fast decoder, or None for a model that is built otherwise than spaCy's English ones: spaCy then decodes."""
    try:
        return GreedyNer(nlp)
    except Unfit:
        return None
