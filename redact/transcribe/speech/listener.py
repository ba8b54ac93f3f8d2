"""Goes through a sound once and tells what was said in it, window by window and channel by channel."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from redact.core.errors import NotUnderstood
from redact.core.said import BRIDGE
from redact.core.segment import Sound, Text
from redact.transcribe.speech.engine import RATE_HZ, Engine, Heard
from redact.transcribe.speech.moments import CLEAR, PLAIN, Span, gaps, insert, seconds, settle, stand, unheard, voiced
from redact.transcribe.speech.passages import Passage, Place, line, spoken_text, unheard_text
from redact.transcribe.speech.track import Track
from redact.transcribe.speech.vad import Vad
from redact.transcribe.speech.windows import FRAME_S, SPEECH, Window, Windows, frames

Readings = tuple[Sequence[Heard], Sequence[Heard]]

#: A sound with so much clear speech and not a word of it understood is not released.
_MUTE_S = 1.0
#: A window with fewer frames of speech than this, a tenth of a second, is a click.
_LEAST = 3
#: Windows whose words are remembered: about four hours.
_REMEMBERED = 1024
#: Passages nearer than this belong together, as a question and its answer do, or a cue and its number.
_NEAR_S = 4.0
#: Words on either side of a border between windows that are read together once more.
_TAIL_WORDS, _HEAD_WORDS = 12, 16


class Memory:
    """Words by what was heard: the same samples hold the same words, and are not heard twice in a process."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._held: OrderedDict[bytes, Readings] = OrderedDict()

    def __call__(self, samples: Any, language: str) -> Readings:
        """Both readings of a window."""
        key = hashlib.blake2b(samples.tobytes(), digest_size=32, person=language.encode()[:16]).digest()
        if key not in self._held:
            self._held[key] = self._engine.hear(samples, language)
        self._held.move_to_end(key)
        while len(self._held) > _REMEMBERED:
            self._held.popitem(last=False)
        return self._held[key]


@dataclass(frozen=True, slots=True)
class Told:
    """What a window gave: a passage where there are words, and speech that is under none."""

    channel: int
    passage: Passage | None = None
    unheard: tuple[Text, ...] = ()
    plain_s: float = 0.0


class Listener:
    """Hears with an engine; keeps no state between sounds but the words of samples it knows."""

    def __init__(self, engine: Engine, language: str = "") -> None:
        """`language` as Whisper names it; empty: found out once for each sound, from the first speech."""
        self._engine = engine
        self._language = language
        self._memory = Memory(engine)
        self._vad = Vad()

    def __call__(self, sound: Sound) -> Iterator[Text]:
        """The words of a recording, passage by passage.

        Raises:
            NotUnderstood: there is speech, and not one word of it was understood.
        """
        plain_s, words = 0.0, False
        story = _Story()
        for told in self._windows(sound):
            plain_s += told.plain_s
            words = words or told.passage is not None
            if told.passage is not None:
                yield from story.texts(told.channel, told.passage)
            yield from told.unheard
        if plain_s >= _MUTE_S and not words:
            raise NotUnderstood("there is speech in a sound, and not a word of it was understood", "listen to it yourself")

    def _windows(self, sound: Sound) -> Iterator[Told]:
        track, windows = Track(sound, self._vad), [Windows() for _ in range(sound.channels)]
        hearing = _Hearing(sound, track, self._memory, self._engine, self._language)
        for chances in track.steps():
            for channel, window in enumerate(windows):
                for closed in window(chances[channel]):
                    yield hearing(channel, closed)
            track.forget(min(window.needed for window in windows))
        for channel, window in enumerate(windows):
            for closed in window.last():
                yield hearing(channel, closed)


class _Hearing:
    """One sound while it is heard: what its windows hold."""

    def __init__(self, sound: Sound, track: Track, memory: Memory, engine: Engine, language: str) -> None:
        self._sound, self._track = sound, track
        self._memory, self._engine, self._language = memory, engine, language

    def __call__(self, channel: int, window: Window) -> Told:
        chances = self._track.chances(channel, window.start, window.end)
        if (chances >= SPEECH).sum() < _LEAST:
            return Told(channel)
        first, second = self._words(channel, window, chances)
        own = chances.copy()
        own[: window.own - window.start] = 0.0
        own[window.until - window.start :] = 0.0
        place = self._place(channel, window)
        passage = Passage(place, _moved(first, window), _moved(second, window)) if first or second else None
        bare = (_later(span, window, self._track.length_s) for span in unheard(own, (first, second)))
        return Told(channel, passage, tuple(unheard_text(place, *span) for span in bare), seconds(voiced(own, PLAIN)))

    def _words(self, channel: int, window: Window, chances: Any) -> Readings:
        """The window's own words; where Whisper stopped before the speech did, the rest is heard for itself."""
        first, second = self._heard(channel, window.start, chances)
        for start, end in gaps(unheard(chances, (first, second))):
            low, high = max(0, frames(start)), min(len(chances), frames(end))
            more = self._heard(channel, window.start + low, chances[low:high])
            first, second = (
                insert(words, rest, low * FRAME_S) for words, rest in zip((first, second), more, strict=True)
            )
        return _own(first, window), _own(second, window)

    def _heard(self, channel: int, start: int, chances: Any) -> Readings:
        samples = self._track.samples(channel, start, start + len(chances))
        if not self._language:
            self._language = self._engine.language(samples)
        readings = self._memory(samples, self._language)
        clear_s, voice = seconds(voiced(chances, CLEAR, bridge_s=0.0)), voiced(chances)
        said = (words if stand(words, clear_s) else () for words in readings)
        first, second = (settle(words, voice, len(samples) / RATE_HZ) for words in said)
        return first, second

    def _place(self, channel: int, window: Window) -> Place:
        return Place(self._sound.ordinal, self._sound.part, self._track.shared(channel, window.start, window.end))


class _Story:
    """What was said so far, for those who read on: the last passage of each channel."""

    def __init__(self) -> None:
        self._last: dict[int, Passage] = {}

    def texts(self, channel: int, passage: Passage) -> Iterator[Text]:
        """The texts of a passage, and of the border between it and the one before."""
        before = [last for last in self._last.values() if -1.0 < passage.start_s - last.end_s < _NEAR_S]
        nearest = max(before, key=lambda last: last.end_s, default=None)
        yield from passage.texts(line((nearest.second or nearest.first)[-_TAIL_WORDS:]) if nearest else "")
        same = self._last.get(channel)
        if same is not None and same in before:
            yield from _bridges(same, passage)
        self._last[channel] = passage


def _bridges(one: Passage, other: Passage) -> Iterator[Text]:
    """The end of a passage with the beginning of the next: a cue and its number may fall into two."""
    place, told = one.place.with_(other.place), set()
    for tail, head in ((one.first, other.first), (one.second, other.second)):
        words = [*tail[-_TAIL_WORDS:], *head[:_HEAD_WORDS]]
        if tail and head and line(words) not in told:
            told.add(line(words))
            yield spoken_text(place, words, BRIDGE)


def _own(words: Sequence[Heard], window: Window) -> list[Heard]:
    """The words whose middle is in the frames that are the window's own."""
    low, high = ((frame - window.start) * FRAME_S for frame in (window.own, window.until))
    return [word for word in words if low <= (word.start_s + word.end_s) / 2 < high]


def _moved(words: Sequence[Heard], window: Window) -> tuple[Heard, ...]:
    by = window.start * FRAME_S
    return tuple(word._replace(start_s=word.start_s + by, end_s=word.end_s + by) for word in words)


def _later(span: Span, window: Window, most_s: float) -> Span:
    by = window.start * FRAME_S
    return min(span[0] + by, most_s), min(span[1] + by, most_s)
