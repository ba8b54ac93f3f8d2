"""Recordings: WAV, FLAC, MP3, Ogg, AAC, M4A, AMR, AIFF, CAF and Matroska sound, read and written again through FFmpeg (PyAV).

What is written comes from samples alone. Tags, chapters, lyrics, the chunks of editors and whatever hangs behind the sound
are read where they are words, and left out unless the settings keep them; covers are left out unread. A file that holds
a film, is locked, or breaks off where that cannot be told from damage is refused.
"""

from __future__ import annotations

from redact.core.flow import Source
from redact.core.ports import Document
from redact.media.audio.document import Recording
from redact.media.audio.facts import probe
from redact.settings import Settings


def open_audio(source: Source, settings: Settings | None = None) -> Document:
    """The source as texts (tags, chapters, chunks), then one sound for each of its tracks.

    Opening decodes the first samples of each track. `suffix` is that of what `write` makes, where it is of another format.

    Raises:
        CorruptInput: the bytes contradict the format, or there is not one sample in it.
        EncryptedInput: the sound is encrypted.
        UnsupportedMedia: it is no recording, holds a film, or nothing here can decode it.
        LimitExceeded: a track has more channels than the settings allow.
        UsageError: the settings ask for no known format.
        InputError: it cannot be read.
    """
    settings = settings or Settings()
    return Recording(source, settings, probe(source, settings))
