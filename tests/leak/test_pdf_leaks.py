"""One name in one place of a PDF each: after it was cut wherever it was read, nobody finds it by any other means."""

from __future__ import annotations

import hashlib
import io
import re
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pypdf
import pypdfium2 as pdfium
import pytest
from pdf_leaks import KEPT, LEAKS, NAME, Leak
from pdfminer.high_level import extract_text

from redact.core.flow import Edit, PartState, Source
from redact.core.place import Box, Chars
from redact.core.ports import Document
from redact.core.segment import Child, Raster, Segment, Text
from redact.media.pdf import open_pdf, open_pdf_as_pictures
from redact.media.pdf.doubt.strings import streams

_WORDS = re.compile("|".join((NAME, *NAME.split())), re.IGNORECASE)
_MARK = "[P1]"


def source(path: Path) -> Source:
    content = path.read_bytes()
    return Source(path, path.name, hashlib.sha256(content).hexdigest(), len(content), "pdf")


class Censor:
    """Cuts the name out of whatever it is given."""

    def __init__(self, leak: Leak, folder: Path) -> None:
        self._leak = leak
        self._folder = folder

    def __call__(self, segment: Segment) -> Sequence[Edit]:
        if isinstance(segment, Text):
            return [Edit(Chars(*found.span()), _MARK) for found in _WORDS.finditer(segment.text)]
        if isinstance(segment, Raster) and self._leak.box is not None:
            height, width = segment.pixels.shape[:2]
            x0, y0, x1, y1 = self._leak.box
            return [Edit(Box(x0 * width, y0 * height, x1 * width, y1 * height), _MARK, "fill")]
        if isinstance(segment, Child):
            path = self._folder / "released"
            path.write_bytes(_WORDS.sub(_MARK, segment.content().read().decode()).encode())
            return [Edit(Chars(0, len(segment.name)), "released.txt", file=path)]
        return []


def squashed(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKD", text).casefold() if sign.isalnum())


def found_in(path: Path) -> Iterator[str]:
    """The means by which the name is found in a file."""
    name = squashed(NAME)
    for means, text in everything(path):
        if name in squashed(text) or any(part in squashed(text) for part in map(squashed, NAME.split())):
            yield means


def everything(path: Path) -> Iterator[tuple[str, str]]:
    raw = path.read_bytes()
    yield "bytes", raw.decode("latin-1")
    yield "bytes as UTF-16", raw.decode("utf-16-be", "replace")
    yield "pdfminer", extract_text(path)
    yield "pypdf", "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    with pdfium.PdfDocument(path) as seen:
        yield "pdfium", "".join(page.get_textpage().get_text_range() for page in seen)
    with pikepdf.open(path) as pdf:
        for held in (pdf.trailer, *pdf.objects):
            yield "objects", pikepdf.unbox(held).unparse().decode("latin-1") if hasattr(held, "unparse") else str(held)
            yield "strings", "".join(strings(held))
            if isinstance(held, pikepdf.Stream) and held.get("/Subtype") != pikepdf.Name.Image:
                yield "streams", held.read_bytes().decode("latin-1")
                yield "streams as UTF-16", held.read_bytes().decode("utf-16-be", "replace")


def strings(held: object) -> Iterator[str]:
    if isinstance(held, pikepdf.String):
        yield str(held)
        yield bytes(held).decode("utf-16-be", "replace")
        yield re.sub("%([0-9A-F]{2})", lambda code: chr(int(code[1], 16)), str(held))
    elif isinstance(held, pikepdf.Array):
        for one in held:
            yield from strings(one) if not getattr(one, "is_indirect", False) else ()
    elif isinstance(held, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in held.keys():  # noqa: SIM118 - not a Python dictionary
            yield from strings(held.get(key)) if not getattr(held.get(key), "is_indirect", False) else ()


def pictures_are_blank(path: Path, box: tuple[float, float, float, float]) -> bool:
    """Whether each picture that is stored has one colour where the name was, by a decoder of its own."""
    with pikepdf.open(path) as pdf:
        stored = [held for held in pdf.objects if isinstance(held, pikepdf.Stream) and "/Width" in held]
        images = [np.asarray(pikepdf.PdfImage(held).as_pil_image().convert("L")) for held in stored]
    shares = []
    for image in images:
        height, width = image.shape
        inner = image[
            round(box[1] * height) + 1 : round(box[3] * height) - 1,
            round(box[0] * width) + 1 : round(box[2] * width) - 1,
        ]
        shares.append(float(np.mean(np.abs(inner.astype(int) - np.median(inner)) > 40)))
    return max(shares, default=0.0) < 0.2


def released(leak: Leak, folder: Path) -> Path:
    (folder / "in.pdf").write_bytes(leak.make())
    path = written(open_pdf(source(folder / "in.pdf")), leak, folder)
    if any(_WORDS.search(text) or squashed(NAME) in squashed(text) for _, text in streams(path)):
        assert leak.simpler
        path = written(open_pdf_as_pictures(source(folder / "in.pdf")), leak, folder)
    return path


def written(document: Document, leak: Leak, folder: Path) -> Path:
    out = io.BytesIO()
    document.write(Censor(leak, folder), out)
    (folder / "out.pdf").write_bytes(out.getvalue())
    return folder / "out.pdf"


def leak_name(leak: Leak) -> str:
    return leak.name


def test_there_are_classes_enough() -> None:
    assert len({leak.name for leak in LEAKS}) >= 27


@pytest.mark.parametrize(
    "leak", [leak for leak in LEAKS if leak.box is None and leak.name != "thumbnail"], ids=leak_name
)
def test_the_search_finds_what_is_planted(leak: Leak, tmp_path: Path) -> None:
    """A search that finds nothing in the source would prove nothing of the output."""
    (tmp_path / "in.pdf").write_bytes(leak.make())

    searched = set(found_in(tmp_path / "in.pdf"))
    assert searched or leak.name in {"earlier revision", "clipped text"}


@pytest.mark.parametrize("leak", LEAKS, ids=leak_name)
def test_nothing_is_left_of_the_name(leak: Leak, tmp_path: Path) -> None:
    path = released(leak, tmp_path)

    assert sorted(set(found_in(path))) == []
    if leak.box is not None:
        assert pictures_are_blank(path, leak.box)


@pytest.mark.parametrize("leak", LEAKS, ids=leak_name)
def test_what_is_beside_the_name_stays(leak: Leak, tmp_path: Path) -> None:
    path = released(leak, tmp_path)

    with pdfium.PdfDocument(path) as seen:
        assert KEPT in seen[0].get_textpage().get_text_range()


@pytest.mark.parametrize("leak", LEAKS, ids=leak_name)
def test_the_output_has_nothing_more_to_drop(leak: Leak, tmp_path: Path) -> None:
    path = released(leak, tmp_path)

    notes = list(open_pdf(source(path)).census())
    assert [note.part for note in notes if note.state in {PartState.DROPPED, PartState.REFUSED}] == []
