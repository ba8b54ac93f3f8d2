"""A film written again: frame by frame decoded, cut and encoded; or, where nothing is cut, its pictures copied as they are."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

from av.video.frame import VideoFrame
from av.video.reformatter import Colorspace, VideoReformatter

from redact.core.flow import Edit
from redact.media._frames import by_frame
from redact.media._paint import Mark, marks
from redact.media.video.copy import copied_whole
from redact.media.video.dub import Dub
from redact.media.video.facts import Facts
from redact.media.video.planes import Knife, copied
from redact.media.video.recipe import Plan, plan
from redact.media.video.recorder import Recorder, written
from redact.media.video.reel import Reel, Take, Tally, stretches

#: Given the number of a stretch and of its first frame, the edits for it.
Ask = Callable[[int, int], Sequence[Edit]]


class _Asked:
    """Asks for each stretch once, although the film may be gone through twice."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._known: dict[int, Sequence[Edit]] = {}

    def first(self, number: int, first: int) -> Sequence[Edit]:
        self._known[number] = self._ask(number, first)
        return self._known[number]

    def again(self, number: int, first: int) -> Sequence[Edit]:
        return self._known.pop(number) if number in self._known else self._ask(number, first)


def rewrite(dub: Dub, facts: Facts, ask: Ask, out: BinaryIO) -> Tally:
    """Write the film with its edits and its sound; what was counted on the way.

    Raises:
        CorruptInput: the file turns out to be broken further on.
        UsageError: an edit lies outside of its stretch or its sound.
        WriteError: no encoder could write it.
    """
    asked = _Asked(ask)
    tally = copied_whole(dub, facts, asked.first, out)
    return tally or _encoded(dub, facts, asked.again, out)


def _encoded(dub: Dub, facts: Facts, ask: Ask, out: BinaryIO) -> Tally:
    chosen = plan(facts)
    reel = Reel(dub.source, dub.settings)
    table = _Table(facts, chosen)
    with written(out, facts.muxer, dub.timescale) as container:
        recorder = Recorder(container, facts, chosen)
        with dub.laid(container) as sounds:
            for take, edits in _takes(reel, dub.settings.film_frames, ask):
                ticks = take.ticks + dub.sound.lead
                sounds.up_to(ticks * facts.ticks)
                recorder.put(table.cut(take, edits), ticks, take.lasts)
            recorder.end()
            sounds.end()
    return reel.tally


def _takes(reel: Reel, length: int, ask: Ask) -> Iterator[tuple[Take, Sequence[Edit]]]:
    """Every frame and its edits."""
    for number, (first, takes) in enumerate(stretches(reel, length)):
        edits = by_frame(ask(number, first), range(first, first + length))
        for take in takes:
            yield take, edits.get(take.number, ())


class _Table:
    """Where the frames of one film are cut."""

    def __init__(self, facts: Facts, chosen: Plan) -> None:
        self._facts = facts
        self._plan = chosen
        self._knife = Knife(chosen.pixel_format, chosen.colours, facts.orientation)
        self._converter = VideoReformatter()

    def cut(self, take: Take, edits: Iterable[Edit]) -> VideoFrame:
        """A frame of its own, cut; black where the frame was damaged."""
        width, height = self._facts.width_px, self._facts.height_px
        if take.picture is None:
            return self._knife.blank(width, height)
        frame = self._sheet(take.picture)
        cuts = marks(edits, width, height)
        self._fill(frame, cuts)
        for mark in cuts:
            if mark.style != "fill":
                self._knife.soften(frame, mark)
        self._fill(frame, cuts)  # a soft box over a filled one has mixed the black with its own colours
        for mark in cuts:
            if mark.style == "fill" and mark.label:
                self._knife.label(frame, mark)
        return frame

    def _fill(self, frame: VideoFrame, cuts: Sequence[Mark]) -> None:
        for mark in cuts:
            if mark.style == "fill":
                self._knife.fill(frame, mark)

    def _sheet(self, picture: VideoFrame) -> VideoFrame:
        """The frame in memory of its own and in the format that is written."""
        if picture.format.name != self._plan.pixel_format:
            picture = self._converted(picture)
        elif self._facts.interlaced:
            picture.make_writable()  # which of the two fields comes first is known to this frame alone
            return picture
        return copied(picture)

    def _converted(self, picture: VideoFrame) -> VideoFrame:
        before, after = self._facts.colours, self._plan.colours
        return self._converter.reformat(
            picture,
            format=self._plan.pixel_format,
            src_color_range=before.span or None,
            dst_color_range=after.span or None,
            dst_colorspace=None if before.matrix == after.matrix else Colorspace.SMPTE170M,
        )
