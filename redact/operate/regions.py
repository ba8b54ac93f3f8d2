"""The region of a British town: only places so large that the region is the natural next step up.

A place that is not listed has no region here and becomes a label.
"""

from __future__ import annotations

from redact.core.fold import key
from redact.operate.wordlists import rows

_REGIONS = {key(town): region for region, _, town in (row.partition("\t") for row in rows("regions.tsv"))}


def region_of(place: str) -> str | None:
    """The region of a town, borough or county."""
    return _REGIONS.get(key(place))
