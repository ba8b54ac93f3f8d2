"""Who works on a corpus: processes of this machine, or a cluster. One process is a crew, too: it may die, we may not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, cast

from redact import settings
from redact.core.work import Crew, Recipe
from redact.run.corpus.ask import SPILL, CorpusAsk
from redact.run.crew import TEXT_BYTES
from redact.run.pool import Limits, Pool, jobs_for
from redact.settings import Settings

CrewMaker = Callable[[Recipe], Crew]


def crew_maker(ask: CorpusAsk) -> tuple[CrewMaker, int]:
    """What makes the crew that is asked for, and how many hands it will have (0: as many as the cluster gives).

    Raises:
        UsageError: the settings cannot be read.
        MissingPart: a cluster is asked for, and Ray is not installed.
    """
    given = ask.ask.settings
    turned = given if isinstance(given, Settings) else settings.load(given)
    limits = Limits(turned.item_seconds, turned.item_bytes)
    if ask.ray:
        wanted = None if ask.jobs == "auto" else int(ask.jobs)
        return _cluster(ask, wanted, limits), wanted or 0
    number = jobs_for(cast("int | Literal['auto']", ask.jobs), TEXT_BYTES)
    return (lambda recipe: Pool(recipe, number, limits)), number


def _cluster(ask: CorpusAsk, jobs: int | None, limits: Limits) -> CrewMaker:
    from redact.run.ray import RayCrew  # noqa: PLC0415 - an extra, which is large

    spill = ask.record.absolute() / SPILL
    return lambda recipe: RayCrew(recipe, ask.ray, jobs, limits, spill)
