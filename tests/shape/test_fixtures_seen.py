"""The fixture pictures and films are what their scripts draw, and their boxes lie where something is."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, ImageSequence

from redact.core.segment import Raster
from redact.detect.faces import Faces

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
TRUTHS = sorted((FIXTURES / "truth").rglob("*.boxes.json"))
FILMS = {".mp4", ".mkv", ".webm"}
#: Mean difference of two encodings of one drawing, of 255; another drawing is off by tens.
_ALIKE = 3.0


def _write(script: str, out: Path) -> None:
    subprocess.run([sys.executable, FIXTURES / "make" / script, "--out", out], check=True, cwd=ROOT)


def _seen(path: Path) -> list[Any]:
    """Every page or frame, ``uint8 [h, w, 3]``, as far as it can be decoded."""
    if path.suffix not in FILMS:
        with Image.open(path) as image:
            return [np.asarray(page.convert("RGBA").convert("RGB")) for page in ImageSequence.Iterator(image)]
    with av.open(str(path)) as container:
        frames = []
        for packet in container.demux(video=0):
            try:
                frames += [frame.to_ndarray(format="rgb24") for frame in packet.decode()]
            except av.error.InvalidDataError:
                continue
        return frames


def _same(made: Path, folder: str) -> None:
    """The same names, the same truth, pictures that look alike."""
    for part in (folder, f"truth/{folder}"):
        assert sorted(p.name for p in (made / part).iterdir()) == sorted(p.name for p in (FIXTURES / part).iterdir())
    for path in (made / folder).iterdir():
        told = f"truth/{folder}/{path.name}.boxes.json"
        assert (made / told).read_bytes() == (FIXTURES / told).read_bytes()
        for one, other in zip(_seen(path), _seen(FIXTURES / folder / path.name), strict=True):
            assert np.abs(one.astype(int) - other).mean() < _ALIKE


@pytest.mark.slow
@pytest.mark.parametrize(("script", "folder"), [("pictures.py", "pictures"), ("film.py", "film"), ("odd.py", "odd")])
def test_what_is_seen_is_what_the_scripts_draw(tmp_path: Path, script: str, folder: str) -> None:
    _write(script, tmp_path)

    _same(tmp_path, folder)  # asserts file by file


def test_every_picture_and_film_has_its_truth() -> None:
    told = {path.relative_to(FIXTURES / "truth").as_posix().removesuffix(".boxes.json") for path in TRUTHS}
    stored = {
        path.relative_to(FIXTURES).as_posix()
        for name in ("pictures", "film", "odd")
        for path in (FIXTURES / name).iterdir()
    }

    assert told == stored


@pytest.mark.parametrize("path", TRUTHS, ids=range(len(TRUTHS)))
def test_boxes_lie_within_their_pictures_and_on_something(path: Path) -> None:
    """On something: where a box is, the picture is not of one colour."""
    truth = json.loads(path.read_text(encoding="utf-8"))
    pictures = _seen(FIXTURES / truth["file"])

    assert pictures[0].shape[:2] == (truth["height"], truth["width"])
    if "broken" not in truth["file"]:
        assert len(pictures) == truth["pictures"]
    for box in truth["boxes"]:
        assert 0 <= box["x0"] < box["x1"] <= truth["width"]
        assert 0 <= box["y0"] < box["y1"] <= truth["height"]
        if "broken" not in truth["file"] and truth["file"] != "odd/sixteen-bit.tiff":
            assert pictures[box["picture"]][box["y0"] : box["y1"], box["x0"] : box["x1"]].std() > 8


def test_fixtures_stay_small() -> None:
    size = sum(path.stat().st_size for name in ("pictures", "film", "odd") for path in (FIXTURES / name).iterdir())

    assert size < 1_500_000


@pytest.mark.parametrize("name", ["site-visit.jpg", "id-badge.webp"])
def test_the_drawn_faces_are_faces_to_a_detector(name: str) -> None:
    """Otherwise no flow test of ours would show that a face is cut."""

    truth = json.loads((FIXTURES / f"truth/pictures/{name}.boxes.json").read_text(encoding="utf-8"))
    picture = Raster(0, "picture", _seen(FIXTURES / "pictures" / name)[0])
    found = [finding for finding in Faces("default")(picture) if finding.score >= 0.5]

    for box in (box for box in truth["boxes"] if box["entity"] == "FACE"):
        middle = ((box["x0"] + box["x1"]) / 2, (box["y0"] + box["y1"]) / 2)
        assert any(f.place.x0 < middle[0] < f.place.x1 and f.place.y0 < middle[1] < f.place.y1 for f in found)
