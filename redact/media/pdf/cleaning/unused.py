"""Resources that nothing draws: no reader shows them, nobody reads them, so they go.

A name counts as used where it stands anywhere in the content, even as a tag: rather one picture too many than one too few.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Stream

from redact.media.pdf.cleaning.tally import Tally, Topic
from redact.media.pdf.objects.limits import content_of
from redact.media.pdf.objects.pagetree import contents, inherited

_NAME = re.compile(rb"/([^\x00\t\n\x0c\r ()<>\[\]{}/%]*)")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_LISTS = ("/XObject", "/Font", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties")
_COUNTED = frozenset({"/XObject", "/Font", "/Pattern"})
#: Colour spaces that are meant where no name is said.
_IMPLIED = frozenset({"/DefaultGray", "/DefaultRGB", "/DefaultCMYK"})
#: What a list of resources is known by: its own number, or, where it has none, that of what it belongs to.
_Key = tuple[tuple[int, int], bool]


def prune(pdf: pikepdf.Pdf, tally: Tally) -> None:
    """Take from every list of resources what no content that draws with it names.

    Raises:
        LimitExceeded: a content is a bomb.
    """
    found = _Uses()
    for page in pdf.pages:
        resources = inherited(page.obj, "/Resources")
        if isinstance(resources, Dictionary):
            found.draws(contents(page.obj), resources, page.obj)
    found.run()
    for resources, used in found.lists():
        _take(resources, used, tally)
    _from_nodes(pdf, found)


class _Uses:
    """Which names are used of which list of resources."""

    def __init__(self) -> None:
        self._resources: dict[_Key, Dictionary] = {}
        self._used: dict[_Key, set[str]] = defaultdict(lambda: set(_IMPLIED))
        self._unknown: set[_Key] = set()
        self._done: set[tuple[tuple[int, int], _Key]] = set()
        self._todo: list[tuple[Stream, _Key]] = []

    def draws(self, streams: list[Stream], resources: Dictionary, owner: Any) -> None:
        """Note that these contents draw with these resources, which belong to `owner`."""
        key = (resources.objgen, True) if resources.is_indirect else (owner.objgen, False)
        self._resources.setdefault(key, resources)
        self._todo += ((stream, key) for stream in streams)

    def run(self) -> None:
        """Follow what is drawn, and what that draws."""
        while self._todo:
            stream, key = self._todo.pop()
            if (stream.objgen, key) in self._done:
                continue
            self._done.add((stream.objgen, key))
            try:
                names = _names(content_of(stream))
            except pikepdf.PdfError:
                self._unknown.add(key)
                continue
            fresh = names - self._used[key]
            self._used[key] |= fresh
            self._follow(key, fresh)

    def lists(self) -> Iterator[tuple[Dictionary, set[str]]]:
        """Each list that could be understood, and what is used of it."""
        for key, resources in self._resources.items():
            if key not in self._unknown:
                yield resources, self._used[key]

    def _follow(self, key: _Key, names: set[str]) -> None:
        resources = self._resources[key]
        for kind in _LISTS:
            held: Any = resources.get(kind)
            for name in names & set(held.keys() if isinstance(held, Dictionary) else ()):
                for streams, owner in _drawn(held[name]):
                    own = owner.get("/Resources")
                    if isinstance(own, Dictionary):
                        self.draws(streams, own, owner)
                    else:
                        self._todo += ((stream, key) for stream in streams)


def _drawn(value: Any) -> Iterator[tuple[list[Any], Any]]:
    """What a resource draws itself, and whose it is: a form, a pattern, the letters of a Type 3 font, a soft mask."""
    if isinstance(value, Stream):
        if value.get("/Subtype") != pikepdf.Name.Image:
            yield [value], value
    elif isinstance(value, Dictionary):
        letters, mask, state = value.get("/CharProcs"), value.get("/SMask"), value.get("/ExtGState")
        if isinstance(letters, Dictionary):
            drawings = (letters[key] for key in letters.keys())  # noqa: SIM118 - not a Python dictionary
            yield [drawing for drawing in drawings if isinstance(drawing, Stream)], value
        for held in (mask, state.get("/SMask") if isinstance(state, Dictionary) else None):
            if isinstance(held, Dictionary) and isinstance(held.get("/G"), Stream):
                yield [held["/G"]], held["/G"]


def _names(content: bytes) -> set[str]:
    found = {_HEX.sub(lambda part: bytes((int(part[1], 16),)), name) for name in _NAME.findall(content)}
    return {"/" + name.decode("utf-8", "surrogateescape") for name in found}


def _take(resources: Dictionary, used: set[str], tally: Tally) -> None:
    """The lists within are made anew: several resources may share one, and each uses another part of it."""
    for kind in _LISTS:
        held: Any = resources.get(kind)
        names = list(held.keys()) if isinstance(held, Dictionary) else []
        kept = [name for name in names if name in used]
        if len(kept) < len(names):
            resources[kind] = Dictionary({name: held[name] for name in kept})
            tally.add(Topic.UNUSED, (len(names) - len(kept)) * (kind in _COUNTED))


def _from_nodes(pdf: pikepdf.Pdf, found: _Uses) -> None:
    """Lists that stand above the pages and that no page inherits."""
    known = {resources.objgen for resources, _ in found.lists() if resources.is_indirect}
    nodes: dict[tuple[int, int], Any] = {}
    for page in pdf.pages:
        node: Any = page.obj.get("/Parent")
        if isinstance(node, Dictionary):
            nodes[node.objgen] = node
    inherits = any("/Resources" not in page.obj for page in pdf.pages)
    for above in nodes.values():
        held = above.get("/Resources")
        if isinstance(held, Dictionary) and held.objgen not in known and not inherits:
            del above["/Resources"]
