"""What every adapter that gives sound promises, asked of each one that is registered."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from redact import registry
from redact.core.errors import LimitExceeded
from redact.core.flow import Edit, PartState, Source
from redact.core.place import Times
from redact.core.ports import Document
from redact.core.segment import Segment, Sound, Text
from redact.settings import Settings

NAME = "Siân Jones"
RATE, SECONDS = 16_000, 3
CUT = Times(1_000_000, 2_000_000, (1,))


def noise() -> np.ndarray:
    return np.random.default_rng(4).normal(0, 3000, (2, RATE * SECONDS)).astype(np.int16)


def recorded(muxer: str, codec: str, *, film: bool = False) -> bytes:
    file = io.BytesIO()
    with av.open(file, "w", muxer) as container:
        container.metadata["artist"] = NAME
        sound = container.add_stream(codec, rate=RATE, layout="stereo")
        frame = av.AudioFrame.from_ndarray(noise().T.reshape(1, -1).copy(), "s16", "stereo")
        frame.sample_rate = RATE
        packets = [*sound.encode(frame), *sound.encode()]
        if film:
            pictures = container.add_stream("mpeg4", rate=5)
            pictures.width, pictures.height, pictures.pix_fmt = 96, 64, "yuv420p"
            for _ in range(5 * SECONDS):
                still = av.VideoFrame.from_ndarray(np.full((64, 96, 3), 128, np.uint8), "rgb24")
                container.mux(pictures.encode(still))
            container.mux(pictures.encode())
        container.mux(packets)
    return file.getvalue()


SAMPLES = {
    "audio": (".wav", lambda: recorded("wav", "pcm_s16le")),
    "video": (".mkv", lambda: recorded("matroska", "pcm_s16le", film=True)),
}
kinds = pytest.mark.parametrize("kind", sorted(SAMPLES))


def opened(folder: Path, kind: str, content: bytes, settings: Settings | None = None) -> Document:
    path = folder / f"{hashlib.sha256(content).hexdigest()[:8]}{SAMPLES[kind][0]}"
    path.write_bytes(content)
    source = Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), kind)
    document: Document = registry.load("media", kind)(source, settings or Settings())
    return document


def sample(folder: Path, kind: str, settings: Settings | None = None) -> Document:
    return opened(folder, kind, SAMPLES[kind][1](), settings)


def written(document: Document, change: Any = lambda segment: ()) -> bytes:
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def heard(document: Document) -> np.ndarray:
    sounds = [np.concatenate(list(s.blocks)) for s in document.segments() if isinstance(s, Sound)]
    assert len(sounds) == 1
    return sounds[0]


def cut(segment: Segment) -> list[Edit]:
    return [Edit(CUT, style="silence")] if isinstance(segment, Sound) else []


def known(segment: Segment) -> tuple[str, int, str]:
    return type(segment).__name__, segment.ordinal, segment.part


@kinds
def test_each_reading_gives_the_same_segments_and_writing_asks_for_them_in_order(tmp_path: Path, kind: str) -> None:
    document = sample(tmp_path, kind)
    asked: list[tuple[str, int, str]] = []

    first, second = [known(s) for s in document.segments()], [known(s) for s in document.segments()]
    written(document, lambda segment: asked.append(known(segment)) or ())

    assert first == second == asked
    assert [ordinal for _, ordinal, _ in first] == list(range(len(first)))


@kinds
def test_texts_come_first_then_sounds_then_pictures(tmp_path: Path, kind: str) -> None:
    order = ["Text", "Sound", "Film"]
    names = [type(segment).__name__ for segment in sample(tmp_path, kind).segments()]

    assert "Sound" in names
    assert names == sorted(names, key=order.index)


@kinds
def test_every_sample_is_given_in_blocks_of_a_second_at_most(tmp_path: Path, kind: str) -> None:
    (sound,) = [segment for segment in sample(tmp_path, kind).segments() if isinstance(segment, Sound)]
    blocks = list(sound.blocks) if kind == "audio" else None

    assert (sound.rate_hz, sound.channels, sound.lossy) == (RATE, 2, False)
    if blocks is not None:
        assert all(block.dtype == np.float32 and len(block) <= RATE for block in blocks)
    assert np.array_equal(heard(sample(tmp_path, kind)), noise().T.astype(np.float32) / 32768)


@kinds
def test_a_cut_is_silent_in_its_channel_and_nothing_else_changes(tmp_path: Path, kind: str) -> None:
    after = heard(opened(tmp_path, kind, written(sample(tmp_path, kind), cut)))
    before = heard(sample(tmp_path, kind))

    assert before.shape == after.shape
    assert np.array_equal(before[:, 0], after[:, 0])
    assert np.array_equal(before[:RATE, 1], after[:RATE, 1])
    assert np.array_equal(before[2 * RATE :, 1], after[2 * RATE :, 1])
    assert not after[RATE + 160 : 2 * RATE - 160, 1].any()


@kinds
def test_a_name_in_the_tags_is_read_and_gone_from_the_output(tmp_path: Path, kind: str) -> None:
    document = sample(tmp_path, kind)
    read = [segment for segment in document.segments() if isinstance(segment, Text)]
    notes = list(document.census())

    output = written(document)

    assert any(NAME in text.text for text in read)
    assert not any(NAME in text.part for text in read)
    assert NAME not in repr(notes)
    assert PartState.DROPPED in {note.state for note in notes}
    assert NAME.encode() not in output
    assert PartState.DROPPED not in {note.state for note in opened(tmp_path, kind, output).census()}


@kinds
def test_more_channels_than_the_settings_allow_are_refused(tmp_path: Path, kind: str) -> None:
    with pytest.raises(LimitExceeded):
        list(sample(tmp_path, kind, Settings(max_channels=1)).segments())
