"""One pass through a document that is open in a child: what has been asked ahead, and what nobody wants any more."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from functools import partial
from typing import Any, BinaryIO

from redact.core.errors import Defect, RedactError
from redact.core.segment import Frame, Segment
from redact.intake.sandbox.claims import Claims
from redact.intake.sandbox.content import fetched
from redact.intake.sandbox.worker import Worker

#: Of the time for one answer, what a child gets to stop when nobody reads on; then it is ended.
_TO_STOP = 1 / 30
_NEXT, _FRAME, _BLOCK, _END = {"do": "next"}, {"do": "frame"}, {"do": "block"}, {"do": "end"}
_CONTENT = {"do": "content"}


class Reading:
    """Asks for one thing ahead, so that the child decodes while we look: a segment, or a frame or block within one.

    we     look at 0 |       look at 1 |
    child  decode 1 ... waits | decode 2 ... waits |
    """

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._place = 0  # moves on when a segment is left: its frames or samples are gone then
        self._ahead = 0  # frames or blocks asked for and not yet received
        self._sound = (1, 1)  # rate and channels of the sound at which we are

    def segments(self) -> Iterator[Segment]:
        """The segments; the worker is settled at the end, also when the end comes early."""
        try:
            yield from self._given()
        except GeneratorExit:
            with contextlib.suppress(RedactError):  # nobody waits for the answer
                self._stop(_TO_STOP)
            raise
        self._stop(1.0)

    def _given(self) -> Iterator[Segment]:
        self._worker.ask(_NEXT)
        patience = 1.0
        while True:
            answer = self._worker.answer(patience)
            if answer.what == "over":
                return
            if answer.what in ("film", "sound", "child"):
                yield self._segment(answer)
                self._leave()
                patience = self._worker.patience(answer.number("at_most")) if answer.what == "film" else 1.0
                self._worker.ask(_NEXT)
            else:
                patience = 1.0
                self._worker.ask(_NEXT)
                yield self._segment(answer)  # under no name: while the next picture comes in, this one may go

    def _segment(self, answer: Claims) -> Segment:
        self._place += 1
        with self._worker.guarded():
            match answer.what:
                case "text":
                    return answer.segment_text()
                case "film":
                    return answer.film(self._frames(answer, self._place))
                case "sound":
                    return answer.sound(self._blocks(answer, self._place))
                case "raster":
                    return answer.raster(self._worker.pixels(answer))
                case "child":
                    return answer.child(partial(self._content, self._place))
            raise ValueError("this is no segment")

    def _frames(self, film: Claims, place: int) -> Iterator[Frame]:
        """The frames of a film, asked for when somebody goes through them."""
        self._check(place)
        self._ask_ahead(_FRAME)
        size, number = film.size(), film.number("first") - 1
        last = number + film.number("at_most")
        while True:
            answer = self._worker.answer()
            self._ahead -= 1
            if answer.what == "over":
                return
            with self._worker.guarded():
                if answer.what != "frame" or answer.size() != size:
                    raise ValueError("this is no frame of the film")
                number = answer.number("number", number + 1, last)
                time_us = answer.number("time_us", -(2**63))
            self._ask_ahead(_FRAME)
            yield Frame(number, time_us, self._worker.pixels(answer))
            self._check(place)

    def _blocks(self, sound: Claims, place: int) -> Iterator[Any]:
        """The samples of a sound, asked for when somebody goes through them."""
        self._check(place)
        self._sound = rate_hz, channels = sound.number("rate_hz"), sound.number("channels")
        self._ask_ahead(_BLOCK)
        while True:
            answer = self._worker.answer()
            self._ahead -= 1
            if answer.what == "over":
                return
            with self._worker.guarded():
                if answer.what != "block":
                    raise ValueError("this is no block of the sound")
            block = self._worker.samples(answer, rate_hz, channels)
            self._ask_ahead(_BLOCK)
            yield block
            self._check(place)

    def _content(self, place: int) -> BinaryIO:
        """The bytes of a file within the file, fetched anew each time."""
        self._check(place)
        self._worker.ask(_CONTENT)
        return fetched(self._worker)

    def _ask_ahead(self, wish: dict[str, str]) -> None:
        self._worker.ask(wish)
        self._ahead += 1

    def _check(self, place: int) -> None:
        if self._place != place:
            raise Defect(
                "the frames of a film, the samples of a sound or the bytes of a file were asked for when it was over",
                "this is ours to mend: please report it",
            )

    def _leave(self) -> None:
        """Done with the film or sound: what was asked ahead is let go."""
        while self._ahead:
            self._ahead -= 1
            self._drop(self._worker.answer())

    def _stop(self, patience: float) -> None:
        self._place += 1
        if self._worker.settled or not self._worker.alive:
            return
        self._worker.ask(_END)
        while (answer := self._worker.answer(patience)).what != "ended":
            self._drop(answer)
        self._worker.settled = True

    def _drop(self, answer: Claims) -> None:
        if answer.what in ("frame", "raster"):
            self._worker.pixels(answer)
        elif answer.what == "block":
            self._worker.samples(answer, *self._sound)
