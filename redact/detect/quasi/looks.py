"""Details that single somebody out: height, hair, marks, clothes; a school class; a car by make and colour."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.quasi.trait import TIED, Trait
from redact.detect.words import Page

_COLOUR = "|".join(sorted(lexicon.words("work", "colour"), key=len, reverse=True))
_MAKES = lexicon.words("work", "make")
_HAIRED = (
    r"(?:(?:long|short|curly|straight|shoulder[- ]length|cropped|thinning|receding|wavy|spiky|dyed|"
    r"bleached|braided|permed|greying|dark|light|fair|mousey)[ ,]+){0,3}(?:red|ginger|blonde?|brown|"
    r"black|grey|gray|white|auburn|silver|purple|pink|blue|green|fair|dark|sandy|long|short|curly|"
    r"cropped|dyed|thinning|receding|wavy|spiky|shaved|braided)[ ]+"
)
_RULES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (trigger, re.compile(rule, re.IGNORECASE))
    for trigger, rule in (
        (
            "tattoo tattoos tattooed",
            r"\b(?:(?:a|an|his|her|with|has|large|small|sleeve|full|neck|hand|face|two|several)"
            r"[ ])*(?:\w+[ ]){0,2}?tattoo(?:s|ed)?\b(?:[ ](?:of|on|across|under|behind|reading|saying|"
            r"that says|down|up|round|over|all over)[ ](?:[\w'’\"]+[ ]?){1,7}?(?=[,.;)\n]|$|[ ](?:and|"
            r"who|was|is|which)\b))?",
        ),
        (
            "scar scars",
            r"\b(?:(?:a|an|the|his|her|visible|long|deep|small|large|faint)[ ])*scars?\b[ ](?:on|"
            r"across|over|above|below|down|through|under|from|thru|to)[ ](?:(?:his|her|the|my|their|"
            r"both|left|right|one)[ ])*\w+(?:[ ]\w+)?",
        ),
        (
            "hair haired",
            rf"\b(?:(?:a|with|has|his|her)[ ])*{_HAIRED}(?<=[ ])hair(?:ed)?\b(?:[ ](?:in|tied|down|"
            rf"dyed|with|to|past|up)[ ](?:\w+[ ]?){{1,4}}?(?=[,.;)\n]|$|[ ]and\b))?",
        ),
        (
            "beard moustache bearded bald balding",
            r"\b(?:(?:a|with|has|full|long|short|grey|ginger|red|white|black|bushy|neat|big|dark|"
            r"thick|completely|very)[ ])*(?:beard(?:ed)?|moustache|bald(?:ing)?)\b",
        ),
        (
            "tall ft foot feet cm",
            r"\b(?:very tall|[4-6](?:['’]|ft|[ ]?foot|[ ]feet)[ ]?(?:1[01]|[0-9])?(?:\"|"
            r"[ ]?ins?\b)?(?:[ ]tall)?|1[3-9]\d[ ]?cm(?:[ ]tall)?|(?:about |around |approx )?(?:five|"
            r"six)[ ]f(?:oo|ee)t(?:[ ](?:one|two|three|four|five|six|seven|eight|nine|ten|"
            r"eleven))?(?:[ ]tall)?)(?=[ ,.;)\n]|$)",
        ),
        (
            "build",
            r"\b(?:(?:of|a|with|his|her)[ ])*(?:slim|heavy|medium|stocky|thin|slight|large|muscular|"
            r"athletic|average|big|skinny|small|proportionate)(?:[ ](?:to|/)[ ]?(?:medium|heavy|"
            r"large))?[ ]build\b",
        ),
        (
            "wearing wears wore dressed",
            r"\b(?:wearing|wears|wore|dressed in)[ ](?:a |an |his |her |"
            r"the )?(?:[\w-]+[ ]){0,3}(?:hoodie|hoody|jacket|coat|tracksuit|jumper|shirt|t-shirt|"
            r"trousers|jeans|dress|hat|cap|scarf|trainers|boots|glasses|spectacles|balaclava|beanie|"
            r"tie|suit|uniform|kilt|mask|gloves|cassock|fedora|beret)\b",
        ),
        ("glasses", r"\b(?:thick|round|tinted|black|horn)[- ](?:rimmed[ ])?glasses\b"),
        ("limp walks", r"\b(?:walks with a (?:pronounced |slight )?limp|with a limp)\b"),
    )
)
#: A school class, with its capitals: `Year 4, Kingfisher class`, `3F`, `Class 7B`; not `class of 30`, `Class B`.
_YEAR = re.compile(
    r"\b(?:[Yy]ear|[Yy]r|YEAR)[ ](?:1[0-3]|[1-9]|R|one|two|three|four|five|six|seven|eight|nine|"
    r"ten|eleven)\b(?:[,;]?[ ](?:[A-Z][\w'’]+[ ]){0,2}(?:class|form|Class)\b|"
    r"[ ]at[ ][A-Z][\w.'’]+(?:[ ][A-Z][\w'’]+){0,3})?"
)
_CLASS = re.compile(
    r"\b(?:[A-Z][a-z]{3,}|\d{1,2}[A-Z]{1,2})[ ][Cc]lass\b|\b[Cc]lass[ ](?:\d{1,2}[A-Z]{1,2}|R\d)\b|"
    r"\b[Rr]eception[ ]class\b"
)
_BY_TRIGGER = (
    {word: rule for triggers, rule in _RULES for word in triggers.split()}
    | dict.fromkeys(("year", "yr"), _YEAR)
    | {"class": _CLASS}
)
_TRIGGERS = frozenset(_BY_TRIGGER)
_CAR = re.compile(
    rf"\b(?:(?:an?|my|his|her|their|old|battered|small|large|his|metallic)[ ])*(?:(?:{_COLOUR})"
    rf"[ /]+){{1,3}}(?:[a-zé]+[ ])?(?:[\w-]+)(?:[ ](?:[A-Z0-9][\w-]*)){{0,2}}",
    re.IGNORECASE,
)
_SCHOOL = re.compile(
    r"\b(?:pupil|school|teacher|class|son|daughter|child|brother|sister|he|she|his|her|boy|girl|is|"
    r"now|mum|dad|my|Placement|years?\s+old)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"\b(?:he|she|his|her|him|I|my|man|woman|male|female|boy|girl|lad|suspect|driver|person|who|youth|"
    r"IC\d|tall|build|aged|description|marks)\b",
    re.IGNORECASE,
)
_THEIRS = re.compile(
    r"\b(?:his|her|my|drives?|drove|driving|driver|their|our|owns?|belong\w*|in an?|registered|reg|"
    r"index|parked|keeper|seen|mr|mrs|ms|'s)\b",
    re.IGNORECASE,
)
_PUPILS = re.compile(
    r"[ ](?:pupils|girls?|boys?|pupil|child|student|teacher|staff|students|children|groups?|results|"
    r"places|curriculum|parents|intake|trip|assembly|applications?)\b",
    re.IGNORECASE,
)


def traits(page: Page) -> Iterator[Trait]:
    """Looks and classes by their words, cars by their makes; each needs a person in its sentence."""
    done = 0
    for i in page.find(_TRIGGERS):
        rule, at = _BY_TRIGGER[page.words[i]], page.starts[i]
        match = next((m for m in rule.finditer(page.text, max(0, at - 48), at + 80) if m.start() <= at < m.end()), None)
        if match and match.start() >= done and _tied(page, match, page.words[i]):
            done = match.end()
            yield _trait(match)
    for i in page.find(_MAKES):
        if not i or not page.capital(i):
            continue
        match = next(
            (
                m
                for m in _CAR.finditer(page.text, max(0, page.starts[i] - 36), page.end(i) + 24)
                if m.start() < page.starts[i] < m.end()
            ),
            None,
        )
        if match and _THEIRS.search(page.text, *_near(page, match)):
            yield _trait(match)


def _trait(match: re.Match[str]) -> Trait:
    text = match[0]
    lead = re.match(r"(?:with |has |his |her |my |their |in |a |an |wearing (?=a))+", text, re.IGNORECASE)
    skip = lead.end() if lead and lead[0].strip().lower() in ("with", "has", "his", "her", "my", "their", "in") else 0
    return Trait(match.start() + skip, match.start() + len(text.rstrip()), "QUASI_IDENTIFIER", 0.65, TIED)


def _near(page: Page, match: re.Match[str]) -> tuple[int, int]:
    start, end = page.sentence(match.start())
    return max(start, match.start() - 160), min(end, match.end() + 120)


def _tied(page: Page, match: re.Match[str], word: str) -> bool:
    near = _near(page, match)
    if word in ("year", "yr", "class"):
        return _SCHOOL.search(page.text, *near) is not None and not _PUPILS.search(
            page.text, match.end(), match.end() + 24
        )
    return _PERSON.search(page.text, *near) is not None
