"""What a label, a column header or a key says outright: `Ethnicity: Black British`, a cell under `religion`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.core.segment import Text
from redact.detect.special.claim import CUED, Claim
from redact.detect.words import Page, header, named

_ROWS = {
    "ETHNICITY": """
        ethnicity;ethnic group;ethnic origin;ethnic background;ethnic appearance;self defined ethnicity;sde;
        officer defined ethnicity;race;nationality;nationalities;nat;citizenship;country of nationality;
        immigration status;right to work;ethnic;eth;visa type;visa status;leave type
    """,
    "RELIGION": """
        religion;faith;religion or belief;religious belief;belief;denomination;religion belief;relig;
        religious observance;faith needs
    """,
    "POLITICS": """
        politics;political party;political opinion;political affiliation;party membership;voting intention;
        political views
    """,
    "UNION": "union;trade union;union membership;union member;tu membership;tu rep;union branch;trade union membership",
    "HEALTH": """
        diagnosis;diagnoses;health;health conditions;health condition;medical conditions;medical condition;
        medical history;medical;pmh;past medical history;disability;disabilities;disability details;medication;
        medications;current medication;meds;drugs on admission;allergy;allergies;symptoms;injury;injuries;
        injuries sustained;presenting complaint;cause of death;reason for absence;sickness reason;absence reason;
        impairment;access needs;sen;send need;primary need;special needs;dietary medical;blood group;pregnancy;
        gp diagnosis;mental health;medical notes;medical needs;treatment;health problems;your own health;
        nature of illness;illness;reason for sickness;long term condition;primary diagnosis;secondary diagnosis
    """,
    "SEX_LIFE_ORIENTATION": "sexual orientation;orientation;sexuality;gender identity;trans status;gender reassignment",
    "GENETIC_BIOMETRIC": """
        dna;dna sample;dna profile;fingerprint;fingerprints;fingerprint template;genotype;genetic test;biometric;
        biometric template;dna confirmed;face template
    """,
    "CRIMINAL_OFFENCE": """
        offence;offences;offence under investigation;charges;conviction;convictions;previous convictions;previous;
        pre cons;precons;sentence;criminal record;caution;cautions;criminal convictions;allegation;allegations;
        index offence;nature of offence;offence s;alleged offence;warning signals;warn mkrs;warning markers;pnc;
        antecedents;unspent convictions;arrested for;disposal;what have they done
    """,
}
LABELS = {" ".join(label.split()): entity for entity, rows in _ROWS.items() for label in rows.split(";")}
#: Labels that are often about something else (the treatment of wood): they count only beside labels that are about a person.
_LOOSE = frozenset(
    """
        allegation allergy belief caution charges disability disposal faith health injury medical nat offence
        orientation previous race sentence symptoms treatment union
    """.split()
)
_EMPTY = re.compile(
    r"[\s\W]*(?:none|no|nil|n/?a|n/?k|not (?:known|stated|given|declared|disclosed|applicable|"
    r"recorded|provided)|unknown|yes|y|n|tbc|see [\w ]+|blank|withheld|"
    r"prefer not to say|refused|ditto|no trace|nothing known|clear|negative|\d{1,6}|[-–—.?/]*)?[\s\W]*",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:name|surname|forename|dob|birth|patient|pupil|employee|tenant|claimant|nhs|nino|payroll|"
    r"gender|sex|age|student|customer|applicant)\b",
    re.IGNORECASE,
)
_PERSON_FIELD = frozenset(
    """
    name names dob born birth age sex gender nhs patient surname forename forenames address nat nationality
    occupation pnc pncid victim suspect defendant
""".split()
)
_STOP = re.compile(
    r"(?<=[\w)\]])[.;](?=\s+[A-Z(]|\s*$)|[ ]{2,}|\s+(?=(?:DOB|NHS|POB|Nat)\b)|\s*[(\[](?=\W*(?:self|"
    r"declared|ref))"
)


def about_person(context: str) -> bool:
    """Whether a cell's header and neighbours say that its row is about a person."""
    return _ABOUT.search(context.replace("_", " ")) is not None


def headed(segment: Text) -> Claim | None:
    """The whole value, when its header names a class."""
    label = header(segment.context)
    entity = named(label, LABELS) if label else None
    if entity is None or _EMPTY.fullmatch(segment.text):
        return None
    if " ".join(label) in _LOOSE and not about_person(segment.context):
        return None
    start = len(segment.text) - len(segment.text.lstrip())
    return Claim(start, len(segment.text.rstrip()), entity, 0.85, CUED)


def claims(page: Page) -> Iterator[Claim]:
    """Values behind labels in running text; loose labels count only where other labels are about a person."""
    about: bool | None = None
    for field in page.fields:
        entity = named(field.label, LABELS)
        if entity is None or len(field.label) > 5:
            continue
        if not _exact(field.label, entity):
            about = _has_person(page) if about is None else about
            if not about:
                continue
        stop = _STOP.search(page.text, field.start + 1, field.end)
        end = stop.start() if stop else field.end
        value = page.text[field.start : end]
        if not _EMPTY.fullmatch(value) and len(value) < 120:
            start = field.start + len(value) - len(value.lstrip(" \t\n-"))
            yield Claim(start, field.start + len(value.rstrip(" \t,.;-")), entity, 0.8, CUED)


def _exact(label: tuple[str, ...], entity: str) -> bool:
    joined = " ".join(label)
    return LABELS.get(joined) == entity and joined not in _LOOSE


def _has_person(page: Page) -> bool:
    return any(not _PERSON_FIELD.isdisjoint(field.label) for field in page.fields)
