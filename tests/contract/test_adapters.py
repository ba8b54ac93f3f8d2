"""What every adapter of characters promises, asked of each; of pictures: test_picture_adapters, of documents:
test_document_adapters, where none that is registered may be missing."""

import hashlib
import io

import pytest

from redact import registry
from redact.core.errors import InputError
from redact.core.flow import Edit, PartNote, PartState, Source
from redact.core.place import Chars
from redact.core.segment import texts
from redact.settings import Settings

NAME = "Siân Jones"
SAMPLES = {
    "text": (".txt", f"Dear {NAME},\r\n\r\nYours, Ri\u200bch\u00adard\r\n"),
    "markup": (".html", f'<p title="{NAME}">Dear\r\n <b>{NAME}</b> &amp; Ri\u200bch\u00adard<!-- {NAME} --></p>\r\n'),
    "table": (".csv", f'name,note\r\n{NAME},"Ri\u200bch\u00adard, ""x"""\r\n'),
    "json": (".json", f'{{"name" : "{NAME}",\r\n "{NAME}": ["Ri\u200bch\u00adard", 1.0]}}\r\n'),
    "jsonl": (".jsonl", f'{{"name" : "{NAME}"}}\r\n["Ri\u200bch\u00adard", "{NAME}"]\r\n'),
}
ADAPTERS = tuple(SAMPLES)


def opened(tmp_path, kind, content, settings=None):
    path = tmp_path / f"{hashlib.sha256(content).hexdigest()[:8]}{SAMPLES[kind][0]}"
    path.write_bytes(content)
    source = Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), kind)
    return registry.load("media", kind)(source, settings or Settings())


def written(document, change=lambda segment: ()):
    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def cut_name(segment):
    at = segment.text.find(NAME)
    return [Edit(Chars(at, at + len(NAME)), "[PERSON 1]")] if at >= 0 else []


@pytest.mark.parametrize("kind", ADAPTERS)
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_without_edits_every_byte_comes_back(tmp_path, kind, codec):
    content = SAMPLES[kind][1].encode(codec)

    assert written(opened(tmp_path, kind, content)) == content


@pytest.mark.parametrize("kind", ADAPTERS)
def test_each_reading_gives_the_same_texts_counted_from_nought(tmp_path, kind):
    document = opened(tmp_path, kind, SAMPLES[kind][1].encode(), Settings(piece_chars=8))
    asked = []

    first, second = list(document.segments()), list(document.segments())
    written(document, lambda segment: asked.append(segment) or ())

    assert first == second == asked
    assert [segment.ordinal for segment in first] == list(range(len(first)))


@pytest.mark.parametrize("kind", ADAPTERS)
def test_a_name_that_was_cut_is_gone_and_the_rest_reads_as_before(tmp_path, kind):
    document = opened(tmp_path, kind, SAMPLES[kind][1].encode())
    before = [text.text for text in texts(document.segments())]

    output = written(document, cut_name)

    after = [text.text for text in texts(opened(tmp_path, kind, output).segments())]
    assert NAME not in output.decode()
    assert after == [text.replace(NAME, "[PERSON 1]") for text in before]
    assert any("Ri\u200bch\u00adard" in text for text in after)


@pytest.mark.parametrize("kind", ADAPTERS)
def test_the_name_is_found_and_located(tmp_path, kind):
    for text in texts(opened(tmp_path, kind, SAMPLES[kind][1].encode()).segments()):
        at = text.text.find(NAME)
        if at >= 0:
            assert text.locate(Chars(at, at + len(NAME)))
            assert NAME not in text.part
            assert NAME not in repr(text)


@pytest.mark.parametrize("kind", ADAPTERS)
def test_the_census_accounts_for_the_parts_without_saying_what_they_hold(tmp_path, kind):
    notes = list(opened(tmp_path, kind, SAMPLES[kind][1].encode()).census())

    assert notes
    assert all(isinstance(note, PartNote) and note.state is PartState.READ for note in notes)
    assert NAME not in repr(notes)


@pytest.mark.parametrize("kind", ADAPTERS)
@pytest.mark.parametrize("content", ["Siân\n".encode() + "Siân\n".encode("cp1252"), b"ab\x00\x00\x00c\x01"])
def test_bytes_that_are_no_text_are_an_input_error_with_a_hint(tmp_path, kind, content):
    with pytest.raises(InputError) as caught:
        list(opened(tmp_path, kind, content).segments())

    assert caught.value.hint
    assert "Si" not in caught.value.message


@pytest.mark.parametrize("kind", ADAPTERS)
def test_names_in_cp1252_leave_in_cp1252(tmp_path, kind):
    content = SAMPLES[kind][1].replace("Ri\u200bch\u00adard", "Renée").encode("cp1252")

    document = opened(tmp_path, kind, content)

    assert any(NAME in text.text for text in texts(document.segments()))
    assert written(document) == content
    assert "Renée" in written(document, cut_name).decode("cp1252")
