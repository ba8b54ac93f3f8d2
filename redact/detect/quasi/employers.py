"""Organisations that place a person: where somebody works, learns, is registered, lives in care."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.quasi.trait import TIED, Trait
from redact.detect.words import Page

_PLACES = lexicon.words("work", "workplace")
_CAPITALS = r"(?:St\.?[ ])?[A-ZÀ-Þ][\w'’&-]*(?:[ ](?:(?:of|the|and|&|de|la|le|y)[ ])?(?:[A-ZÀ-Þ][\w'’&-]*|&)){0,5}"
_CUE = (
    r"\b(?:work(?:s|ed|ing)?[ ](?:part[- ]time |full[- ]time |nights |days )?(?:at|for|in)|"
    r"employed[ ](?:at|by|with)|employee[ ]of|job[ ](?:at|with)|start(?:s|ed|ing)?[ ]at|"
    r"(?:pupil|student|teacher|nurse|porter|cleaner|cook|driver|manager|chef|caretaker|resident|"
    r"inpatient|patient|volunteer|steward|technician|consultant|registrar|lecturer|assistant|"
    r"apprentice|worker)[ ](?:at|of)|"
    r"(?:attend(?:s|ed|ing)?|goes[ ]to|went[ ]to|going[ ]to|starts)|registered[ ](?:with|at)|"
    r"(?:his|her|my|your|their)[ ](?:GP|doctor|school|employer|surgery|nursery|college)"
    r"(?:[ ]is)?(?:[ ]at)?,?|"
    r"admitted[ ]to|inpatient[ ]at|patient[ ]in|treated[ ]at|seen[ ]at|transferred[ ]to|"
    r"placed[ ]at|volunteers?[ ](?:at|for)|trading[ ]as|enrolled[ ](?:at|in)|suspended[ ]from|"
    r"excluded[ ]from|sacked[ ]from|dismissed[ ](?:from|by))[ ](?:the[ ]|a[ ])?"
)
_NAMED = re.compile(rf"(?i:{_CUE})(?P<e>{_CAPITALS})")
_LOWER = re.compile(
    rf"(?:{_CUE})(?P<e>(?:the[ ])?[a-z'’]+(?:[ ][a-z'’&]+){{0,3}}?[ ](?:school|primary|academy|college|"
    rf"university|nursery|hospital|infirmary|surgery|juniors|infants|hospice|care home))\b"
)
_PRISON = re.compile(r"\b(?:HMP|HMYOI|YOI|HM[ ]Prison)(?:[ ]&[ ]YOI)?[ ](?P<x>[A-Z][a-z]+(?:[ ][A-Z][a-z]+)?)")
_JOBS = frozenset(job.split()[-1] for job in lexicon.words("work", "job"))
_AT = re.compile(rf"\w+[ ](?:at|for|with)[ ](?:the[ ])?(?P<e>{_CAPITALS})")
_TAUGHT = re.compile(
    r"\b(?:at|from|to|in|into|of|starts|left|near)[ ](?P<e>(?:[A-ZÀ-Þ][\w.'’-]+[ ]){1,4}(?:School|"
    r"Primary|Academy|Infants|Juniors|College|Nursery|Infant School|High|Grammar|Surgery|"
    r"Medical Centre|Medical Practice|Care Home|Nursing Home|University)\b)"
)
_TAUGHT_WORDS = frozenset(
    """
    school primary academy infants juniors college nursery high grammar surgery centre practice home university
""".split()
)
_WHO = re.compile(
    r"\b(?:he|she|his|her|my|I|son|daughter|child|boy|girl|pupil|brother|sister|[Yy]ear \d|who|mum|"
    r"dad|you|your|aged|[A-Z][a-z]+ \(\d+\))\b"
)
_TRIGGERS = frozenset(
    """
        work works worked working employed employee job start starts started starting pupil student teacher nurse
        porter cleaner cook driver manager chef caretaker resident inpatient patient volunteer volunteers steward
        technician consultant registrar lecturer assistant apprentice worker attends attended attending attend goes
        went going registered his her my your their admitted treated seen transferred placed trading enrolled
        suspended excluded sacked dismissed
    """.split()
)
_NOT_NAMES = lexicon.words("people", "not_name")
_KNOWN = frozenset(
    """
        asda tesco sainsbury sainsburys morrisons aldi lidl waitrose boots amazon greggs nando's costa starbucks
        argos ikea b&q wickes screwfix halfords currys primark next royal evri dpd uber deliveroo mcdonald's
        mcdonalds kfc wetherspoon wetherspoons tata rolls royce nissan jaguar honda toyota
    """.split()
)
_NOT = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Mon|"
    r"Tues|Wednes|Thurs|Fri|Satur|Sun|I\b|A&E|Court|The\b|Mr|Mrs|Ms|Miss|Dr)",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"(?:attend|goes|went|going|starts|seen|admitted|treated|transferred|his|her|my|your|their|placed|"
    r"in\b)",
    re.IGNORECASE,
)


def traits(page: Page) -> Iterator[Trait]:
    """Names of organisations behind their cues, where jobs are done, where lessons are had, prisons with their names."""
    yield from _cued(page)
    yield from _at_work(page)
    yield from _at_school(page)
    if "HM" in page.text:
        for match in _PRISON.finditer(page.text):
            yield Trait(match.start(), match.end(), "EMPLOYER", 0.65, TIED)


def _cued(page: Page) -> Iterator[Trait]:
    """`works for Crestline Access`, `registered with Holmewood Surgery`."""
    done = -1
    for i in page.find(_TRIGGERS):
        at = page.starts[i]
        match = _NAMED.match(page.text, at, at + 110) or _LOWER.match(page.text, at, at + 90)
        if match and match.start("e") > done and _places(match):
            done = match.end("e")
            yield Trait(match.start("e"), match.end("e"), "EMPLOYER", 0.7, TIED)


def _at_work(page: Page) -> Iterator[Trait]:
    """`a paediatric nurse at Derriford`."""
    for i in page.find(_JOBS):
        if page.words[i + 1 : i + 2] not in (["at"], ["for"], ["with"]):
            continue
        match = _AT.match(page.text, page.starts[i], page.starts[i] + 90)
        if match and _strong(match["e"], page.words[i + 1]):
            yield Trait(match.start("e"), match.end("e"), "EMPLOYER", 0.7, TIED)


def _at_school(page: Page) -> Iterator[Trait]:
    """A school or surgery by name, in a sentence about a person."""
    for i in page.find(_TAUGHT_WORDS):
        if not page.capital(i):
            continue
        found = _TAUGHT.finditer(page.text, max(0, page.starts[i] - 60), page.end(i))
        match = next((one for one in found if one.end() == page.end(i)), None)
        if match and _WHO.search(page.text, *page.sentence(page.starts[i])):
            yield Trait(match.start("e"), match.end("e"), "EMPLOYER", 0.65, TIED)


def _strong(name: str, link: str) -> bool:
    """A name behind a job: of two words or a known kind; behind `for`, of a known kind only."""
    found = re.findall(r"[^\W\d_]+", name.lower())
    kind = any(word in _PLACES or word in _KNOWN for word in found)
    return not _NOT.match(name) and (kind or (link != "for" and found[0] not in _NOT_NAMES and len(name) > 4))


def _places(match: re.Match[str]) -> bool:
    """Whether what follows the cue is an organisation: by a word of its name; behind a strong cue, any name of two words."""
    name = match["e"]
    found = re.findall(r"[^\W\d_]+(?:['’]s)?", name.lower())
    if not found or _NOT.match(name):
        return False
    if any(word in _PLACES or word in _KNOWN for word in found) or re.match(r"(?:St|Saint)\.?[ ][A-Z]", name):
        return True
    return (
        not _WEAK.match(match[0])
        and len(name) > 3
        and ("for " in match[0][:20] or "at " in match[0][:24])
        and len(found) > 1
    )
