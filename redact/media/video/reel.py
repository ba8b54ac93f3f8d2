"""The frames of a film one after another, numbered, in stretches. One pass holds one decoder and a few frames."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice

from av.container import InputContainer
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from redact.core.errors import CorruptInput
from redact.core.flow import Source
from redact.media.video.container import film_of, opened
from redact.media.video.decoder import Decoder, Shot, side_data
from redact.settings import Settings


@dataclass(frozen=True, slots=True)
class Take:
    """A frame with its number; `ticks` count from the first frame and always rise. Damaged frames have no picture."""

    number: int
    ticks: int
    lasts: int
    picture: VideoFrame | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What is known after the last frame."""

    frames: int = 0
    damaged: int = 0
    captioned: int = 0


class Reel:
    """One pass through the frames of a source; `tally` counts what went by."""

    def __init__(self, source: Source, settings: Settings) -> None:
        self._source = source
        self._settings = settings
        self.tally = Tally()

    def __iter__(self) -> Iterator[Take]:
        """The frames in the order in which they are shown.

        Raises:
            CorruptInput: the file ends too early, or its frames change their size.
        """
        start, last, lasts = None, -1, 1
        for shot in self.shots():
            if start is None:
                start = shot.ticks or 0
            # What has no time, or one that was already, is shown when the frame before it ends.
            ticks = last + max(lasts, 1) if shot.ticks is None else shot.ticks - start
            last, lasts = max(ticks, last + 1), shot.lasts
            yield Take(self.tally.frames, last, lasts, shot.picture)
            self._count(shot)

    def shots(self) -> Generator[Shot, None, None]:
        """The same as they come out of the decoder, not counted."""
        with opened(self._source, self._settings) as container:
            film = film_of(container, self._settings)
            decoder = Decoder(film, self._settings)
            packets = 0
            for packet in container.demux(film):
                packets += packet.dts is not None or packet.size > 0
                yield from decoder.shots(packet)
            _check_whole(container, film, packets)

    def _count(self, shot: Shot) -> None:
        tally, picture = self.tally, shot.picture
        captions = picture is not None and "A53_CC" in side_data(picture)
        self.tally = Tally(tally.frames + 1, tally.damaged + (picture is None), tally.captioned + captions)


def first_ticks(source: Source, settings: Settings) -> int:
    """When the first frame is shown, in the film's own time stamps."""
    with closing(Reel(source, settings).shots()) as shots:
        first = next(shots, None)
    return 0 if first is None or first.ticks is None else first.ticks


def _check_whole(container: InputContainer, film: VideoStream, packets: int) -> None:
    """MP4 says at one place how many frames there are at the other."""
    if container.format.name.startswith("mov") and packets < len(film.index_entries):
        raise CorruptInput("the video ends before its last frame", "copy it again from where it came, or leave it out")


def stretches(takes: Iterable[Take], length: int) -> Iterator[tuple[int, Iterator[Take]]]:
    """The number of a first frame and up to `length` frames from there on; those that nobody takes are passed over."""
    rest = iter(takes)
    for first in rest:
        stretch = chain((first,), islice(rest, length - 1))
        yield first.number, stretch
        for _ in stretch:
            pass
