"""A video as a document: its texts, its sound and its film for whoever looks, written again from samples and frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from typing import BinaryIO

import numpy as np
from av.video.reformatter import VideoReformatter

from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.ports import Change
from redact.core.segment import Film, Frame, Segment, Sound, Text
from redact.media._hear import Block, is_lossy
from redact.media.video.dub import Dub
from redact.media.video.facts import Facts
from redact.media.video.parts import parts, readables
from redact.media.video.planes import to_rgb
from redact.media.video.recipe import plan
from redact.media.video.reel import Reel, Take, Tally, stretches
from redact.media.video.rewrite import rewrite
from redact.media.video.sound_recipe import sound_plan
from redact.media.video.soundtrack import Soundtrack, Soundtracks, heard_blocks
from redact.settings import Settings

_FILM = "film 1"


class Video:
    """An opened video."""

    def __init__(self, source: Source, settings: Settings, facts: Facts, sound: Soundtracks) -> None:
        self._source = source
        self._settings = settings
        self._facts = facts
        self._sound = sound
        self._tally: Tally | None = None  # known once somebody went through all frames

    def segments(self) -> Iterator[Segment]:
        """Tags, chapters and subtitles, then each sound track, then the film in stretches.

        Raises:
            CorruptInput: the file turns out to be broken further on.
        """
        ordinal = 0
        for text in self._texts():
            yield text
            ordinal += 1
        for track in self._sound.tracks:
            with closing(heard_blocks(self._source, self._settings, track)) as blocks:
                yield self._heard(ordinal, track, blocks)
            ordinal += 1
        converter = VideoReformatter()
        reel = Reel(self._source, self._settings)
        for number, (first, takes) in enumerate(stretches(reel, self._settings.film_frames), ordinal):
            yield self._film(number, first, (self._frame(take, converter) for take in takes))
        self._tally = reel.tally

    def census(self) -> Iterable[PartNote]:
        """The film, and what is left out. Goes through all frames if nobody did yet, to count those that are damaged."""
        chosen = plan(self._facts)
        size = f"{self._facts.width_px} × {self._facts.height_px}"
        said = ", ".join((self._facts.codec, size, *chosen.notes))
        yield PartNote(_FILM, PartState.READ, said)
        yield from parts(self._source, self._settings, {track.part: self._noted(track) for track in self._sound.tracks})
        tally = self._counted()
        if tally.damaged:
            yield PartNote("damaged frames", PartState.DROPPED, f"{tally.damaged} of {tally.frames} are black")
        if tally.captioned:
            yield PartNote("captions in the pictures", PartState.DROPPED, "captions are not read")

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the film and its sound again with their changes, and nothing beside them.

        Raises:
            CorruptInput: the file turns out to be broken further on.
            UsageError: an edit lies outside of its stretch or its sound.
            WriteError: no encoder could write it.
        """
        ordinal, tracks = 0, self._sound.tracks
        for text in self._texts():
            change(text)
            ordinal += 1
        edits = [change(self._heard(number, track, ())) for number, track in enumerate(tracks, ordinal)]
        ordinal += len(tracks)

        def ask(number: int, first: int) -> Sequence[Edit]:
            return change(self._film(ordinal + number, first, ()))

        plans = [sound_plan(self._facts.muxer, track) for track in tracks]
        dub = Dub(self._source, self._settings, self._sound, plans, edits)
        self._tally = rewrite(dub, self._facts, ask, out)

    def _texts(self) -> Iterator[Text]:
        ordinal = 0
        for readable in readables(self._source, self._settings):
            for _, text in readable.texts(ordinal, self._settings.piece_chars):
                yield text
                ordinal += 1

    def _heard(self, ordinal: int, track: Soundtrack, blocks: Iterable[Block]) -> Sound:
        start_us = -round(self._sound.lead * self._facts.ticks * 1_000_000)
        return Sound(ordinal, track.part, track.rate_hz, track.heard.channels, blocks, start_us, is_lossy(track.codec))

    def _noted(self, track: Soundtrack) -> str:
        channels = "1 channel" if track.heard.channels == 1 else f"{track.heard.channels} channels"
        lasts = f"{float(track.seconds):.1f} s" if track.seconds else ""
        notes = sound_plan(self._facts.muxer, track).notes
        return ", ".join(filter(None, (track.codec, f"{track.heard.rate_hz} Hz", channels, lasts, *notes)))

    def _film(self, ordinal: int, first: int, frames: Iterable[Frame]) -> Film:
        facts, most = self._facts, self._settings.film_frames
        return Film(ordinal, _FILM, first, most, facts.width_px, facts.height_px, frames, facts.orientation)

    def _frame(self, take: Take, converter: VideoReformatter) -> Frame:
        facts = self._facts
        time_us = round(take.ticks * facts.ticks * 1_000_000)
        if take.picture is None:
            return Frame(take.number, time_us, np.zeros((facts.height_px, facts.width_px, 3), np.uint8))
        return Frame(take.number, time_us, to_rgb(take.picture, converter))

    def _counted(self) -> Tally:
        if self._tally is None:
            reel = Reel(self._source, self._settings)
            for _ in reel:
                pass
            self._tally = reel.tally
        return self._tally
