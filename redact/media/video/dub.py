"""Sound laid under a film that is being written: decoded anew, cut and encoded, always a little ahead of the pictures.

Each track is read by a decoder of its own that stands where the pictures stand, so that memory holds a moment of it.
Sound is never copied: coded packets can hold more than is heard.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from fractions import Fraction

from av.container import OutputContainer

from redact.core.flow import Edit, Source
from redact.media._hear import Block
from redact.media._mute import cut
from redact.media._track import Track
from redact.media.video.sound_recipe import SoundPlan
from redact.media.video.soundtrack import Soundtracks, heard_blocks
from redact.settings import Settings

#: No usual rate needs finer; with a finer one, the 31 bits that players have for it would be too few.
_FINEST = 10_000_000


@dataclass(frozen=True, slots=True)
class Dub:
    """The sound of a film: its tracks, how each is written, and the edits of each."""

    source: Source
    settings: Settings
    sound: Soundtracks
    plans: Sequence[SoundPlan]
    edits: Sequence[Sequence[Edit]]

    @property
    def timescale(self) -> int:
        """Parts of a second in which the length of every track is a whole number, and a millisecond too."""
        common = math.lcm(1000, *(track.rate_hz for track in self.sound.tracks))
        return common if common <= _FINEST else 1000

    @contextmanager
    def laid(self, container: OutputContainer) -> Iterator[Lanes]:
        """The tracks, added to a container in which nothing is written yet. Not ended: see `Lanes.end`."""
        with ExitStack() as stack:
            lanes = []
            for track, plan, edits in zip(self.sound.tracks, self.plans, self.edits, strict=True):
                heard = stack.enter_context(closing(heard_blocks(self.source, self.settings, track)))
                made = Track(container, plan.recipe, plan.heard, track.bits_per_second)
                blocks = cut(heard, edits, track.rate_hz, track.heard.channels)
                lanes.append(_Lane(made, blocks, track.rate_hz))
            yield Lanes(lanes)


class _Lane:
    """One track: blocks on their way into it."""

    def __init__(self, track: Track, blocks: Iterator[Block], rate_hz: int) -> None:
        self._track = track
        self._blocks = blocks
        self._rate_hz = rate_hz
        self._count = 0  # samples written

    def up_to(self, time: Fraction) -> None:
        """Write until that many seconds are written, or all there is."""
        while self._count < time * self._rate_hz:
            block = next(self._blocks, None)
            if block is None:
                return
            self._count += len(block)
            self._track.put(block)

    def end(self) -> None:
        """Write what is left."""
        for block in self._blocks:
            self._track.put(block)
        self._track.end()


class Lanes:
    """All tracks of one output, side by side."""

    def __init__(self, lanes: Sequence[_Lane]) -> None:
        self._lanes = lanes

    def up_to(self, time: Fraction) -> None:
        """Write what is heard before so many seconds from the common start.

        Raises:
            CorruptInput: the sound turns out to be broken further on.
        """
        for lane in self._lanes:
            lane.up_to(time)

    def end(self) -> None:
        """Write what is left.

        Raises:
            CorruptInput: the sound turns out to be broken further on.
            UsageError: an edit lies outside of the sound.
        """
        for lane in self._lanes:
            lane.end()
