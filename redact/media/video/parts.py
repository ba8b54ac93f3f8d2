"""What a video holds beside its film: read as text where it is text, and listed; all but sound is left out of the output."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TypeGuard

from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream
from av.subtitles.stream import SubtitleStream
from av.subtitles.subtitle import AssSubtitle

from redact.core.flow import PartNote, PartState, Source
from redact.core.hidden import Hidden
from redact.core.segment import TextKind, chars_from
from redact.media._stream import Readable
from redact.media._tags import named
from redact.media.video.container import is_still, opened
from redact.settings import Settings

#: Subtitles of characters. Others are pictures of words. Source: FFmpeg 8, codec descriptors with AV_CODEC_PROP_TEXT_SUB.
_WORDED = frozenset(
    (
        "ass ssa subrip srt mov_text text webvtt microdvd mpl2 jacosub pjs realtext sami stl subviewer subviewer1 "
        "vplayer ttml"
    ).split()
)
_OVERRIDES = re.compile(r"\{\\[^}]*\}")  # how a cue looks. Source: Advanced SubStation Alpha, style override codes
_NAMES = {"audio": "sound", "subtitle": "subtitle", "attachment": "attachment", "video": "picture"}
_NOTES = {"picture": "a cover or thumbnail, not read"}


def parts(source: Source, settings: Settings, sounds: Mapping[str, str]) -> Iterator[PartNote]:
    """Everything but the film, tag by tag and track by track. `sounds` says of each sound track that is read what it is."""
    with opened(source, settings) as container:
        for part, _, _ in _tags(container):
            yield PartNote(part, PartState.DROPPED, "", Hidden.METADATA)
        for number, _ in enumerate(container.chapters(), 1):
            yield PartNote(f"chapter {number}", PartState.DROPPED, "", Hidden.METADATA)
        for part, stream in _tracks(container):
            if part in sounds:
                yield PartNote(part, PartState.READ, sounds[part])
            else:
                hidden = Hidden.THUMBNAILS if part.startswith("picture") else Hidden.EMBEDDED
                yield PartNote(part, PartState.DROPPED, _note(part, stream), hidden)


def readables(source: Source, settings: Settings) -> Iterator[Readable]:
    """The tags of the file, its tracks and its chapters, then the cues of its subtitles in the order of the file."""
    with opened(source, settings) as container:
        for part, name, value in _tags(container):
            yield Readable(value, part, TextKind.FIELD, name, chars_from(0))
        yield from _cues(container)


def _tags(container: InputContainer) -> Iterator[tuple[str, str, str]]:
    """Part, name and value of each tag that not every file has."""
    yield from named("", container.metadata)
    for stream in container.streams:
        yield from named(f"track {stream.index + 1}: ", stream.metadata)
    for number, chapter in enumerate(container.chapters(), 1):
        yield from named(f"chapter {number}: ", chapter["metadata"])


def _tracks(container: InputContainer) -> Iterator[tuple[str, Stream]]:
    counts: dict[str, int] = {}
    for stream in container.streams:
        if stream.type == "video" and not is_still(stream):
            continue
        kind = _NAMES.get(stream.type, "data")
        counts[kind] = counts.get(kind, 0) + 1
        yield f"{kind} {counts[kind]}", stream


def _note(part: str, stream: Stream) -> str:
    kind = part.partition(" ")[0]
    if kind == "sound":
        return "no decoder" if stream.codec_context is None else "no sound in it"
    if kind == "subtitle":
        return "read and left out" if _worded(stream) else "pictures of words, not read"
    return _NOTES.get(kind, "not read")


def _worded(stream: Stream) -> TypeGuard[SubtitleStream]:
    return isinstance(stream, SubtitleStream) and stream.codec_context is not None and stream.name in _WORDED


def _cues(container: InputContainer) -> Iterator[Readable]:
    parts_of = {stream.index: part for part, stream in _tracks(container)}
    tracks = {stream.index: stream for stream in container.streams.subtitles if _worded(stream)}
    counts = dict.fromkeys(tracks, 0)
    for packet in container.demux(list(tracks.values())) if tracks else ():
        index = packet.stream.index
        for text in _said(tracks[index], packet) if packet.size else ():
            counts[index] += 1
            yield Readable(text, f"{parts_of[index]}, cue {counts[index]}", TextKind.PROSE, "", chars_from(0))


def _said(stream: SubtitleStream, packet: Packet[Stream]) -> Iterator[str]:
    for entry in stream.decode(packet):
        if isinstance(entry, AssSubtitle):
            text = _OVERRIDES.sub("", entry.dialogue.decode("utf-8", "replace")).strip()
            if text:
                yield text
