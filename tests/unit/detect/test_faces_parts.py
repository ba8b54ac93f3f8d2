"""What faces are made of: boxes that are fused, the ladder of looks, tiles without gaps, sizes taken off a network."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import onnxruntime as ort
import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import MissingPart
from redact.detect.faces.boxes import fused, grown, none
from redact.detect.faces.graph import free_sizes
from redact.detect.faces.looks import looks, tiles
from redact.modelstore import model_path
from redact.modelstore.inference import session


def _boxes(*rows: tuple[float, ...]) -> np.ndarray:
    return np.asarray(rows, np.float32).reshape(-1, 5)


def test_claims_on_one_face_become_the_hull_of_those_that_are_strong() -> None:
    """The widest of the strong claims is believed; a weak one has no say."""
    claims = _boxes((10, 10, 30, 30, 0.9), (8, 11, 30, 33, 0.8), (0, 0, 34, 34, 0.3), (100, 100, 120, 120, 0.5))

    boxes, votes = fused(claims, np.array([0, 1, 1, 0]))

    np.testing.assert_allclose(boxes, _boxes((8, 10, 30, 33, 0.9), (100, 100, 120, 120, 0.5)))
    assert votes.tolist() == [2, 1]


def test_boxes_without_area_and_no_boxes_at_all_come_to_an_end() -> None:
    """Arithmetic must not loop or divide by nothing."""
    assert fused(none(), np.zeros(0, np.intp))[0].shape == (0, 5)
    assert len(fused(_boxes((5, 5, 5, 5, 0.4), (5, 5, 5, 5, 0.3)), np.array([0, 0]))[0]) == 2


@given(st.lists(st.tuples(*[st.floats(0, 500)] * 4, st.floats(0.2, 1)), max_size=20))
def test_fusing_leaves_every_strong_claim_covered(rows: list[tuple[float, ...]]) -> None:
    """Each face's strongest claim lies under its fused box."""
    claims = _boxes(*[(x, y, x + w, y + h, score) for x, y, w, h, score in rows])

    boxes, _ = fused(claims, np.zeros(len(claims), np.intp))

    strongest = claims[claims[:, 4] == claims[:, 4].max()] if len(claims) else claims
    for claim in strongest[:1]:
        under = (boxes[:, :2] <= claim[:2]).all(1) & (boxes[:, 2:4] >= claim[2:4]).all(1)
        assert under.any()


def test_padding_is_a_share_of_the_box_and_a_few_pixels() -> None:
    """Small faces need relatively more."""
    assert grown(_boxes((10, 20, 30, 60, 0.5)), 0.25, 1)[0, :4].tolist() == [4, 9, 36, 71]


@given(st.integers(1, 20_000))
def test_under_every_look_of_default_there_is_one_that_sees_a_face_as_large_as_the_picture(longest: int) -> None:
    """Large faces are lost at large sizes, so the ladder goes down to a small one."""
    ladder = looks("default", longest)

    assert ladder[-1].side_px <= 256
    assert all(below.side_px >= above.side_px // 4 for above, below in pairwise(ladder))
    assert ladder[0].side_px <= 2560


@given(st.integers(1, 5000), st.integers(1, 5000))
def test_tiles_leave_no_pixel_out_and_answer_for_each_once(width: int, height: int) -> None:
    """A face whose middle is anywhere in the picture is exactly one tile's business, and well inside it."""
    pieces = list(tiles(width, height))

    for x in (0.0, width / 3, width / 2, width - 0.5):
        for y in (0.0, height / 2, height - 0.5):
            owners = [t for t in pieces if t.own[0] <= x < t.own[2] and t.own[1] <= y < t.own[3]]
            assert len(owners) == 1
            (tile,) = owners
            assert tile.x0 <= max(0, x - 127) and min(width, x + 127) <= tile.x1  # noqa: PT018
            assert tile.y0 <= max(0, y - 127) and min(height, y + 127) <= tile.y1  # noqa: PT018


def test_a_network_that_declares_one_size_runs_at_others() -> None:
    """The file says 10 x 3 x 32 x 32 and refuses the rest; the numbers it gives stay the same."""
    network = (model_path("centerface") / "centerface.onnx").read_bytes()
    pixels = np.random.default_rng(1).integers(0, 255, (10, 3, 32, 32)).astype(np.float32)

    free = session(free_sizes(network), 1)

    before = ort.InferenceSession(network, providers=["CPUExecutionProvider"]).run(["537", "538"], {"input.1": pixels})
    for old, new in zip(before, free.run(["537", "538"], {"input.1": pixels}), strict=True):
        np.testing.assert_allclose(old, new, atol=1e-3)
    assert free.run(["537"], {"input.1": np.zeros((1, 3, 64, 96), np.float32)})[0].shape == (1, 1, 16, 24)


@pytest.mark.parametrize("damage", [b"\xff" * 40, b"\x3a\x7f\x01", b"\x3b"])
def test_bytes_that_are_no_network_are_refused(damage: bytes) -> None:
    """A damaged file is said to be damaged, and how to mend it."""
    with pytest.raises(MissingPart) as caught:
        free_sizes(damage)

    assert "fetch" in caught.value.hint
