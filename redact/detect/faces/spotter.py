"""The room's door for stills: faces of a picture as findings, and whether they are a crowd."""

from __future__ import annotations

from collections.abc import Iterable

from redact.core.flow import Finding
from redact.core.segment import Raster
from redact.detect.faces.boxes import Boxes, sides
from redact.detect.faces.looks import Look, at_side, looks
from redact.detect.faces.net import Claims, found, sightings
from redact.detect.faces.network import Network
from redact.settings import Settings

_NAME = "faces"
_ENTITY = "FACE"

#: More faces than this, or this many tiny ones, are a crowd: there, some face is missed more often than not.
_CROWD = 12
_CROWD_OF_TINY = 6
_TINY_PX = 16


class Faces:
    """Spots the faces of stills at one level."""

    name = _NAME

    def __init__(self, level: str, claims: Claims | None = None) -> None:
        """Loads the network unless one is given.

        Raises:
            UsageError: there is no such level.
            MissingPart: the network is not in the model store.
        """
        looks(level, 1)
        self._level = level
        self._claims = claims or Network()

    def __call__(self, picture: Raster) -> Iterable[Finding]:
        """The faces of an upright picture, strongest first; each has the fact `crowd` where many are together."""
        return self._findings(picture, looks(self._level, max(picture.pixels.shape[:2])))

    def at_own_size(self, picture: Raster) -> Iterable[Finding]:
        """The same in the size that the picture has, whatever the level: a film's frame, shrunk already, or a part of it."""
        return self._findings(picture, at_side(max(picture.pixels.shape[:2])))

    def _findings(self, picture: Raster, seen: tuple[Look, ...]) -> list[Finding]:
        pixels = picture.pixels
        boxes = found(pixels, seen, self._claims)
        facts = frozenset({"crowd"}) if _is_crowd(boxes) else frozenset()
        return [Finding(box, _ENTITY, round(score, 4), _NAME, facts) for box, score in sightings(boxes, pixels)]


def make(settings: Settings) -> Faces:
    """The face spotter at the level that the settings say.

    Raises:
        UsageError: there is no such level.
        MissingPart: the network is not in the model store.
    """
    return Faces(settings.faces)


def _is_crowd(boxes: Boxes) -> bool:
    return len(boxes) > _CROWD or int((sides(boxes) < _TINY_PX).sum()) >= _CROWD_OF_TINY
