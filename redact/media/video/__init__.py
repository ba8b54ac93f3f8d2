"""Video: MP4, MOV, MKV, WebM and AVI, read frame by frame and written again from pixels, through FFmpeg (PyAV).

Pictures and sound are decoded and encoded anew. Everything else is read where it is text, and left out of the output:
subtitles, chapters, tags, attachments, pictures of the file, data tracks. A file with two films, or one that is locked, is
refused. A sound track for which there is no decoder is left out; one that is damaged keeps the file back.

The wheels of PyAV (18.1: BSD) bring an FFmpeg that names itself LGPL 3 but loads x264 and x265, which are GPL 2 or later,
and no OpenH264: H.264 and HEVC are written by those two. VP8, VP9, AV1, MPEG-4, MJPEG and FFV1 need no GPL code.
"""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.video.document import Video
from redact.media.video.facts import probe
from redact.media.video.soundtrack import soundtracks
from redact.settings import Settings


def open_video(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts (tags, chapters, subtitles), then its sound tracks, then one film in stretches.

    A stretch has `settings.film_frames` frames. Opening decodes the first frame and the beginning of each sound track.

    Raises:
        CorruptInput: the bytes contradict the format, or there is no frame in it.
        EncryptedInput: the pictures are encrypted.
        UnsupportedMedia: it is no video, holds more than one film, or its name says that it is something else.
        LimitExceeded: a frame is larger, or has a sound track more channels, than the settings allow.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    facts = probe(source, settings)
    return Video(source, settings, facts, soundtracks(source, settings, facts))
