"""A decoder that crashes, hangs, swells or lies takes its child down, not the run, and tells nothing of the file."""

from __future__ import annotations

import io
import time

import numpy as np
import pytest
import sandbox_fakes as fakes

from redact.core.errors import CorruptInput, Defect, EncryptedInput, InputError, LimitExceeded, MissingPart
from redact.core.flow import Source
from redact.core.segment import Film, Sound
from redact.intake.sandbox import Sandbox
from redact.settings import Settings


@pytest.fixture(scope="module")
def box():
    sandbox = Sandbox(Settings(max_pixels=1_000, decoder_bytes=1 << 30, decoder_seconds=20), "sandbox_fakes:adapt")
    yield sandbox
    sandbox.close()


@pytest.fixture(scope="module")
def hasty():
    """A sandbox that waits little, once its children have started."""
    sandbox = Sandbox(Settings(decoder_seconds=0.6), "sandbox_fakes:adapt")
    yield sandbox
    sandbox.close()


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "source"
    path.touch()
    return lambda kind: Source(path, "source", "0" * 64, 0, kind)


def _told(err):
    """Everything that could be shown of an error."""
    chain = []
    while err is not None:
        chain.append(f"{err!r} {err.args} {getattr(err, 'hint', '')}")
        err = err.__cause__ or err.__context__
    return " ".join(chain)


def _ways(document):
    """All that can be done with a document."""
    yield lambda: list(document.segments())
    yield lambda: list(document.census())
    yield lambda: document.write(lambda _: (), io.BytesIO())


def _go_through(document):
    for segment in document.segments():
        list(getattr(segment, "frames", ()))


@pytest.mark.parametrize(
    ("kind", "error", "message"),
    [
        ("crash", CorruptInput, "crashed"),
        ("leak", CorruptInput, "failed (KeyError)"),
        ("swell", LimitExceeded, "memory"),
        ("locked", EncryptedInput, "the file is locked"),
        ("lacking", MissingPart, "no such library"),
    ],
)
def test_what_goes_wrong_in_the_child_is_told_and_the_next_document_is_read(box, source, kind, error, message):
    for way in _ways(box.open(source(kind))):
        with pytest.raises(error) as caught:
            way()

        assert type(caught.value) is error
        assert message in caught.value.message
        assert caught.value.hint
        assert fakes.SECRET not in _told(caught.value)
        assert len(list(box.open(source("plain")).segments())) == 6


def test_a_refusal_when_the_document_is_opened_comes_through(box, source):
    with pytest.raises(EncryptedInput, match="locked"):
        box.open(source("refused"))


def test_a_decoder_that_hangs_is_stopped(hasty, source):
    document = hasty.open(source("hang"))
    started = time.monotonic()

    with pytest.raises(CorruptInput, match="hung"):
        list(document.segments())

    assert time.monotonic() - started < 3


def test_the_parent_may_take_its_time(hasty, source):
    seen = []
    for segment in hasty.open(source("slow")).segments():
        if segment.ordinal == 1:
            time.sleep(0.8)
        for frame in segment.frames if isinstance(segment, Film) else ():
            seen.append(frame.number)
            time.sleep(0.8 * (frame.number == 1))

    assert seen == [*range(10)]


def test_a_stretch_of_film_is_given_the_time_of_many_pictures(hasty, source):
    """Nothing is heard from a decoder that passes over frames, nor from an encoder at work on them."""
    document = hasty.open(source("stretch"))

    document.write(lambda _: (), io.BytesIO())
    assert len(list(document.segments())) == 2


def test_what_was_given_before_a_crash_is_given(box, source):
    reading = box.open(source("crash")).segments()

    assert next(reading).text == "before"
    with pytest.raises(CorruptInput):
        next(reading)


def test_a_film_whose_frames_failed_is_not_gone_on_with(box, source):
    reading = box.open(source("film crash")).segments()
    film = next(reading)

    with pytest.raises(CorruptInput, match="crashed"):
        list(film.frames)
    with pytest.raises((CorruptInput, Defect)):
        next(reading)


def test_a_full_disk_is_an_error_of_the_system_without_a_name(box, source):
    """As it would be without a sandbox: whoever opened the file says what could not be written."""
    with pytest.raises(OSError, match="No space") as caught:
        box.open(source("full")).write(lambda _: (), io.BytesIO())

    assert caught.value.filename is None
    assert fakes.SECRET not in _told(caught.value)


def test_a_file_may_not_grow_without_limit(source, tmp_path):
    box = Sandbox(Settings(max_file_bytes=16), "sandbox_fakes:adapt")

    with (tmp_path / "out").open("xb") as out, pytest.raises(OSError, match="large"):
        box.open(source("endless")).write(lambda _: (), out)
    box.close()


def test_a_library_that_chats_is_not_heard(box, source, capfd):
    assert len(list(box.open(source("chat")).segments())) == 2
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("kind", ["flat", "anchored", "float"])
def test_what_cannot_be_carried_is_our_own_mistake(box, source, kind):
    with pytest.raises(Defect):
        _heard(box.open(source(kind)))


@pytest.mark.parametrize("kind", ["whole", "more channels", "no rate"])
def test_samples_that_are_not_as_they_must_be_end_the_child(box, source, kind):
    with pytest.raises(CorruptInput):
        _heard(box.open(source(kind)))


def test_samples_are_numbers_between_the_limits(box, source):
    assert _heard(box.open(source("loud"))).tolist() == [[0.0], [1.0], [-1.0]]


def _heard(document):
    blocks = [block for segment in document.segments() if isinstance(segment, Sound) for block in segment.blocks]
    return np.concatenate(blocks) if blocks else None


def test_a_picture_over_the_limit_is_refused_before_it_is_received(box, source):
    with pytest.raises(LimitExceeded):
        list(box.open(source("large")).segments())


@pytest.mark.parametrize("kind", ["control", "turned", "long", "other size"])
def test_a_child_that_speaks_nonsense_is_not_believed(box, source, kind):
    with pytest.raises(CorruptInput, match="crashed"):
        _go_through(box.open(source(kind)))


def test_a_suffix_cannot_lead_to_another_folder(box, source):
    with pytest.raises(CorruptInput):
        box.open(source("path"))


def test_an_adapter_that_cannot_be_loaded_is_a_missing_part(source):
    box = Sandbox(Settings(), "no_such_module_here:adapt")

    with pytest.raises(MissingPart):
        box.open(source("plain"))
    box.close()


def test_a_child_that_cannot_start_is_not_the_fault_of_the_file(source, monkeypatch):
    monkeypatch.setattr("sys.executable", "/bin/false")

    with pytest.raises(InputError, match="no process") as caught:
        Sandbox(Settings(), "sandbox_fakes:adapt").open(source("plain"))

    assert type(caught.value) is InputError
