"""Output names: the tree kept, persons taken out of every component, no two outputs on one name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from redact.core.flow import Decision
from redact.core.place import Chars
from redact.core.segment import Text, TextKind
from redact.operate.filename import filename
from redact.pipeline.suffixes import suffix_of

#: Segments of a file's name are numbered down from here, apart from those of its content.
FIRST_ORDINAL = -1


def components(name: str) -> list[Text]:
    """The parts of a relative name as texts; a suffix that says what the file is is left out."""
    parts = PurePosixPath(name).parts
    stems = [*parts[:-1], parts[-1].removesuffix(suffix_of(name))]
    return [
        Text(FIRST_ORDINAL - at, "file name" if at == len(stems) - 1 else f"folder {at + 1}", stem, TextKind.NAME)
        for at, stem in enumerate(stems)
    ]


def renamed(
    name: str, decisions: list[Decision], operator: Callable[[Decision, str], str], suffix: str | None = None
) -> str:
    """The name with every cut component changed, and with another suffix where the output is of another format."""
    parts = [text.text for text in components(name)]
    for decision in sorted(decisions, key=lambda d: (d.segment, -d.place.start if isinstance(d.place, Chars) else 0)):
        if decision.verdict.action.cuts and isinstance(decision.place, Chars):
            at = FIRST_ORDINAL - decision.segment
            place = decision.place
            part = parts[at]
            parts[at] = (
                part[: place.start] + filename(operator, decision, part[place.start : place.end]) + part[place.end :]
            )
    return str(PurePosixPath(*parts[:-1], parts[-1] + (suffix_of(name) if suffix is None else suffix)))


class Names:
    """The output names given out so far; compared caselessly, as some file systems do."""

    def __init__(self) -> None:
        self._by_owner: dict[str, str] = {}
        self._taken: set[str] = set()

    def has(self, name: str) -> bool:
        """Whether an output of this run has the name."""
        return name.casefold() in self._taken

    def claim(self, name: str, owner: str) -> str:
        """`name`, or the first of `name-2`, `name-3`, … that is free. What the owner had before is free again."""
        self.give_up(owner)
        path = PurePosixPath(name)
        number = 1
        while name.casefold() in self._taken:
            number += 1
            name = str(path.with_name(f"{path.stem}-{number}{path.suffix}"))
        self._by_owner[owner] = name.casefold()
        self._taken.add(name.casefold())
        return name

    def give_up(self, owner: str) -> None:
        """The owner's name is free again."""
        self._taken.discard(self._by_owner.pop(owner, ""))
