"""The draft: the source written again by its plan, and what must be known of it to doubt it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from redact.audit.files import replacing
from redact.core.errors import UsageError
from redact.core.flow import Decision, Edit, Source
from redact.core.place import Chars
from redact.core.ports import Document
from redact.core.segment import Segment, Text, TextKind
from redact.core.taxonomy import entity_type

Replace = Callable[[Decision, str], str]


@dataclass(slots=True)
class Draft:
    """A draft and the memory of what was changed in it; holds values, so it never outlives the source's turn."""

    source: Source
    path: Path
    cut: set[tuple[str, str]] = field(default_factory=set, repr=False)  # surface, entity
    kept: set[str] = field(default_factory=set, repr=False)
    changed: bool = False
    put: set[str] = field(default_factory=set, repr=False)  # what we wrote in their place

    def took_out(self, decision: Decision, surface: str, made: str) -> None:
        """Remember one cut. A word taken for a name on a hunch is everybody's word: no residue where it stands elsewhere."""
        if decision.entity != "PERSON" or decision.person is not None:
            self.cut.add((surface, decision.entity))
        self.changed = True
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
    source: Source, document: Document, decisions: Iterator[Decision], replacement: Replace, path: Path
) -> Draft:
    """Write the document with its decisions carried out.

    Raises:
        UsageError: a decision lies outside the text of its segment: the plan belongs to another source. Or two overlap.
        WriteError: the disk is full or the folder cannot be written.
    """
    draft = Draft(source, path)
    change = _Changes(decisions, replacement, draft)
    with replacing(path, "the draft") as out:
        document.write(change, out)
        change.finish()
    return draft


class _Changes:
    """Answers an adapter's question "what changes in this segment?" from a stream of decisions in the same order."""

    def __init__(self, decisions: Iterator[Decision], replacement: Replace, draft: Draft) -> None:
        self._decisions = decisions
        self._next = next(decisions, None)
        self._replacement = replacement
        self._draft = draft
        self._keys: Counter[str] = Counter()

    def __call__(self, segment: Segment) -> Sequence[Edit]:
        if self._next is not None and self._next.segment < segment.ordinal:
            raise UsageError("the lines of a plan are out of order", "keep each among the lines of its segment")
        edits: list[Edit] = []
        while self._next is not None and self._next.segment == segment.ordinal:
            edit = self._edit(self._next, segment)
            if edit is not None:
                edits.append(edit)
            self._next = next(self._decisions, None)
        edits.sort(key=lambda edit: edit.chars)
        if any(before.chars.touches(after.chars) for before, after in pairwise(edits)):
            raise UsageError("two decisions of a plan take out the same characters", "leave one of the two lines")
        self._draft.put.update(_abutting(edits))
        return _joined(edits, segment)

    def _own_key(self, made: str) -> str:
        """Keys that get one label would be one key to a reader, and a value would be lost: the second is numbered."""
        self._keys[made] += 1
        return made if self._keys[made] == 1 else f"{made} {self._keys[made]}"

    def finish(self) -> None:
        """Every decision must have found its segment."""
        if self._next is not None:
            raise UsageError("a plan does not fit its source", "plan the source again: redact plan")

    def _edit(self, decision: Decision, segment: Segment) -> Edit | None:
        if not isinstance(segment, Text) or not isinstance(decision.place, Chars):
            raise UsageError("a plan does not fit its source", "plan the source again: redact plan")
        if decision.place.end > len(segment.text):
            raise UsageError("a plan does not fit its source", "plan the source again: redact plan")
        surface = segment.surface(decision.place)
        if not decision.verdict.action.cuts:
            self._draft.kept.add(surface)
            return None
        made = self._replacement(decision, surface)
        if segment.kind is TextKind.KEY and decision.place == Chars(0, len(segment.text)):
            made = self._own_key(made)
        self._draft.took_out(decision, surface, made)
        return Edit(decision.place, made)


def _abutting(edits: list[Edit]) -> Iterator[str]:
    """What replacements with nothing between them make together: a reader of the draft sees them as one word."""
    made = ""
    for before, after in pairwise(edits):
        made = (made or before.replacement) + after.replacement if before.chars.end == after.chars.start else ""
        if made:
            yield made


def _joined(edits: list[Edit], segment: Segment) -> list[Edit]:
    """Edits in order; those that put the same label twice with nothing but spaces between become one."""
    out: list[Edit] = []
    for edit in edits:
        if out and out[-1].replacement == edit.replacement and isinstance(segment, Text):
            between = segment.text[out[-1].chars.end : edit.chars.start]
            if between.strip(" \t\u00a0") == "":
                out[-1] = Edit(Chars(out[-1].chars.start, edit.chars.end), edit.replacement)
                continue
        out.append(edit)
    return out
