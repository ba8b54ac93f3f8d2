"""What is cut in which frame: the tracks of a stretch's edits, taken apart. For all that moves, film or picture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace

from redact.core.errors import UsageError
from redact.core.flow import Edit
from redact.core.place import Box, Track


def by_frame(edits: Iterable[Edit], frames: range) -> Mapping[int, list[Edit]]:
    """The edits of each frame, every one with its box there.

    Raises:
        UsageError: an edit has no track, or one outside of the stretch.
    """
    found: defaultdict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        if not isinstance(edit.place, Track):
            raise _unfit()
        for number, *sides in edit.place.boxes:
            if number not in frames:
                raise _unfit()
            found[number].append(replace(edit, place=Box(*sides)))
    return dict(found)


def _unfit() -> UsageError:
    return UsageError("a plan does not fit its source", "plan the source again: redact plan")
