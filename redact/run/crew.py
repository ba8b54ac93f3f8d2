"""Crews as a command line asks for them: one hand here, processes, or a cluster."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from redact.core.work import Crew, Recipe
from redact.run.pool import Limits, Pool, jobs_for
from redact.settings import Settings

#: Memory that one hand takes with all models of a run loaded, and with those of texts alone.
ALL_MEDIA_BYTES, TEXT_BYTES = 3 * 1024**3, 3 * 1024**3 // 2


def crew_maker(
    jobs: int | Literal["auto"], settings: Settings, per_hand_bytes: int = ALL_MEDIA_BYTES
) -> Callable[[Recipe], Crew] | None:
    """What makes a pool of so many processes; None for one job, which needs no other process than the caller's."""
    number = jobs_for(jobs, per_hand_bytes)
    if number == 1:
        return None
    limits = Limits(settings.item_seconds, settings.item_bytes)
    return lambda recipe: Pool(recipe, number, limits)
