"""Doubt, in the order of its cost: the draft's parts counted, its bytes swept for every value, its text read again."""

from __future__ import annotations

from collections.abc import Iterable

from redact.core.errors import ResidualError
from redact.core.flow import Finding
from redact.core.fold import key as folded
from redact.core.ports import Document
from redact.core.taxonomy import entity_type
from redact.pipeline.analyst import Analyst, Look, Read, look_again
from redact.pipeline.draft import Draft
from redact.pipeline.judge import Judge
from redact.pipeline.people import People
from redact.pipeline.survey import paper_id
from redact.resolve.carry import Literals
from redact.resolve.words import ORDINARY
from redact.verify.census import accounted
from redact.verify.reread import Replaced, reread
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
        left = self.left(draft, self._analyst.read(document.segments()), paper_id(draft.source))
        if left:
            return Literals(left).find
        sweep = Sweep(draft.sought, {*draft.kept, *draft.put}, ordinary=ORDINARY)
        residue = (*sweep.check(draft.path), *sweep.check_text(name or ""))
        if residue:
            where = ", ".join(sorted({f"{each.entity} in {each.stream}" for each in residue}))
            raise ResidualError(f"values are left in the draft ({where})", "this is ours to mend: please report it")
        return None

    def left(self, draft: Draft, reads: Iterable[Read], source: str) -> dict[tuple[str, str], None]:
        """Surfaces and entities of what would still be cut in texts read again and is not of our own making."""
        looks = self._people.look(source)
        again = (look_again(read, looks) for read in reads)
        found = reread(
            ((read.text, self._judge.tied(read.findings, source)) for read in again),
            lambda text, finding: _certain(finding) and self._judge.cuts(text, finding, source),
            Replaced(draft.put),
        )
        # What was looked at and kept stays kept, unless the very same was cut elsewhere.
        spared = {folded(surface) for surface in draft.kept} - {folded(surface) for surface, _ in draft.cut}
        return {each: None for each in found if folded(each[0]) and folded(each[0]) not in spared}


def _certain(finding: Finding) -> bool:
    """Quasi-identifiers and phrases hang on their sentence, which the cuts changed; what names a person does not."""
    return entity_type(finding.entity).directness == "direct" or finding.entity in ("DATE_OF_BIRTH", "UK_POSTCODE")
