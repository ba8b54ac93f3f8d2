"""Names for what is left out, by content type: for people, and never from the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from redact.core.flow import PartNote, PartState
from redact.core.hidden import Hidden
from redact.media.office._ooxml import Ooxml
from redact.media.office._program import is_ours

#: A word in a content type -> what that is, and where people look for it. The first that fits counts.
_KNOWN: tuple[tuple[str, str, Hidden | None], ...] = (
    ("core-properties", "document properties", Hidden.METADATA),
    ("extended-properties", "document properties", Hidden.METADATA),
    ("custom-properties", "document properties", Hidden.METADATA),
    ("digital-signature", "signature", Hidden.METADATA),
    ("websettings", "settings for the web", None),
    ("styleswitheffects", "styles for an old program", None),
    ("viewprops", "settings of the view", None),
    ("vmldrawing", "old drawing", None),
    ("tags", "tags of programs", Hidden.METADATA),
    ("people", "list of authors", Hidden.METADATA),
    ("commentauthors", "list of authors", Hidden.COMMENTS),
    ("person", "list of authors", Hidden.METADATA),
    ("authors", "list of authors", Hidden.METADATA),
    ("comments", "comments", Hidden.COMMENTS),
    ("vba", "macros", Hidden.CODE),
    ("macro", "macros", Hidden.CODE),
    ("activex", "form control with code", Hidden.CODE),
    ("control", "form control with code", Hidden.CODE),
    ("userinterface", "commands for the menu", Hidden.CODE),
    ("customui", "commands for the menu", Hidden.CODE),
    ("customxml", "custom XML", Hidden.METADATA),
    ("glossary", "building blocks", Hidden.TEXT),
    ("printersettings", "printer settings", Hidden.METADATA),
    ("font", "embedded font", None),
    ("pivotcache", "pivot cache", Hidden.CACHES),
    ("oleobject", "embedded object", Hidden.EMBEDDED),
    ("externallink", "link to another file", Hidden.FORMULAS),
    ("querytable", "link to a database", Hidden.FORMULAS),
    ("connections", "link to a database", Hidden.FORMULAS),
    ("revision", "log of changes", Hidden.CHANGES),
    ("usernames", "log of changes", Hidden.CHANGES),
    ("calcchain", "order of calculation", None),
    ("pivottable", "pivot table", Hidden.CACHES),
    ("slicer", "slicer", Hidden.FILTERS),
    ("timeline", "timeline", Hidden.FILTERS),
    ("sheetmetadata", "metadata of cells", None),
    ("rdrichvalue", "rich values", Hidden.CACHES),
    ("volatiledependencies", "values from other programs", Hidden.FORMULAS),
    ("dialogsheet", "sheet of code", Hidden.CODE),
    ("webextension", "add-in", Hidden.CODE),
    ("taskpanes", "add-in", Hidden.CODE),
    ("chartstyle", "look of a chart", None),
    ("chartcolorstyle", "look of a chart", None),
    ("chartex", "chart of a new kind", Hidden.CACHES),
    ("image/", "picture", None),
    ("audio/", "recording", None),
    ("video/", "film", None),
    ("sheet", "workbook", Hidden.EMBEDDED),
    ("document", "document", Hidden.EMBEDDED),
)


def dropped(
    package: Ooxml, kept: Iterable[str], thumbnails: frozenset[str], programs: tuple[str, ...] = ()
) -> Iterator[PartNote]:
    """A note for each part that is not among the `kept`, and does not just name one of the `programs`."""
    stay = frozenset(kept)
    count: Counter[str] = Counter()
    for part in package.parts:
        if part in stay or is_ours(package, part, programs):
            continue
        title, hidden = _described(package.types.of(part), part in thumbnails)
        count[title] += 1
        yield PartNote(f"{title} {count[title]}, left out", PartState.DROPPED, "", hidden)
    if package.has_comment:
        yield PartNote("comment of the zip file", PartState.DROPPED, "", Hidden.COMMENTS)


def _described(media_type: str, is_thumbnail: bool) -> tuple[str, Hidden | None]:
    if is_thumbnail:
        return "thumbnail", Hidden.THUMBNAILS
    told = media_type.lower()
    for word, title, hidden in _KNOWN:
        if word in told:
            return title, hidden
    return "unknown part", None
