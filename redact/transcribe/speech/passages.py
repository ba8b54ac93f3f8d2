"""What was heard in a window made into texts whose words know when they were said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from redact.core.said import SHOWN, TRIED, UNHEARD, Said, Spoken
from redact.core.segment import Text, TextKind
from redact.transcribe.speech.engine import Heard

_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Place:
    """Whose texts these are: the segment, its name for people, and the channels (none: all)."""

    ordinal: int
    part: str
    channels: tuple[int, ...] = ()

    def with_(self, other: Place) -> Place:
        """Where something is said that is partly said here and partly there."""
        if not self.channels or not other.channels:
            return replace(self, channels=())
        return replace(self, channels=tuple(sorted({*self.channels, *other.channels})))

    def at(self, start_s: float) -> str:
        """The name of a passage that begins then: ``sound 1, 0:12``, with its channel where there are others."""
        whole = int(start_s)
        hours, minutes, seconds = whole // 3600, whole // 60 % 60, whole % 60
        clock = f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"
        said_on = ", channel " + " and ".join(str(channel + 1) for channel in self.channels) if self.channels else ""
        return f"{self.part}, {clock}{said_on}"


@dataclass(frozen=True, slots=True)
class Passage:
    """Words said without a long pause, in both readings; seconds from the first sample of the sound."""

    place: Place
    first: tuple[Heard, ...] = field(repr=False)
    second: tuple[Heard, ...] = field(repr=False)

    @property
    def start_s(self) -> float:
        """When the first word begins."""
        return min(words[0].start_s for words in (self.first, self.second) if words)

    @property
    def end_s(self) -> float:
        """When the last word ends."""
        return max(words[-1].end_s for words in (self.first, self.second) if words)

    def texts(self, context: str = "") -> list[Text]:
        """The first reading, and the second where it reads otherwise."""
        told = [spoken_text(self.place, self.first, SHOWN, context)] if self.first else []
        if self.second and line(self.second) != line(self.first):
            told.append(spoken_text(self.place, self.second, TRIED, context))
        return told


def line(words: Sequence[Heard]) -> str:
    """The words as people read them."""
    return "".join(word.text for word in words).strip()


def spoken_text(place: Place, words: Sequence[Heard], reading: int, context: str = "") -> Text:
    """A text of these words; there is one at least."""
    pieces: list[str] = []
    spoken: list[Spoken] = []
    at = 0
    for word in words:
        piece = word.text if pieces else word.text.lstrip()
        bare = len(piece) - len(piece.lstrip())
        spoken.append(Spoken(at + bare, at + len(piece), _us(word.start_s), _us(word.end_s)))
        pieces.append(piece)
        at += len(piece)
    said = Said(tuple(spoken), place.channels, reading)
    return Text(place.ordinal, place.at(words[0].start_s), "".join(pieces), TextKind.SPEECH, context, said, "sound")


def unheard_text(place: Place, start_s: float, end_s: float) -> Text:
    """A text for speech that nobody understood."""
    said = Said((Spoken(0, len(UNHEARD), _us(start_s), _us(end_s)),), place.channels)
    return Text(place.ordinal, place.at(start_s), UNHEARD, TextKind.SPEECH, "", said, "sound")


def _us(seconds: float) -> int:
    return round(seconds * _US)
