"""The room's door for what codes hold: each readable code as a text that stands where the code stands."""

from __future__ import annotations

from collections.abc import Iterable

from redact.core.ink import Ink, Stroke
from redact.core.segment import Raster, Text, TextKind
from redact.detect.codes.payload import readable
from redact.detect.codes.seen import codes
from redact.settings import Settings

_NAMES = {
    "QRCode": "QR code",
    "MicroQRCode": "Micro QR code",
    "RMQRCode": "rectangular Micro QR code",
    "DataMatrix": "Data Matrix",
    "PDF417": "PDF417 code",
    "MicroPDF417": "PDF417 code",
    "Aztec": "Aztec code",
    "MaxiCode": "MaxiCode",
}


class Reader:
    """Reads codes out. Whatever a detector finds in the text, the whole code is cut for it."""

    def __call__(self, segment: Raster) -> Iterable[Text]:
        """A text for each readable code of an upright picture, from the top down."""
        read = ((code, readable(code.text)) for code in codes(segment.pixels) if code.text is not None)
        for number, (code, text) in enumerate(read, 1):
            yield Text(
                ordinal=segment.ordinal,
                part=f"{segment.part}, code {number}",
                text=text,
                kind=TextKind.FIELD,
                context=_NAMES.get(code.format, "barcode"),
                anchor=Ink((Stroke(0, len(text), 0, code.box),)),
                medium="picture",
            )


def make_reader(_settings: Settings) -> Reader:
    """The reader of codes."""
    return Reader()
