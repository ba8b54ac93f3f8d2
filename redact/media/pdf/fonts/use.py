"""Which codes of which fonts a document still shows, wherever it draws: pages, forms, patterns, glyphs, appearances.

Source: ISO 32000-2:2020, sections 9.4.3 (showing text), 8.7.3 (tiling patterns), 9.6.4 (Type 3 fonts), 12.5.5 (appearances).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from redact.media.pdf.content.cmaps import Split, embedded, predefined
from redact.media.pdf.content.objects import dictionary, entry, inherited, key
from redact.media.pdf.terms import Untrusted

_WATCHED = "q Q Tf gs Tj TJ ' \""
_IDENTITY = ("/Identity-H", "/Identity-V")
_BROKEN = (pikepdf.PdfError, Untrusted, TypeError, ValueError, LookupError, RuntimeError)


@dataclass(slots=True)
class Use:
    """A font and its codes that are shown; `whole`: nobody can tell, so it keeps all."""

    font: Dictionary
    codes: set[bytes] = field(default_factory=set)
    whole: bool = False
    pairs: set[tuple[int, int]] = field(default_factory=set)  # of two-byte codes, as they are met
    split: Split | None = None

    def show(self, shown: bytes) -> None:
        """Count the codes of a string as used."""
        if self.whole:
            return
        if self.split is None:
            self.codes.update(shown[i : i + 1] for i in range(len(shown)))
        elif self.font.get("/Encoding") in _IDENTITY:
            self.pairs.update(zip(shown[::2], shown[1::2], strict=False))
        else:
            try:
                self.codes.update(code for code, _ in self.split(shown))
            except Untrusted:
                self.whole = True


def uses(pdf: pikepdf.Pdf) -> list[Use] | None:
    """Every font of a document with its codes; None where its content cannot be read."""
    walk = _Walk(pdf)
    try:
        for page in pdf.pages:
            walk.page(page)
        walk.form(pdf.Root.get("/AcroForm"))
    except _BROKEN:
        return None
    return walk.done()


class _Walk:
    """Goes through everything that draws, each thing once."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._fonts: dict[tuple[int, int] | bytes, Use] = {}
        self._met: set[Any] = set()
        self._loose: set[bytes] = set()  # strings shown in a font that is set elsewhere

    def page(self, page: pikepdf.Page) -> None:
        """A page and the appearances on it."""
        resources = dictionary(inherited(page, "/Resources"))
        if "/Contents" in page.obj:
            self._content(page, resources)
        self._resources(resources)
        for note in page.obj.get("/Annots", Array()):
            for stream in _streams(dictionary(note).get("/AP"), 3):
                self._drawn(stream, resources)

    def form(self, form: Any) -> None:
        """The fonts that fields are filled in with: nobody knows what will be."""
        fonts = dictionary(dictionary(dictionary(form).get("/DR")).get("/Font"))
        for name in set(fonts.keys()):
            if (use := self._use(fonts, name)) is not None:
                use.whole = True

    def done(self) -> list[Use]:
        """What was found."""
        for use in self._fonts.values():
            for shown in self._loose:
                use.show(shown)
            use.codes.update(bytes(pair) for pair in use.pairs)
        return list(self._fonts.values())

    def _drawn(self, stream: Stream, resources: Dictionary) -> None:
        """A form, a pattern or a glyph, which may use what is at hand where it stands."""
        own = stream.get("/Resources")
        used = own if isinstance(own, Dictionary) else resources
        if (met := (key(stream), key(used))) in self._met:
            return
        self._met.add(met)
        self._content(stream, used)
        self._resources(used)

    def _resources(self, resources: Dictionary) -> None:
        if (met := key(resources)) in self._met:
            return
        self._met.add(met)
        fonts = dictionary(resources.get("/Font"))
        for name in set(fonts.keys()):
            use = self._use(fonts, name)
            if use is not None and use.font.get("/Subtype") == Name.Type3:
                for proc in _streams(use.font.get("/CharProcs"), 1):
                    self._drawn(proc, dictionary(use.font.get("/Resources", resources)))
        for kind in ("/XObject", "/Pattern"):
            for stream in _streams(resources.get(kind), 1):
                if stream.get("/Subtype") != Name.Image:
                    self._drawn(stream, resources)
        for state in dictionary(resources.get("/ExtGState")).values():
            for stream in _streams(dictionary(dictionary(state).get("/SMask")).get("/G"), 0):
                self._drawn(stream, resources)

    def _content(self, source: pikepdf.Page | Stream, resources: Dictionary) -> None:
        font: Use | None = None
        stack: list[Use | None] = []
        for instruction in pikepdf.parse_content_stream(source, _WATCHED):
            word, operands = str(instruction.operator), instruction.operands
            if word == "q":
                stack.append(font)
            elif word == "Q":
                font = stack.pop() if stack else font
            elif word == "Tf":
                font = self._use(dictionary(resources.get("/Font")), str(operands[0]))
            elif word == "gs":
                font = self._of_state(entry(resources, "/ExtGState", operands[0])) or font
            else:
                for shown in _strings(operands):
                    self._loose.add(shown) if font is None else font.show(shown)

    def _of_state(self, state: Any) -> Use | None:
        held = dictionary(state).get("/Font")
        return self._use_of(held[0]) if isinstance(held, Array) and len(held) else None

    def _use(self, fonts: Dictionary, name: str) -> Use | None:
        found = fonts.get(name)
        if not isinstance(found, Dictionary):
            return None
        if found.objgen == (0, 0):  # made an object of its own, so that there is one of it to change
            fonts[name] = self._pdf.make_indirect(found)
            found = fonts[name]
        return self._use_of(found)

    def _use_of(self, font: Any) -> Use | None:
        if not isinstance(font, Dictionary):
            return None
        if key(font) not in self._fonts:
            use = Use(font)
            if font.get("/Subtype") == Name.Type0:
                use.split = _split(font.get("/Encoding"))
                use.whole = use.split is None
            self._fonts[key(font)] = use
        return self._fonts[key(font)]


def _split(encoding: Any) -> Split | None:
    try:
        if isinstance(encoding, Stream):
            return embedded(encoding)[0]
        return predefined(str(encoding)[1:])
    except Untrusted:
        return None


def _strings(operands: Iterable[Any]) -> Iterator[bytes]:
    for operand in operands:
        if isinstance(operand, pikepdf.String):
            yield bytes(operand)
        elif isinstance(operand, Array):
            yield from (bytes(part) for part in operand if isinstance(part, pikepdf.String))


def _streams(found: Any, depth: int) -> Iterator[Stream]:
    """The streams in a dictionary, and in those within it."""
    if isinstance(found, Stream):
        yield found
    elif isinstance(found, Dictionary) and depth:
        for value in found.values():
            yield from _streams(value, depth - 1)
