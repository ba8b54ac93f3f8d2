"""Faces: what is found at each level, that the box covers it, and what is said of a crowd."""

from __future__ import annotations

from typing import Any

import cv2
import faces_kit
import numpy as np
import pytest

from redact.core.errors import UsageError
from redact.core.place import Box
from redact.core.segment import Raster
from redact.detect.faces import FaceNet, Faces, make
from redact.detect.faces.looks import LEVELS, Look
from redact.detect.faces.net import found
from redact.detect.faces.network import Network
from redact.settings import Settings


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(threads=1)


def _picture(pixels: Any) -> Raster:
    return Raster(0, "picture", pixels)


def _brow_to_chin(x: int, y: int, side: int) -> Box:
    """The part of the drawn face that must be under a box, in the square at x, y."""
    return Box(x + 0.28 * side, y + 0.4 * side, x + 0.72 * side, y + 0.8 * side)


@pytest.mark.parametrize("level", LEVELS)
def test_a_face_is_found_and_covered_at_every_level(level: str, network: Network) -> None:
    """The claim of the room: one face in, one finding out, wide enough to cut."""
    (finding,) = Faces(level, network)(_picture(faces_kit.sheet(400, 300, 48, (230, 120))))

    assert (finding.entity, finding.detector, finding.facts) == ("FACE", "faces", frozenset())
    assert finding.place.meet(_brow_to_chin(230, 120, 48)) == _brow_to_chin(230, 120, 48)
    assert finding.place.area < 4 * 48 * 48


def test_an_empty_picture_holds_no_face(network: Network) -> None:
    """Grey, noise and stripes are nobody."""
    noise = np.random.default_rng(1).integers(0, 255, (200, 300, 3)).astype(np.uint8)
    stripes = np.tile(np.repeat([[0], [255]], 8, axis=0), (15, 300))[..., np.newaxis].repeat(3, 2).astype(np.uint8)

    for pixels in (np.full((200, 300, 3), 128, np.uint8), noise, stripes):
        assert list(Faces("default", network)(_picture(pixels))) == []


def test_a_face_that_fills_a_large_picture_is_found(network: Network) -> None:
    """The network is blind to faces over 900 of its own pixels: a smaller look is under every look."""
    portrait = cv2.resize(faces_kit.sheet(150, 150, 80, (35, 35)), (1500, 1500), interpolation=cv2.INTER_CUBIC)

    (finding,) = Faces("default", network)(_picture(portrait))

    wanted = _brow_to_chin(350, 350, 800)
    assert finding.place.meet(wanted) == wanted


def test_a_face_that_lies_on_its_side_is_found_by_the_thorough_level(network: Network) -> None:
    """People lie, and telephones are turned without saying so."""
    upside_down = np.ascontiguousarray(np.rot90(faces_kit.sheet(300, 300, 40, (60, 120)), 2))

    findings = list(Faces("thorough", network)(_picture(upside_down)))

    lying = _brow_to_chin(60, 120, 40)
    wanted = Box(300 - lying.x1, 300 - lying.y1, 300 - lying.x0, 300 - lying.y0)
    assert any(finding.place.meet(wanted) == wanted for finding in findings)


def test_many_faces_are_a_crowd(network: Network) -> None:
    """Policy sends crowds to a person: each finding says that it is one of many."""
    corners = [(20 + 70 * col, 20 + 80 * row) for row in range(3) for col in range(5)]

    findings = list(Faces("default", network)(_picture(faces_kit.sheet(400, 280, 56, *corners))))

    assert len(findings) > 12
    assert all(finding.facts == {"crowd"} for finding in findings)


def test_several_tiny_faces_are_a_crowd() -> None:
    """Where some faces are hardly to be seen, others are not seen at all."""
    pixels = np.full((100, 400, 3), 128, np.uint8)
    for x in range(20, 380, 60):
        pixels[40:50, x : x + 9] = (255, 0, 0)

    findings = list(Faces("default", faces_kit.red_marks)(_picture(pixels)))

    assert len(findings) == 6
    assert all("crowd" in finding.facts for finding in findings)


def test_boxes_end_at_the_edge_of_the_picture() -> None:
    """A padded box must not lead outside: whoever cuts would cut elsewhere."""
    pixels = np.full((120, 160, 3), 128, np.uint8)
    pixels[0:40, 120:160] = (255, 0, 0)

    (finding,) = Faces("default", faces_kit.red_marks)(_picture(pixels))

    assert finding.place.y0 == 0
    assert finding.place.x1 == 160
    assert finding.place.x0 < 115


@pytest.mark.parametrize("look", [Look(300, mirrored=True), *(Look(300, turns=turns) for turns in range(4))])
def test_what_a_turned_or_mirrored_look_finds_stands_where_it_is(look: Look) -> None:
    """Boxes come back through the mirror and the turn."""
    pixels = np.full((200, 300, 3), 128, np.uint8)
    pixels[30:60, 40:90] = (255, 0, 0)

    boxes = found(pixels, [look], faces_kit.red_marks)

    assert boxes[0, :4] == pytest.approx([39, 29, 91, 61], abs=0.01)


def test_large_pictures_are_looked_at_in_tiles_and_every_face_is_found_once() -> None:
    """Memory does not grow with the picture, and no face is lost or doubled where tiles meet."""
    pixels = np.full((1500, 3000, 3), 128, np.uint8)
    for x in range(50, 2900, 137):
        for y in (30, 640, 700, 1400):
            pixels[y : y + 50, x : x + 50] = (255, 0, 0)
    sizes = []

    def seen(piece: Any, least_score: float) -> Any:
        sizes.append(piece.shape[0] * piece.shape[1])
        return faces_kit.red_marks(piece, least_score)

    boxes = found(pixels, [Look(3000)], seen)

    assert len(boxes) == 21 * 4
    assert len(sizes) > 4
    assert max(sizes) <= 1280 * 1280


def test_film_faces_come_as_boxes_with_scores(network: Network) -> None:
    """Whoever goes through a film asks for faces at one size of his choice."""
    ((box, score),) = FaceNet(320, network).spot(faces_kit.sheet(640, 360, 96, (200, 100)))

    wanted = _brow_to_chin(200, 100, 96)
    assert box.meet(wanted) == wanted
    assert 0.2 <= score <= 1


def test_an_unknown_level_is_refused() -> None:
    """Before the network is loaded, with the levels that there are."""
    with pytest.raises(UsageError) as caught:
        make(Settings(faces="hard"))

    assert "thorough" in caught.value.hint
