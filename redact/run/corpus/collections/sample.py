"""One sample of a WebDataset: members that share a key. All of them go out under one key, or none of them does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from redact.audit.files import writing
from redact.core.errors import CorruptInput, InputError, LimitExceeded, RedactError, ResidualError, UnsupportedMedia
from redact.pipeline import HELD
from redact.run.corpus.collections.collection import Means, Naming, Prepared, is_marked
from redact.run.corpus.collections.members import Member, parted

#: Numbers and objects as they lie in memory: nobody can tell what they show, and some are programs when they are read.
#: Source: webdataset 1.0, autodecode.py.
_RAW = frozenset("npy npz pth pt pyd pkl pickle ten tb mp cbor bin".split())
_NEUTRAL = "sample"


@dataclass(slots=True)
class Sample:
    """What was made of a sample's members, until one of them is kept back: then `why` says for what."""

    key: str = field(repr=False)
    ready: list[Prepared] = field(default_factory=list, repr=False)
    why: RedactError | str = ""

    def named(self, naming: Naming, again: str) -> list[tuple[str, Path]]:
        """Each draft with the name it goes out under, in order.

        The key is the one that every member came out under. Where they differ, somebody was seen in it by one and not
        by another; then it is none of them. `again`: the sample before had this key too, so it is told from that.
        Where two would have one name there are no names, but a reason why.
        """
        parts = [parted(ready.output) for ready in self.ready]
        keys = {key for key, _ in parts}
        (key,) = keys if len(keys) == 1 else {_NEUTRAL}
        if key != self.key or again or is_marked(key):
            key = naming.key(key, again or self.key)
        names = [f"{key}.{extension}" if extension else key for _, extension in parts]
        if len({name.casefold() for name in names}) < len(names):  # readers take extensions caselessly
            self.why = CorruptInput("two members of a sample have one extension", "give each its own")
            return []
        return [(name, ready.draft) for name, ready in zip(names, self.ready, strict=True)]

    @property
    def entities(self) -> Mapping[str, int]:
        """How many cuts of each type were made in its members."""
        return sum((Counter(ready.entities) for ready in self.ready), Counter[str]())

    def discard(self, means: Means) -> None:
        """Take the drafts away."""
        for ready in self.ready:
            means.engine.discard(ready.source)


def prepare(sample: Sample, members: Iterator[Member], means: Means, scratch: Path) -> None:
    """Every member made ready, up to the first that is kept back. `scratch` is a file to copy each to.

    Raises:
        InputError: the archive itself is broken; this is no fault of the sample's.
        WriteError: there is no room to copy to.
    """
    for number, member in enumerate(members):
        try:
            _check(member, number, means)
        except InputError as err:
            sample.why = err
            return
        _copy(member, scratch)
        try:
            sample.ready.append(means.engine.ready(scratch, member.name))
        except (InputError, ResidualError) as err:
            sample.why = err
            return
        if sample.ready[-1].held:
            sample.why = HELD
            return


def _check(member: Member, number: int, means: Means) -> None:
    if member.fault is not None:
        raise member.fault
    if number >= means.settings.max_members:
        raise LimitExceeded("a sample has more members than the limit", "raise max_members in the settings")
    if parted(member.name)[1].lower().rpartition(".")[2] in _RAW:
        raise UnsupportedMedia(
            "a member holds raw numbers or objects", "pack it as text, picture or sound, or leave it out"
        )


def _copy(member: Member, scratch: Path) -> None:
    with writing("a scratch file"), scratch.open("wb") as file:
        for chunk in member.chunks():
            file.write(chunk)
