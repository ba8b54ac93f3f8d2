"""From a picture or a film to what is seen in it: spotters and transcribers asked, boxes turned back to stored pixels."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from redact import registry
from redact.core.errors import Defect
from redact.core.flow import Finding
from redact.core.ink import UNREAD, Ink
from redact.core.place import Box, Chars
from redact.core.ports import Spotter, Transcriber
from redact.core.segment import Film, Raster, Text
from redact.core.upright import stored_box, upright
from redact.resolve.prose import over_prose
from redact.settings import Settings

if TYPE_CHECKING:
    from redact.pipeline.film import FilmWatcher

PICTURE = "picture"
#: How sure it is that unread writing is somebody's hand.
_UNREAD_SCORE = 0.5
_REMEMBERED = 64


Seen = tuple[tuple[Finding, ...], tuple[Text, ...]]


class Pictures:
    """All that looks at pictures in a run. Models are loaded when the first picture comes.

    The last few are remembered: a letterhead stands on every page of a file.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._seen: OrderedDict[bytes, Seen] = OrderedDict()

    def watcher(self, *, sampled: bool) -> Watching:
        """Someone to look at the pictures of one document, in order; `sampled` looks at parts of films only."""
        return Watching(self, sampled=sampled)

    @cached_property
    def spotters(self) -> tuple[Spotter, ...]:
        """Those that find faces, plates and codes."""
        wanted = self._settings.detectors
        names = [name for name in registry.names("spotter") if not wanted or name in wanted]
        return tuple(registry.load("spotter", name)(self._settings) for name in names)

    @cached_property
    def transcribers(self) -> tuple[Transcriber, ...]:
        """Those that read; none where nobody would look at the words."""
        wanted = self._settings.detectors
        if wanted and set(wanted) <= set(registry.names("spotter")):
            return ()
        return tuple(registry.load("transcriber", name)(self._settings) for name in registry.names("transcriber"))

    def seen(self, raster: Raster) -> Seen:
        """What is found and read in a still picture; texts bear the ordinal of the picture that was first seen so."""
        turned = raster.pixels.shape, raster.orientation
        known = hashlib.blake2b(repr(turned).encode() + raster.pixels.tobytes(), digest_size=16).digest()
        if known not in self._seen:
            fresh, read = look_at(raster, self.spotters, self.transcribers)
            self._seen[known] = tuple(fresh), tuple(replace(text, part=_under(text, raster)) for text in read)
            if len(self._seen) > _REMEMBERED:
                self._seen.popitem(last=False)
        self._seen.move_to_end(known)
        found, texts = self._seen[known]
        return found, tuple(replace(text, part=raster.part + text.part) for text in texts)

    @property
    def settings(self) -> Settings:
        """Of the run."""
        return self._settings


class Watching:
    """Looks at one document's pictures in order: a film is understood from its stretches together."""

    def __init__(self, pictures: Pictures, *, sampled: bool) -> None:
        self._pictures = pictures
        self._sampled = sampled
        self._film: FilmWatcher | None = None

    def look(self, picture: Raster | Film) -> Iterator[tuple[Text, tuple[Finding, ...]]]:
        """First a text without characters that bears what is seen, then each text that is read, not yet looked through."""
        found, texts = self._seen(picture)
        yield Text(picture.ordinal, picture.part, "", medium=PICTURE), tuple(found)
        for text in texts:  # in a film it may have been read some stretches ago, on a page on another one
            yield replace(text, ordinal=picture.ordinal), ()

    def _seen(self, picture: Raster | Film) -> tuple[Iterable[Finding], Iterable[Text]]:
        if isinstance(picture, Raster):
            return self._pictures.seen(picture)
        if self._film is None:
            from redact.pipeline.film import FilmWatcher  # noqa: PLC0415 - loads OpenCV, which texts do not need

            pictures = self._pictures
            self._film = FilmWatcher(pictures.settings, pictures.spotters, pictures.transcribers, sampled=self._sampled)
            self._film.begin()
        return self._film.watch(picture)


def look_at(
    raster: Raster, spotters: Iterable[Spotter], transcribers: Iterable[Transcriber]
) -> tuple[list[Finding], list[Text]]:
    """What is found and read in a still picture, in stored pixels."""
    seen = replace(raster, pixels=upright(raster.pixels, raster.orientation), orientation=1)
    height, width = seen.pixels.shape[:2]

    def stored(box: Any) -> Box:
        if not isinstance(box, Box):
            raise Defect("a spotter gave something else than a box", "please report this")
        within = box.meet(Box(0, 0, width, height))
        return stored_box(within, raster.orientation, width, height)

    found = [replace(finding, place=stored(finding.place)) for spot in spotters for finding in spot(seen)]
    texts = [_turned(text, stored) for read in transcribers for text in read(seen)]
    found += [finding for text in texts if not text.text.strip(UNREAD) for finding in _unread(text)]
    texts = [text for text in texts if text.text.strip(UNREAD)]
    return list(over_prose(found, texts)), texts


def _under(text: Text, raster: Raster) -> str:
    """What of the name of a text's part comes behind that of its picture."""
    return text.part.removeprefix(raster.part)


def _unread(text: Text) -> Iterator[Finding]:
    """Writing that nobody could read may be a signature, or say anything: it goes until a person has looked."""
    for at in range(len(text.text)):
        for place in text.locate(Chars(at, at + 1)):
            yield Finding(place, "SIGNATURE", _UNREAD_SCORE, "ocr", frozenset({"unread"}))


def _turned(text: Text, stored: Any) -> Text:
    if not isinstance(text.anchor, Ink):
        raise Defect("a reader of pictures does not say where its words stand", "please report this")
    strokes = tuple(stroke._replace(box=stored(stroke.box)) for stroke in text.anchor.strokes)
    return replace(text, anchor=Ink(strokes, text.anchor.frames), medium=PICTURE)
