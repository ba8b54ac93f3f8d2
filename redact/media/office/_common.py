"""Kinds of parts that stand in documents of every format, by content type, and the relationships that lead to them."""

from __future__ import annotations

from collections.abc import Mapping

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.media.office import _chart, _plain
from redact.media.office._rules import Fate, Kind

OFFICE = "application/vnd.openxmlformats-officedocument"
_DRAWINGML = f"{OFFICE}.drawingml"
_DIAGRAM_DRAWING = "application/vnd.ms-office.drawingml.diagramDrawing+xml"
_WORKBOOK = frozenset(("package", "oleObject"))


def kinds(folder: str, formula: _chart.Formula = _chart.placeless) -> Mapping[str, Kind]:
    """The kinds for a format whose parts stand in `folder`; `formula` is as in `_chart.habits`."""
    chart, diagram, theme = _chart.habits(formula).body, _plain.DIAGRAM.body, _plain.THEME.body
    cleaned = PartState.CLEANED
    found = (
        Kind(f"{folder}/theme/theme{{}}.xml", "theme {}", f"{OFFICE}.theme+xml", theme, cleaned),
        Kind(
            f"{folder}/theme/themeOverride{{}}.xml",
            "theme of a chart {}",
            f"{OFFICE}.themeOverride+xml",
            theme,
            cleaned,
        ),
        Kind(
            f"{folder}/charts/chart{{}}.xml",
            "chart {}",
            f"{_DRAWINGML}.chart+xml",
            chart,
            hidden=Hidden.CACHES,
            without=_WORKBOOK,
        ),
        Kind(
            f"{folder}/drawings/shapes{{}}.xml",
            "shapes of a chart {}",
            f"{_DRAWINGML}.chartshapes+xml",
            _plain.DRAWING.body,
        ),
        Kind(f"{folder}/diagrams/data{{}}.xml", "diagram {}", f"{_DRAWINGML}.diagramData+xml", diagram),
        Kind(
            f"{folder}/diagrams/layout{{}}.xml",
            "layout of diagram {}",
            f"{_DRAWINGML}.diagramLayout+xml",
            diagram,
            cleaned,
        ),
        Kind(
            f"{folder}/diagrams/style{{}}.xml",
            "style of diagram {}",
            f"{_DRAWINGML}.diagramStyle+xml",
            diagram,
            cleaned,
        ),
        Kind(
            f"{folder}/diagrams/colors{{}}.xml",
            "colours of diagram {}",
            f"{_DRAWINGML}.diagramColors+xml",
            diagram,
            cleaned,
        ),
        Kind(f"{folder}/diagrams/drawing{{}}.xml", "picture of diagram {}", _DIAGRAM_DRAWING, diagram),
    )
    return {kind.media_type: kind for kind in found}


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
