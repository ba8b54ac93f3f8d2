"""Pictures and films through the public door: the same policy, the same person, the same log as for letters."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from flow_kit import Room, files, holds, lines
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from redact.pipeline.order import PICTURE_MODELS

NAME = "Tobias Quillfeather"
PHONE = "07700 900123"
LETTER = f"Dear Mr {NAME},\n\nPlease ring us on {PHONE}.\n"


def page(*rows: str, size: tuple[int, int] = (900, 400)) -> Image.Image:
    """Black words on white paper."""
    picture = Image.new("RGB", size, "white")
    draw = ImageDraw.Draw(picture)
    for at, row in enumerate(rows):
        draw.text((40, 40 + 70 * at), row, "black", ImageFont.load_default(36))
    return picture


def put(room: Room, name: str, picture: Image.Image, **saved: Any) -> None:
    picture.save(room.papers / name, **saved)


def plan_of(room: Room, output: str) -> list[dict[str, Any]]:
    return [line for line in lines(room.plans()[output]) if "entity" in line]


def dark(room: Room, output: str, row: int) -> float:
    """How much of a row of words is black in the output."""
    pixels = np.asarray(Image.open(room.out / output).convert("L"))
    return float((pixels[40 + 70 * row : 80 + 70 * row, 40:500] < 64).mean())


def test_a_name_in_a_picture_is_the_person_of_the_letter(room: Room) -> None:
    room.put(letter__txt=LETTER)
    put(room, "note.png", page(f"Mr {NAME} called", "about the boiler"))

    said = room.run()

    seen = [line for line in plan_of(room, "note.png") if line["entity"] == "PERSON"]
    written = [line for line in plan_of(room, "letter.txt") if line["entity"] == "PERSON"]
    assert said.code == 0
    assert {line["place"]["kind"] for line in seen} == {"box"}
    assert {line["token"] for line in seen} == {line["token"] for line in written}
    assert {line["person"] for line in seen} == {line["person"] for line in written}
    assert {line["rule"] for line in seen} == {"direct"}
    assert dark(room, "note.png", 0) > 0.4
    assert dark(room, "note.png", 1) < 0.3


def test_words_that_were_read_stand_nowhere_in_the_record(room: Room) -> None:
    put(room, "note.png", page(f"Mr {NAME} called"))

    room.run()

    assert not [name for name, content in files(room.record).items() if holds(content, "Quillfeather")]


def test_a_value_in_the_metadata_is_carried_into_the_picture_and_dropped(room: Room) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", f"Mr {NAME}")
    put(room, "scan.png", page("Quillfeather was not at home"), pnginfo=said)

    room.run()

    assert not holds(room.outputs["scan.png"], "Quillfeather")
    assert dark(room, "scan.png", 0) > 0.2
    assert room.manifest["scan.png"]["status"] == "released"


def test_a_picture_of_nobody_is_not_touched(room: Room) -> None:
    put(room, "sky.png", Image.new("RGB", (200, 100), (90, 140, 220)))

    said = room.run()

    assert said.code == 0
    assert room.manifest["sky.png"]["status"] == "unchanged"
    assert np.array_equal(np.asarray(Image.open(room.out / "sky.png")), np.asarray(Image.open(room.papers / "sky.png")))


def test_plan_and_apply_give_what_run_gives(room: Room, tmp_path: Path) -> None:
    put(room, "note.png", page(f"Mr {NAME} called", f"from {PHONE}"))
    at_once = room.but(at=tmp_path / "at-once")
    at_once.at.mkdir()
    at_once.run()

    room.plan()
    room.apply()

    assert room.outputs == at_once.outputs


def test_a_box_that_a_reviewer_adds_is_painted(room: Room) -> None:
    put(room, "note.png", page("the red car", "was parked here"))
    room.plan()
    (path,) = (room.record / "plans").iterdir()
    head, *rest, end = path.read_text().splitlines()
    added = {
        "segment": 0, "part": "picture", "place": {"kind": "box", "x0": 40, "y0": 110, "x1": 400, "y1": 150},
        "entity": "DENIED", "class": "personal", "directness": "direct", "person": None, "token": None, "score": 1.0,
        "detector": "reviewer", "digest": "", "action": "redact", "rule": "reviewer", "operator": "fill:none",
        "basis": ["s.40(2)"], "reason": "Tells where they live.", "by": "A Reviewer",
    }  # fmt: skip
    added["extent"] = added["place"]
    header = {**json.loads(head), "amended": True}
    path.write_text("\n".join([json.dumps(header), *rest, json.dumps(added), end]) + "\n")

    said = room.apply()

    assert said.code == 0
    assert dark(room, "note.png", 1) > 0.6


@pytest.mark.parametrize(
    ("suffix", "content"),
    [
        ("jpg", lambda raw: raw[: len(raw) // 2]),
        ("jpg", lambda raw: raw[:200]),
        ("png", lambda raw: b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00"),
        ("mp4", lambda raw: b"\x00\x00\x00\x20ftypisom\x00\x00\x02\x00isomiso2avc1mp41"),
    ],
)
def test_what_cannot_be_decoded_is_kept_back_with_a_reason(room: Room, suffix: str, content: Any) -> None:
    file = io.BytesIO()
    page(f"Mr {NAME}").save(file, "JPEG")
    (room.papers / f"broken.{suffix}").write_bytes(content(file.getvalue()))
    room.put(letter__txt=LETTER)

    said = room.run()

    assert said.code == 3
    assert room.manifest[f"broken.{suffix}"]["status"] == "quarantined"
    assert room.manifest[f"broken.{suffix}"]["reason"] == "CorruptInput"
    assert room.manifest["letter.txt"]["status"] == "released"


def test_words_in_a_film_are_covered_in_every_frame_that_shows_them(room: Room) -> None:
    film(room.papers / "clip.mp4", [page(f"Mr {NAME}", "in the yard", size=(640, 360))] * 30)

    said = room.run()

    assert said.code == 0
    frames = shown(room.out / "clip.mp4")
    assert len(frames) == 30
    assert all((frame[40:80, 40:380] < 64).mean() > 0.5 for frame in frames)
    assert {line["place"]["kind"] for line in plan_of(room, "clip.mp4")} == {"track"}


def test_the_pictures_models_are_in_every_plan(room: Room) -> None:
    put(room, "note.png", page(f"Mr {NAME} called"))
    room.run()
    (path,) = (room.record / "plans").iterdir()

    assert set(PICTURE_MODELS) <= set(lines(path)[0]["models"])


def film(path: Path, pages: list[Image.Image]) -> None:
    with av.open(path, "w") as container:
        stream = container.add_stream("mpeg4", rate=15)
        stream.width, stream.height = pages[0].size
        stream.pix_fmt, stream.bit_rate = "yuv420p", 4_000_000
        for picture in pages:
            container.mux(stream.encode(av.VideoFrame.from_image(picture)))
        container.mux(stream.encode())


def shown(path: Path) -> list[Any]:
    with av.open(path) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def test_a_field_that_the_pack_keeps_stays_without_the_person(room: Room) -> None:
    pack = room.at / "ours.yaml"
    pack.write_text("name: ours\nextends: foi\nkeep_metadata: [PNG text Title]\n")
    said = PngImagePlugin.PngInfo()
    said.add_text("Title", f"Boiler of Mr {NAME}")
    said.add_text("Author", "Femi Oyelaran")
    put(room, "boiler.png", Image.new("RGB", (64, 64), "white"), pnginfo=said)

    room.but(policy=pack).run()

    with Image.open(room.out / "boiler.png") as picture:
        assert picture.info == {"Title": "Boiler of Mr [s.40(2)]"}


def test_a_plan_comes_with_a_picture_to_look_at(room: Room) -> None:
    put(room, "note.png", page(f"Mr {NAME} called", "about the boiler"))
    film(room.papers / "clip.mp4", [page(f"Mr {NAME}", size=(640, 360))] * 4)
    room.put(letter__txt=LETTER)

    room.plan()

    sheets = sorted((room.record / "previews").iterdir())
    assert len(sheets) == 2
    for sheet in sheets:
        with Image.open(sheet) as shown_:
            pixels = np.asarray(shown_.convert("RGB")).astype(int)
        red = (pixels[..., 0] > 150) & (pixels[..., 1] < 90) & (pixels[..., 2] < 90)
        assert red.sum() > 200
    room.apply()
    assert not [name for name in room.outputs if "preview" in name]
