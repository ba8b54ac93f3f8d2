"""What all parts of one workbook share: its texts, formats and names; and what has been changed while it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from redact.media.office._ooxml import Ooxml
from redact.media.office.sheet.formulas import Known, Renamed, barred, carried, words
from redact.media.office.sheet.known import known_names, number_kinds, sheet_titles
from redact.media.office.sheet.strings import Strings, Uses


@dataclass(slots=True)
class Turn:
    """What one writing of the workbook has changed. It is gone through twice: asked first, then written.

    Names that were cut in one place are so known in all others; places are a sheet's part, row and column.
    """

    renamed: Renamed = field(default_factory=Renamed, repr=False)
    uses: Uses | None = field(default=None, repr=False)  # None while nothing is written
    headings: dict[tuple[str, int, int], str] = field(default_factory=dict, repr=False)  # cut cells of header rows
    arrays: set[tuple[str, str]] = field(default_factory=set)  # cut: sheet's part, area
    cut: bool = False


class Book:
    """An opened workbook, as its parts see it."""

    def __init__(self, package: Ooxml) -> None:
        self.package = package
        self.turn = Turn()

    def begin(self) -> None:
        """Forget what an earlier writing has changed."""
        self.turn = Turn(uses=Uses(self.strings))

    @cached_property
    def strings(self) -> Strings:
        """The shared strings. Raises CorruptInput where they are broken."""
        part = self._beside("sharedStrings")
        if part is None:
            return Strings(None)
        with self.package.open(part) as file:
            return Strings(file)

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """How numbers of each cell format are shown, as `shown.kind_of` has it."""
        part = self._beside("styles")
        return () if part is None else number_kinds(self.package.xml(part))

    @cached_property
    def from_1904(self) -> bool:
        """Whether days count from 1904."""
        found = self.package.xml(self.package.main).find("{*}workbookPr")
        return found is not None and found.get("date1904") in ("1", "true")

    @cached_property
    def titles(self) -> dict[str, str]:
        """The name of each sheet, by its part."""
        return sheet_titles(self.package)

    @cached_property
    def known(self) -> Known:
        """The names that are read where they are given."""
        return known_names(self.package)

    def reference(self, formula: str) -> str:
        """A chart's reference to cells as it is written: with new names, and none that reaches outside."""
        if barred(formula) or words(formula, self.known):
            return "#REF!"
        return carried(formula, self.turn.renamed)

    def _beside(self, tail: str) -> str | None:
        for relation in self.package.relations(self.package.main):
            if relation.tail == tail and not relation.external and self.package.has(relation.target):
                return relation.target
        return None
