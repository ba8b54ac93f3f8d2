"""What a reviewer sees of a plan: each picture, a few frames of each film, and each sound's waveform, with what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from redact.audit.sheet import Marked, tile, write_sheet
from redact.audit.wave import Shaded, wave_sheet
from redact.core.flow import Decision
from redact.core.place import Box, Times, Track
from redact.core.ports import Document
from redact.core.segment import Film, Raster, Sound, Text

_MOST_TILES = 24
_FRAMES_EACH = 3  # of a stretch of film


def preview(document: Document, decisions: Iterable[Decision], path: Path) -> bool:
    """A contact sheet of the document's first pictures, and beside it a sheet of each sound; False where there is neither.

    The sheet of the first sound is called `path` with `-sound-1.png` for its suffix.

    Raises:
        WriteError: one cannot be written.
    """
    tiles = []
    sounds = _Sounds(path)
    for each in _tiles(document, decisions, sounds):
        tiles.append(each)
        if len(tiles) == _MOST_TILES:
            break
    if tiles:
        write_sheet(tiles, path)
    return bool(tiles or sounds.drawn)


class _Sounds:
    """Draws the sounds of one document, each into a file of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.drawn = 0

    def draw(self, sound: Sound, decided: Sequence[Decision]) -> None:
        shaded = [
            Shaded(d.place, d.verdict.action, d.entity)
            for d in decided
            if isinstance(d.place, Times) and (d.verdict.action.cuts or d.entity != "VOICE")
        ]
        self.drawn += 1
        path = self._path.with_name(f"{self._path.stem}-sound-{self.drawn}.png")
        wave_sheet(sound.blocks, None, shaded, sound.rate_hz, path)


def _tiles(document: Document, decisions: Iterable[Decision], sounds: _Sounds) -> Iterator[Any]:
    seen = (d for d in decisions if isinstance(d.place, Box | Track | Times))
    groups = groupby(seen, key=lambda decision: decision.segment)
    waiting = next(groups, None)
    for segment in document.segments():
        if isinstance(segment, Text):
            continue
        decided: list[Decision] = []
        if waiting is not None and waiting[0] == segment.ordinal:
            decided = list(waiting[1])
            waiting = next(groups, None)
        if isinstance(segment, Sound):
            sounds.draw(segment, decided)
        elif isinstance(segment, Raster):
            yield tile(segment.pixels, _marked(decided, None), segment.part, segment.orientation)
        elif isinstance(segment, Film):
            yield from _of_film(segment, decided)


def _of_film(film: Film, decided: Sequence[Decision]) -> Iterator[Any]:
    wanted = _telling(film, decided)
    for frame in film.frames if wanted else ():
        if frame.number in wanted:
            title = f"{film.part}, frame {frame.number + 1}"
            yield tile(frame.pixels, _marked(decided, frame.number), title, film.orientation)
        if frame.number >= max(wanted):
            return


def _telling(film: Film, decided: Sequence[Decision]) -> set[int]:
    """Frames in which most is decided, spread over the stretch."""
    frames = [row[0] for decision in decided if isinstance(decision.place, Track) for row in decision.place.boxes]
    third = max(1, film.at_most // _FRAMES_EACH)
    best: dict[int, int] = {}
    for number in set(frames):
        at = (number - film.first) // third
        if at not in best or frames.count(number) > frames.count(best[at]):
            best[at] = number
    return set(best.values())


def _marked(decided: Sequence[Decision], frame: int | None) -> list[Marked]:
    marked = []
    for decision in decided:
        place = decision.place
        boxes = [place] if isinstance(place, Box) else []
        if isinstance(place, Track):
            boxes = [Box(*sides) for number, *sides in place.boxes if number == frame]
        marked += [Marked(box, decision.verdict.action, decision.entity) for box in boxes]
    return marked
