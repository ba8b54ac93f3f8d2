"""Organisations that place a person: where somebody works, learns, is registered, lives in care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.quasi.trait import TIED, Trait
from redact.detect.words import Page

_PLACES = lexicon.words("work", "workplace")
_CAPITALS = r"(?:[A-ZÀ-Þ][\w'’.&-]*|&)(?:[ ](?:(?:of|the|and|&|for|on|de|la|le|y)[ ])?(?:[A-ZÀ-Þ][\w'’&-]*|&)){0,5}"
_CUE = (
    r"\b(?:work(?:s|ed|ing)?[ ](?:part[- ]time |full[- ]time |nights |days )?(?:at|for|in)|employed[ ](?:at|by|with)|employee[ ]of|job[ ](?:at|with)|start(?:s|ed|ing)?[ ]at|"
    r"(?:pupil|student|teacher|nurse|porter|cleaner|cook|driver|manager|chef|caretaker|resident|inpatient|patient|volunteer|steward|technician|consultant|registrar|lecturer|assistant|apprentice|worker)[ ](?:at|of)|"
    r"(?:attend(?:s|ed|ing)?|goes[ ]to|went[ ]to|going[ ]to|starts)|registered[ ](?:with|at)|(?:his|her|my|your|their)[ ](?:GP|doctor|school|employer|surgery|nursery|college)(?:[ ]is)?(?:[ ]at)?,?|"
    r"admitted[ ]to|inpatient[ ]at|patient[ ]in|treated[ ]at|seen[ ]at|transferred[ ]to|placed[ ]at|volunteers?[ ](?:at|for)|trading[ ]as|enrolled[ ](?:at|in)|suspended[ ]from|excluded[ ]from|sacked[ ]from|dismissed[ ](?:from|by))[ ](?:the[ ]|a[ ])?"
)
_NAMED = re.compile(rf"(?i:{_CUE})(?P<e>{_CAPITALS})")
_LOWER = re.compile(rf"(?:{_CUE})(?P<e>(?:the[ ])?[a-z'’]+(?:[ ][a-z'’&]+){{0,3}}?[ ](?:school|primary|academy|college|university|nursery|hospital|infirmary|surgery|juniors|infants|hospice|care home))\b")
_PRISON = re.compile(r"\b(?:HMP|HMYOI|YOI|HM[ ]Prison)(?:[ ]&[ ]YOI)?[ ](?P<x>[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)")
_TRIGGERS = frozenset(
    """work works worked working employed employee job start starts started starting pupil student teacher nurse porter cleaner cook driver manager chef caretaker
    resident inpatient patient volunteer volunteers steward technician consultant registrar lecturer assistant apprentice worker attends attended attending attend
    goes went going registered his her my your their admitted treated seen transferred placed trading enrolled suspended excluded sacked dismissed""".split()
)
_KNOWN = frozenset(
    """asda tesco sainsbury sainsburys morrisons aldi lidl waitrose boots amazon greggs nando's costa starbucks argos ikea b&q wickes screwfix halfords currys primark next royal evri dpd
    uber deliveroo mcdonald's mcdonalds kfc wetherspoon wetherspoons tata rolls royce nissan jaguar honda toyota""".split()
)
_NOT = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun|I\b|A&E|Court|The\b|Mr|Mrs|Ms|Miss|Dr)", re.IGNORECASE)
_WEAK = re.compile(r"(?:attend|goes|went|going|starts|seen|admitted|treated|transferred|his|her|my|your|their|placed|in\b)", re.IGNORECASE)


def traits(page: Page) -> Iterator[Trait]:
    """Names of organisations behind their cues, prisons with their names."""
    done = -1
    for i in [n for n, word in enumerate(page.words) if word in _TRIGGERS]:
        at = page.starts[i]
        match = _NAMED.match(page.text, at, at + 110) or _LOWER.match(page.text, at, at + 90)
        if match and match.start("e") > done and _places(match):
            done = match.end("e")
            yield Trait(match.start("e"), match.end("e"), "EMPLOYER", 0.7, TIED)
    if "HM" in page.text:
        for match in _PRISON.finditer(page.text):
            yield Trait(match.start(), match.end(), "EMPLOYER", 0.65, TIED)


def _places(match: re.Match[str]) -> bool:
    """Whether what follows the cue is an organisation: by a word of its name; behind a strong cue, any name of two words."""
    name = match["e"]
    found = re.findall(r"[^\W\d_]+(?:['’]s)?", name.lower())
    if not found or _NOT.match(name):
        return False
    if any(word in _PLACES or word in _KNOWN for word in found) or re.match(r"(?:St|Saint)\.?[ ][A-Z]", name):
        return True
    return not _WEAK.match(match[0]) and len(name) > 3 and ("for " in match[0][:20] or "at " in match[0][:24]) and len(found) > 1
