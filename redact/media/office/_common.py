"""Kinds of parts that stand in documents of every format, by content type, and the relationships that lead to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.media.office import _chart, _plain
from redact.media.office._ooxml import Ooxml
from redact.media.office._rules import Body, Fate, Kind, Part

#: Reads a part of a package.
Reader = Callable[[Ooxml, Part], Body]

OFFICE = "application/vnd.openxmlformats-officedocument"
_DRAWINGML = f"{OFFICE}.drawingml"
_DIAGRAM_DRAWING = "application/vnd.ms-office.drawingml.diagramDrawing+xml"
_WORKBOOK = frozenset(("package", "oleObject"))


def kinds(folder: str, formula: _chart.Formula = _chart.placeless) -> Mapping[str, Kind]:
    """The kinds for a format whose parts stand in `folder`; `formula` is as in `_chart.habits`."""
    found = (*_themes(folder), *_charts(folder, _chart.habits(formula).body), *_diagrams(folder, _plain.DIAGRAM.body))
    return {kind.media_type: kind for kind in found}


def _themes(folder: str) -> Iterator[Kind]:
    body, cleaned = _plain.THEME.body, PartState.CLEANED
    yield Kind(f"{folder}/theme/theme{{}}.xml", "theme {}", f"{OFFICE}.theme+xml", body, cleaned)
    override = f"{folder}/theme/themeOverride{{}}.xml"
    yield Kind(override, "theme of a chart {}", f"{OFFICE}.themeOverride+xml", body, cleaned)


def _charts(folder: str, body: Reader) -> Iterator[Kind]:
    path, media_type = f"{folder}/charts/chart{{}}.xml", f"{_DRAWINGML}.chart+xml"
    yield Kind(path, "chart {}", media_type, body, hidden=Hidden.CACHES, without=_WORKBOOK)
    shapes = f"{folder}/drawings/shapes{{}}.xml"
    yield Kind(shapes, "shapes of a chart {}", f"{_DRAWINGML}.chartshapes+xml", _plain.DRAWING.body)


def _diagrams(folder: str, body: Reader) -> Iterator[Kind]:
    at = f"{folder}/diagrams"
    yield Kind(f"{at}/data{{}}.xml", "diagram {}", f"{_DRAWINGML}.diagramData+xml", body)
    for name, media_type, said in (
        ("layout", "diagramLayout", "layout"),
        ("style", "diagramStyle", "style"),
        ("colors", "diagramColors", "colours"),
    ):
        path, full_type = f"{at}/{name}{{}}.xml", f"{_DRAWINGML}.{media_type}+xml"
        yield Kind(path, f"{said} of diagram {{}}", full_type, body, PartState.CLEANED)
    yield Kind(f"{at}/drawing{{}}.xml", "picture of diagram {}", _DIAGRAM_DRAWING, body)


#: By the last word of a relationship's type.
RELATIONS: Mapping[str, Fate] = {
    "theme": Fate.FOLLOWED,
    "themeOverride": Fate.OPTIONAL,
    "chart": Fate.FOLLOWED,
    "chartUserShapes": Fate.FOLLOWED,
    "diagramData": Fate.FOLLOWED,
    "diagramLayout": Fate.FOLLOWED,
    "diagramQuickStyle": Fate.FOLLOWED,
    "diagramColors": Fate.FOLLOWED,
    "diagramDrawing": Fate.OPTIONAL,
    "image": Fate.PICTURE,
    "hyperlink": Fate.LINK,
    "package": Fate.FILE,
}

#: Relationships that mean nothing unless the part names them: a picture in a text that was deleted is not shown.
EXPLICIT = frozenset(
    """image hyperlink package audio video media chart chartUserShapes diagramData diagramLayout diagramQuickStyle
    diagramColors header footer""".split()
)
