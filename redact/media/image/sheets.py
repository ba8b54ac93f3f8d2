"""Pictures that stand still: one to a file, or the pages of a TIFF, one decoded at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PIL import Image

from redact.core.flow import Edit, PartNote, PartState
from redact.core.ports import Change
from redact.core.segment import Raster
from redact.media.image import icc, tiff
from redact.media.image.anatomy import Anatomy, Dress
from redact.media.image.bounds import reading
from redact.media.image.formats import Format
from redact.media.image.hidden import without_hidden
from redact.media.image.pixels import painted, to_rgb
from redact.media.image.stills import opened, turned_to
from redact.settings import Settings

_BITS, _PNG_DEPTH = 258, 24  # where TIFF (a tag) and PNG (a byte of the file) say how many bits a colour has
_FINE = 8


class Sheets:
    """The pages of a file, most often one."""

    def __init__(self, kind: Format, parts: Anatomy, settings: Settings) -> None:
        """Raises what `opened` raises."""
        self._format = kind
        self._parts = parts
        self._settings = settings
        self._image = opened(parts.bare, kind.name, settings)
        with reading():
            self._count = getattr(self._image, "n_frames", 1) if kind.name == "TIFF" else 1

    @property
    def mode(self) -> str:
        """How the pixels of the first page are stored, in Pillow's words."""
        return self._image.mode

    def notes(self) -> Iterable[PartNote]:
        """Each page."""
        width, height = self._image.size
        for page in range(self._count):
            said = f"{self._format.name}, {width} × {height}, {self.mode}{self._depth()}" if not page else ""
            yield PartNote(self._part(page), PartState.READ, said)

    def segments(self, ordinal: int) -> Iterator[Raster]:
        """Each page in stored pixels.

        Raises:
            CorruptInput, UnsupportedMedia, LimitExceeded: as `turned_to` and `to_rgb` do.
        """
        for page in range(self._count):
            turned_to(self._image, page, self._settings)
            yield self._raster(page, ordinal + page)

    def written(self, change: Change, ordinal: int, dress: Dress) -> bytes:
        """The file with each page changed. Raises as `segments` does, and WriteError."""
        if self._count > 1:
            return self._bound(change, ordinal, dress)
        turned_to(self._image, 0, self._settings)
        edits = change(self._raster(0, ordinal))
        changed = self._changed(edits)
        if changed is None:
            copy = self._format.copied(self._parts.bare, dress)
            if copy is not None:
                return copy
        return self._format.still(changed or self._image, self._image, self._parts.bare, dress)

    def _bound(self, change: Change, ordinal: int, dress: Dress) -> bytes:
        binder = tiff.Binder()
        for page in range(self._count):
            turned_to(self._image, page, self._settings)
            edits = change(self._raster(page, ordinal + page))
            own = Dress(self._orientation(), icc.cleaned(self._image.info.get("icc_profile", b""), self._image.mode))
            if page == 0:
                own = Dress(own.orientation, own.profile, dress.kept)
            binder.add(self._changed(edits) or self._image, self._image, own)
        return binder.content()

    def _changed(self, edits: Sequence[Edit]) -> Image.Image | None:
        """The page with its edits and with nothing hidden; None where it is as it was."""
        changed = painted(self._image, edits, self._orientation()) if edits else None
        return without_hidden(changed or self._image, lossy=self._format.lossy(self._parts.bare)) or changed

    def _depth(self) -> str:
        """What becomes of colours finer than Pillow reads them."""
        if self._format.name == "TIFF" and max(getattr(self._image, "tag_v2", {}).get(_BITS, (8,))) > _FINE:
            return "" if self.mode.startswith("I;16") else ", written with 8 bits a colour"
        if self._format.name == "PNG" and self._parts.bare[_PNG_DEPTH] > _FINE and not self.mode.startswith("I;16"):
            return ", 8 bits a colour once it is cut"
        return ""

    def _raster(self, page: int, ordinal: int) -> Raster:
        return Raster(ordinal, self._part(page), to_rgb(self._image), self._orientation())

    def _orientation(self) -> int:
        return tiff.orientation_of(self._image) if self._format.name == "TIFF" else self._parts.orientation

    def _part(self, page: int) -> str:
        return "picture" if self._count == 1 else f"page {page + 1}"
