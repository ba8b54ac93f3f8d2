"""What a video holds beside its film is read where it is text, listed, and gone from the output."""

from fractions import Fraction

import pytest
from av.subtitles.subtitle import SubtitleSet
from video_kit import FRAMES, clip, cut, frames, noise, opened, sounding, texts_of, written

from redact.core.flow import PartState
from redact.core.segment import TextKind
from redact.media.video import recipe

NAME = "Siân Jones"
_HEADER = (
    b"[Script Info]\nScriptType: v4.00+\n[V4+ Styles]\nFormat: Name, Fontname, Fontsize\nStyle: Default,Arial,16\n"
    b"[Events]\nFormat: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n"
)


def with_subtitles(*cues):
    def add(container):
        stream = container.add_stream("srt" if container.format.name == "matroska" else "mov_text")
        stream.codec_context.subtitle_header = _HEADER
        stream.codec_context.time_base = Fraction(1, 1000)
        return [lambda: _say(container, stream, cues)]

    return add


def _say(container, stream, cues):
    unit = stream.time_base.denominator
    for number, cue in enumerate(cues):
        line = f"{number},0,Default,,0,0,0,,{cue}".encode()
        packet = stream.codec_context.encode_subtitle(SubtitleSet.create(line, 0, 300))
        packet.stream, packet.pts, packet.dts = stream, number * unit // 3, number * unit // 3
        packet.duration, packet.time_base = unit // 4, stream.time_base
        container.mux(packet)


def dropped(document):
    return {note.part: note.note for note in document.census() if note.state is PartState.DROPPED}


@pytest.mark.parametrize(("name", "muxer"), [("clip.mp4", "mp4"), ("clip.mov", "mov"), ("clip.mkv", "matroska")])
@pytest.mark.parametrize("change", [cut(), lambda segment: ()], ids=["cut", "uncut"])
def test_tags_are_read_and_dropped(tmp_path, name, muxer, change):
    content = clip(muxer, tags={"title": f"Interview with {NAME}", "comment": "at home", "Siân": "her tag"})
    document = opened(tmp_path, content, name)

    output = written(document, change)

    read = {text.part: (text.text, text.context.lower(), text.kind) for text in texts_of(document)}
    assert read["tag title"] == (f"Interview with {NAME}", "title", TextKind.FIELD)
    assert "tag comment" in dropped(document)
    assert NAME not in repr(list(document.census()))
    assert "siân" not in repr(list(document.census())).lower()
    assert NAME.encode() not in output
    assert texts_of(opened(tmp_path, output, name)) == []
    assert dropped(opened(tmp_path, output, name)) == {}


@pytest.mark.parametrize(("name", "muxer"), [("clip.mp4", "mp4"), ("clip.mkv", "matroska")])
def test_subtitles_are_read_cue_by_cue_and_dropped(tmp_path, name, muxer):
    content = clip(muxer, add=with_subtitles(f"My name is {NAME}.", "And mine\\Nis not."))
    document = opened(tmp_path, content, name)

    output = written(document)

    cues = [text for text in texts_of(document) if text.part.startswith("subtitle")]
    assert [(cue.part, cue.text, cue.kind) for cue in cues] == [
        ("subtitle 1, cue 1", f"My name is {NAME}.", TextKind.PROSE),
        ("subtitle 1, cue 2", "And mine\nis not.", TextKind.PROSE),
    ]
    assert dropped(document)["subtitle 1"] == "read and left out"
    assert NAME.encode() not in output
    assert dropped(opened(tmp_path, output, name)) == {}


def test_chapters_are_read_and_dropped(tmp_path):
    def add(container):
        container.set_chapters(
            [{"id": 1, "start": 0, "end": 500, "time_base": Fraction(1, 1000), "metadata": {"title": NAME}}]
        )
        return []

    document = opened(tmp_path, clip("matroska", add=add), "clip.mkv")

    output = written(document)

    assert [text.text for text in texts_of(document) if text.part.startswith("chapter")] == [NAME]
    assert "chapter 1" in dropped(document)
    assert dropped(opened(tmp_path, output, "clip.mkv")) == {}


def test_attachments_and_covers_are_dropped(tmp_path):
    def add(container):
        container.add_attachment("letter.txt", "text/plain", f"Dear {NAME}".encode())
        return []

    document = opened(tmp_path, clip("matroska", add=add), "clip.mkv")

    output = written(document)

    assert "attachment 1" in dropped(document)
    assert NAME.encode() not in output
    assert b"letter" not in output
    assert dropped(opened(tmp_path, output, "clip.mkv")) == {}


def test_every_part_has_a_name_of_its_own(tmp_path):
    content = clip("matroska", tags={"title": "a", "x": "b", "y": "c"}, add=sounding("aac", noise(0.5), noise(0.5)))

    names = [note.part for note in opened(tmp_path, content, "clip.mkv").census()]

    assert len(set(names)) == len(names)


def test_an_ffmpeg_without_x264_writes_another_family_and_says_so(tmp_path, monkeypatch):
    monkeypatch.setattr(recipe, "codecs_available", recipe.codecs_available - {"libx264"})
    document = opened(tmp_path, clip())

    output = opened(tmp_path, written(document, cut()))

    assert any("written as" in note.note for note in document.census())
    assert len(frames(output)) == FRAMES
