"""A document that is open in a child process is read and written as if it were open here."""

from __future__ import annotations

import gc
import io
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest
import sandbox_fakes as fakes

from redact.core.errors import Defect
from redact.core.flow import Edit, Source
from redact.core.place import Box, Chars, Times, Track
from redact.core.segment import Film, Raster, Sound, Text
from redact.intake.sandbox import Sandbox
from redact.settings import Settings


@pytest.fixture(scope="module")
def box():
    sandbox = Sandbox(Settings(decoder_seconds=20), "sandbox_fakes:adapt")
    yield sandbox
    sandbox.close()


@pytest.fixture
def source(tmp_path):
    def make(kind, content=b""):
        path = tmp_path / f"{kind}-j\u00e4ne-\udcff.bin"
        path.write_bytes(content)
        return Source(path, "j\u00e4ne.bin", "0" * 64, len(content), kind)

    return make


def _alive(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def _pid(document):
    return int([segment.text for segment in document.segments()][2])


def _gone(pid):
    """Whether the process ends soon."""
    for _ in range(100):
        if not _alive(pid):
            return True
        time.sleep(0.02)
    return False


def _made(source):
    return source.path.read_text().split()


def test_segments_are_those_of_the_adapter(box, source):
    ours = fakes.Fake(source("plain"), Settings())
    document = box.open(ours.source)

    for wanted, given in zip(ours.segments(), document.segments(), strict=True):
        if isinstance(wanted, Raster):
            assert (given.ordinal, given.part, given.orientation) == (wanted.ordinal, wanted.part, wanted.orientation)
            assert given.pixels.dtype == np.uint8
            assert np.array_equal(given.pixels, wanted.pixels)
            continue
        assert given == wanted
        if isinstance(wanted, Film):
            pairs = list(zip(wanted.frames, given.frames, strict=True))
            assert all(each[:2] == frame[:2] and np.array_equal(each[2], frame[2]) for each, frame in pairs)
            assert len(pairs) == 5
        if isinstance(wanted, Sound):
            blocks = list(zip(wanted.blocks, given.blocks, strict=True))
            assert all(block.dtype == np.float32 and np.array_equal(block, other) for other, block in blocks)
            assert len(blocks) == 3


def test_a_text_covers_its_own_characters(box, source):
    text = next(box.open(source("plain")).segments())

    assert text.locate(Chars(1, 3)) == (Chars(1, 3),)


def test_the_census_and_the_suffix_are_those_of_the_adapter(box, source):
    ours = fakes.Fake(source("plain"), Settings())
    document = box.open(ours.source)

    assert document.suffix == ".png"
    assert list(document.census()) == ours.census()


def test_a_document_can_be_read_again(box, source):
    document = box.open(source("plain"))

    readings = [[segment.ordinal for segment in document.segments()] for _ in range(3)]

    assert readings == [[0, 1, 2, 3, 4, 5]] * 3


def test_frames_nobody_goes_through_are_not_made(box, source):
    """`core.segment.Film`: whoever does not go through them does not pay for them."""
    paper = source("plain")

    for _ in box.open(paper).segments():
        pass

    assert _made(paper) == []


def test_of_a_film_left_early_no_more_than_one_frame_is_made_ahead(box, source):
    paper = source("plain")
    numbers = []

    for segment in box.open(paper).segments():
        if isinstance(segment, Film):
            numbers += [frame.number for _, frame in zip(range(2), segment.frames, strict=False)]

    assert numbers == [0, 1, 5, 6]
    assert set(_made(paper)) <= {*"012567"}


def test_frames_of_a_film_that_was_left_cannot_be_had(box, source):
    films = []
    for segment in box.open(source("plain")).segments():
        films += [segment] * isinstance(segment, Film)

    for film in films:
        with pytest.raises(Defect):
            next(iter(film.frames))


def test_documents_are_read_side_by_side(box, source):
    one, other = source("plain"), source("plain", b"0 ")
    pairs = zip(box.open(one).segments(), box.open(other).segments(), strict=True)

    for left, right in pairs:
        assert left.ordinal == right.ordinal
        if isinstance(left, Film):
            frames = zip(left.frames, right.frames, strict=True)
            assert all(np.array_equal(here.pixels, there.pixels) for here, there in frames)


def test_a_reading_nobody_finishes_does_not_block_later_ones(box, source):
    """The traceback of a kept error may hold a reading for ever."""
    paper = box.open(source("plain"))
    held = [paper.segments() for _ in range(10)]
    for reading in held:
        next(reading)

    with pytest.raises(Defect):
        list(held[0])
    assert [segment.ordinal for segment in held[4]] == [1, 2, 3, 4, 5]


def test_a_reading_that_is_given_up_leaves_its_child_usable(source):
    box = Sandbox(Settings(), "sandbox_fakes:adapt")
    asks = box.open(source("asks"))
    before = _pid(asks)

    for segment in box.open(source("plain", b"0")).segments():
        if isinstance(segment, Film) and next(iter(segment.frames)):
            break
    del segment

    assert _pid(asks) == before
    box.close()


def _change(segment):
    places = {Text: Chars(0, 2), Raster: Box(0.0, 0.5, 2.0, 3.25), Film: Track(((3, 0.0, 0.0, 1.0, 1.0),))}
    places[Sound] = Times(5, 70, (1,))
    return (Edit(places[type(segment)], "Person 1 \u2014 \u00e4", "pixelate"),)


@pytest.mark.parametrize("mode", ["xb", "x+b", ""])
def test_what_is_written_is_what_the_adapter_writes(box, source, tmp_path, mode):
    """To a file on disk or to anything else that takes bytes; what stood there before and what comes later included."""
    ours = fakes.Fake(source("plain"), Settings())
    wanted = io.BytesIO()
    wanted.write(b"before ")
    ours.write(_change, wanted)

    wanted.write(b"after")
    with (tmp_path / "out").open(mode) if mode else io.BytesIO() as out:
        out.write(b"before ")
        box.open(ours.source).write(_change, out)
        end = out.tell()
        out.write(b"after")
        out.flush()
        made = (tmp_path / "out").read_bytes() if mode else out.getvalue()

    assert made == wanted.getvalue()
    assert end + len(b"after") == len(made)


def test_change_is_asked_for_every_segment_in_order(box, source):
    paper = source("plain")
    asked = []

    box.open(paper).write(lambda segment: asked.append(segment) or (), io.BytesIO())

    assert asked[:2] == list(fakes.Fake(paper, None).segments())[:2]
    assert [segment.ordinal for segment in asked] == [0, 1, 2, 3, 4, 5]
    assert asked[2] == Raster(2, "picture 1", None, 6)
    with pytest.raises(Defect):
        next(asked[3].frames)


def test_what_change_raises_comes_out_as_it_is(box, source, tmp_path):
    problem = LookupError("ours")
    paper = box.open(source("plain"))

    def change(segment):
        if segment.ordinal == 2:
            raise problem
        return ()

    with (tmp_path / "out").open("xb") as out, pytest.raises(LookupError) as caught:
        paper.write(change, out)

    assert caught.value is problem
    assert len(list(paper.segments())) == 6


def test_the_child_is_confined(box, source, monkeypatch):
    monkeypatch.setenv("REDACT_TOKEN", "x")
    limits, environment, _, dumpable = (segment.text for segment in box.open(source("asks")).segments())

    assert limits == repr({"AS": Settings().decoder_bytes, "CORE": 0, "FSIZE": Settings().max_file_bytes})
    assert "REDACT_TOKEN" not in environment
    assert dumpable == "0"


def test_a_folder_cannot_slip_modules_to_the_child(source, tmp_path, monkeypatch):
    """Whoever stands in a folder of papers has not said that its programs may run."""
    (tmp_path / "numpy.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    box = Sandbox(Settings(), "sandbox_fakes:adapt")

    assert len(list(box.open(source("plain")).segments())) == 6
    box.close()


def test_nothing_runs_after_close(source):
    box = Sandbox(Settings(), "sandbox_fakes:adapt")
    document = box.open(source("asks"))
    pid, reading = _pid(document), document.segments()
    next(reading)

    box.close()

    assert not _alive(pid)
    with pytest.raises(Defect):
        list(document.segments())
    with pytest.raises(Defect):
        list(reading)


def test_nothing_runs_when_the_sandbox_is_forgotten(source):
    box = Sandbox(Settings(), "sandbox_fakes:adapt")
    document = box.open(source("asks"))
    pid = _pid(document)

    del box
    gc.collect()
    assert _alive(pid)
    del document
    gc.collect()
    assert not _alive(pid)


def test_a_child_outlives_the_thread_that_started_it(source):
    """Linux ties a death signal to the thread that asked for it, not to its process."""
    box = Sandbox(Settings(), "sandbox_fakes:adapt")
    opened = []
    thread = threading.Thread(target=lambda: opened.append(_pid(box.open(source("asks")))))
    thread.start()
    thread.join()
    time.sleep(0.1)

    assert _alive(opened[0])
    box.close()


_ORPHAN = """
import sys
from pathlib import Path
from redact.core.flow import Source
from redact.intake.sandbox import Sandbox
from redact.settings import Settings
path = Path(sys.argv[1])
box = Sandbox(Settings(), "sandbox_fakes:adapt")
print([t.text for t in box.open(Source(path, "a", "", 0, "asks")).segments()][2], flush=True)
if sys.argv[2] == "hang":
    list(box.open(Source(path, "a", "", 0, "hang")).segments())
"""


@pytest.mark.parametrize("end", ["hang", "leave"])
def test_a_child_does_not_outlive_its_parent(tmp_path, end):
    """Neither one that was killed while the child hung, nor one that ends without closing anything."""
    path = tmp_path / "empty"
    path.touch()
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    command = [sys.executable, "-c", _ORPHAN, str(path), end]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as parent:
        pid = int(parent.stdout.readline())
        if end == "hang":
            time.sleep(0.3)
            parent.send_signal(signal.SIGKILL)
        parent.wait(10)

        assert _gone(pid)
