"""Parts that are taken the same way in every format: drawings, diagrams, themes, and definitions without words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.media.office._body import Habits, Page
from redact.media.office._drawing import Seen, texts
from redact.media.office._fields import Field
from redact.media.office._namespaces import KNOWN, local, names, q
from redact.media.office._sayings import attributes, leftovers, tidy
from redact.media.office._scrub import scrub
from redact.media.office._tree import drop

_DIAGRAM = f"{{{KNOWN['dgm']}}}"
_NAMED = names("a:theme a:clrScheme a:fontScheme a:fmtScheme")
_TABLE_STYLE = q("a:tblStyle")
#: Names of the table styles that come with PowerPoint.
_BUILT_IN = re.compile(
    r"(?:(?:No|Light|Medium|Dark|Themed) Style \d|No Style, (?:No|Table) Grid)(?: - Accent \d)?(?:/Accent \d)?"
)
_LABELS = names("dgm:title dgm:desc")
#: What stood in a point of a diagram before anybody typed there.
_PROMPT = "phldrT"


def clean(page: Page) -> None:
    """What no reader needs is taken out of a part with drawings."""
    scrub(page.root, page.part.lost)
    tidy(page.root)


def clean_theme(page: Page) -> None:
    """A theme without the names that people gave it, and without colours of their own."""
    clean(page)
    for element in list(page.root.iter("*")):
        if local(str(element.tag)) in ("custClrLst", "extLst"):
            drop(element)
        elif element.tag in _NAMED and "name" in element.attrib:
            element.set("name", "Office")


def clean_diagram(page: Page) -> None:
    """A diagram without prompts and the names of its layout."""
    clean(page)
    for element in list(page.root.iter("*")):
        if str(element.tag).startswith(_DIAGRAM):
            if _PROMPT in element.attrib:
                del element.attrib[_PROMPT]
            if element.tag in _LABELS:
                element.set("val", "")


def fields(page: Page) -> Iterator[Field]:
    """Text bodies, attributes with words, and whatever else says something."""
    seen = Seen()
    yield from texts(page.root, page.title, seen)
    yield from attributes(page.root, page.title)
    yield from leftovers(page.root, page.title, seen)


def clean_table_styles(page: Page) -> None:
    """Styles of tables without the names that people gave them."""
    clean(page)
    for number, element in enumerate(page.root.iter(_TABLE_STYLE), 1):
        if not _BUILT_IN.fullmatch(element.get("styleName", "")):
            element.set("styleName", f"Table Style {number}")


DRAWING = Habits(clean, fields)
THEME = Habits(clean_theme, fields)
DIAGRAM = Habits(clean_diagram, fields)
TABLE_STYLES = Habits(clean_table_styles, fields)
