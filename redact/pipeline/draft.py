"""The draft: the source written again by its plan, and what must be known of it to doubt it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from redact.audit.files import replacing
from redact.core.flow import Decision, PartState, Source
from redact.core.ports import Document
from redact.core.taxonomy import entity_type
from redact.media import captions
from redact.pipeline.changes import Changes, Replace, plain
from redact.pipeline.silences import Manner
from redact.pipeline.transcript import Transcript

#: What is sought in a transcript though it has no digit.
_NAMED = frozenset({"PERSON", "EMAIL_ADDRESS", "STREET_ADDRESS", "USERNAME", "URL", "DENIED"})


@dataclass(slots=True)
class Draft:
    """A draft and the memory of what was changed in it; holds values, so it never outlives the source's turn."""

    source: Source
    path: Path
    cut: set[tuple[str, str]] = field(default_factory=set, repr=False)  # surface, entity
    kept: set[str] = field(default_factory=set, repr=False)
    changed: bool = False
    put: set[str] = field(default_factory=set, repr=False)  # what we wrote in their place
    #: Ordinals of the source's pictures and sounds, as the draft has them in order.
    signals: list[int] = field(default_factory=list)
    sounds: list[int] = field(default_factory=list)  # those of them that are sounds
    transcript: Transcript | None = None
    beside: dict[str, Path] = field(default_factory=dict)  # drafts of the transcript, by kind
    entities: Counter[str] = field(default_factory=Counter)  # how many cuts of each type its plan has

    def took_out(self, decision: Decision, surface: str, made: str) -> None:
        """Remember one cut. A word taken for a name on a hunch is everybody's word: no residue where it stands elsewhere."""
        if surface and (decision.entity != "PERSON" or decision.person is not None):
            self.cut.add((surface, decision.entity))
        self.changed = True
        if made:
            self.put.add(made)

    @property
    def sought(self) -> Iterator[tuple[str, str]]:
        """The values that must not be anywhere in the draft: those that point at a person by themselves."""
        for surface, entity in self.cut:
            if entity == "STREET_ADDRESS" and _anybodys(surface):
                continue
            if entity_type(entity).directness == "direct" or entity in ("DATE_OF_BIRTH", "UK_POSTCODE"):
                yield surface, entity


def _anybodys(home: str) -> bool:
    """`the flat above`: words that may stand elsewhere and mean nobody's home."""
    return not any(map(str.isdigit, home)) and (home.islower() or " " not in home)


def write_draft(
    source: Source,
    document: Document,
    decisions: Iterator[Decision],
    replacement: Replace,
    path: Path,
    manner: Manner = plain,
) -> Draft:
    """Write the document with its decisions carried out.

    Raises:
        UsageError: a decision lies outside the text of its segment: the plan belongs to another source. Or two overlap.
        WriteError: the disk is full or the folder cannot be written.
    """
    draft = Draft(source, path)
    change = Changes(decisions, replacement, draft, manner)
    with replacing(path, "the draft") as out:
        document.write(change, out)
        change.finish()
    draft.changed = draft.changed or any(note.state is PartState.DROPPED for note in document.census())
    return draft


def write_transcript(draft: Draft, transcript: Transcript, kinds: Iterable[str]) -> None:
    """Write what was heard in the draft's source, as it was cut, beside the draft: one file of each kind, if there was any.

    Raises:
        WriteError: the disk is full or the folder cannot be written.
    """
    draft.transcript = transcript
    for decision, surface, made in transcript.surfaces():
        if decision.verdict.action.cuts:
            # `account number` may be the cue of one that was cut, and what was said in words is heard again, not sought.
            sought = decision.entity in _NAMED or any(map(str.isdigit, surface))
            draft.took_out(decision, surface if sought else "", made)
        else:
            draft.kept.add(surface)
    spoken = next(transcript.cues(), None) is not None
    for kind in kinds if spoken else ():
        path = draft.path.with_name(f"{draft.path.name}.{kind}")
        with replacing(path, "the transcript") as out:
            captions.write(kind, transcript.cues(), out)
        draft.beside[kind] = path
