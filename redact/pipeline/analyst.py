"""From a segment to its findings: look, read, fold, ask every detector, settle overlaps. The same in every pass."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from redact import registry
from redact.core.case import Case
from redact.core.errors import Defect
from redact.core.flow import Finding
from redact.core.fold import Folded, fold
from redact.core.place import Chars
from redact.core.ports import Detector
from redact.core.said import BRIDGE, Said
from redact.core.segment import Child, Film, Raster, Segment, Text, TextKind
from redact.pipeline.pictures import Pictures
from redact.pipeline.sounds import Sounds
from redact.resolve.near import near_home
from redact.resolve.overlap import settle
from redact.resolve.second import as_siblings, seconded, whose
from redact.settings import Settings

#: Texts up to so many characters are remembered with their findings, the last so many of them.
_SHORT, _REMEMBERED = 2_000, 20_000
_TOGETHER = 64  # segments read ahead, so that models see batches
_TOGETHER_CHARS = 65_536
#: Detectors that judge by look alone, and the letters and digits that a word needs to be more than a speck to them.
MODELS, _TELLING = frozenset({"spacy", "expert"}), 3

#: What files are called after, and models take for somebody. Written large (`Dev's letter`) it may well be somebody.
_OF_FILES = frozenset("dev eval ho img msg prod rec spk test train utt vid".split())
_TELLING_DIGITS = 4  # fewer count files

#: A further look at a folded text: what `carry` and `reread` add to what detectors claim.
Look = Callable[[Text], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Read:
    """One text as it was read: the segment, the same with its folded text, and settled findings in folded characters.

    A picture's read has no characters, and findings in stored pixels; the texts that were read off it follow it. So has a
    sound's, with findings in times; it comes after the texts that were heard in it.
    """

    segment: Text
    folded: Folded = field(repr=False)
    text: Text
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, segment: Text, findings: Iterable[Finding] = (), folded: Folded | None = None) -> Read:
        """A segment with its findings, folded here if it is not yet."""
        folded = folded or fold(segment.text)
        text = segment if folded.text is segment.text else replace(segment, text=folded.text)
        return cls(segment, folded, text, tuple(findings))


class Analyst:
    """All detectors of a run, loaded once."""

    def __init__(self, settings: Settings, case: Case) -> None:
        wanted = [name for name in settings.detectors or registry.names("detector") if not _looks(name)]
        self._seen: OrderedDict[tuple[str, TextKind, str], tuple[Finding, ...]] = OrderedDict()
        self._has_expert = bool(settings.expert) and "names" in wanted
        self._detectors: list[Detector] = [_make(name, settings, case) for name in wanted]
        self._pictures = Pictures(settings)
        self._sounds = Sounds(settings)

    def read(
        self, segments: Iterable[Segment], *, sampled: bool = False, mark: Callable[[Text], Text] = lambda text: text
    ) -> Iterator[Read]:
        """Every segment of one document with its findings, in order; of films, when `sampled`, only parts are looked at.

        What is heard is passed through `mark` before anyone reads it.
        """
        for batch in _batches(self._told(segments, mark, sampled=sampled)):
            reads = [Read.of(text, found) for text, found in batch]
            self._warm([read.text for read in reads])
            for read in reads:
                if read.text.kind is TextKind.NAME:
                    yield self.name(read.segment)
                else:
                    yield replace(read, findings=(*read.findings, *_readable(read.text, self._settled(read.text))))

    def _told(
        self, segments: Iterable[Segment], mark: Callable[[Text], Text], *, sampled: bool
    ) -> Iterator[tuple[Text, tuple[Finding, ...]]]:
        """Texts, and what was seen where there are no characters."""
        watching = self._pictures.watcher(sampled=sampled)
        for segment in segments:
            if isinstance(segment, Text):
                yield segment, ()
            elif isinstance(segment, Raster | Film):
                yield from watching.look(segment)
            elif isinstance(segment, Child):
                raise Defect("a file within a file was not opened", "please report this")
            else:
                yield from ((mark(text), found) for text, found in self._sounds.listen(segment, again=sampled))

    def name(self, text: Text) -> Read:
        """A component of a file's name, its separators read as spaces (`jane_doe-2024` as `jane doe 2024`)."""
        spaced = "".join(char if char.isalnum() or char in "'’@,&()" else " " for char in text.text)
        read = replace(text, text=spaced, kind=TextKind.FIELD)
        found = tuple(finding for finding in self._settled(read) if _names_a_file(finding, spaced))
        return Read(text, Folded(spaced, (), len(spaced)), read, found)

    def _settled(self, text: Text) -> tuple[Finding, ...]:
        """Findings of a text; detectors keep no state, so the same text is read once (boilerplate, quotes, rereading)."""
        if not text.text:
            return ()
        if len(text.text) > _SHORT:
            return self._fresh(text)
        seen = (text.text, text.kind, text.context)
        if seen not in self._seen:
            self._seen[seen] = self._fresh(text)
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        self._seen.move_to_end(seen)
        return self._seen[seen]

    def _fresh(self, text: Text) -> tuple[Finding, ...]:
        claims: Iterable[Finding] = as_siblings(text.text, whose(self._claims(text)))
        if self._has_expert:
            claims = seconded(claims)
        return tuple(near_home(text.text, settle(text.text, claims)))

    def _claims(self, text: Text) -> Iterator[Finding]:
        for detector in self._detectors:
            yield from detector(text)

    def _warm(self, texts: list[Text]) -> None:
        for detector in self._detectors:
            warm: Any = getattr(detector, "warm", None)
            if warm is not None:
                warm(texts)


def _readable(text: Text, findings: tuple[Finding, ...]) -> Iterator[Finding]:
    """Findings without what a model made of specks and of halves of sentences.

    Texture is read as a letter or two, and no letter is a person; and models judge by the sentence.
    """
    halved = isinstance(text.anchor, Said) and text.anchor.reading == BRIDGE
    for finding in findings:
        by_model = finding.detector in MODELS and finding.facts.isdisjoint({"cue", "case_person"})
        telling = text.medium == "text" or _telling(text.surface(finding.chars))
        if not by_model or (telling and not halved):
            yield finding


def _telling(said: str) -> bool:
    letters = sum(map(str.isalnum, said))
    return letters > _TELLING or (letters == _TELLING and any(char.isupper() or char.isdigit() for char in said))


def _names_a_file(finding: Finding, name: str) -> bool:
    """Whether a claim on a file's name is to be believed: three words are no prose, and models see towns in all of them."""
    said = name[finding.chars.start : finding.chars.end]
    if finding.detector.partition(".")[0] in ("uk", "generic", "lists"):
        return True
    if finding.entity == "PERSON":
        return any(word not in _OF_FILES for word in said.split() if not word.isdigit())
    return sum(map(str.isdigit, said)) >= _TELLING_DIGITS


def look_again(read: Read, looks: Iterable[Look]) -> Read:
    """What further looks find, settled together with what was found before."""
    text = read.text
    more = [finding for look in looks for finding in look(text)]
    if not more:
        return read
    seen = [finding for finding in (*read.findings, *more) if not isinstance(finding.place, Chars)]
    more = [finding for finding in more if isinstance(finding.place, Chars)]
    known = [_named(finding, more, text) for finding in read.findings if isinstance(finding.place, Chars)]
    return replace(read, findings=(*seen, *settle(text.text, [*known, *more])))


def _named(finding: Finding, carried: list[Finding], text: Text) -> Finding:
    """What is known elsewhere is known here: a number found with its cue in another paper needs none in this one.

    And a page or mailbox taken for a public one is somebody's after all when a known person's name is in it.
    """
    inside = [other for other in carried if finding.chars.covers(other.chars)]
    if any(other.entity == finding.entity for other in inside):
        return replace(finding, facts=(finding.facts - {"nobody"}) | {"carried"})
    if finding.entity != "PUBLIC_CONTACT" or not inside:
        return finding
    entity = "EMAIL_ADDRESS" if "@" in text.surface(finding.chars) else "URL"
    return replace(finding, entity=entity, facts=finding.facts | {"carried", "cue"})


def _looks(name: str) -> bool:
    return name in registry.names("spotter")


def _make(name: str, settings: Settings, case: Case) -> Detector:
    made: Detector
    if name == "lists":
        from redact.detect.lists import for_case  # noqa: PLC0415 - the one detector that is made from the case

        made = for_case(case)
        return made
    made = registry.load("detector", name, outside=name in settings.plugins)(settings)
    return made


_Told = tuple[Text, tuple[Finding, ...]]


def _batches(told: Iterator[_Told]) -> Iterator[list[_Told]]:
    batch: list[_Told] = []
    held = 0
    for text, found in told:
        batch.append((text, found))
        held += len(text.text)
        if len(batch) >= _TOGETHER or held >= _TOGETHER_CHARS:
            yield batch
            batch, held = [], 0
    if batch:
        yield batch
