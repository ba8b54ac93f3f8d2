"""From a recording to what is heard in it: the listener asked, what it did not understand and whose voice it is noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import nullcontext, suppress
from dataclasses import replace
from functools import cached_property
from typing import Any

from redact import registry
from redact.core.errors import Defect, NotUnderstood
from redact.core.flow import Finding
from redact.core.place import Chars, Times
from redact.core.ports import Listener
from redact.core.said import UNHEARD, Said
from redact.core.segment import Sound, Text, TextKind
from redact.settings import Settings

SOUND = "sound"
NAME = "speech"
#: How sure it is that speech nobody understood says something of a person.
_UNHEARD_SCORE = 0.5


class Sounds:
    """All that listens in a run. Models are loaded when the first sound comes."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @cached_property
    def listeners(self) -> tuple[Listener, ...]:
        """Those that hear speech; none where nobody would look at the words."""
        wanted = self._settings.detectors
        if wanted and set(wanted) <= set(registry.names("spotter")):
            return ()
        return tuple(registry.load("listener", name)(self._settings) for name in registry.names("listener"))

    def listen(self, sound: Sound, *, again: bool = False) -> Iterator[tuple[Text, tuple[Finding, ...]]]:
        """Each text that is heard, not yet looked through; then one without characters that bears what else was noted.

        `again` says that it is a draft, of which only scraps may be left: whoever is not understood in it says nothing.

        Raises:
            NotUnderstood: there is speech throughout, and not one word of it was understood.
        """
        clock = _Clock(sound)
        gaps: list[Finding] = []
        voices: set[tuple[int, ...]] = set()
        for text in self._heard(replace(sound, blocks=clock), again=again):
            if not isinstance(text.anchor, Said):
                raise Defect("a listener does not say when its words were said", "please report this")
            if text.text.strip(UNHEARD):
                yield replace(text, medium=SOUND), ()
                voices.add(text.anchor.channels)
            else:
                gaps += _unheard(text)
        if not self.listeners:  # what nobody listened to was not understood
            gaps = [_gap(Times(0, clock.us))] if clock.us else []
        spoken = [_voice(Times(0, clock.us, channels)) for channels in sorted(voices)]
        yield Text(sound.ordinal, sound.part, "", TextKind.SPEECH, medium=SOUND), (*gaps, *spoken)

    def _heard(self, sound: Sound, *, again: bool) -> Iterator[Text]:
        if not self.listeners:
            for _ in sound.blocks:
                pass
        elif len(self.listeners) == 1:
            with suppress(NotUnderstood) if again else nullcontext():
                yield from self.listeners[0](sound)
        else:
            raise Defect("a sound can be gone through once, by one listener", "please report this")


class _Clock:
    """The blocks of a sound, counted while they pass."""

    def __init__(self, sound: Sound) -> None:
        self._blocks: Iterable[Any] = sound.blocks
        self._rate_hz = sound.rate_hz
        self._samples = 0

    def __iter__(self) -> Iterator[Any]:
        for block in self._blocks:
            self._samples += len(block)
            yield block

    @property
    def us(self) -> int:
        """How long the sound was that passed, in microseconds, rounded up."""
        return -(-self._samples * 1_000_000 // self._rate_hz)


def _unheard(text: Text) -> Iterator[Finding]:
    for at in range(len(text.text)):
        for place in text.locate(Chars(at, at + 1)):
            if isinstance(place, Times):
                yield _gap(place)


def _gap(times: Times) -> Finding:
    """Speech that nobody understood may say anything."""
    return Finding(times, "VOICE", _UNHEARD_SCORE, NAME, frozenset({"unread"}))


def _voice(times: Times) -> Finding:
    """Whoever speaks can be known by their voice, whatever is said."""
    return Finding(times, "VOICE", 1.0, NAME, frozenset({"speaker"}))
