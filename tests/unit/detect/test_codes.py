"""Codes: found in any turn, covered whole, told apart, and read out where they stand."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import pytest
import zxingcpp

from redact.core.flow import Finding
from redact.core.place import Box, Chars
from redact.core.segment import Raster, TextKind
from redact.detect.codes import make, make_reader
from redact.settings import Settings

MATRIX = {
    "QRCode": "Jane Roe 01632 960001",
    "MicroQRCode": "AB123",
    "DataMatrix": "Jane Roe 01632 960001",
    "Aztec": "Jane Roe 01632 960001",
    "PDF417": "Jane Roe",
}
LINEAR = {"Code128": "ROE-J-77", "Code39": "ROEJ77", "EAN13": "5012345678900", "ITF": "12345678901231"}


def _code(name: str, content: str, scale: int = 4) -> Any:
    made = zxingcpp.create_barcode(content, getattr(zxingcpp.BarcodeFormat, name))
    return np.array(made.to_image(scale=scale))


def _scene(code: Any, degrees: float = 0, blur: float = 0) -> tuple[Any, Box]:
    """A code on a wall, turned about its middle; the box that its bars or modules fill without the quiet zone."""
    height, width = code.shape
    move = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1)
    move[:, 2] += 450 - width / 2, 350 - height / 2
    made = cv2.warpAffine(code, move, (900, 700), borderValue=170.0)
    ink = cv2.warpAffine((code < 128).astype(np.uint8), move, (900, 700))
    x, y, w, h = cv2.boundingRect(ink)
    seen = cv2.GaussianBlur(made, (0, 0), blur) if blur else made
    return cv2.cvtColor(seen, cv2.COLOR_GRAY2RGB), Box(x, y, x + w, y + h)


def _spotted(pixels: Any) -> list[Finding]:
    return list(make(Settings())(Raster(0, "picture", pixels)))


def _is_whole(found: Box, ink: Box) -> bool:
    """All but the last hairline at the edges, for a hundredth of a turned linear code's corner."""
    return found.meet(ink).area >= 0.97 * ink.area


@pytest.mark.parametrize("degrees", [0, 17, 90])
@pytest.mark.parametrize("name", [*MATRIX, *LINEAR])
def test_a_code_is_found_and_covered_whole_in_any_turn(name: str, degrees: float) -> None:
    """A strip of bars that is left can be read by any telephone."""
    pixels, ink = _scene(_code(name, (MATRIX | LINEAR)[name]), degrees)

    (finding,) = _spotted(pixels)

    assert (finding.entity, finding.detector) == ("CODE", "codes")
    assert _is_whole(finding.place, ink)


@pytest.mark.parametrize("name", ["QRCode", "Code128"])
def test_codes_light_on_dark_are_found(name: str) -> None:
    """Printers invert codes on dark packaging and on screens at night."""
    pixels, _ = _scene(255 - _code(name, (MATRIX | LINEAR)[name]))

    (finding,) = _spotted(pixels)

    assert finding.facts == {"opaque"}


def test_a_blurred_code_that_cannot_be_read_is_covered_all_the_same() -> None:
    """Whoever has better software reads it."""
    pixels, ink = _scene(_code("QRCode", MATRIX["QRCode"]), 12, blur=2.8)

    (finding,) = _spotted(pixels)

    assert finding.facts == {"unread"}
    assert _is_whole(finding.place, ink)


def test_numbers_of_the_trade_are_told_from_all_others() -> None:
    """A tin of beans is nobody; a member's card, whose number the shop gave out, is somebody."""
    facts = {
        content: _spotted(_scene(_code("EAN13", content))[0])[0].facts for content in ("5012345678900", "2012345678903")
    }

    assert facts == {"5012345678900": {"product"}, "2012345678903": {"opaque"}}


def test_noise_and_lines_are_no_codes() -> None:
    """A false code blacks out a picture."""
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 255, (400, 600, 3)).astype(np.uint8)
    fence = np.full((400, 600, 3), 200, np.uint8)
    fence[:, ::20] = 60
    text = np.full((400, 600, 3), 255, np.uint8)
    for row in range(20, 400, 24):
        cv2.putText(text, "The quick brown fox jumps over it 0123456789", (5, row), 0, 0.7, (0, 0, 0), 2)

    assert [_spotted(each) for each in (noise, fence, text)] == [[], [], []]


def test_a_picture_of_one_pixel_holds_no_code() -> None:
    """The library must not be asked for the impossible."""
    assert _spotted(np.zeros((1, 1, 3), np.uint8)) == []


def test_two_codes_are_two_texts_from_the_top_down_with_the_whole_code_as_ink() -> None:
    """Whatever is found in a payload, the code is what is cut."""
    sheet = np.full((700, 500, 3), 255, np.uint8)
    for top, content in ((40, "MECARD:N:Roe,Jane;TEL:01632960001;;"), (380, "hello")):
        code = _code("QRCode", content)
        sheet[top : top + code.shape[0], 60 : 60 + code.shape[1]] = code[..., np.newaxis]

    first, second = make_reader(Settings())(Raster(7, "page 2", sheet))

    assert (first.text, second.text) == ("Name: Jane Roe\nTelephone: 01632960001", "hello")
    assert (first.part, second.part) == ("page 2, code 1", "page 2, code 2")
    assert (first.ordinal, first.kind, first.context, first.medium) == (7, TextKind.FIELD, "QR code", "picture")
    (box,) = first.locate(Chars(6, 10))
    assert (box,) == first.locate(Chars(0, len(first.text)))
    assert isinstance(box, Box)
    assert box.y1 < 380


def test_what_cannot_be_read_gives_no_text() -> None:
    """An unread code is a finding only."""
    pixels, _ = _scene(_code("QRCode", MATRIX["QRCode"]), 12, blur=2.8)

    assert list(make_reader(Settings())(Raster(0, "picture", pixels))) == []
