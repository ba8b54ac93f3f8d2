"""What every adapter of pictures promises, asked of each one that is registered."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from redact import registry
from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit, PartState, Source
from redact.core.place import Box, Track
from redact.core.ports import Document
from redact.core.segment import Film, Raster, Segment, Text
from redact.settings import Settings

NAME = "Siân Jones"
WIDTH, HEIGHT, FRAMES = 96, 64, 5


def drawn(at: int = 0) -> Any:
    pixels = np.full((HEIGHT, WIDTH, 3), 200, dtype=np.uint8)
    pixels[16:48, 16 + at : 48 + at] = (30, 120, 60)
    return pixels


def image() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", NAME)
    file = io.BytesIO()
    Image.fromarray(drawn()).save(file, "PNG", pnginfo=said)
    return file.getvalue()


def video() -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as container:
        container.metadata["artist"] = NAME
        stream = container.add_stream("mpeg4", rate=25)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        for at in range(FRAMES):
            container.mux(stream.encode(av.VideoFrame.from_ndarray(drawn(at), "rgb24")))
        container.mux(stream.encode())
    return file.getvalue()


SAMPLES = {"image": (".png", image), "video": (".mkv", video)}
ADAPTERS = ["image", "video"]  # recordings: test_sound_adapters; documents: test_document_adapters
kinds = pytest.mark.parametrize("kind", ADAPTERS)


def opened(folder: Path, kind: str, content: bytes, settings: Settings | None = None) -> Document:
    path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}{SAMPLES[kind][0]}"
    path.write_bytes(content)
    source = Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), kind)
    document: Document = registry.load("media", kind)(source, settings or Settings())
    return document


def sample(folder: Path, kind: str) -> Document:
    return opened(folder, kind, SAMPLES[kind][1]())


def written(document: Document, change: Any = lambda segment: ()) -> bytes:
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def known(segment: Segment) -> tuple[str, int, str]:
    return type(segment).__name__, segment.ordinal, segment.part


def shown(document: Document) -> Iterator[Any]:
    for segment in document.segments():
        if isinstance(segment, Raster):
            yield segment.pixels
        elif isinstance(segment, Film):
            yield from (frame.pixels for frame in segment.frames)


def cut(segment: Segment) -> list[Edit]:
    if isinstance(segment, Raster):
        return [Edit(Box(16, 16, 56, 48))]
    if isinstance(segment, Film):
        return [Edit(Track(tuple((frame, 16, 16, 56, 48) for frame in range(FRAMES))))]
    return []


def test_every_native_adapter_has_a_sample() -> None:
    assert sorted(SAMPLES) == ADAPTERS


@kinds
def test_each_reading_gives_the_same_segments_and_writing_asks_for_them_in_order(tmp_path: Path, kind: str) -> None:
    document = sample(tmp_path, kind)
    asked: list[tuple[str, int, str]] = []

    first, second = [known(s) for s in document.segments()], [known(s) for s in document.segments()]
    written(document, lambda segment: asked.append(known(segment)) or ())  # type: ignore[func-returns-value]

    assert first == second == asked
    assert [ordinal for _, ordinal, _ in first] == list(range(len(first)))


@kinds
def test_texts_come_before_pictures(tmp_path: Path, kind: str) -> None:
    names = [type(segment).__name__ for segment in sample(tmp_path, kind).segments()]

    assert names == sorted(names, key=lambda name: name != "Text")


@kinds
def test_a_name_in_the_metadata_is_read_and_gone_from_the_output(tmp_path: Path, kind: str) -> None:
    document = sample(tmp_path, kind)
    read = [segment for segment in document.segments() if isinstance(segment, Text)]

    output = written(document)

    assert any(NAME in text.text for text in read)
    assert not any(NAME in text.part for text in read)
    assert NAME.encode() not in output
    assert not [s for s in opened(tmp_path, kind, output).segments() if isinstance(s, Text) and NAME in s.text]


@kinds
def test_the_census_says_what_is_dropped_and_of_an_output_nothing(tmp_path: Path, kind: str) -> None:
    document = sample(tmp_path, kind)
    notes = list(document.census())

    again = list(opened(tmp_path, kind, written(document)).census())

    assert PartState.DROPPED in {note.state for note in notes}
    assert PartState.READ in {note.state for note in notes}
    assert NAME not in repr(notes)
    assert PartState.DROPPED not in {note.state for note in again}


@kinds
def test_a_box_is_black_afterwards_and_the_rest_as_it_was(tmp_path: Path, kind: str) -> None:
    document = sample(tmp_path, kind)

    output = opened(tmp_path, kind, written(document, cut))

    before, after = list(shown(document)), list(shown(output))
    assert len(before) == len(after)
    for was, now in zip(before, after, strict=True):
        assert now[20:44, 20:52].max() <= 24
        assert np.abs(was[:, 72:].astype(int) - now[:, 72:]).mean() < 8


@kinds
def test_a_file_that_ends_early_is_never_half_a_picture(tmp_path: Path, kind: str) -> None:
    content = SAMPLES[kind][1]()

    with pytest.raises(CorruptInput) as caught:
        list(shown(opened(tmp_path, kind, content[: len(content) // 8])))

    assert caught.value.hint


@kinds
def test_a_picture_that_claims_too_much_is_refused(tmp_path: Path, kind: str) -> None:
    settings = Settings(max_pixels=WIDTH * HEIGHT - 1)

    with pytest.raises(LimitExceeded):
        list(shown(opened(tmp_path, kind, SAMPLES[kind][1](), settings)))
