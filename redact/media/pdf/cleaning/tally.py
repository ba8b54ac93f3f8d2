"""What was found and taken away while a PDF was made plain, counted by topic, as rows of a census."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden

_CLAIMED_NO_MORE = "claimed no more: its metadata is gone, and labels are set in a font that is not in the file"


class _Row(NamedTuple):
    part: str
    state: PartState
    note: str
    hidden: Hidden | None


_GONE, _NEW = PartState.DROPPED, PartState.CLEANED


class Topic(Enum):
    """One row of the census. `{n}` is how many there are."""

    ANNOTATIONS = _Row("annotations", _NEW, "{n} drawn into their pages", None)
    COMMENTS = _Row("comments", _GONE, "{n} with words that the page does not show", Hidden.COMMENTS)
    UNSEEN = _Row("hidden annotations", _GONE, "{n} that no reader sees on the page", Hidden.COMMENTS)
    BROKEN = _Row("broken annotations", _GONE, "{n} that cannot be understood", Hidden.COMMENTS)
    MARKED = _Row(
        "marked redactions", _GONE, "{n} never carried out: what they mark is read as any text", Hidden.LAYERS
    )
    FIELDS = _Row("form fields", _NEW, "{n} drawn into their pages; they can be filled in no more", None)
    UNSEEN_FIELDS = _Row("hidden form fields", _GONE, "{n} with a value that no page shows", Hidden.TEXT)
    XFA = _Row("XFA form", _GONE, "a second copy of the form", Hidden.EMBEDDED)
    SIGNATURES = _Row("signatures", _GONE, "{n}: no signature survives a change", Hidden.METADATA)
    SIGNED = _Row("records of signatures", _GONE, "{n}", Hidden.METADATA)
    MEDIA = _Row("media", _GONE, "{n} sounds, films, models or screens", Hidden.EMBEDDED)
    SCRIPTS = _Row("scripts", _GONE, "{n} scripts or actions that run by themselves", Hidden.CODE)
    ACTIONS = _Row("scripts of annotations", _GONE, "{n} scripts or actions of notes, fields and links", Hidden.CODE)
    LINKS = _Row("links", _GONE, "{n} that open a file, run something or lead nowhere", Hidden.FORMULAS)
    INFO = _Row("document properties", _GONE, "{n} entries: title, author, program, dates", Hidden.METADATA)
    XMP = _Row("XMP metadata", _GONE, "{n} packets", Hidden.METADATA)
    PRIVATE = _Row("private data of programs", _GONE, "{n} entries", Hidden.METADATA)
    THUMBNAILS = _Row("thumbnails", _GONE, "{n} small pictures of pages as they once were", Hidden.THUMBNAILS)
    TAGS = _Row("texts of the structure tree", _GONE, "{n} replacement texts, expansions, titles, ids", Hidden.TEXT)
    TAG_TREE = _Row("structure tree", _NEW, "types resolved; alternative texts are read", None)
    DESTINATIONS = _Row("named destinations", _GONE, "{n}; links to them lead to their pages", Hidden.METADATA)
    LABELS = _Row("page label prefixes", _GONE, "{n}", Hidden.METADATA)
    LAYERS = _Row("layers", _NEW, "{n}, some of them not shown; named anew", Hidden.LAYERS)
    LAYER_NAMES = _Row("layer names", _GONE, "{n}", Hidden.LAYERS)
    INTENTS = _Row("names of output intents", _GONE, "{n}", Hidden.METADATA)
    UNUSED = _Row("unused resources", _GONE, "{n} fonts, pictures or drawings that no page shows", Hidden.LAYERS)
    IMAGE_TAGS = _Row("metadata of pictures", _GONE, "{n} segments within coded pictures", Hidden.METADATA)
    ICC = _Row("texts of colour profiles", _GONE, "{n}", Hidden.METADATA)
    ARTICLES = _Row("article threads", _GONE, "{n}", Hidden.METADATA)
    ALTERNATES = _Row("alternate pictures", _GONE, "{n} other versions of pictures", Hidden.THUMBNAILS)
    OTHER = _Row("other entries", _GONE, "{n} that no reader needs", Hidden.METADATA)
    REVISIONS = _Row("earlier revisions", _GONE, "{n} older states of the document in the file", Hidden.CHANGES)
    PDF_A = _Row("conformance to PDF/A", _GONE, _CLAIMED_NO_MORE, None)
    PDF_UA = _Row("conformance to PDF/UA", _GONE, _CLAIMED_NO_MORE, None)
    PDF_X = _Row("conformance to PDF/X, PDF/VT or PDF/E", _GONE, _CLAIMED_NO_MORE, None)
    PORTFOLIO = _Row("portfolio", _GONE, "its files become plain attachments", Hidden.EMBEDDED)


#: The key under which something was found that does not stay, and what it is.
BY_KEY: Mapping[str, Topic] = {
    "/Metadata": Topic.XMP,
    "/PieceInfo": Topic.PRIVATE,
    "/LastModified": Topic.PRIVATE,
    "/SpiderInfo": Topic.PRIVATE,
    "/Thumb": Topic.THUMBNAILS,
    "/JavaScript": Topic.SCRIPTS,
    "/OpenAction": Topic.SCRIPTS,
    "/AA": Topic.SCRIPTS,
    "/Next": Topic.SCRIPTS,
    "/ActualText": Topic.TAGS,
    "/E": Topic.TAGS,
    "/T": Topic.TAGS,
    "/ID": Topic.TAGS,
    "/IDTree": Topic.TAGS,
    "/Dests": Topic.DESTINATIONS,
    "/Perms": Topic.SIGNED,
    "/DSS": Topic.SIGNED,
    "/Collection": Topic.PORTFOLIO,
    "/Threads": Topic.ARTICLES,
    "/B": Topic.ARTICLES,
    "/Alternates": Topic.ALTERNATES,
    "/OPI": Topic.ALTERNATES,
}


class Tally:
    """Counts topics; `notes` are in the order in which the topics stand above."""

    def __init__(self) -> None:
        self._count: Counter[Topic] = Counter()

    def add(self, topic: Topic, count: int = 1) -> None:
        """So many more of it."""
        self._count[topic] += count

    def add_keys(self, lost: Mapping[str, int]) -> None:
        """What was taken away, by key."""
        for key, count in lost.items():
            self.add(BY_KEY.get(key, Topic.OTHER), count)

    def notes(self) -> tuple[PartNote, ...]:
        """A row for each topic that was met."""
        rows = ((topic.value, self._count[topic]) for topic in Topic if self._count[topic])
        return tuple(PartNote(row.part, row.state, row.note.format(n=count), row.hidden) for row, count in rows)
