"""What holds within one group of rich text, and what is known of a whole file."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from redact.media.rtf.pictures import Picture, Sketch
from redact.media.rtf.reading import Patch, Reading
from redact.media.rtf.tokens import Token


@dataclass(frozen=True, slots=True)
class Drop:
    """Bytes that are left out, and what they are."""

    start: int
    end: int
    sort: str

    def patch(self) -> Patch:
        """The change of bytes."""
        return Patch(self.start, self.end)


Item = Reading | Picture | Drop | Patch


@dataclass(slots=True)
class Group:
    """A group that is open, from the byte `start` on."""

    start: int
    reading: Reading
    codec: str
    destination: str = "body"
    fallback: int = 1  # characters behind `\\u` for programs without Unicode
    hidden: bool = False
    deleted: bool = False
    first: bool = True  # nothing but `{` and `\\*` so far
    starred: bool = False
    property: str = ""  # of a shape
    font: int = -1
    field_word: Token | None = None
    field_plain: bool = False  # only its result stays
    sketch: Sketch | None = None

    def inner(self, start: int) -> Group:
        """A group within it, which begins at the byte `start`."""
        return replace(
            self,
            start=start,
            first=True,
            starred=False,
            field_word=None,
            field_plain=False,
            sketch=self.sketch,
            property="",
        )


@dataclass(slots=True)
class Known:
    """What is known of a file from its first reading: marks have names of ours, the same at both ends."""

    marks: dict[str, str] = field(default_factory=dict, repr=False)

    def mark(self, name: str) -> str:
        """The name of ours for a mark."""
        return self.marks.setdefault(name, f"mark{len(self.marks) + 1}")
