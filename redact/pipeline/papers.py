"""Where in a record folder the papers of one source are: its plan, its draft, what its reviewer looks at."""

from __future__ import annotations

from pathlib import Path

from redact.audit.folder import RecordFolder
from redact.audit.plan import PlanHeader
from redact.core.flow import Source
from redact.pipeline.order import Order
from redact.pipeline.survey import paper_id


class Papers:
    """The papers of one run. Whoever works on a source writes them; who released what is for the archive to say."""

    def __init__(self, order: Order, record: Path) -> None:
        self._order = order
        self._folder = RecordFolder(record)
        self.findings = self._folder.findings_path
        self.inside = self._folder.inside_path

    def plan_path(self, source: Source) -> Path:
        """Where the plan of a source is."""
        return self._folder.plan_path(paper_id(source))

    def draft_path(self, source: Source) -> Path:
        """Where the draft of a source is written."""
        return self._folder.draft_path(paper_id(source))

    def preview_path(self, source: Source) -> Path:
        """Where a reviewer looks at the pictures of a source."""
        return self._folder.preview_path(paper_id(source))

    def discard(self, source: Source) -> None:
        """Take the draft of a source away."""
        self._folder.discard(paper_id(source))

    def forget(self, source: Source) -> None:
        """Take the plan of a source away."""
        self._folder.forget(paper_id(source))

    def header(self, source: Source, output: str) -> PlanHeader:
        """The head of a source's plan."""
        order = self._order
        return PlanHeader(
            source_id=paper_id(source),
            sha256=source.sha256,
            kind=source.kind,
            policy=order.pack.name,
            policy_fingerprint=order.pack.fingerprint,
            settings=order.settings.fingerprint(),
            models=order.models,
            output=output,
            more={"release": order.pack.release, "key_id": order.key.id, "fingerprint": order.fingerprint},
        )
