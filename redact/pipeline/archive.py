"""What a run writes down and in which order: plan, log, rename, released line, manifest. The order is the promise.

A crash may leave a record without an output, never an output without a record.
"""

from __future__ import annotations

import glob
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import redact
from redact.audit.canonical import fingerprint
from redact.audit.chain import Clock, Log, decision_line
from redact.audit.failpoints import reach
from redact.audit.files import replacing, writing
from redact.audit.folder import RecordFolder, under
from redact.audit.head import sign_head
from redact.audit.manifest import Manifest
from redact.audit.plan import name_output, read_decisions
from redact.audit.release import release, sweep_output
from redact.audit.resume import Released, log_released
from redact.core.errors import RedactError, UsageError, WriteError
from redact.core.flow import Record, Source
from redact.pipeline.names import Names
from redact.pipeline.order import Order
from redact.pipeline.outcome import HELD
from redact.pipeline.ready import Ready
from redact.pipeline.survey import Item, paper_id, record_id
from redact.resolve.roster import Roster


def now() -> datetime:
    """The clock of a real run."""
    return datetime.now(UTC)


class Archive:
    """The record folder of a run, opened for writing."""

    def __init__(self, order: Order, folder: RecordFolder, clock: Clock = now) -> None:
        self._order = order
        self._folder = folder
        self.record = folder.path
        self._log = Log.open(folder.log_path, clock, self._origin())
        try:
            self._manifest = Manifest(folder.manifest_path)
        except WriteError:
            self._log.close()
            raise

    def _origin(self) -> dict[str, object]:
        order = self._order
        return {
            "version": redact.__version__,
            "policy": order.pack.name,
            "release_model": order.pack.release,
            "policy_fingerprint": order.pack.fingerprint,
            "settings": order.settings.fingerprint(),
            "models": order.models,
            "key_id": order.key.id,
        }

    def may_be_done(self, source: Source) -> bool:
        """Whether it is worth asking if a source is done."""
        before = self._folder.previous(source.name)
        return before is not None and before.output is not None and before.sha256 == source.sha256

    def done(self, source: Source, sight: str, out: Path) -> Record | None:
        """What an earlier run of this very order, to which it looked the same, made of this very source, if it is there."""
        return self._folder.done(source, self._run(sight), out)

    def _run(self, sight: str) -> str:
        return fingerprint(self._order.fingerprint, sight)

    def number(self, roster: Roster) -> None:
        """Give everyone the number they had in earlier runs of this record, new numbers to the rest."""
        path = self._folder.path / "people.json"
        try:
            known = json.loads(path.read_bytes()) if path.exists() else {}
        except (OSError, ValueError) as err:
            raise UsageError(
                "people.json of the record cannot be read", "delete it; numbers will be given anew"
            ) from err
        with replacing(path, "the numbers of the people") as file:
            file.write(json.dumps(roster.renumber(known)).encode() + b"\n")

    def release(self, ready: Ready, record: Record, out: Path, beside: Mapping[str, str]) -> None:
        """Through the door, in the one order that is safe: decisions logged, renamed, release logged.

        `beside` names the outputs of what stands beside the draft, by kind: they go first, so that no output lacks them.
        """
        source = ready.source
        sid = paper_id(source)
        reach("before-log")
        decisions = read_decisions(self._folder.plan_path(sid))
        self._log.append("source", source=sid, sha256=source.sha256, kind=source.kind, status=record.status)
        self._log.append_many("decision", (decision_line(decision, sid) for decision in decisions))
        self._log.sync()
        reach("after-log")
        if record.output is None:
            return
        for kind, name in beside.items():
            release(ready.beside[kind], under(out, name))
        digest = release(ready.draft, under(out, record.output))
        log_released(self._log, Released(source.sha256, self._run(ready.sight), record.output), digest)
        self._folder.readmit(sid)

    def name_output(self, source: Source, output: str) -> None:
        """Say in the plan of a source under which name its output goes out."""
        name_output(self._folder.plan_path(paper_id(source)), output)

    def withdraw(self, record: Record, out: Path, taken: Names) -> None:
        """Take away what an earlier run released of this source under another name, or of one now kept back.

        The release folder holds what the last run stands for, and nothing of an older judgement.
        """
        before = self._folder.previous(record.source)
        if before is None or before.output is None or before.output == record.output or taken.has(before.output):
            return
        target = under(out, before.output)
        with writing("the release folder"):
            for path in target.parent.glob(f"{glob.escape(target.stem)}.transcript.*"):
                if not taken.has(path.relative_to(out).as_posix()):
                    path.unlink()
        if target.is_file():
            with writing("the release folder"):
                target.unlink()
            self._log.append("withdrawn", source=fingerprint(before.source))

    def quarantine(self, item: Item, error: RedactError) -> Record:
        """Note that and why a source is kept back."""
        source = item.source
        sid = paper_id(source) if source else item.id
        self._folder.quarantine(sid, error)
        self._log.append("quarantined", source=sid, reason=error.kind)
        sha256, kind = (source.sha256, source.kind) if source else ("", "unknown")
        return Record(item.name, sha256, None, "quarantined", error.kind, kind)

    def hold(self, ready: Ready) -> Record:
        """Note that a source waits for a reviewer: its plan is there, its output is not."""
        self._log.append("held", source=paper_id(ready.source), review=ready.counts.review)
        return replace(ready.record("quarantined", None), reason=HELD)

    def note(self, record: Record) -> None:
        """The manifest line, unless it stands there already. Plan and note of what the file held before go."""
        before = self._folder.previous(record.source)
        if before == record:
            return
        if before is not None and before.sha256 != record.sha256:
            self._folder.forget(record_id(before))
        self._manifest.append(record)

    def seal(self) -> None:
        """Sign the log's head with the run's key, so that a log cut short shows."""
        self._log.sync()
        sign_head(self._folder.head_path, self._log.head(), self._order.key.derive("log head"))

    def close(self) -> None:
        """Write what waits and let go."""
        self._manifest.close()
        self._log.close()


def clean(out: Path) -> None:
    """Take away what an interrupted run left in the release folder."""
    if out.is_dir():
        sweep_output(out)
