"""What a run is: the settings, the law it is under, the case, the key and the folders. Decided once, at the door."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import redact
from redact.core.case import NO_CASE, Case
from redact.core.errors import UsageError
from redact.modelstore import digest as model_digest
from redact.policy.rules import Pack
from redact.settings import Settings
from redact.vault.key import Key

#: What looks at pictures; the same for every run.
PICTURE_MODELS = ("centerface", "redact_plates", "ppocr_v6")


@dataclass(frozen=True)
class Order:
    """One order to the pipeline. What it hashes to is asked for at every file, and worked out once."""

    settings: Settings
    pack: Pack
    key: Key
    case: Case = field(default=NO_CASE, repr=False)

    @cached_property
    def models(self) -> dict[str, str]:
        """Names of the models in use and what they hash to."""
        settings = self.settings
        used = [name for name in (settings.model, settings.expert, *PICTURE_MODELS, settings.speech_model) if name]
        return {name: model_digest(name) for name in used}

    @cached_property
    def detection(self) -> str:
        """Changes whenever the same text might be read otherwise."""
        case = [repr(self.case.people), self._case_digest()]
        return _digest(
            {"settings": self.settings.fingerprint(), "models": self.models, "code": redact.__version__, "case": case}
        )

    @cached_property
    def fingerprint(self) -> str:
        """Changes whenever the same source might come out otherwise."""
        return _digest({"detection": self.detection, "policy": self.pack.fingerprint, "key": self.key.id})

    def _case_digest(self) -> str:
        """Of the whole case file, keyed: it goes into files that outlive the run."""
        people = [[p.name, p.role.value, *p.variants, *p.numbers, *p.addresses] for p in self.case.people]
        content = json.dumps([people, self.case.deny, self.case.allow], ensure_ascii=True)
        return hashlib.blake2b(content.encode(), key=self.key.derive("case file"), digest_size=16).hexdigest()


def _digest(what: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(what, sort_keys=True, default=str).encode()).hexdigest()


def check_folders(inputs: list[Path], out: Path, record: Path, key: Path | None = None) -> None:
    """No folder may lie in another that is read or released: outputs would be read as inputs, records be released.

    Raises:
        UsageError: two of them overlap, or the key lies where it would be released.
    """
    given = [path.resolve() for path in inputs]
    released, kept = out.resolve(), record.resolve()
    for path in given:
        if _overlap(path, released):
            raise UsageError("the output folder overlaps an input", "choose an --out outside of every input")
        if _overlap(path, kept):
            raise UsageError("the record folder overlaps an input", "choose a --record outside of every input")
        if key is not None and _overlap(path, key.resolve()):
            raise UsageError("the key lies in an input, and would be released with it", "keep it elsewhere")
    if key is not None and _overlap(released, key.resolve()):
        raise UsageError("the key lies in the output folder", "whoever gets the outputs must not get it: keep it apart")
    if _overlap(released, kept):
        raise UsageError(
            "the record folder overlaps the output folder", "the record must never be released: keep it apart"
        )


def _overlap(one: Path, other: Path) -> bool:
    return one == other or one in other.parents or other in one.parents
