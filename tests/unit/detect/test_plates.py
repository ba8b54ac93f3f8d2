"""Number plates: what is found and covered, what is not a plate, and how much of a picture the network ever sees."""

from __future__ import annotations

from typing import Any

import cv2
import numpy as np
import plates_kit
import pytest

from redact.core.errors import MissingPart
from redact.core.segment import Raster
from redact.detect.plates import Plates
from redact.detect.plates import boxes as many
from redact.detect.plates.network import Network


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(threads=1)


def _picture(pixels: Any) -> Raster:
    return Raster(0, "picture", pixels)


def _rows(*rows: tuple[float, ...]) -> Any:
    return np.array(rows, np.float32)


@pytest.mark.parametrize("ground", [(238, 238, 232), (245, 200, 30)], ids=["white", "yellow"])
@pytest.mark.parametrize("plate_px", [40, 90, 180])
def test_a_plate_on_a_car_is_found_and_covered(plate_px: int, ground: tuple[int, int, int], network: Network) -> None:
    """The claim of the room: one plate in, one finding out, wide enough to cut and not much wider."""
    pixels, wanted = plates_kit.car(900, 600, plate_px, ground)

    (finding,) = Plates(network)(_picture(pixels))

    assert (finding.entity, finding.detector, finding.facts) == ("LICENCE_PLATE", "plates", frozenset())
    assert finding.place.meet(wanted).area > 0.97 * wanted.area
    assert finding.place.area < 3 * wanted.area
    assert 0 < finding.score <= 1


def test_a_film_frame_is_looked_at_in_its_own_size(network: Network) -> None:
    """The pipeline has shrunk the frame already: it is not enlarged, and the plate is found in it."""
    pixels, wanted = plates_kit.car(640, 360, 60)

    (finding,) = Plates(network).at_own_size(_picture(pixels))

    assert finding.place.meet(wanted).area > 0.97 * wanted.area


def test_a_plate_that_fills_half_a_frame_is_found(network: Network) -> None:
    """The network knows plates of up to 215 of its pixels: near cars are seen in a smaller look."""
    pixels, wanted = plates_kit.car(960, 540, 420)

    (finding,) = Plates(network).at_own_size(_picture(pixels))

    assert finding.place.meet(wanted).area > 0.95 * wanted.area


def test_without_a_plate_nothing_is_found(network: Network) -> None:
    """Grey, noise, stripes, an empty street and a letter hold no plate."""
    noise = np.random.default_rng(1).integers(0, 255, (300, 400, 3)).astype(np.uint8)
    stripes = np.tile(np.repeat([[0], [255]], 8, axis=0), (20, 400))[..., np.newaxis].repeat(3, 2).astype(np.uint8)
    grey = np.full((300, 400, 3), 128, np.uint8)

    for pixels in (grey, noise, stripes, plates_kit.street(640, 480), plates_kit.page(600, 800)):
        assert list(Plates(network)(_picture(pixels))) == []


def test_a_picture_of_few_pixels_is_no_trouble(network: Network) -> None:
    """One pixel, one line: nothing to find, nothing to fail on."""
    for shape in ((1, 1, 3), (1, 700, 3), (700, 1, 3), (5, 3, 3)):
        assert list(Plates(network)(_picture(np.full(shape, 200, np.uint8)))) == []


def test_a_huge_picture_is_seen_no_larger_than_the_bound() -> None:
    """Memory does not grow with the picture: the network sees a bounded number of pixels."""
    sizes = []

    def seen(pixels: Any, least_score: float) -> Any:
        sizes.append(max(pixels.shape[:2]))
        return many.none()

    huge = _picture(np.zeros((4000, 9000, 3), np.uint8))

    assert list(Plates(seen)(huge)) == list(Plates(seen).at_own_size(huge)) == []
    assert len(sizes) == 5
    assert max(sizes) <= 2048


def test_a_box_stands_where_its_plate_stands_at_every_size_of_picture() -> None:
    """What a look finds comes back to the picture's own pixels, padded by less than half its height."""
    for scale in (1, 4):
        pixels = np.full((300 * scale, 500 * scale, 3), 128, np.uint8)
        pixels[100 * scale : 120 * scale, 200 * scale : 290 * scale] = (255, 0, 0)

        (finding,) = Plates(plates_kit.red_marks)(_picture(pixels))

        box = finding.place
        assert 190 * scale < box.x0 <= 200 * scale
        assert 290 * scale <= box.x1 < 303 * scale
        assert 92 * scale < box.y0 <= 100 * scale
        assert 120 * scale <= box.y1 < 128 * scale


def test_boxes_end_at_the_edge_of_the_picture() -> None:
    """A padded box must not lead outside: whoever cuts would cut elsewhere."""
    pixels = np.full((120, 400, 3), 128, np.uint8)
    pixels[0:30, 300:400] = (255, 0, 0)

    (finding,) = Plates(plates_kit.red_marks)(_picture(pixels))

    assert finding.place.y0 == 0
    assert finding.place.x1 == 400
    assert finding.place.x0 < 300


def test_two_claims_on_one_plate_are_one_box_as_wide_as_both() -> None:
    """Two looks disagree about where a plate ends: the wider is believed, and a weak third is not heard."""
    claims = _rows((10, 10, 60, 22, 0.9), (14, 9, 66, 22, 0.8), (0, 0, 64, 24, 0.3), (200, 10, 260, 22, 0.5))

    made = many.fused(claims)

    assert made == pytest.approx(_rows((10, 9, 66, 22, 0.9), (200, 10, 260, 22, 0.5)))


def test_claims_without_area_do_not_hold_up_the_rest() -> None:
    """A box of no width shares nothing with any, itself included."""
    assert len(many.fused(_rows((5, 5, 5, 5, 0.9), (5, 5, 5, 5, 0.8), (50, 5, 80, 15, 0.7)))) == 3


def test_a_plate_is_found_by_night(network: Network) -> None:
    """A third of the light is enough."""
    pixels, wanted = plates_kit.car(900, 600, 110)
    night = cv2.convertScaleAbs(pixels, alpha=0.35)

    (finding,) = Plates(network)(_picture(night))

    assert finding.place.meet(wanted).area > 0.95 * wanted.area


def test_a_missing_network_is_named_as_missing(tmp_path: Any) -> None:
    """Fail closed: without its network the room does not open."""
    with pytest.raises(MissingPart):
        Network(folder=tmp_path)
