"""Tags of recordings and films: which of them every file has, and under what name a tag may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

#: What every file of its format says, ours included. Source: FFmpeg 8, libavformat/movenc.c, matroskaenc.c and oggenc.c.
_OF_THE_FORMAT = {
    "major_brand": re.compile(r"[ -~]{4}"),
    "minor_version": re.compile(r"\d+"),
    "compatible_brands": re.compile(r"(?:[ -~]{4})*"),
    "handler_name": re.compile(r"(?:Video|Sound)Handler"),
    "vendor_id": re.compile(r"\[0\]\[0\]\[0\]\[0\]|FFMP"),
    "language": re.compile(r"und"),
    "encoder": re.compile(r"Lav[cf](?:[\d.]+)?(?: [a-z_]+)?"),
    "duration": re.compile(r"\d\d:\d\d:\d\d\.\d{9}"),
}
#: Names of tags that may be shown; others may be names of people. Source: FFmpeg 8, libavformat's tables of tags.
_COMMON = frozenset(
    (
        "album album_artist artist bpm coding_history comment composer compilation copyright creation_time date "
        "description director disc encoder encoded_by episode_id genre gps grouping handler_name isrc keywords language "
        "location location-eng lyrics lyrics-eng make media_type model network origination_date origination_time "
        "originator originator_reference organization performer producer publisher purl show software sort_name synopsis "
        "time_reference title track tsrc umid vendor_id xmp com.android.version com.apple.quicktime.creationdate "
        "com.apple.quicktime.location.iso6709 com.apple.quicktime.make com.apple.quicktime.model "
        "com.apple.quicktime.software"
    ).split()
)


def named(before: str, tags: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Part, name and value of each tag that says more than its format; the part is fit to be shown behind `before`."""
    for number, (name, value) in enumerate(tags.items(), 1):
        usual = _OF_THE_FORMAT.get(name.lower())
        if value and not (usual is not None and usual.fullmatch(value)):
            yield f"{before}tag {name.lower() if name.lower() in _COMMON else number}", name, value
