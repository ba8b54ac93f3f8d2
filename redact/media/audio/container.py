"""The file as a container: opened by its number, with demuxers named, and FFmpeg's errors told as ours."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.stream import Disposition, Stream

from redact.core.errors import CorruptInput, EncryptedInput, InputError, UnsupportedMedia
from redact.core.flow import Source
from redact.media.audio.id3 import tails

#: FFmpeg would otherwise also read playlists, which lead it to other files.
_DEMUXERS = "wav,w64,flac,mp3,ogg,aac,mov,amr,aiff,caf,matroska"
_BUFFER_BYTES = 1 << 16
#: Source: MP4 Registration Authority, mp4ra.org, brands, 2024.
_LOCKED_BRAND = "M4P "
_APART = Disposition.attached_pic | Disposition.timed_thumbnails


@contextmanager
def read(source: Source) -> Iterator[FileIO]:
    """The file, open for reading.

    Raises:
        InputError: it cannot be read.
    """
    try:
        # By its number: a file that is opened by its path tells the path to FFmpeg, whose errors quote it.
        number = os.open(source.path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as err:
        raise InputError("the file cannot be read", "check that it is still there and may be read") from err
    with FileIO(number) as file:
        yield file


@contextmanager
def opened(source: Source) -> Iterator[InputContainer]:
    """The container, closed afterwards.

    Raises:
        CorruptInput: it cannot be understood, now or while it is read.
        InputError: the file cannot be read.
    """
    with read(source) as file, _reading(), _opened(_Body(file)) as container:
        yield container


class _Body:
    """The file without the tags behind its sound, which FFmpeg would take for broken frames of it."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self._end = min((tail.at for tail in tails(file)), default=os.fstat(file.fileno()).st_size)
        file.seek(0)
        self.tell = file.tell

    def read(self, count: int) -> bytes:
        return self._file.read(max(0, min(count, self._end - self._file.tell())))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Where sizes in a header lead out of the file, its end comes next."""
        start = {os.SEEK_SET: 0, os.SEEK_CUR: self._file.tell(), os.SEEK_END: self._end}[whence]
        if start + offset < 0:
            raise _broken()
        return self._file.seek(min(start + offset, self._end))


@contextmanager
def _reading() -> Iterator[None]:
    try:
        yield
    except av.error.FFmpegError as err:
        raise _broken() from err


def _broken() -> CorruptInput:
    return CorruptInput("the recording is damaged or cut off", "play it, mend it or copy it again, or leave it out")


def _opened(file: _Body) -> InputContainer:
    try:
        return av.open(
            file,
            "r",
            container_options={"format_whitelist": _DEMUXERS, "export_xmp": "1", "export_all": "1"},
            metadata_errors="replace",
            buffer_size=_BUFFER_BYTES,
        )
    except av.error.ArgumentError as err:
        raise UnsupportedMedia("this is no recording that is known here", "convert it to WAV or FLAC") from err
    except av.error.InvalidDataError as err:
        raise CorruptInput(
            "this is no recording, or its header is damaged", "find out what it is, or leave it out"
        ) from err


def tracks_of(container: InputContainer) -> tuple[AudioStream, ...]:
    """The sound tracks.

    Raises:
        CorruptInput: there is none.
        EncryptedInput: they were sold with a lock.
        UnsupportedMedia: there is a film among them, or a track nobody here can decode.
    """
    if any(stream.type == "video" and not is_still(stream) for stream in container.streams):
        raise UnsupportedMedia("there is a film in this recording", "name it as the video that it is")
    tracks = container.streams.audio
    if not tracks:
        raise CorruptInput("there is no sound in this file", "check that it is the right file")
    if container.metadata.get("major_brand") == _LOCKED_BRAND:
        raise EncryptedInput("the sound of this recording is encrypted", "save a copy without protection")
    if any(track.codec_context is None for track in tracks):
        raise UnsupportedMedia("nothing here can decode this recording", "convert it to WAV or FLAC")
    return tracks


def is_still(stream: Stream) -> bool:
    """Whether a video stream is a picture that belongs to the file: a cover, a thumbnail."""
    return bool(stream.disposition & _APART)
