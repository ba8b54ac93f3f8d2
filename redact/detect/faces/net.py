"""Looks taken and put together: every face of a picture once, as the box that is to be cut."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol

import cv2
import numpy as np

from redact.core.place import Box
from redact.detect.faces import boxes as many
from redact.detect.faces.boxes import Boxes
from redact.detect.faces.looks import LEAST_ALONE, Look, Tile, at_side, tiles
from redact.detect.faces.network import Network, Pixels

#: Pixels of the network that each look adds on every side: about as far as it errs on the smallest faces.
_ERROR_PX = 1.0
#: Share of the fused box that is added on every side: a reader of faces goes from hair to chin, the network from brow to lip.
_PADDING = 0.2


class Sighting(NamedTuple):
    """A face: the box to cut, padded, inside the picture; and how sure the network is, 0 to 1."""

    box: Box
    score: float


class Claims(Protocol):
    """What `Network` does: claims on faces in a piece of a picture."""

    def __call__(self, pixels: Pixels, least_score: float) -> Boxes:
        """Boxes of at least that score, many to a face."""


class FaceNet:
    """Faces at one size of picture, for films: `side_px` is the longer side that the network sees.

    Costs about 0.12 CPU-seconds for a megapixel that the network sees. Safe to use from several threads.
    """

    def __init__(self, side_px: int, claims: Claims | None = None) -> None:
        self._looks = at_side(side_px)
        self._claims = claims or Network()

    def spot(self, pixels: Pixels) -> list[Sighting]:
        """The faces of an upright picture, ``uint8 [h, w, 3], RGB``, strongest first."""
        return sightings(found(pixels, self._looks, self._claims), pixels)


def found(pixels: Pixels, looks: Sequence[Look], claims: Claims) -> Boxes:
    """The faces that several looks find together, each once, in the picture's own pixels, not yet padded."""
    seen = [_seen(pixels, look, claims) for look in looks]
    by = np.repeat(np.arange(len(seen)), [len(boxes) for boxes in seen])
    boxes, votes = many.fused(np.concatenate([many.none(), *seen]), by)
    if not any(look.mirrored for look in looks):
        return boxes  # one look for each size of face: nobody to ask twice
    return boxes[(votes > 1) | (boxes[:, 4] >= LEAST_ALONE)]


def sightings(boxes: Boxes, pixels: Pixels) -> list[Sighting]:
    """The same faces as boxes to cut: padded, and kept inside the picture."""
    height, width = pixels.shape[:2]
    return [Sighting(many.to_place(row, width, height), float(row[4])) for row in many.grown(boxes, _PADDING)]


def _seen(pixels: Pixels, look: Look, claims: Claims) -> Boxes:
    """What one look finds, in the pixels of the picture."""
    height, width = pixels.shape[:2]
    view = _view(pixels, look)
    boxes = np.concatenate([_in_tile(view, tile, look, claims) for tile in tiles(view.shape[1], view.shape[0])])
    boxes = many.grown(boxes[many.sides(boxes) >= look.least_face_px], by_px=_ERROR_PX)
    if look.mirrored:
        boxes = many.mirrored_back(boxes, view.shape[1])
    boxes = many.turned_back(boxes, look.turns, view.shape[1], view.shape[0])
    seen_height, seen_width = view.shape[:2] if look.turns % 2 == 0 else view.shape[1::-1]
    boxes[:, [0, 2]] *= width / seen_width
    boxes[:, [1, 3]] *= height / seen_height
    return boxes


def _view(pixels: Pixels, look: Look) -> Pixels:
    """The picture as the look has it. Only a picture that is made smaller or larger is copied whole."""
    height, width = pixels.shape[:2]
    scale = look.side_px / max(height, width)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    if size != (width, height):
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        pixels = np.asarray(cv2.resize(pixels, size, interpolation=how), np.uint8)
    turned = np.rot90(pixels, look.turns)
    return np.fliplr(turned) if look.mirrored else turned


def _in_tile(view: Pixels, tile: Tile, look: Look, claims: Claims) -> Boxes:
    """What one tile answers for, in the pixels of the look."""
    piece = np.ascontiguousarray(view[tile.y0 : tile.y1, tile.x0 : tile.x1])
    boxes = claims(piece, look.least_score)
    boxes += np.array([tile.x0, tile.y0, tile.x0, tile.y0, 0], np.float32)
    middle_x, middle_y = (boxes[:, 0] + boxes[:, 2]) / 2, (boxes[:, 1] + boxes[:, 3]) / 2
    left, top, right, bottom = tile.own
    return boxes[(middle_x >= left) & (middle_x < right) & (middle_y >= top) & (middle_y < bottom)]
