"""Inline images as image streams of their own, with their short words written out.

Source: ISO 32000-2:2020, section 8.9.7, tables 91 and 92.
"""

from __future__ import annotations

from typing import Any

import pikepdf

from redact.media.pdf.content.objects import entry
from redact.media.pdf.terms import Untrusted

_KEYS = {
    "/BPC": "/BitsPerComponent",
    "/CS": "/ColorSpace",
    "/D": "/Decode",
    "/DP": "/DecodeParms",
    "/F": "/Filter",
    "/H": "/Height",
    "/IM": "/ImageMask",
    "/I": "/Interpolate",
    "/W": "/Width",
}
_KNOWN = frozenset(_KEYS.values()) | {"/Intent"}
_FILTERS = {
    "/AHx": "/ASCIIHexDecode",
    "/A85": "/ASCII85Decode",
    "/LZW": "/LZWDecode",
    "/Fl": "/FlateDecode",
    "/RL": "/RunLengthDecode",
    "/CCF": "/CCITTFaxDecode",
    "/DCT": "/DCTDecode",
}
_SPACES = {"/G": "/DeviceGray", "/RGB": "/DeviceRGB", "/CMYK": "/DeviceCMYK", "/I": "/Indexed"}


def stream_of(pdf: pikepdf.Pdf, image: pikepdf.PdfInlineImage, resources: pikepdf.Dictionary | None) -> pikepdf.Stream:
    """The image as a stream of the document, to which nothing refers yet.

    Raises:
        Untrusted: its dictionary cannot be read.
    """
    raw = image.read_raw_bytes()
    whole = image.unparse()
    header = whole[len(b"BI\n") : len(whole) - len(raw) - len(b"\nID\nEI")]
    try:
        said = pikepdf.Object.parse(b"<<" + header + b">>")
    except (pikepdf.PdfError, ValueError) as err:
        raise Untrusted("an inline image cannot be read") from err
    made = pikepdf.Stream(pdf, raw)
    for key, value in said.items():
        name = _KEYS.get(str(key), str(key))
        if name in _KNOWN:
            made[name] = _written_out(name, value, resources)
    made["/Type"], made["/Subtype"] = pikepdf.Name.XObject, pikepdf.Name.Image
    return made


def _written_out(name: str, value: Any, resources: pikepdf.Dictionary | None) -> Any:
    if name == "/Filter":
        return pikepdf.Array([_name(item, _FILTERS) for item in value]) if _listed(value) else _name(value, _FILTERS)
    if name != "/ColorSpace":
        return value
    if _listed(value):
        return pikepdf.Array([_name(item, _SPACES) for item in value])
    named = entry(resources, "/ColorSpace", value)
    return _name(value, _SPACES) if named is None else named


def _listed(value: Any) -> bool:
    return isinstance(value, pikepdf.Array)


def _name(value: Any, known: dict[str, str]) -> Any:
    return pikepdf.Name(known[str(value)]) if isinstance(value, pikepdf.Name) and str(value) in known else value
