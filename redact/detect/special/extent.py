"""How far a phrase reaches: its modifiers before, its dose, place or charge behind, its neighbours in a list."""

from __future__ import annotations

import re

from redact.detect import lexicon
from redact.detect.lexicon import Hit
from redact.detect.special.claim import TIED, Claim
from redact.detect.words import Page

_BEFORE = lexicon.words("grammar", "modifier")
_LEADS = re.compile(
    r"(?:diagnosed (?:as|with)|diagnosis of|suffer(?:s|ed|ing)? (?:from|with)|treated for|"
    r"treatment for|recover(?:s|ed|ing) from|undergoing|receiving|"
    r"awaiting|waiting for|allergic to|prescribed|put on|back on|signed off(?: work| sick)? with|"
    r"off(?: work| sick)? (?:with|w/)|history of|"
    r"living with|admitted with|complain(?:s|ed|ing) of|(?:taken to|in) hospital with|clean from|"
    r"intolerant of|scor(?:es|ed|ing) high for|(?:seeing|sees|saw) a (?:counsellor|therapist|"
    r"psychologist) for|waiting (?:\w+ ){1,3}for|had|having (?:his|her|my)|in recovery from|"
    r"withdrawn from|under investigation for|on suspicion of|symptoms of|in treatment for|"
    r"in remission from|on)[ \t\n]+(?:the |a |an |his |her |my )?$",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"(?:,?[ ]?\d+(?:[.,]\d+)?(?:[ ]?[-/][ ]?\d+)?[ ]?(?:mg|mcg|ml|g|micrograms?|milligrams?|units?|puffs?|tablets?)\b)?"
    r"(?:[ ](?:once|twice|three times|four times|daily|nightly|weekly|monthly|at night|"
    r"in the morning|a day|per day|bd|tds|od|qds|prn|nocte|x ?\d|as needed|as required|"
    r"when needed)\b)*",
    re.IGNORECASE,
)
BODY = (
    r"(?:head|skull|forehead|face|eyes?|eyebrow|eyelids?|nose|mouth|lips?|jaw|chin|cheeks?|teeth|"
    r"tooth|tongue|ears?|neck|throat|shoulders?|collarbone|"
    r"clavicle|arms?|forearms?|elbows?|wrists?|hands?|palms?|fingers?|thumbs?|knuckles|chest|"
    r"ribs?|breasts?|back|spine|stomach|abdomen|belly|groin|"
    r"hips?|pelvis|buttocks?|legs?|thighs?|knees?|shins?|calf|calves|ankles?|f[eo]{2}t|heels?|"
    r"toes?|toenails?|skin|scalp|heart|lungs?|liver|kidneys?|bladder|"
    r"bowels?|brain|womb|cervix|testicles?|prostate|tendon|ligament|cartilage|muscle|nerve|disc|"
    r"vertebrae?|femur|tibia|fibula|humerus|flank|temple)"
)
_WHERE = re.compile(
    rf"[ \n](?:in|on|of|to|at|across|under|over|round|around|above|below)[ \n](?:(?:his|her|my|"
    rf"your|their|the|both|one|each)[ \n])?(?:(?:left|right|lower|upper|front|back of (?:the|his|"
    rf"her|my))[ \n])*"
    rf"(?:{BODY}|side of (?:the|his|her) {BODY})\b|[ ]at home\b",
    re.IGNORECASE,
)
_RESULT = re.compile(
    r"(?:[ ](?:positive|negative|confirmed|assessment|operation|diagnosis|treatment|fitted|missed|"
    r"stopped|undetectable|test(?:s|ing)?|scan|results?|crisis|attacks?|episodes?|relapse|"
    r"flare(?:[- ]up)?|script|"
    r"injections?|therapy|symptoms|medication|tablets|ulcers?|fits?|problems?|issues?|surgery|"
    r"withdrawal|repair|replacement|support|trait|removed|out|infection|injury|pain|sufferer|"
    r"patient|survivor|level \d+))+\b",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"[ ](?:of|from|to|by|against)[ ](?!(?:the )?(?:court|police|council|\d))"
    r"(?:[^\s,.;:()|]+[ ]?){1,7}?(?=[,.;:()|\n]|$|[ ](?:and|on|at|in|which|who|but|when|after|before|"
    r"that|was|is)\b)"
)
_WHEN = re.compile(r",?[ \n](?:(?:in|since)[ \n](?:[A-Z][a-z]+ )?(?:19|20)\d\d\b|last year\b|(?:at|aged) 1\d\b)")
_SPAN = re.compile(
    r"[ ,]{1,2}(?:for )?(?:\d+|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)"
    r"[ -](?:days?|weeks?|months?|mths|years?|yrs|hours?)['’]?(?:[ ](?:imprisonment|custody|suspended|"
    r"unpaid work))?"
)
_INNER = frozenset(("", "-", "'", "’", "/", "%", "£", "\n"))  # what may stand between the words of a clause
_HANGS = lexicon.words("grammar", "hangs")
_OPENS = lexicon.words("grammar", "opens")
_LINK = re.compile(
    r"[ \t]*\n?[ \t]*(?:,|and|&|/|or|\+|with|plus|;|,[ ]?and|then|on|for|of|to|:|-|which is|"
    r"\()?[ \t]*\n?[ \t]*(?:a |an |the |his |her |my |also |severe |chronic )*",
    re.IGNORECASE,
)


def left(page: Page, first: int) -> int:
    """Where the phrase that begins with word `first` begins, its modifiers and a lead such as `diagnosed with` taken in."""
    start, n = page.starts[first], first
    while (
        n > 0
        and first - n < 6
        and page.gaps[n - 1] in (" ", "-", "\n")
        and (page.words[n - 1] in _BEFORE or _count(page, n))
    ):
        n -= 1
        start = page.starts[n]
    lead = _LEADS.search(page.text, max(0, start - 34), start)
    return lead.start() if lead and _word_start(page.text, lead.start()) else start


def _count(page: Page, n: int) -> bool:
    return (
        page.words[n - 1].isdigit()
        and len(page.words[n - 1]) < 3
        and page.words[n] in ("weeks", "week", "months", "wks", "mths", "month", "1", "2")
    )


def _word_start(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def right(page: Page, end: int, entity: str) -> int:
    """Where a phrase that ends at `end` ends, with its dose and place, or its length and year."""
    rules = (
        (_RESULT, _DOSE, _WHERE)
        if entity == "HEALTH"
        else (_OF_WHAT, _SPAN, _WHEN)
        if entity == "CRIMINAL_OFFENCE"
        else ()
    )
    for rule in rules:
        if more := rule.match(page.text, end):
            end = more.end()
    return end


def alone(page: Page, hit: Hit) -> bool:
    """Whether a hit makes up a piece by itself: a cell, an aside in brackets, a note between two stops."""
    first = hit.first
    while first > 0 and hit.first - first < 3 and page.gaps[first - 1] == " " and page.words[first - 1] in _BEFORE:
        first -= 1
    ahead = page.gaps[first - 1].strip(" ") if first else "\n"
    behind = page.gaps[hit.last].strip(" ") if hit.last + 1 < len(page.words) else "\n"
    return (ahead not in _INNER and behind not in _INNER) or (ahead in ("|", "(", "\t") or behind[:1] in ("|", "\t"))


def onward(page: Page, end: int, many: int = 8) -> int:
    """Where the clause around `end` ends: at a stop, at a word that opens another clause, or after `many` words."""
    if end < len(page.text) and page.text[end].isalnum():
        return end
    i = page.at(max(0, end - 1))
    while many and i + 1 < len(page.words) and page.words[i + 1]:
        gap = page.gaps[i].strip(" ")
        if (gap not in _INNER and gap != "\n") or page.words[i + 1] in _OPENS:
            break
        i += 1
        many -= 1
    return page.end(i)


def trailing(page: Page, end: int) -> int:
    """As `onward`, when what follows hangs on the phrase by a preposition (`cancer in the throat`)."""
    i = page.at(max(0, end - 1)) + 1
    hangs = i < len(page.words) and page.gaps[i - 1] in (" ", "\n") and page.words[i] in _HANGS
    return onward(page, end) if hangs else end


def phrase(page: Page, hit: Hit, entity: str, score: float, facts: frozenset[str] = TIED) -> Claim:
    """The claim of a hit, as far as it reaches."""
    end = right(page, page.end(hit.last), entity)
    return Claim(left(page, hit.first), trailing(page, end), entity, score, facts)


def before(page: Page, i: int, many: int) -> list[str]:
    """The words just before word `i`, nearest first, as far as one run of words goes."""
    found: list[str] = []
    while i > 0 and len(found) < many and page.gaps[i - 1].strip(" \n'-/>") == "":
        i -= 1
        found.append(page.words[i])
    return found


def joined(page: Page, one: Claim, two: Claim) -> Claim | None:
    """Both claims as one phrase, when they touch or only a link stands between them."""
    if two.start > one.end and (two.start - one.end > 16 or not _LINK.fullmatch(page.text, one.end, two.start)):
        return None
    return Claim(one.start, max(one.end, two.end), one.entity, max(one.score, two.score), one.facts | two.facts)
