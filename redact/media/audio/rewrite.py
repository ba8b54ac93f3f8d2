"""A recording written again: each track decoded, cut and encoded, all of them side by side, so that none waits in memory."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import BinaryIO

import av
import numpy as np
from av.container import InputContainer, OutputContainer

from redact.core.errors import WriteError
from redact.core.flow import Edit, Source
from redact.media._hear import Block, Tally, blocks
from redact.media._mute import cut
from redact.media._track import Track
from redact.media.audio.container import opened, tracks_of
from redact.media.audio.facts import Facts, Voice
from redact.media.audio.recipe import Plan

_BUFFER_BYTES = 1 << 18
#: No date and no name of the program; 4 GiB of WAV become RF64. Source: FFmpeg 8, libavformat/wavenc.c, mp3enc.c.
_UNSIGNED = {"fflags": "+bitexact"}
_OPTIONS: Mapping[str, Mapping[str, str]] = {
    "wav": {"rf64": "auto"},
    "mp3": {"id3v2_version": "0", "write_id3v1": "0"},
}
_TAGGED_MP3 = {"id3v2_version": "4"}


@dataclass(frozen=True, slots=True)
class Job:
    """What is written: the tags that stay, and the edits of each track."""

    facts: Facts
    plan: Plan
    tags: Mapping[str, str] = field(repr=False)
    edits: tuple[tuple[Edit, ...], ...] = field(repr=False)


def rewrite(source: Source, job: Job, out: BinaryIO) -> tuple[Tally, ...]:
    """Write a recording; what was counted in each track. Raises as `Recording.write`."""
    tallies = tuple(Tally() for _ in job.facts.voices)
    with ExitStack() as stack:
        inputs = [stack.enter_context(opened(source)) for _ in job.facts.voices]
        output = stack.enter_context(_written(out, job))
        lanes = [_Lane(output, job, number, inputs[number], tally) for number, tally in enumerate(tallies)]
        while lanes:
            lanes = [lane for lane in lanes if lane.step()]
    return tallies


def can(facts: Facts, plan: Plan) -> bool:
    """Whether encoders and format take the tracks: tried, since what they take is written down nowhere."""
    job = Job(facts, plan, {}, ())
    try:
        with _written(io.BytesIO(), job) as output:
            for voice, recipe in zip(facts.voices, plan.recipes, strict=True):
                Track(output, recipe, voice.heard, voice.bits_per_second)
            output.start_encoding()
    except WriteError:
        return False
    return True


@contextmanager
def _written(out: BinaryIO, job: Job) -> Iterator[OutputContainer]:
    muxer = job.plan.muxer
    options = {**_UNSIGNED, **_OPTIONS.get(muxer, {}), **(_TAGGED_MP3 if muxer == "mp3" and job.tags else {})}
    try:
        with av.open(_Sink(out), "w", muxer, container_options=options, buffer_size=_BUFFER_BYTES) as container:
            container.metadata.update(job.tags)
            yield container
    except av.error.FFmpegError as err:
        raise WriteError(
            "the recording could not be written", "please report this, with the kind of recording it is"
        ) from err


class _Sink:
    """The output without its name, which FFmpeg would quote, and which only its owner closes."""

    def __init__(self, out: BinaryIO) -> None:
        self.write = out.write
        self.seek = out.seek
        self.tell = out.tell


class _Lane:
    """One track on its way from file to file."""

    def __init__(self, output: OutputContainer, job: Job, number: int, source: InputContainer, tally: Tally) -> None:
        voice = job.facts.voices[number]
        heard = voice.heard
        first = min(each.heard.start_us for each in job.facts.voices)
        recipe = job.plan.recipes[number]
        self._track = Track(output, recipe, heard, voice.bits_per_second, heard.start_us - first)
        samples = blocks(source, tracks_of(source)[number], _type(voice), bounded=False, tally=tally)
        self._blocks: Iterator[Block] = cut(samples, job.edits[number], heard.rate_hz, heard.channels)

    def step(self) -> bool:
        """Write the next block; whether there was one."""
        block = next(self._blocks, None)
        if block is None:
            self._track.end()
            return False
        self._track.put(block)
        return True


def _type(voice: Voice) -> type[np.floating]:
    """What holds its samples exactly."""
    wide = voice.heard.sample_format in ("s32", "dbl") and voice.bits > 24
    return np.float64 if wide or voice.codec.startswith("pcm_f64") else np.float32
