"""The filters of a stream: those that give bytes for bytes are undone, and the image's own coding is left.

Source: ISO 32000-2:2020, section 7.4 (filters).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pikepdf

from redact.media.pdf.terms import Untrusted

#: Filters that give bytes for bytes; what is behind them is the image's own coding.
PLAIN = frozenset("/FlateDecode /LZWDecode /RunLengthDecode /ASCIIHexDecode /ASCII85Decode /Crypt".split())


def filters(image: pikepdf.Stream) -> tuple[str, ...]:
    """The names of its filters, the outermost first."""
    named = image.get("/Filter")
    if named is None:
        return ()
    return (str(named),) if isinstance(named, pikepdf.Name) else tuple(str(name) for name in named.as_list())


def unwrapped(image: pikepdf.Stream) -> tuple[bytes, str]:
    """The bytes behind the plain filters, and the filter that is left, empty if none is.

    Raises:
        Untrusted: more than one other filter is left.
        PdfError: the plain filters contradict the bytes.
    """
    names = filters(image)
    plain = next((i for i, name in enumerate(names) if name not in PLAIN), len(names))
    if plain == len(names):
        return bytes(image.read_bytes(pikepdf.StreamDecodeLevel.specialized)), ""
    if plain + 1 < len(names):
        raise Untrusted("an image is coded in an unusual way")
    content = bytes(image.read_raw_bytes())
    if plain:
        content = _peeled(content, names[:plain], parameters_of(image))
    return content, names[plain]


def _peeled(content: bytes, names: Sequence[str], parameters: Sequence[Any]) -> bytes:
    with pikepdf.new() as pdf:
        stream = pdf.make_stream(content)
        stream["/Filter"] = pikepdf.Array([pikepdf.Name(name) for name in names])
        given = parameters[: len(names)]
        if any(one is not None for one in given):
            # Made again from their text, since they belong to another file.
            stream["/DecodeParms"] = pikepdf.Array(
                [
                    pikepdf.Dictionary() if one is None else pikepdf.Object.parse(one.unparse(resolved=True))
                    for one in given
                ]
            )
        return bytes(stream.read_bytes(pikepdf.StreamDecodeLevel.specialized))


def parameters_of(image: pikepdf.Stream) -> list[Any]:
    """The parameters of its filters, as far as it says any."""
    given = image.get("/DecodeParms")
    if given is None:
        return []
    return list(given.as_list()) if isinstance(given, pikepdf.Array) else [given]
