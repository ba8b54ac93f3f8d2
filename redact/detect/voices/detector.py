"""The detector: every rule asked of one transcript, its claims as findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.detect.voices.callers import callers
from redact.detect.voices.firms import firms
from redact.detect.voices.homes import homes
from redact.detect.voices.mail import mails
from redact.detect.voices.names import names
from redact.detect.voices.normal import Token, tokens
from redact.detect.voices.numbers import numbers
from redact.detect.voices.phrases import Claimed
from redact.detect.voices.told import told
from redact.settings import Settings

NAME = "voices"
_CUED, _ALONE, _RUN = 0.85, 0.6, "run"
_RULES = (
    (numbers, "slot"),
    (homes, "home"),
    (mails, "mail"),
    (names, "name"),
    (callers, "name"),
    (told, "told"),
    (firms, "firm"),
)

_KEPT = frozenset({"REFERENCE", "ORGANIZATION"})
_MONEY = frozenset("pounds pound quid pence euros dollars percent".split())
_CUE, _TITLE = frozenset({"cue"}), frozenset({"title"})  # `title`: no model may take it for a company


class Voices:
    """Claims what is personal in a transcript; every other text is none of its business."""

    name = NAME

    def __call__(self, segment: Text) -> Iterable[Finding]:
        """Findings in the segment's own characters; they may overlap."""
        if segment.kind is not TextKind.SPEECH:
            return ()
        return tuple(_answers(segment.context, segment.text) if segment.context else _findings(segment.text))


def make(settings: Settings) -> Voices:  # noqa: ARG001 - the registry makes every detector from the settings
    """The detector."""
    return Voices()


def _answers(asked: str, text: str) -> Iterator[Finding]:
    """Findings in what is said after something else: `What is your date of birth?` is asked in the passage before."""
    before = f"{asked} "
    for finding in _findings(before + text):
        chars = finding.chars.shift(-len(before))
        if chars.end > 0:
            yield replace(finding, place=Chars(max(0, chars.start), chars.end))


def _findings(text: str) -> Iterator[Finding]:
    said = tokens(text)
    for rule, name in _RULES:
        for claim in rule(said):
            if not _is_sum(said, claim):
                yield _finding(said, claim, name)


def _is_sum(said: Sequence[Token], claim: Claimed) -> bool:
    """Whether what was taken for somebody's number is so many pounds: `cost forty three` sounds like a sort code."""
    after = claim.last + 1
    priced = after < len(said) and said[after].word in _MONEY and not said[after].stops
    return priced and claim.entity not in _KEPT and said[claim.last].sure


def _finding(said: Sequence[Token], claim: Claimed, name: str) -> Finding:
    chars = Chars(said[claim.first].start, said[claim.last].end)
    if claim.entity in _KEPT:  # with `company` it outranks what others take it for
        return Finding(chars, claim.entity, _CUED, f"{NAME}.kept", frozenset({"company"}))
    facts = (_CUE if claim.cued else frozenset()) | (_TITLE if claim.named else frozenset())
    score, by = (_CUED, name) if claim.cued else (_ALONE, _RUN)
    return Finding(chars, claim.entity, score, f"{NAME}.{by}", facts)
