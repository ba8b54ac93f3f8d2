"""What flows down the river: Source, Finding, Entity, Decision, Edit, Record.

None of these shows content in its repr; a `surface` is held only where the next room needs it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from redact.core.hidden import Hidden
from redact.core.place import Chars, Place


@dataclass(frozen=True, slots=True)
class Source:
    """One file that came in. `id` is what people and logs call it: the first 12 hex digits of `sha256`."""

    path: Path = field(repr=False)
    name: str = field(repr=False)  # relative to the input, with '/'
    sha256: str
    size: int
    kind: str  # name of the media adapter, from the bytes

    @property
    def id(self) -> str:
        """The name that is safe to show."""
        return self.sha256[:12]


@dataclass(frozen=True, slots=True)
class Finding:
    """A claim: these characters of that segment may be personal data.

    `place` counts in the segment numbered `segment`; `extent` is the same place in the source's coordinates, as people
    are shown it: of sound it is when the words are said, and `place` what is silenced. `digest` is the keyed digest of the
    surface. `by` is `policy` until a reviewer amends the plan.
    """

    place: Place
    entity: str
    score: float
    detector: str
    facts: frozenset[str] = frozenset()

    @property
    def chars(self) -> Chars:
        """The place of a finding in text.

        Raises:
            TypeError: the finding is not in text.
        """
        if not isinstance(self.place, Chars):
            raise TypeError("this finding is not in text")
        return self.place


class Action(StrEnum):
    """What a decision does. `REVIEW` takes out until a person decides."""

    REDACT = "redact"
    KEEP = "keep"
    REVIEW = "review"

    @property
    def cuts(self) -> bool:
        """Whether the characters leave the released file."""
        return self is not Action.KEEP


@dataclass(frozen=True, slots=True)
class Entity:
    """One person (or other thing) over the whole run: what every mention of it shares.

    `number` counts from 1 in order of first sight; `token` is a keyed digest, the same wherever the key is the same;
    `name` is the fullest form seen and is never logged; `facts` come from the case file (`subject`, `deceased`, ...).
    """

    number: int
    token: str
    name: str = field(repr=False)
    facts: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the policy says of one finding: which rule, which action, how and why."""

    action: Action
    rule: str
    operator: str
    basis: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A verdict on a place: one line of a plan and of the log.

    `place` counts in the segment numbered `segment`; `extent` is the same place in the source's coordinates, as people
    are shown it: of sound it is when the words are said, and `place` what is silenced. `digest` is the keyed digest of the
    surface. `by` is `policy` until a reviewer amends the plan.
    """

    segment: int
    part: str
    place: Place
    extent: Place
    entity: str
    verdict: Verdict
    score: float
    detector: str
    digest: str
    person: int | None = None
    token: str | None = None
    by: str = "policy"


#: The style of an edit in text whose gap must not tell by its width what stood there.
EVEN = "even"


@dataclass(frozen=True, slots=True)
class Edit:
    """One change to one segment: the place, and what stands there afterwards.

    In text that is `replacement`, and `style` may be `EVEN`, which matters where text is set on a page. In pictures it is
    `style` (`fill`, `pixelate`, `blur`), and `replacement` is the label that is painted on the box where it fits. In sound
    it is `style` too: `silence`, `tone`, or `voice:A:B:C`, a voice changed as `operate.sound` drew it; voices are changed
    first, so that a silence within one stays silent.
    A file within a file has one edit: `replacement` is the name under which it goes out, and `file` its bytes; without
    them it is withheld, and its container says so in its place.
    """

    place: Place
    replacement: str = field(default="", repr=False)
    style: str = "fill"
    file: Path | None = field(default=None, repr=False)

    @property
    def chars(self) -> Chars:
        """The place of an edit in text.

        Raises:
            TypeError: the edit is not in text.
        """
        if not isinstance(self.place, Chars):
            raise TypeError("this edit is not in text")
        return self.place


class PartState(StrEnum):
    """What became of one part of a file."""

    READ = "read"  # its content went through the detectors
    CLEANED = "cleaned"  # rewritten without what no reader needs
    DROPPED = "dropped"  # left out of the output
    REFUSED = "refused"  # cannot be understood: the file is not released


@dataclass(frozen=True, slots=True)
class PartNote:
    """One row of a census: a part, what became of it, and why; `hidden` says how a reader of the file may overlook it."""

    part: str
    state: PartState
    note: str = ""
    hidden: Hidden | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the manifest: what became of one source."""

    source: str = field(repr=False)
    sha256: str
    output: str | None = field(repr=False)
    status: str  # released | unchanged | quarantined
    reason: str
    kind: str
    redacted: int = 0
    kept: int = 0
    review: int = 0
