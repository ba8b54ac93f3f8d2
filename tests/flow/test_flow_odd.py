"""Pictures and films that are whole, but rare, through the public door: each leaves, and nobody's name leaves with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from flow_kit import CASE, FIXTURES, QUICK, Room, Said, files, holds
from PIL import Image, ImageSequence

ODD = FIXTURES / "odd"
NAMES = sorted(files(ODD))
TRUTHS = {
    truth["file"].removeprefix("odd/"): truth
    for truth in (json.loads(path.read_bytes()) for path in sorted((FIXTURES / "truth/odd").iterdir()))
}
#: What looks at pictures: no odd file shows a plate.
SEEN = ("faces", "codes")
FILMS = {".mp4", ".mkv", ".webm"}
#: Of 255: further from what was there than an encoder strays.
_CHANGED = 40
#: How much of a box must have changed: a drawn face has dark parts, which a black box leaves as they were.
_COVERED = 0.6
#: A frame that cannot be decoded is shown black, which an encoder may lift a little.
_BLACK = 16

pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> tuple[Room, Said]:
    """All odd files in one run, with the case file that names the one who is in them."""
    at = tmp_path_factory.mktemp("odd")
    room = Room(at, at / "papers", case=CASE)
    room.papers.mkdir()
    room.settings.write_text(f'detectors = {json.dumps([*QUICK, *SEEN])}\nexpert = ""\nmodel = ""\n')
    for name, content in files(ODD).items():
        (room.papers / name).write_bytes(content)
    return room, room.run()


def _seen(path: Path) -> list[Any]:
    """Every picture as it is stored, ``int [h, w, 3]``; a broken frame of what went in is left out."""
    if path.suffix in FILMS:
        frames: list[Any] = []
        with av.open(str(path)) as container:
            for packet in container.demux(video=0):
                try:
                    frames += [frame.to_ndarray(format="rgb24").astype(int) for frame in packet.decode()]
                except av.error.InvalidDataError:
                    continue
        return frames
    with Image.open(path) as image:
        if image.mode.startswith("I;16"):
            return [np.repeat((np.asarray(image) // 257).astype(int)[..., np.newaxis], 3, 2)]
        return [np.asarray(page.convert("RGBA").convert("RGB")).astype(int) for page in ImageSequence.Iterator(image)]


def test_every_one_of_them_leaves(ran: tuple[Room, Said]) -> None:
    room, said = ran

    assert {name for name in NAMES if room.manifest[name]["status"] not in ("released", "unchanged")} == set(), said.err
    assert said.code == 0
    assert sorted(room.outputs) == NAMES


def test_no_name_is_left_in_the_bytes(ran: tuple[Room, Said]) -> None:
    """Exif, PNG text, tags of films, bytes and whole films behind the end."""
    room, _ = ran
    named = {value["value"] for truth in TRUTHS.values() for value in [*truth["boxes"], *truth["tags"]]} - {""}

    assert named
    assert [(file, name) for file, content in room.outputs.items() for name in named if holds(content, name)] == []


@pytest.mark.parametrize("name", NAMES)
def test_faces_and_names_are_covered_and_the_rest_is_there(ran: tuple[Room, Said], name: str) -> None:
    """Where a face or a name was, the picture is another; it has the same size and shows as many pictures."""
    room, _ = ran
    truth = TRUTHS[name]
    before, after = _seen(ODD / name), _seen(room.out / name)

    assert after[0].shape == before[0].shape
    assert len(after) in {truth["pictures"], len(before)}
    if len(before) != truth["pictures"]:
        return  # which frame is which cannot be told by counting
    assert [box["entity"] for box in truth["boxes"] if not _covered(before, after, box)] == []


def _covered(before: list[Any], after: list[Any], box: dict[str, Any]) -> bool:
    """What is there now is far from what was there, or of one colour: clear ink was made as clear as its ground."""
    at = (slice(box["y0"], box["y1"]), slice(box["x0"], box["x1"]))
    old, new = before[box["picture"]][at], after[box["picture"]][at]
    changed = np.abs(new - old).max(axis=-1) > _CHANGED
    return bool(changed.mean() >= _COVERED or np.ptp(new, axis=(0, 1)).max() < _CHANGED)


def test_a_frame_that_cannot_be_decoded_is_shown_black(ran: tuple[Room, Said]) -> None:
    room, _ = ran
    shown = _seen(room.out / "broken-within.mp4")
    told = {box["picture"] for box in TRUTHS["broken-within.mp4"]["boxes"]}

    assert len(shown) == TRUTHS["broken-within.mp4"]["pictures"]
    assert all(shown[number].mean() < _BLACK for number in range(len(shown)) if number not in told)


def test_the_log_tells_no_name(ran: tuple[Room, Said]) -> None:
    room, said = ran
    values = {box["value"] for truth in TRUTHS.values() for box in truth["boxes"]} - {""}
    told = said.err + said.out + (room.record / "log.jsonl").read_text(encoding="utf-8")

    assert not [value for value in values if value in told]
