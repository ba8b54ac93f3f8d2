"""The file as a container: opened with limits, and FFmpeg's errors told as ours.

The demuxers are named: FFmpeg would otherwise also read playlists, which lead it to other files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import PurePath

import av
from av.container import InputContainer
from av.stream import Disposition, Stream
from av.video.stream import VideoStream

from redact.core.errors import CorruptInput, InputError, LimitExceeded, UnsupportedMedia
from redact.core.flow import Source
from redact.settings import Settings

_DEMUXERS = "mov,matroska,avi"
_BUFFER_BYTES = 1 << 18
#: suffix -> (demuxer's first name, muxer). Source: the formats' own specifications, as collected in FFmpeg 8's muxers.
_SUFFIXES = {
    ".mp4": ("mov", "mp4"),
    ".m4v": ("mov", "mp4"),
    ".mov": ("mov", "mov"),
    ".qt": ("mov", "mov"),
    ".mkv": ("matroska", "matroska"),
    ".webm": ("matroska", "webm"),
    ".avi": ("avi", "avi"),
}
_APART = Disposition.attached_pic | Disposition.timed_thumbnails


@contextmanager
def opened(source: Source, settings: Settings) -> Iterator[InputContainer]:
    """The container, closed afterwards.

    Raises:
        CorruptInput: it cannot be understood, now or while it is read.
        InputError: the file cannot be read.
    """
    try:
        # By its number: a file that is opened by its path tells the path to FFmpeg, whose errors quote it.
        number = os.open(source.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as err:
        raise InputError("the file cannot be read", "check that it is still there and may be read") from err
    with FileIO(number) as file, reading(), _opened(file, settings) as container:
        yield container


@contextmanager
def reading() -> Iterator[None]:
    """FFmpeg's errors as ours.

    Raises:
        CorruptInput: FFmpeg could not go on.
    """
    try:
        yield
    except av.error.FFmpegError as err:
        raise CorruptInput(
            "the video is damaged or cut off", "play it, mend it or copy it again, or leave it out"
        ) from err


def _opened(file: FileIO, settings: Settings) -> InputContainer:
    try:
        return av.open(
            file,
            "r",
            options=limits(settings),
            container_options={"format_whitelist": _DEMUXERS, "export_xmp": "1", "export_all": "1"},
            metadata_errors="replace",
            buffer_size=_BUFFER_BYTES,
        )
    except av.error.ArgumentError as err:
        raise UnsupportedMedia(
            "this is no MP4, MOV, MKV, WebM or AVI video", "convert it to one of them, or leave it out"
        ) from err


def limits(settings: Settings) -> dict[str, str]:
    """What FFmpeg's decoders are told, so that they refuse a frame before they make room for it."""
    return {"max_pixels": str(settings.max_pixels)}


def film_of(container: InputContainer, settings: Settings) -> VideoStream:
    """The one film.

    Raises:
        CorruptInput: there is none.
        UnsupportedMedia: there is more than one, or nobody here can decode it.
        LimitExceeded: its frames are too large.
    """
    films = [stream for stream in container.streams.video if not is_still(stream)]
    if not films and container.streams.audio:
        raise CorruptInput(
            "there is only sound in this video file", "name it .m4a, .weba or .mka, so that it is read as sound"
        )
    if not films:
        raise CorruptInput("there is no film in this video file", "check that it is the right file")
    if len(films) > 1:
        raise UnsupportedMedia(f"this file holds {len(films)} films", "save each in a file of its own")
    film = films[0]
    if film.codec_context is None:
        raise UnsupportedMedia("nothing here can decode this video", "convert it to H.264 in MP4")
    # Where the limit kept FFmpeg from looking at a frame, the size is not known: it says 0.
    if not 0 < film.codec_context.width * film.codec_context.height <= settings.max_pixels:
        raise LimitExceeded("the frames of this video are too large", "raise max_pixels, or scale the video down")
    return film


def is_still(stream: Stream) -> bool:
    """Whether a video stream is a picture that belongs to the file: a cover, a thumbnail."""
    return bool(stream.disposition & _APART)


def muxer_of(source: Source, container: InputContainer) -> str:
    """The format that is written, which is the one that was read.

    Raises:
        UnsupportedMedia: the name says otherwise.
    """
    read = container.format.name.partition(",")[0]
    suffix = PurePath(source.name).suffix.lower()
    if suffix in _SUFFIXES and _SUFFIXES[suffix][0] == read:
        return _SUFFIXES[suffix][1]
    if suffix:
        raise UnsupportedMedia("the name of this video says that it is another format", "name it as what it is")
    if read == "mov":
        return "mov" if container.metadata.get("major_brand", "qt  ") == "qt  " else "mp4"
    return read
