"""Pictures that move: frames as a viewer sees them, given in stretches and written again one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from PIL import Image

from redact.core.flow import Edit, PartNote, PartState
from redact.core.ports import Change
from redact.core.segment import Film, Frame
from redact.media._frames import by_frame
from redact.media.image.anatomy import Anatomy, Dress
from redact.media.image.bounds import corrupt, reading
from redact.media.image.formats import Format
from redact.media.image.hidden import without_hidden
from redact.media.image.motion import Motion
from redact.media.image.pixels import painted, to_rgb
from redact.media.image.stills import opened, turned_to
from redact.settings import Settings

_PART = "film 1"


class Moving:
    """The frames of a file."""

    def __init__(self, kind: Format, parts: Anatomy, settings: Settings, motion: Motion) -> None:
        """Raises what `opened` raises.

        Raises:
            CorruptInput: there are fewer frames than the file says.
        """
        self._format = kind
        self._parts = parts
        self._settings = settings
        self._motion = motion
        self._image = opened(parts.bare, kind.name, settings)
        self._size = self._image.size
        if self._frame_count() != len(motion.delays):
            raise corrupt()

    @property
    def mode(self) -> str:
        """How the pixels are stored, in Pillow's words."""
        return "RGB"

    def notes(self) -> Iterable[PartNote]:
        """The film, and the picture that stands before it and is not part of it."""
        width, height = self._size
        frames = len(self._motion.delays)
        yield PartNote(_PART, PartState.READ, f"{self._format.name}, {width} × {height}, {frames} frames")
        if self._motion.skipped:
            yield PartNote("picture before the film", PartState.DROPPED, "shown by programs that know no motion")

    def segments(self, ordinal: int) -> Iterator[Film]:
        """The frames in stretches."""
        for number, stretch in enumerate(self._stretches()):
            yield self._film(ordinal + number, stretch, self._frames(stretch))

    def written(self, change: Change, ordinal: int, dress: Dress) -> bytes:
        """The file with its frames changed; as it stands where none is.

        Raises:
            UsageError: an edit lies outside of its stretch.
        """
        edits: dict[int, list[Edit]] = {}
        for number, stretch in enumerate(self._stretches()):
            within = range(stretch.start, stretch.start + self._settings.film_frames)
            edits |= by_frame(change(self._film(ordinal + number, stretch, ())), within)
        if not edits:
            copy = self._format.film_copied(self._parts.bare, dress)
            if copy is not None:
                return copy
        film = self._format.film
        assert film is not None, "a format that moves can be written"  # noqa: S101 - promised by `Format`
        return film(self._cut(edits), self._motion, self._parts.bare, dress)

    def _stretches(self) -> Iterator[range]:
        count, length = len(self._motion.delays), self._settings.film_frames
        return (range(first, min(first + length, count)) for first in range(0, count, length))

    def _film(self, ordinal: int, stretch: range, frames: Iterable[Frame]) -> Film:
        most, orientation = self._settings.film_frames, self._parts.orientation
        return Film(ordinal, _PART, stretch.start, most, *self._size, frames, orientation)

    def _frames(self, stretch: range) -> Iterator[Frame]:
        times = list(self._motion.times_us())
        for number in stretch:
            yield Frame(number, times[number], to_rgb(self._shown(number)))

    def _cut(self, edits: Mapping[int, Sequence[Edit]]) -> Iterator[Image.Image]:
        for number in range(len(self._motion.delays)):
            frame = self._shown(number)
            if number in edits:
                frame = painted(frame, edits[number], self._parts.orientation)
            yield without_hidden(frame) or frame

    def _shown(self, number: int) -> Image.Image:
        """A frame of its own, in RGB or RGBA."""
        turned_to(self._image, number + self._motion.skipped, self._settings)
        if self._image.size != self._size:
            raise corrupt()
        return self._image.convert("RGBA" if self._image.has_transparency_data else "RGB")

    def _frame_count(self) -> int:
        with reading():
            return int(getattr(self._image, "n_frames", 1)) - self._motion.skipped
