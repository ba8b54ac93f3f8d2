"""Names, places, organisations and dates: spaCy's `ner` through presidio-analyzer, and our own expert beside it."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

import spacy
from presidio_analyzer.nlp_engine import NerModelConfiguration, NlpArtifacts, SpacyNlpEngine
from presidio_analyzer.predefined_recognizers import SpacyRecognizer
from spacy.tokens import Doc

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect.expert import Expert, Guess
from redact.detect.passages import passages
from redact.modelstore import model_path
from redact.settings import Settings

#: What the general model's labels mean here. FAC and LAW are not personal, and are logged as kept.
_GENERAL = {"PERSON": "PERSON", "GPE": "LOCATION", "LOC": "LOCATION", "ORG": "ORGANIZATION", "DATE": "DATE_TIME",
            "NORP": "NRP", "FAC": "PUBLIC_PLACE", "LAW": "STATUTE"}  # fmt: skip
_UNUSED = ["TIME", "MONEY", "PERCENT", "QUANTITY", "ORDINAL", "CARDINAL", "LANGUAGE", "PRODUCT", "EVENT", "WORK_OF_ART"]

#: Labels of the expert that are an entity of another name here, and the facts that come with each label.
_RENAMED = {"OFFICIAL": "PERSON", "DEAD": "PERSON", "PLACE": "LOCATION", "CONTACT": "USERNAME"}
_FACTS = {"OFFICIAL": frozenset({"public_role"}), "PLACE": frozenset({"general"}),
          **{label: frozenset({"tied"}) for label in ("LOCATION", "EMPLOYER", "JOB_TITLE", "EVENT_DATE")}}  # fmt: skip

_TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Cllr|Councillors?|Sgt|PC|DC|DS|DI|PCSO|Rev|Judge|Sister|Nurse|Officer|"
    r"Re|Dear|Hi|cc|From|To|The)\b\.?[\s:]+)+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$|['’]s\b.*$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(
    r"(?i)(?:(?:at|about|from|between|until|by|and|to|-|–)?\s*(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|[0-2]\d[0-5]\d|\d{1,2}(?=\s*[ap]\.?m))\s*(?:hrs|hours|[ap]\.?m\.?)?\s*)+"
)
_WIDE_GAP = re.compile(r"[ \t]{3,}|\t|[ \t]*\n[ \t>|]*")
_FULL_NAME = re.compile(
    r"(?!St\b)[A-Z][^\W\d_]*[a-z](?:[ -](?!(?:Gate|Lane|Road|Street|House|Hill|Park|Court|Act|Bridge|Ward)\b)[A-Z][^\W\d_]*[a-z]){1,3}"
)
_NAME_LIKE = re.compile(r"[^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){1,3}")
#: A word of two letters or more that is no part of a number, time, code or colour.
_WORDS = re.compile(r"(?<![\w./:#-])[^\W\d_]{2,}(?![\w/:#=-]|\.\w)")
_NEXT_LINE = re.compile(r"[ \t]*\n[ \t>|]*[\w ]{1,20}(?=:)|[ \t]*\n[ \t>|]*\n")
_PEOPLE = frozenset({"PERSON", "OFFICIAL", "DEAD"})
_REMEMBERED = 20_000
_BATCH = 64

Claim = tuple[int, int, str, float, str, frozenset[str]]


class _NerOnly(SpacyNlpEngine):
    """Presidio's spaCy engine with everything but `ner` left out: the same entities at half the cost (docs/decisions/0003)."""

    def load(self) -> None:
        model = self.models[0]
        nlp = spacy.load(model["model_name"], enable=["ner"])
        self.nlp = {model["lang_code"]: nlp}

    def _doc_to_nlp_artifact(self, doc: Doc, language: str) -> NlpArtifacts:
        """Presidio's own, but for the lemmas: nothing here asks for them, and without a lemmatizer there are none."""
        ents, scores = self._get_updated_entities(self._get_entities(doc), self._get_scores_for_entities(doc))
        return NlpArtifacts(ents, doc, [], [], self, language, scores=scores)


class Names:
    """Detector of names in prose. Remembers passages it has read, so that what is repeated costs once."""

    name = "names"

    def __init__(self, settings: Settings) -> None:
        path = model_path(settings.model)
        mapping = NerModelConfiguration(
            model_to_presidio_entity_mapping=_GENERAL,
            labels_to_ignore=_UNUSED,
            low_score_entity_names=[],
        )
        self._language = settings.language
        self._engine = _NerOnly([{"lang_code": self._language, "model_name": str(path)}], mapping)
        self._engine.load()
        self._entities = sorted(set(_GENERAL.values()))
        self._general = SpacyRecognizer(supported_language=self._language, supported_entities=self._entities)
        nlp = self._engine.get_nlp(self._language)
        self._expert = Expert(nlp, model_path(settings.expert)) if settings.expert else None
        self._seen: OrderedDict[str, tuple[Claim, ...]] = OrderedDict()

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
            self._seen[piece] = next(self._read([piece]))
        self._seen.move_to_end(piece)
        return self._seen[piece]

    def _read(self, batch: Sequence[str]) -> Iterator[tuple[Claim, ...]]:
        artifacts = [found for _, found in self._engine.process_batch(list(batch), self._language, batch_size=_BATCH)]
        guesses: Iterable[list[Guess]] = [[] for _ in batch]
        if self._expert is not None:
            guesses = self._expert([found.tokens for found in artifacts])
        for piece, found, own in zip(batch, artifacts, guesses, strict=True):
            results: list[Any] = self._general.analyze(piece, self._entities, found)
            general = [_claim(piece, r.start, r.end, r.entity_type, r.score, "spacy") for r in results]
            if self._expert is not None:
                general = [_doubted(piece, claim, own) for claim in general]
            expert = [_claim(piece, g.start, g.end, g.label, g.score, "expert") for g in own]
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


def _claim(piece: str, start: int, end: int, label: str, score: float, who: str) -> Claim:
    entity = _RENAMED.get(label, label)
    while start < end and not piece[start].isalnum() and piece[start] not in "@([":
        start += 1
    while end > start and not piece[end - 1].isalnum() and piece[end - 1] not in ")]*":
        end -= 1
    if entity == "PERSON":
        start, end = _bare_name(piece, start, end)
    if entity == "EVENT_DATE" and (_CLOCK.fullmatch(piece, start, end) or _YEAR.fullmatch(piece, start, end)):
        # A time of day dates nothing; a year is what dates are generalised to.
        return (start, start, "DATE_TIME", 0.0, who, frozenset()) if _CLOCK.fullmatch(piece, start, end) else (
            start, end, "DATE_TIME", round(score, 3), who, frozenset())  # fmt: skip
    if entity == "USERNAME" and "@" in piece[start + 1 : end]:
        entity = "EMAIL_ADDRESS"
    return start, end, entity, round(score, 3), who, _FACTS.get(label, frozenset())


def _doubted(piece: str, claim: Claim, own: Sequence[Guess]) -> Claim:
    """A person whom only the general model sees: one in twenty is one, on the texts our own model was not taught.

    Two words or more of which our own says nothing stay a claim; else it is marked `weak`, for policy to weigh.
    """
    start, end, entity, _, who, facts = claim
    if entity != "PERSON":
        return claim
    touching = [guess for guess in own if guess.start < end and start < guess.end]
    named = [guess for guess in touching if guess.label in _PEOPLE]
    if named:
        return *_one_line(piece, start, end, named), *claim[2:]
    if not touching and _FULL_NAME.fullmatch(piece, start, end):
        return start, end, entity, 0.6, who, facts
    return start, end, entity, 0.4, who, facts | {"weak"}


def _one_line(piece: str, start: int, end: int, named: Sequence[Guess]) -> tuple[int, int]:
    """The stretch between wide gaps or line ends in which our own model sees the person too."""
    at = start
    for gap in [*_WIDE_GAP.finditer(piece, start, end), None]:
        stop = gap.start() if gap else end
        if any(guess.start < stop and at < guess.end for guess in named):
            return at, stop
        at = gap.end() if gap else end
    return start, end


def _bare_name(piece: str, start: int, end: int) -> tuple[int, int]:
    """A name without its title in front and its possessive behind."""
    if _TITLE.fullmatch(piece[start:end] + " "):
        return start, start
    if title := _TITLE.match(piece, start, end):
        start = title.end()
    if tail := _POSSESSIVE.search(piece[start:end]):
        end = start + tail.start()
    if header := _NEXT_LINE.search(piece, start, end + 1):
        end = header.start()
    return start, end


def make(settings: Settings) -> Names:
    """The detector, with its models loaded.

    Raises:
        MissingPart: a model is not in the store; the hint is the command that fetches it.
    """
    return Names(settings)
