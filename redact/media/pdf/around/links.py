"""Links: they stay annotations, with nothing but where they stand, where they lead and what a screen reader says of them."""

from __future__ import annotations

from pikepdf import Dictionary

from redact.media.pdf.around.destinations import Destinations
from redact.media.pdf.cleaning.schema import TABLES
from redact.media.pdf.cleaning.tally import Tally, Topic

_HIDDEN = (1 << 1) | (1 << 5)


def plain(link: Dictionary, destinations: Destinations, tally: Tally) -> bool:
    """Leave a link what a reader needs, in place; whether it may stay at all."""
    flags = link.get("/F", 0)
    if "/AA" in link:
        tally.add(Topic.ACTIONS)
    for key in set(link.keys()) - TABLES["link"].keys():
        del link[key]
    leads = destinations.settle(link)
    stays = leads and "/Rect" in link and not (isinstance(flags, int) and flags & _HIDDEN)
    if not stays:
        tally.add(Topic.LINKS)
    return stays
