"""Doubt, in the order of its cost: the draft's parts counted, its bytes swept for every value, its text read again."""

from __future__ import annotations

from collections.abc import Iterator

from redact.core.errors import ResidualError
from redact.core.flow import Finding
from redact.core.fold import key as folded
from redact.core.ports import Document
from redact.core.segment import Text
from redact.core.taxonomy import entity_type
from redact.pipeline.analyst import Analyst, Look, Read, look_again
from redact.pipeline.draft import Draft
from redact.pipeline.judge import Judge
from redact.pipeline.people import People
from redact.pipeline.survey import paper_id
from redact.resolve.carry import Literals
from redact.resolve.words import ORDINARY
from redact.verify.census import accounted
from redact.verify.reread import Replaced
from redact.verify.sweep import Sweep


class Doubt:
    """Checks drafts of one run."""

    def __init__(self, analyst: Analyst, judge: Judge, people: People) -> None:
        self._analyst = analyst
        self._judge = judge
        self._people = people

    def found(self, draft: Draft, document: Document, name: str | None) -> Look | None:
        """None when nobody is found; else a look that finds the same again, for planning the source anew.

        Raises:
            ResidualError: a value is left where reading does not reach, so that planning anew would not help.
        """
        accounted(document)
        left = dict.fromkeys(self._left(draft, document))
        if left:
            return Literals(left).find
        sweep = Sweep(draft.sought, {*draft.kept, *draft.put}, ordinary=ORDINARY)
        residue = (*sweep.check(draft.path), *sweep.check_text(name or ""))
        if residue:
            where = ", ".join(sorted({f"{each.entity} in {each.stream}" for each in residue}))
            raise ResidualError(f"values are left in the draft ({where})", "this is ours to mend: please report it")
        return None

    def _left(self, draft: Draft, document: Document) -> Iterator[tuple[str, str]]:
        """Surfaces and entities of what would still be cut in the draft and is not of our own making."""
        replaced = Replaced(draft.put)
        kept = {folded(surface) for surface in draft.kept}
        cut = {folded(surface) for surface, _ in draft.cut}
        looks = self._people.look(paper_id(draft.source))
        for read in self._analyst.read(document.segments()):
            seen = look_again(read, looks)
            for finding in seen.findings:
                yield from self._still(seen, finding, draft, replaced, (kept, cut))

    def _still(
        self, read: Read, finding: Finding, draft: Draft, replaced: Replaced, known: tuple[set[str], set[str]]
    ) -> Iterator[tuple[str, str]]:
        if not _certain(finding) or not self._judge.cuts(read, finding, paper_id(draft.source)):
            return
        text: Text = read.text
        kept, cut = known
        for chars in replaced.uncovered(text.text, finding.chars):
            surface = text.surface(chars).strip()
            name = folded(surface)
            # What was looked at and kept stays kept, unless the very same was cut elsewhere.
            if name and (name not in kept or name in cut):
                yield surface, finding.entity


def _certain(finding: Finding) -> bool:
    """Quasi-identifiers and phrases hang on their sentence, which the cuts changed; what names a person does not."""
    return entity_type(finding.entity).directness == "direct" or finding.entity in ("DATE_OF_BIRTH", "UK_POSTCODE")
