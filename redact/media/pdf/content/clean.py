"""Content streams written anew without what no reader shows: unknown words, comments, unused resources, alternative texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pikepdf

from redact.media.pdf.content import properties
from redact.media.pdf.content.objects import dictionary, entry, inherited, items
from redact.media.pdf.content.operators import Step, made
from redact.media.pdf.content.streams import parsed, unparsed
from redact.media.pdf.terms import Untrusted

_NAMED = {"Do": "/XObject", "Tf": "/Font", "gs": "/ExtGState", "sh": "/Shading"}
_LAST = {"BDC": "/Properties", "DP": "/Properties", "scn": "/Pattern", "SCN": "/Pattern"}
_PRUNED = ("/XObject", "/Font", "/ExtGState", "/Shading", "/Pattern", "/Properties")
_WHOLE = ("/ColorSpace", "/ProcSet")
_OPENED = {"Q": "q", "EMC": "BMC", "ET": "BT"}
_MOST_DEEP = 60
_FORM = pikepdf.Name.Form

Used = set[tuple[str, str]]


class Cleaner:
    """Cleans the streams of a document in place. `done` are those that need it no more."""

    def __init__(self, pdf: pikepdf.Pdf, done: set[tuple[int, int]]) -> None:
        self._pdf = pdf
        self._done = done
        self._used: dict[tuple[int, int], Used] = {}

    def page(self, page: pikepdf.Page) -> None:
        """Clean a page and all that it draws.

        Raises:
            Untrusted: its content cannot be read.
        """
        found = parsed(self._pdf, page)
        held = inherited(page, "/Resources")
        resources = held if isinstance(held, pikepdf.Dictionary) else pikepdf.Dictionary()
        used = _uses(found)
        for stream in _inner(resources, used):
            used |= self._stream(stream, 1)
        page.obj["/Contents"] = self._pdf.make_stream(b"q\n" + written(found) + b"Q\n")
        page.obj["/Resources"] = self._pruned(resources, used)

    def _stream(self, stream: pikepdf.Stream, depth: int) -> Used:
        """Clean a stream, and say what it needs of the resources around it."""
        if depth > _MOST_DEEP:
            raise Untrusted("forms are nested too deep")
        if stream.objgen in self._used:
            return self._used[stream.objgen]
        self._used[stream.objgen] = set()  # where it holds itself
        try:
            found = parsed(self._pdf, stream)
        except Untrusted:  # nothing that is shown: that was read before
            found = []
        if stream.objgen not in self._done:
            self._done.add(stream.objgen)
            stream.write(written(found))
        needs = self._needs(stream, _uses(found), depth)
        self._used[stream.objgen] = needs
        return needs

    def _needs(self, stream: pikepdf.Stream, used: Used, depth: int) -> Used:
        own = stream.get("/Resources")
        if not isinstance(own, pikepdf.Dictionary):
            return used
        for inner in _inner(own, used):
            used = used | self._stream(inner, depth + 1)
        stream["/Resources"] = self._pruned(own, used)
        return {(kind, name) for kind, name in used if entry(own, kind, pikepdf.Name(name)) is None}

    def _pruned(self, resources: pikepdf.Dictionary, used: Used) -> pikepdf.Dictionary:
        """A copy of resources with those alone that are used."""
        kept = pikepdf.Dictionary()
        for kind in _WHOLE:
            if kind in resources:
                kept[kind] = resources[kind]
        for kind in _PRUNED:
            named = {name: held for name, held in items(resources.get(kind)) if (kind, name) in used}
            if named:
                kept[kind] = pikepdf.Dictionary(named)
        properties.clean_resources(kept)
        for _, font in items(kept.get("/Font")):
            self._glyphs(font)
        return kept

    def _glyphs(self, font: Any) -> None:
        if dictionary(font).get("/Subtype") == pikepdf.Name.Type3:
            for _, proc in items(font.get("/CharProcs")):
                if isinstance(proc, pikepdf.Stream):
                    self._stream(proc, _MOST_DEEP)


def _uses(found: Sequence[Step]) -> Used:
    used: Used = set()
    for step in found:
        if step.word in _NAMED:
            used.add((_NAMED[step.word], str(step.operands[0])))
        elif step.word in _LAST and step.operands and isinstance(step.operands[-1], pikepdf.Name):
            used.add((_LAST[step.word], str(step.operands[-1])))
    return used


def _inner(resources: pikepdf.Dictionary, used: Used) -> Iterator[pikepdf.Stream]:
    """The content streams among the resources that are used."""
    for kind, name in sorted(used):
        held = entry(resources, kind, pikepdf.Name(name))
        if kind == "/ExtGState":
            held = dictionary(dictionary(held).get("/SMask")).get("/G")
        if isinstance(held, pikepdf.Stream) and (held.get("/PatternType") == 1 or held.get("/Subtype") == _FORM):
            yield held


def written(found: Sequence[Step]) -> bytes:
    """Instructions as a stream, with what closes nothing left out and what is left open closed."""
    kept, left = list[Any](), dict.fromkeys(_OPENED.values(), 0)
    for step in found:
        word = "BMC" if step.word == "BDC" else step.word
        if word in left:
            left[word] += 1
        elif word in _OPENED:
            if not left[_OPENED[word]]:
                continue
            left[_OPENED[word]] -= 1
        kept.append(properties.cleaned(step))
    kept += [made(word, []) for word in ("ET", "EMC", "Q") for _ in range(left[_OPENED[word]])]
    return unparsed(kept)
