"""A recording as a document: its texts and its tracks for whoever looks and listens, written again from samples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from redact.core.flow import PartNote, PartState, Source
from redact.core.ports import Change
from redact.core.segment import Segment, Sound, TextKind, chars_from
from redact.media._cut import splice
from redact.media._hear import Block, Tally, blocks, is_lossy
from redact.media._stream import Readable
from redact.media.audio.container import opened, tracks_of
from redact.media.audio.facts import Facts, Voice
from redact.media.audio.parts import Piece, notes, pieces
from redact.media.audio.recipe import plans
from redact.media.audio.rewrite import Job, can, rewrite
from redact.settings import Settings

#: Headers round, and encoders pad: a recording that is shorter than announced by no more is whole.
_SHORT_US = 200_000


class Recording:
    """An opened recording. `suffix` is that of what `write` makes, where its name has another."""

    def __init__(self, source: Source, settings: Settings, facts: Facts) -> None:
        """Raises as `open_audio` says."""
        self._source = source
        self._settings = settings
        self._facts = facts
        *wished, last = plans(facts, source.name, settings)
        self._plan = next((each for each in wished if can(facts, each)), last)
        self.suffix = self._plan.suffix
        self._tallies: dict[int, Tally] = {}  # of each track, once somebody went through it

    def segments(self) -> Iterator[Segment]:
        """Tags, chapters and chunks, then each track.

        Raises:
            InputError: the file turns out to be broken further on.
        """
        ordinal = 0
        for readable, _ in self._readables():
            for _, text in readable.texts(ordinal, self._settings.piece_chars):
                yield text
                ordinal += 1
        for number in range(len(self._facts.voices)):
            yield self._sound(ordinal + number, number, self._blocks(number))

    def census(self) -> Iterable[PartNote]:
        """The tracks, and what is left out. Goes through all samples if nobody did yet, to tell how long they are."""
        for number, voice in enumerate(self._facts.voices):
            yield PartNote(f"sound {number + 1}", PartState.READ, ", ".join(self._said(number, voice)))
        for note in self._plan.notes:
            yield PartNote("format", PartState.CLEANED, note)
        yield from notes(self._source, self._settings)

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the recording again with each track changed, and nothing beside it but the tags that stay.

        Raises:
            InputError: the file turns out to be broken further on.
            UsageError: an edit lies outside of its track.
            WriteError: no encoder could write it.
        """
        ordinal, tags = 0, {}
        for readable, piece in self._readables():
            edits, ordinal = readable.ask(change, ordinal, self._settings.piece_chars)
            if piece.stays(self._settings):
                tags[piece.tag] = splice(piece.words, edits)
        asked = [change(self._sound(ordinal + number, number, ())) for number in range(len(self._facts.voices))]
        counted = rewrite(self._source, Job(self._facts, self._plan, tags, tuple(map(tuple, asked))), out)
        self._tallies = dict(enumerate(counted))

    def _readables(self) -> Iterator[tuple[Readable, Piece]]:
        for piece in pieces(self._source):
            if piece.words:
                yield Readable(piece.words, piece.part, TextKind.FIELD, piece.tag, chars_from(0)), piece

    def _sound(self, ordinal: int, number: int, samples: Iterable[Block]) -> Sound:
        voice = self._facts.voices[number]
        heard = voice.heard
        lossy = is_lossy(voice.codec)
        return Sound(ordinal, f"sound {number + 1}", heard.rate_hz, heard.channels, samples, lossy=lossy)

    def _blocks(self, number: int) -> Iterator[Block]:
        tally = Tally()
        with opened(self._source) as container:
            yield from blocks(container, tracks_of(container)[number], tally=tally)
        self._tallies[number] = tally

    def _said(self, number: int, voice: Voice) -> Iterator[str]:
        if number not in self._tallies:
            for _ in self._blocks(number):
                pass
        heard, tally = voice.heard, self._tallies[number]
        yield voice.codec
        yield "1 channel" if heard.channels == 1 else f"{heard.channels} channels"
        yield f"{heard.rate_hz} Hz"
        yield f"{tally.samples / heard.rate_hz:.3f} s"
        if tally.samples * 1_000_000 < (voice.announced_us - _SHORT_US) * heard.rate_hz:
            yield f"cut off: its header announces {voice.announced_us / 1_000_000:.3f} s"
        if tally.missing:
            yield f"{tally.missing / heard.rate_hz:.3f} s of it are missing, and silent"
