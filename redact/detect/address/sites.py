"""What the words around an address say of it: a planning site, a registered office, an empty property."""

from __future__ import annotations

import re
from dataclasses import replace

from redact.detect.address.spot import CUED, HOME, SITE, Spot
from redact.detect.words import Page

_SITE = re.compile(
    r"(?:\b(?:planning|premises|licen[cs]ing) application\b|\bapplication(?: (?:no\.?|"
    r"ref\.?))? ?\d\d[/-]\d+|\bapplication\b(?! (?:form|for (?:housing|tenancy|benefit)))"
    r"[^\n.]{0,60}\b(?:at|for)\b|\bpremises licen[cs]e|\blicensed premises|"
    r"\bplanning (?:permission|site|reference|appeal)|\bchange of use|\bregistered (?:office|"
    r"address)|\bhead office|\bour offices?|\bthe offices? (?:at|of|in)|\bsite (?:address|at|"
    r"visit|notice)|\bsite:|"
    r"\bpremises:|\bland (?:at|adjacent|adjoining|rear|to the)|\bdevelopment (?:at|of)|"
    r"\berection of|\bdormer|\bextension at|\bHMO\b|\bpublic inquiry|\bpolling station)"
    r"[^\n]{0,60}$|"
    r"\b(?:ltd|limited|plc|llp|solicitors|council|surgery|clinic|court|tribunal|police station|"
    r"centre|library|school|academy|nursery|depot|warehouse|branch|shop|store|pharmacy|restaurant|"
    r"takeaway|office|department|"
    r"directorate|headquarters|hq|charity|institute|authority|studios|estate agents?|"
    r"letting agents?|accountants|venue|hall|boardroom|minutes)\b[ ]?(?:at|in|[,:(\n-])"
    r"[^\n.]{0,16}$|"
    r"\b(?:venue|held (?:at|in)|(?:meeting|hearing) (?:at|in|of))\b[^\n.]{0,20}$",
    re.IGNORECASE,
)
_VOID = re.compile(
    r"\b(?:void|vacant|empty (?:property|home|flat|house|dwelling)|unoccupied|untenanted|"
    r"boarded[ -]up|derelict|demolish\w*|demolition)\b",
    re.IGNORECASE,
)
_HOME = re.compile(
    r"\b(?:lives?|lived|living|resid\w+|tenants?|tenanc\w+|home|neighbours?|occupier|occupies|family|"
    r"mum|mother|his|her|my|their|mr|mrs|ms|miss|address)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\bunits?[ ]\d+[A-Z]?,?[ ]*(?:[A-Z][\w'-]+[ ]){0,3}(?:Industrial|Business|Trading|Retail|"
    r"Enterprise|Science|Technology|Commerce)?[ ]*(?:Park|Estate|Centre|Units|Court)?[ ,]*$",
    re.IGNORECASE,
)
_LIVED = re.compile(
    r"(?:,[ ]\(?\d\d\)?,[ ]of|\b(?:lives?|lived|living|resid(?:es|ed|ing)|(?:his|her|my|their|your)"
    r" (?:home|house|flat|bungalow|address|cottage)|bungalow|flat)[ ](?:alone )?(?:in|on|at|off|is))"
    r"[ ]$",
    re.IGNORECASE,
)
_REACH = 90


def judged(page: Page, spot: Spot) -> Spot:
    """The spot as it is; or as a site, when what stands before it on its line (or the line above) says so."""
    if spot.kind == SITE and spot.facts:
        return spot
    start, end = page.line(spot.start)
    before = page.text[max(start, spot.start - _REACH) : spot.start]
    if start > 0 and len(before.strip(" >|")) < 3 and not spot.facts & CUED:
        before = page.text[max(0, page.line(start - 1)[0], start - _REACH) : start]
    if spot.kind == SITE and not spot.facts and _LIVED.search(before):
        return replace(spot, kind=HOME, score=0.7)
    around = page.text[max(start, spot.start - 40) : min(end, spot.end + 30)]
    if _VOID.search(around):
        return replace(spot, kind=SITE, facts=frozenset({"void"}))
    if (
        spot.kind == HOME
        and not spot.facts & CUED
        and (_SITE.search(before) or _UNIT.search(before))
        and not _HOME.search(before[-24:])
    ):
        return replace(spot, kind=SITE, facts=frozenset({"public_site"}))
    return spot
