"""How often a file was saved on top of itself: older states that it still holds, and that a whole rewrite leaves behind."""

from __future__ import annotations

from pathlib import Path

from redact.core.errors import InputError
from redact.core.flow import PartNote
from redact.media.pdf.cleaning.tally import Tally, Topic

_CHUNK = 1 << 20
_MARK, _TWO_PARTS, _HEAD = b"startxref", b"/Linearized", 1024


def notes(path: Path) -> tuple[PartNote, ...]:
    """A row of the census if there are older states.

    Raises:
        InputError: the file cannot be read.
    """
    count, tail = 0, b""
    try:
        with path.open("rb") as file:
            in_two_parts = _TWO_PARTS in file.read(_HEAD)
            file.seek(0)
            while chunk := file.read(_CHUNK):
                window = tail + chunk
                count += window.count(_MARK)
                tail = window[-len(_MARK) + 1 :]
    except OSError as err:
        raise InputError("the file cannot be read", "check that it is still there and may be read") from err
    tally = Tally()
    tally.add(Topic.REVISIONS, max(0, count - 1 - in_two_parts))
    return tally.notes()
