"""Recordings known by their bytes. Few formats of sound have a mark that no text could begin with, so more is looked at."""

from __future__ import annotations

from redact.core.errors import UnsupportedMedia

#: ISO base media files of sound alone. Source: MP4 Registration Authority, mp4ra.org, brands, 2024.
_BRANDS = (b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B ")
#: Names that say that there is only sound in an MP4 or Matroska file, which may hold films too.
_MP4_SUFFIXES, _MATROSKA_SUFFIXES = (".m4a", ".m4b", ".m4p", ".3ga"), (".mka", ".weba")
_FILM_TRACK = b"vide"  # Source: ISO/IEC 14496-12:2022, 12.1.1, the handler of pictures
#: (first bytes, what stands behind it, where). Source: the formats' own specifications.
_MARKS = (
    (b"RIFF", b"WAVE", 8),
    (b"RIFX", b"WAVE", 8),
    (b"RF64", b"WAVE", 8),
    (b"riff\x2e\x91\xcf\x11", b"", 8),
    (b"FORM", b"AIFF", 8),
    (b"FORM", b"AIFC", 8),
    (b"caff\x00\x01\x00", b"", 8),
    (b"fLaC", b"\x00\x00\x22", 5),
    (b"OggS\x00", b"", 5),
    (b"#!AMR\n", b"", 6),
    (b"#!AMR-WB\n", b"", 9),
)
_LOOK_BYTES = 4096
#: First packets of what is no sound. Source: Theora specification, 6.1; OGM, as in FFmpeg 8's libavformat/oggparseogm.c.
_OGG_FILMS = (b"\x80theora", b"\x01video\x00", b"BBCD\x00")
#: kbit/s by index. Source: ISO/IEC 11172-3, 2.4.2.3, and 13818-3, 2.4.2.3: layer III and II, then those of lower rates.
_KBITS = {
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_RATES_HZ = (44_100, 48_000, 32_000)


def is_recording(head: bytes, suffix: str) -> bool:
    """Whether a file that starts with `head` and is called `*suffix` goes to the adapter for recordings.

    Raises:
        UnsupportedMedia: it is a film in Ogg.
    """
    if any(head.startswith(mark) and head.startswith(word, at) for mark, word, at in _MARKS):
        if head.startswith(b"OggS") and any(film in head[:_LOOK_BYTES] for film in _OGG_FILMS):
            raise UnsupportedMedia("this is an Ogg film, which cannot be read yet", "convert it to MP4 or WebM")
        return True
    suffix = suffix.lower()
    if head[4:8] == b"ftyp" and b"\x00" in head[:64]:
        voice = suffix == ".3gp" and _FILM_TRACK not in head
        return head[8:12] in _BRANDS or suffix in _MP4_SUFFIXES or voice
    if head.startswith(b"\x1aE\xdf\xa3"):
        return suffix in _MATROSKA_SUFFIXES
    return _is_id3(head) or _has_frames(head, suffix)


def _is_id3(head: bytes) -> bool:
    """An ID3v2 tag: a version, flags and a length of seven bits a byte. Source: id3.org, ID3v2.4.0 structure, 3.1."""
    return len(head) > 10 and head[:3] == b"ID3" and 2 <= head[3] <= 4 and not head[5] & 0x0F and max(head[6:10]) < 0x80


def _has_frames(head: bytes, suffix: str) -> bool:
    """Whether two frames of MP3, MP2 or AAC follow each other; of a file that ends in the first, its name is believed."""
    length = _frame_bytes(head)
    if not length:
        return False
    if length + 4 > len(head):
        return suffix in (".mp3", ".mp2", ".mpga", ".aac", ".adts")
    return bool(_frame_bytes(head[length : length + 8])) and head[length + 1] & 0xFE == head[1] & 0xFE


def _frame_bytes(head: bytes) -> int:
    """How long the frame is whose header these bytes start with; 0 where they are none."""
    if len(head) < 6 or head[0] != 0xFF or head[1] >= 0xFE:  # FF FE and FF FF: UTF-16, and no frame of layers II or III
        return 0
    if head[1] & 0xF6 == 0xF0:  # AAC in ADTS. Source: ISO/IEC 13818-7, 6.2
        return (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    version, layer = {3: 1, 2: 2, 0: 4}.get(head[1] >> 3 & 3, 0), 4 - (head[1] >> 1 & 3)
    index, rate = head[2] >> 4, head[2] >> 2 & 3
    if head[1] & 0xE0 != 0xE0 or not version or layer not in (2, 3) or index in (0, 15) or rate == 3:
        return 0
    kbits = _KBITS[min(version, 2), layer][index - 1]
    samples = 576 if layer == 3 and version > 1 else 1152
    return samples * kbits * 125 * version // _RATES_HZ[rate] + (head[2] >> 1 & 1)
