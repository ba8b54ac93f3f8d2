"""Suffixes that say what a file is. Any other is read as part of the name: `letter to J.Smith` is no file of kind Smith."""

from __future__ import annotations

from pathlib import PurePosixPath

_KINDS = frozenset(
    ".txt .text .md .markdown .rst .log .eml .msg .mbox .ics .vcf .csv .tsv .tab .json .geojson .jsonl .ndjson .html .htm "
    ".xhtml .xml .svg .pdf .doc .docx .docm .dotx .dotm .odt .ott .rtf .xls .xlsx .xlsm .xltx .xltm .ods .ots .ppt .pptx "
    ".pptm .ppsx .ppsm .potx .potm .odp .otp .jpg .jpeg .png .gif .tif .tiff .bmp .webp .heic .apng .avif .heif .m4v .3gp "
    ".mp4 .mov .avi .mkv .webm .wav .wave .w64 .mp3 .m4a .m4b .aac .flac .ogg .oga .opus .amr .awb .3ga .aif .aiff .aifc "
    ".caf .mka .weba .mp2 .zip .tar .gz .tgz .7z".split()
)
#: Suffixes that are one: `minutes.tar.gz`.
_DOUBLE = (".tar.gz",)


def suffix_of(name: str) -> str:
    """The suffix of a name that says what the file is, with its dot; empty where there is none."""
    for double in _DOUBLE:
        if name.lower().endswith(double):
            return name[-len(double) :]
    suffix = PurePosixPath(name).suffix
    return suffix if suffix.lower() in _KINDS else ""
