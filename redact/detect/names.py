"""Names, places, organisations and dates: spaCy's `ner` through presidio-analyzer, and our own expert beside it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import spacy
from presidio_analyzer.predefined_recognizers import SpacyRecognizer
from threadpoolctl import ThreadpoolController

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect.claims import EXPERT, GENERAL, Claim, claim, doubted
from redact.detect.expert import VECTORS, VECTORS_FROM, Expert, Guess
from redact.detect.general import ENTITIES, General
from redact.detect.passages import passages
from redact.modelstore import model_path
from redact.settings import Settings

_NAME_LIKE = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}")
#: A word of two letters or more that is no part of a number, time, code or colour.
_WORDS = re.compile(r"(?<![\w./:#-])[^\W\d_]{2,}(?![\w/:#=-]|\.\w)")
_REMEMBERED = 20_000
_BATCH = 64


class Names:
    """Detector of names in prose. Remembers passages it has read, so that what is repeated costs once."""

    name = "names"

    def __init__(self, settings: Settings) -> None:
        self._language = settings.language
        self._engine = General(self._language, model_path(settings.model))
        self._entities = sorted(set(ENTITIES.values()))
        self._general = SpacyRecognizer(supported_language=self._language, supported_entities=self._entities)
        self._expert = self._load_expert(settings) if settings.expert else None
        self._seen: OrderedDict[str, tuple[Claim, ...]] = OrderedDict()
        self._algebra = ThreadpoolController().select(user_api="blas")

    def _load_expert(self, settings: Settings) -> Expert:
        """Our own model reads with the word vectors of en_core_web_md; under another general model it brings them along."""
        general = self._engine.get_nlp(self._language)
        if general.vocab.vectors_length == VECTORS:
            return Expert(general, model_path(settings.expert))
        return Expert(spacy.load(model_path(VECTORS_FROM), enable=[]), model_path(settings.expert), own_words=True)

    def warm(self, segments: Iterable[Text]) -> None:
        """Read many segments at once: a batch is cheaper than its parts."""
        prose = (segment for segment in segments if _readable(segment))
        wanted = dict.fromkeys(piece for segment in prose for _, piece in passages(_lead(segment) + segment.text))
        fresh = iter([piece for piece in wanted if piece not in self._seen])
        while batch := list(islice(fresh, _BATCH)):
            for piece, claims in zip(batch, self._read(batch), strict=True):
                self._seen[piece] = claims
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)

    def __call__(self, segment: Text) -> Iterator[Finding]:
        """Findings of both models; where they disagree both stand, and later rooms judge."""
        if not _readable(segment):
            return
        lead = _lead(segment)
        self.warm([segment])
        for offset, piece in passages(lead + segment.text):
            base = offset - len(lead)
            for start, end, entity, score, who, facts in self._recall(piece):
                place = Chars(max(0, start + base), end + base)
                if place.end > place.start:
                    yield Finding(place, entity, score, who, facts)

    def _recall(self, piece: str) -> tuple[Claim, ...]:
        if piece not in self._seen:  # pushed out by a very long segment
            self._seen[piece] = self._read([piece])[0]
        self._seen.move_to_end(piece)
        return self._seen[piece]

    def _read(self, batch: Sequence[str]) -> list[tuple[Claim, ...]]:
        """The claims on each text, worked out on one core.

        Matrices this small gain next to nothing by a second one, and where that is busy otherwise it is waited for: texts
        took four times as long.
        """
        with self._algebra.limit(limits=1):
            return list(self._claims(batch))

    def _claims(self, batch: Sequence[str]) -> Iterator[tuple[Claim, ...]]:
        artifacts = list(self._engine.read(list(batch), self._language))
        guesses: Iterable[list[Guess]] = [[] for _ in batch]
        if self._expert is not None:
            guesses = self._expert([found.tokens for found in artifacts], batch)
        for piece, found, own in zip(batch, artifacts, guesses, strict=True):
            results: list[Any] = self._general.analyze(piece, self._entities, found)
            general = [claim(piece, r.start, r.end, r.entity_type, r.score, GENERAL) for r in results]
            if self._expert is not None:
                general = [doubted(piece, claim, own) for claim in general]
            expert = [claim(piece, g.start, g.end, g.label, g.score, EXPERT) for g in own]
            yield tuple(claim for claim in general + expert if claim[0] < claim[1])


def _readable(segment: Text) -> bool:
    """Whether there is language to read: a model sees names in every key, style sheet and timestamp, and is wrong."""
    if segment.kind in (TextKind.NAME, TextKind.CODE):
        return False
    if segment.kind is TextKind.KEY:
        return _NAME_LIKE.fullmatch(segment.text.strip()) is not None
    return segment.kind is not TextKind.FIELD or _WORDS.search(segment.text) is not None


def _lead(segment: Text) -> str:
    """A lone field is read behind its header, as a person would read it."""
    header = segment.context.split(" | ", 1)[0].strip()
    return f"{header[:80]}: " if header and segment.kind is TextKind.FIELD else ""


def make(settings: Settings) -> Names:
    """The detector, with its models loaded.

    Raises:
        MissingPart: a model is not in the store; the hint is the command that fetches it.
    """
    return Names(settings)
