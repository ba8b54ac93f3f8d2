"""Video: MP4, MOV, MKV, WebM and AVI, read frame by frame and written again from pixels, through FFmpeg (PyAV).

Everything but the pictures is read where it is text, and left out of the output: sound (until it can be heard), subtitles,
chapters, tags, attachments, pictures of the file, data tracks. A file with two films, or one that is locked, is refused.

The wheels of PyAV (18.1: BSD) bring an FFmpeg that names itself LGPL 3 but loads x264 and x265, which are GPL 2 or later,
and no OpenH264: H.264 and HEVC are written by those two. VP8, VP9, AV1, MPEG-4, MJPEG and FFV1 need no GPL code.
"""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.video.document import Video
from redact.media.video.facts import probe
from redact.settings import Settings


def open_video(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts (tags, chapters, subtitles) and then as one film, in stretches of `settings.film_frames` frames.

    Opening decodes the first frame.

    Raises:
        CorruptInput: the bytes contradict the format, or there is no frame in it.
        EncryptedInput: the pictures are encrypted.
        UnsupportedMedia: it is no video, holds more than one film, or its name says that it is something else.
        LimitExceeded: a frame is larger than the settings allow.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    return Video(source, settings, probe(source, settings))
