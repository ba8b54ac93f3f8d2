"""How far a phrase reaches: its determiners and modifiers before, its dose, place or charge behind, its neighbours in a list."""

from __future__ import annotations

import re

from redact.detect.special.claim import Claim
from redact.detect.words import Page

_BEFORE = frozenset(
    """severe chronic acute mild moderate bad terrible suspected recurrent undiagnosed ongoing long standing term secondary
    progressive advanced early onset late stage terminal metastatic bilateral left right lower upper type registered profoundly
    partially totally severely nearly almost completely newly uncontrolled controlled poorly minor major serious deep superficial
    swollen sprained fractured broken twisted cracked torn dislocated red yellow a an one two three four five six seven eight nine ten
    eleven twelve months month weeks week wks mths previous spent pending outstanding prior multiple several untreated treatment
    resistant known longstanding historic heavily seven's intermittent daily elective emergency possible query devout practising
    strict lapsed recovering former active lifelong partial complete constant frequent regular small large infected suspended
    first second third grade crushed strong liquid high low dose irregular attempted alleged further worsening debilitating
    crippling clinical congenital inherited post viral mixed postnatal terminally non verbal mentally physically visually
    occasional massive slight residual unresolved complex open infected paranoid drug alcohol induced related""".split()
)
_LEADS = re.compile(
    r"(?:diagnosed (?:as|with)|diagnosis of|suffer(?:s|ed|ing)? (?:from|with)|treated for|treatment for|recover(?:s|ed|ing) from|undergoing|receiving|"
    r"awaiting|waiting for|allergic to|prescribed|put on|back on|signed off(?: work| sick)? with|off(?: work| sick)? (?:with|w/)|history of|"
    r"living with|admitted with|under investigation for|on suspicion of|symptoms of|in treatment for|in remission from|on)[ \t\n]+(?:the |a |an |his |her |my )?$",
    re.IGNORECASE,
)
_DOSE = re.compile(
    r"(?:,?[ ]?\d+(?:[.,]\d+)?(?:[ ]?[-/][ ]?\d+)?[ ]?(?:mg|mcg|ml|g|micrograms?|milligrams?|units?|puffs?|tablets?)\b)?"
    r"(?:[ ](?:once|twice|three times|four times|daily|nightly|weekly|monthly|at night|in the morning|a day|per day|bd|tds|od|qds|prn|nocte|x ?\d|needed|as))*",
    re.IGNORECASE,
)
BODY = (
    r"(?:head|skull|forehead|face|eyes?|eyebrow|eyelids?|nose|mouth|lips?|jaw|chin|cheeks?|teeth|tooth|tongue|ears?|neck|throat|shoulders?|collarbone|"
    r"clavicle|arms?|forearms?|elbows?|wrists?|hands?|palms?|fingers?|thumbs?|knuckles|chest|ribs?|breasts?|back|spine|stomach|abdomen|belly|groin|"
    r"hips?|pelvis|buttocks?|legs?|thighs?|knees?|shins?|calf|calves|ankles?|f[eo]{2}t|heels?|toes?|toenails?|skin|scalp|heart|lungs?|liver|kidneys?|bladder|"
    r"bowels?|brain|womb|cervix|testicles?|prostate|tendon|ligament|cartilage|muscle|nerve|disc|vertebrae?|femur|tibia|fibula|humerus|flank|temple)"
)
_WHERE = re.compile(
    rf"[ \n](?:in|on|of|to|at|across|under|over|round|around|above|below)[ \n](?:(?:his|her|my|your|their|the|both|one|each)[ \n])?(?:(?:left|right|lower|upper|front|back of (?:the|his|her|my))[ \n])*"
    rf"(?:{BODY}|side of (?:the|his|her) {BODY})\b|[ ]at home\b",
    re.IGNORECASE,
)
_WHEN = re.compile(r",?[ \n](?:(?:in|since)[ \n](?:[A-Z][a-z]+ )?(?:19|20)\d\d\b|last year\b|(?:at|aged) 1\d\b)")
_SPAN = re.compile(r"[ ,]{1,2}(?:for )?(?:\d+|a|one|two|three|four|five|six|seven|eight|nine|ten|twelve|eighteen)[ -](?:days?|weeks?|months?|mths|years?|yrs|hours?)['’]?(?:[ ](?:imprisonment|custody|suspended|unpaid work))?")
_LINK = re.compile(r"[ \t]*\n?[ \t]*(?:,|and|&|/|or|\+|with|plus|;|,[ ]?and|then|on|for|of|to|:|-|which is|\()?[ \t]*\n?[ \t]*(?:a |an |the |his |her |my |also |severe |chronic )*", re.IGNORECASE)


def left(page: Page, first: int) -> int:
    """Where the phrase that begins with word `first` begins, its modifiers and a lead such as `diagnosed with` taken in."""
    start, n = page.starts[first], first
    while n > 0 and first - n < 6 and page.gaps[n - 1] in (" ", "-", "\n") and (page.words[n - 1] in _BEFORE or _count(page, n)):
        n -= 1
        start = page.starts[n]
    if page.words[n] in ("long", "term", "months", "weeks", "left", "right") and n == first:
        return start
    lead = _LEADS.search(page.text, max(0, start - 34), start)
    return lead.start() if lead and _word_start(page.text, lead.start()) else start


def _count(page: Page, n: int) -> bool:
    return page.words[n - 1].isdigit() and len(page.words[n - 1]) < 3 and page.words[n] in ("weeks", "week", "months", "wks", "mths", "month", "1", "2")


def _word_start(text: str, at: int) -> bool:
    return at == 0 or not text[at - 1].isalnum()


def right(page: Page, end: int, entity: str) -> int:
    """Where a phrase that ends at `end` ends, with its dose and place, or its length and year."""
    rules = (_DOSE, _WHERE) if entity == "HEALTH" else (_SPAN, _WHEN) if entity == "CRIMINAL_OFFENCE" else ()
    for rule in rules:
        if more := rule.match(page.text, end):
            end = more.end()
    return end


def joined(page: Page, one: Claim, two: Claim) -> Claim | None:
    """Both claims as one phrase, when they touch or only a link stands between them."""
    if two.start > one.end and (two.start - one.end > 16 or not _LINK.fullmatch(page.text, one.end, two.start)):
        return None
    return Claim(one.start, max(one.end, two.end), one.entity, max(one.score, two.score), one.facts | two.facts)
