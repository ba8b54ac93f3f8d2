"""What every adapter of documents promises, with whatever is inside them, asked of each one that is registered."""

import hashlib
import io
from dataclasses import replace

import pytest
from document_samples import CONVERTED, KEPT, NAME, SAMPLES

from redact import registry
from redact.core.errors import InputError
from redact.core.flow import Edit, PartState, Source
from redact.core.place import Chars
from redact.core.segment import Raster, Text
from redact.media._cut import splice
from redact.pipeline.doubt import swept
from redact.pipeline.opening import Opener
from redact.settings import Settings
from redact.verify.sweep import Sweep

KINDS = tuple(SAMPLES)
WORDS = (NAME, "Quillfeather", "Tobias", "tobias")
#: Of these, the characters are what a renderer shows: their order and spaces may differ.
SEEN = frozenset({"pdf", "pdf_pictures"})


@pytest.fixture(scope="module")
def opener(tmp_path_factory):
    made = Opener(Settings(detectors=("lists",)), strict=True, folder=tmp_path_factory.mktemp("inside"))
    yield made
    made.close()


@pytest.fixture
def paper(tmp_path):
    def put(kind, content=None):
        content = SAMPLES[kind][1]() if content is None else content
        path = tmp_path / f"{hashlib.sha256(content).hexdigest()[:8]}{SAMPLES[kind][0]}"
        path.write_bytes(content)
        return Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), kind)

    return put


def cut_names(segment):
    """Every form of the name, wherever it is read."""
    edits, done = [], 0
    while isinstance(segment, Text):
        found = [(at, -len(word)) for word in WORDS if (at := segment.text.find(word, done)) >= 0]
        if not found:
            break
        at, length = min(found)
        edits.append(Edit(Chars(at, at - length), "[PERSON 1]"))
        done = at - length
    return edits


def written(document, change=cut_names):
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def redacted(opener, paper, kind):
    """What comes out with the name cut everywhere, opened again."""
    source = paper(kind)
    output = written(opener.open(source))
    return opener.open(paper(kind, output)), output


def test_every_adapter_is_asked_here_or_among_texts_and_signals():
    asked = {*SAMPLES, *CONVERTED, "text", "markup", "table", "json", "jsonl", "image", "video", "audio"}

    assert asked == set(registry.names("media"))


@pytest.mark.parametrize("kind", KINDS)
def test_each_reading_gives_the_same_segments_counted_from_nought_and_writing_asks_about_them(opener, paper, kind):
    document, asked = opener.open(paper(kind)), []

    first = [bare(segment) for segment in document.segments()]
    second = [bare(segment) for segment in document.segments()]
    written(document, lambda segment: asked.append(bare(segment)) or ())

    assert first == second == asked
    assert [segment.ordinal for segment in first] == list(range(len(first)))


def bare(segment):
    """A segment without what only readers of it get."""
    return replace(segment, pixels=None) if isinstance(segment, Raster) else segment


@pytest.mark.parametrize("kind", KINDS)
def test_the_name_is_read_and_no_part_is_called_by_it(opener, paper, kind):
    segments = list(opener.open(paper(kind)).segments())
    texts = [segment.text for segment in segments if isinstance(segment, Text)]

    assert any(NAME in text for text in texts)
    assert any(KEPT in text for text in texts)
    assert not any("Quillfeather" in segment.part or "Quillfeather" in repr(segment) for segment in segments)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_cut_is_nowhere_in_what_comes_out_and_the_rest_reads_as_before(opener, paper, kind):
    before = read(opener.open(paper(kind)))
    wanted = {splice(text, cut_names(Text(0, "", text))) for text in before}

    document, output = redacted(opener, paper, kind)

    after = set(read(document))
    assert b"Quillfeather" not in output
    assert not any("Quillfeather" in text for text in after)
    assert any(KEPT in text for text in after)
    if kind not in SEEN:
        assert {text for text in wanted if KEPT in text} <= after


def residues(document):
    """Where a sweep still finds the name."""
    sweep = Sweep([(NAME, "PERSON"), ("Quillfeather", "PERSON")], ["[PERSON 1]"])
    return [residue for body in document.bodies() for residue in swept(sweep, body)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_sweep_of_all_that_is_in_the_output_finds_nothing(opener, paper, kind):
    document, _ = redacted(opener, paper, kind)

    assert residues(document) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_sweep_of_the_source_finds_the_name(opener, paper, kind):
    """Otherwise the test before could not fail."""
    assert residues(opener.open(paper(kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_part_is_accounted_for_once_and_nothing_is_left_to_drop_in_the_output(opener, paper, kind):
    before = list(opener.open(paper(kind)).census())
    document, _ = redacted(opener, paper, kind)
    after = list(document.census())

    for notes in (before, after):
        assert len({note.part for note in notes}) == len(notes)
        assert "Quillfeather" not in repr(notes)
        assert any(note.state is PartState.READ for note in notes)
    assert [note for note in after if note.state in (PartState.DROPPED, PartState.REFUSED)] == []


@pytest.mark.parametrize("kind", KINDS)
def test_equal_edits_give_equal_bytes_and_an_output_reads_the_same_when_it_is_written_again(opener, paper, kind):
    source = paper(kind)

    first, second = written(opener.open(source)), written(opener.open(source))
    again = written(opener.open(paper(kind, first)), lambda segment: ())

    assert first == second
    assert read(opener.open(paper(kind, again))) == read(opener.open(paper(kind, first)))


def read(document):
    """The texts of a document."""
    return [segment.text for segment in document.segments() if isinstance(segment, Text)]


@pytest.mark.parametrize("kind", KINDS)
def test_signals_keep_their_number_order_and_size(opener, paper, kind):
    shapes = [s.pixels.shape for s in opener.open(paper(kind)).segments() if isinstance(s, Raster)]
    document, _ = redacted(opener, paper, kind)

    assert [s.pixels.shape for s in document.segments() if isinstance(s, Raster)] == shapes


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("mail", "mbox", "calendar", "rtf")])
def test_half_a_file_is_an_input_error_with_a_hint_or_all_of_what_it_still_holds(opener, paper, kind):
    content = SAMPLES[kind][1]()
    with pytest.raises(InputError) as caught:
        list(opener.open(paper(kind, content[: len(content) // 2])).segments())

    assert caught.value.hint
    assert "Quillfeather" not in caught.value.message + caught.value.hint
