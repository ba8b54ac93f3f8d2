"""A file that is one message, as it stands (EML) or as it is made of another format (MSG)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from redact.core.errors import EncryptedInput, InputError, LimitExceeded
from redact.core.flow import PartNote, Source
from redact.core.ports import Change, Document
from redact.core.segment import Segment
from redact.media._ids import Ids
from redact.media.mail.letter import Letter
from redact.media.mail.paper import Paper
from redact.media.mail.strange import strange
from redact.settings import Settings

#: One message is held in memory.
MAX_BYTES = 1 << 30
_EOL = b"\r\n"


class Mail:
    """A message. `suffix` is that of what `write` makes, where the source is in another format."""

    def __init__(
        self,
        message: Callable[[], bytes],
        settings: Settings,
        extra: tuple[PartNote, ...] = (),
        suffix: str | None = None,
    ) -> None:
        """`message` gives the message each time; `extra` is what was left out before it was one."""
        self._message = message
        self._settings = settings
        self._extra = extra
        self.suffix = suffix
        if self._letter().sealed:
            raise EncryptedInput("the message is encrypted", "decrypt it in a mail program, save it, and try again")

    def segments(self) -> Iterator[Segment]:
        """Its headers and texts, then the files in it."""
        return self._letter().segments(0)

    def census(self) -> Iterable[PartNote]:
        """Its headers, its parts, and what is left out."""
        return (*self._letter().notes(), *self._extra)

    def write(self, change: Change, out: BinaryIO) -> None:
        """Write the message again, every part of it anew."""
        self._letter().write(change, 0, Paper(out, _EOL))

    def streams(self) -> Iterator[tuple[str, str]]:
        """Everything in it, decoded by the standard library."""
        return strange(self._message())

    def _letter(self) -> Letter:
        return Letter(self._message(), self._settings, Ids())


def open_mail(source: Source, settings: Settings | None = None) -> Document:
    """The source as one message.

    Raises:
        EncryptedInput: it is encrypted as a whole.
        LimitExceeded: it is too large, or has too many parts or headers, or parts nested too deep.
        InputError: it cannot be read.
    """

    def message() -> bytes:
        return whole(source)

    return Mail(message, settings or Settings())


def whole(source: Source) -> bytes:
    """The bytes of a source that is held in memory.

    Raises:
        LimitExceeded: it is too large for that.
        InputError: it cannot be read.
    """
    if source.size > MAX_BYTES:
        raise LimitExceeded(f"source {source.id} is larger than a message may be", "save its attachments one by one")
    try:
        return source.path.read_bytes()
    except OSError as err:
        raise InputError(f"source {source.id} cannot be read", "check that it is still there and may be read") from err
