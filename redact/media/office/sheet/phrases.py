"""The text of a shared string, an inline string or a comment: runs with formats; and hints of how it is said.

Source: ECMA-376-1:2016, section 18.4 (shared string table).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

from lxml import etree

from redact.core.flow import Edit
from redact.media._cut import splice
from redact.media._leaves import Leaves
from redact.media.office._vocabulary import FONTS
from redact.media.office.sheet.spelling import attribute, decoded, element_t

#: Formats of a run, and their attributes. Source: ECMA-376-1:2016, section 18.4.7 (CT_RPrElt).
_FORMATS = frozenset(
    "b i strike condense extend outline shadow u vertAlign sz color rFont family charset scheme".split()
)
_COUNT = re.compile(r"[0-9]{1,6}")
_SETTINGS = ("val", "rgb", "theme", "tint", "indexed", "auto")


class Run(NamedTuple):
    """A stretch of one format; `form` is the XML of its `rPr`, empty for none."""

    form: str
    text: str


class Hint(NamedTuple):
    """How a stretch of Japanese is said: over which characters it stands, and what it says."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text of one cell. Plain text is one run without a format. `hints` stay only where nothing is changed."""

    runs: tuple[Run, ...] = field(repr=False)
    hints: tuple[Hint, ...] = field(default=(), repr=False)

    @property
    def text(self) -> str:
        """The text as it is shown."""
        return self.runs[0].text if len(self.runs) == 1 else "".join(run.text for run in self.runs)

    @property
    def said(self) -> str:
        """The hints, run together."""
        return "".join(hint.text for hint in self.hints)

    def changed(self, edits: Sequence[Edit]) -> Phrase:
        """The phrase after edits that count in its text, without hints; runs keep their formats."""
        if len(self.runs) == 1:
            return Phrase((Run(self.runs[0].form, splice(self.runs[0].text, edits)),))
        texts = [run.text for run in self.runs]
        leaves = Leaves()
        for number, run in enumerate(self.runs):
            leaves.add(run.text, partial(texts.__setitem__, number))
        leaves.put(edits)
        return Phrase(tuple(Run(run.form, text) for run, text in zip(self.runs, texts, strict=True)))

    def inside(self) -> str:
        """The XML between the tags of `si`, `is` or `text`."""
        runs = [run for run in self.runs if run.text]  # programs take an empty one for damage
        hints = "".join(f'<rPh sb="{hint.start}" eb="{hint.end}">{element_t(hint.text)}</rPh>' for hint in self.hints)
        if not runs or (len(runs) == 1 and not runs[0].form):
            return element_t(self.text) + hints
        return "".join(f"<r>{run.form}{element_t(run.text)}</r>" for run in runs) + hints


def plain(text: str) -> Phrase:
    """A phrase of one run without a format."""
    return Phrase((Run("", text),))


def phrase_of(element: Any) -> Phrase:
    """The phrase of an `si`, `is` or `text` element."""
    runs, hints = tuple(_runs(element)), tuple(_hints(element))
    if len(runs) == 1 or all(not run.form for run in runs):
        form = runs[0].form if runs else ""
        return Phrase((Run(form, "".join(run.text for run in runs)),), hints)
    return Phrase(runs, hints)


def _runs(element: Any) -> Iterator[Run]:
    for child in element.iterchildren(etree.Element):
        name = local(child)
        if name == "t":
            yield Run("", decoded(child.text or ""))
        elif name == "r":
            text = "".join(decoded(leaf.text or "") for leaf in named(child, "t"))
            yield Run("".join(_form(form) for form in named(child, "rPr")), text)


def _hints(element: Any) -> Iterator[Hint]:
    for child in named(element, "rPh"):
        start, end = child.get("sb", ""), child.get("eb", "")
        text = "".join(decoded(leaf.text or "") for leaf in named(child, "t"))
        if _COUNT.fullmatch(start) and _COUNT.fullmatch(end) and text:
            yield Hint(int(start), int(end), text)


def _form(form: Any) -> str:
    settings = []
    for child in form.iterchildren(etree.Element):
        if local(child) in _FORMATS and (local(child) != "rFont" or child.get("val", "").lower() in FONTS):
            written = "".join(attribute(name, child.get(name)) for name in _SETTINGS if name in child.attrib)
            settings.append(f"<{local(child)}{written}/>")
    return f"<rPr>{''.join(settings)}</rPr>" if settings else ""


def local(element: Any) -> str:
    """An element's name without its namespace."""
    tag: str = element.tag
    return tag.rpartition("}")[2]


def named(element: Any, name: str) -> Iterator[Any]:
    """The children of one local name."""
    chosen: Callable[[Any], bool] = lambda child: local(child) == name  # noqa: E731
    return filter(chosen, element.iterchildren(etree.Element))
