"""Whom a source brings: what its first reading tells a roster, small enough to be handed from process to process."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.core.taxonomy import entity_type
from redact.pipeline.analyst import Read
from redact.resolve.near import speaks_of_somebody
from redact.resolve.words import EVERYDAY

#: How sure our own model must be of a name of several words, and of a single one, to look for it elsewhere.
_TRUSTED, _TRUSTED_ALONE = 0.5, 0.8
_LETTERS = re.compile(r"[^\W\d_]{2,}")


@dataclass(slots=True)
class Met:
    """Who and what was found in one source, in order of first sight. Holds values: it goes through pipes, never to disk."""

    source: str
    spoken: bool = False  # whether the paper speaks of anybody
    named: dict[str, None] = field(default_factory=dict, repr=False)
    heard: dict[str, bool] = field(default_factory=dict, repr=False)  # names in speech; True: a cue said so
    hunches: dict[str, None] = field(default_factory=dict, repr=False)
    values: dict[tuple[str, str], None] = field(default_factory=dict, repr=False)  # surface, entity

    def take(self, read: Read) -> None:
        """Take in who and what was found in a text."""
        if read.text.kind is not TextKind.PROSE or speaks_of_somebody(read.text.text, read.findings):
            self.spoken = True
        for finding in read.findings:
            if not isinstance(finding.place, Chars):  # a face is somebody, but nobody knows who
                self.spoken = True
                continue
            surface = read.text.surface(finding.chars)
            if finding.entity == "PERSON":
                self._person(finding, surface, spoken=read.text.kind is TextKind.SPEECH)
            elif _carried(finding):
                self.values[surface, finding.entity] = None

    def _person(self, finding: Finding, surface: str, *, spoken: bool) -> None:
        if spoken and not _nameable(surface):
            return
        worthy = _worthy(finding, surface)
        if worthy and spoken:
            self.heard[surface] = self.heard.get(surface, False) or "cue" in finding.facts
        elif worthy:
            self.named[surface] = None
        elif _doubtful(finding):
            self.hunches[surface] = None


def _worthy(finding: Finding, surface: str) -> bool:
    """Whether a claim is sure enough to look for the name elsewhere: a cue, our own model, the case, or a full name."""
    if not finding.facts.isdisjoint({"cue", "case_person", "carried"}):
        return True
    if not _doubtful(finding) or (finding.detector == "spacy" and finding.score < _TRUSTED_ALONE):
        return False
    several = len(_LETTERS.findall(surface)) > 1
    return finding.score >= (_TRUSTED if several else _TRUSTED_ALONE)


def _nameable(surface: str) -> bool:
    """Whether what was heard as a name may be looked for elsewhere: `like` after `my wife` is cut there and nowhere else."""
    return any(word[0].isupper() and word.lower() not in EVERYDAY for word in _LETTERS.findall(surface))


def _doubtful(finding: Finding) -> bool:
    """Whether a claim may be right at all: an everyday word or a figure of history is not carried anywhere."""
    return finding.facts.isdisjoint({"weak", "historical"})


def _carried(finding: Finding) -> bool:
    row = entity_type(finding.entity)
    return row.cls == "personal" and row.directness == "direct"
