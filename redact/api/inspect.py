"""What a file holds, before anything is decided: every part of it, and where personal data could be overlooked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from redact import settings
from redact.core.errors import InputError, RedactError
from redact.core.flow import PartNote, PartState
from redact.intake.source import arrive, walk
from redact.pipeline.opening import Opener


@dataclass(frozen=True, slots=True)
class Inspected:
    """The census of one file; `error` says why there is none."""

    name: str = field(repr=False)
    kind: str = "unknown"
    notes: tuple[PartNote, ...] = ()
    error: RedactError | None = None

    @property
    def refused(self) -> bool:
        """Whether it would not be released as it is."""
        return self.error is not None or any(note.state is PartState.REFUSED for note in self.notes)


def inspect(inputs: Sequence[Path], settings_file: Path | None = None) -> Iterator[Inspected]:
    """The census of every file under the inputs. No model is loaded, and nothing is written.

    Raises:
        UsageError: an input does not exist, or the settings cannot be read.
    """
    turned = settings.load(settings_file)
    with closing(Opener(turned, strict=False)) as opener:
        for path, name in walk(inputs):
            kind = "unknown"
            try:
                source = arrive(path, name, turned)
                kind = source.kind
                yield Inspected(name, kind, tuple(opener.open(source).census()))
            except InputError as err:
                yield Inspected(name, kind, error=err)
