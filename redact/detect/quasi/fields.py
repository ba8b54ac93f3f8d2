"""What a label, a column header or a key says outright: `Occupation: plumber`, a cell under `date_of_birth`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.core.segment import Text
from redact.detect.quasi.jobs import is_job
from redact.detect.quasi.trait import CUED, Trait
from redact.detect.words import Page, header, named

_ROWS = {
    "DATE_OF_BIRTH": """
        dob;date of birth;birth date;birthdate;birthday;d o b;dateofbirth;born;dob t1;dob t2;birth dob;
        year of birth;yob
    """,
    "AGE": "age;age at incident;age at date;age years;age at death;patient age",
    "JOB_TITLE": """
        occupation;occ;occup;job title;job;post;position;role;job role;profession;employment;work;designation;rank;
        grade title;post title;current post;trade;occupation role
    """,
    "EMPLOYER": """
        employer;current employer;place of work;workplace;employer name;school;school attended;current school;
        college;university;nursery;gp practice;gp surgery;surgery;registered gp practice;establishment;prison;est;
        student at;school name;school year;placement;setting;hosp;care home
    """,
    "QUASI_IDENTIFIER": """
        height;build;hair;hair colour;eye colour;eyes;marks;distinguishing marks;distinguishing features;scars;
        tattoos;description;physical description;class;form;tutor group;year group;vehicle make;vehicle description
    """,
}
_LABELS = {" ".join(label.split()): entity for entity, rows in _ROWS.items() for label in rows.split(";")}
_ONLY_COLUMNS = frozenset(
    """
    role work description class form school year year group position post job trade eyes marks build height surgery
    prison establishment est setting placement hosp university college nursery grade rank
""".split()
) | {"year group", "school year"}
_DATE = re.compile(r"[\dOoIlA-Za-z][\w /.,'-]{2,24}")
_EMPTY = re.compile(
    r"\W*(?:none|no|nil|n/?a|n/?k|not (?:known|stated|given|applicable|recorded)|unknown|yes|tbc|"
    r"unemployed|-)?\W*",
    re.IGNORECASE,
)
_AGE = re.compile(
    r"[ \t]*(?P<n>[\dlO]{1,3}(?:[ ]?(?:years?|yrs?|months?|mths?|weeks?|wks?)\b)?)(?!\d|[ ]?(?:-|to)[ ]?\d)"
)
_JOB_ENDS = re.compile(r"[ ]{2,}|[\t|\n;.(]|,[ ](?=[A-Z][\w-]+[ ](?:Ltd|Limited|plc))|\s+(?:at|for|with)\s")
_PERSONAL = re.compile(
    r"\b(?:name|surname|forename|dob|birth|patient|pupil|employee|tenant|claimant|nhs|nino|payroll|"
    r"gender|sex|age|student|staff)\b",
    re.IGNORECASE,
)


def headed(segment: Text) -> Trait | None:
    """The whole value, when its header names a kind and the value fits it."""
    label = header(segment.context)
    entity = named(label, _LABELS) if label else None
    text = segment.text.strip()
    if entity is None or _EMPTY.fullmatch(text) or not _fits(entity, text):
        return None
    if " ".join(label) in _ONLY_COLUMNS and not _PERSONAL.search(segment.context.replace("_", " ")):
        return None
    start = len(segment.text) - len(segment.text.lstrip())
    return Trait(start, start + len(text), entity, 0.85, CUED)


def _fits(entity: str, text: str) -> bool:
    if entity == "DATE_OF_BIRTH":
        return _DATE.fullmatch(text) is not None and any(char.isdigit() for char in text)
    if entity == "AGE":
        return _AGE.fullmatch(text) is not None or (len(text) < 14 and any(char.isdigit() for char in text))
    return len(text) < 100


def traits(page: Page) -> Iterator[Trait]:
    """Values behind labels in running text. Dates of birth and ages have their own rules."""
    about: bool | None = None
    for field in page.fields:
        entity = named(field.label, _LABELS)
        if entity is None or entity in ("DATE_OF_BIRTH", "AGE") or len(field.label) > 4:
            continue
        if " ".join(field.label) in _ONLY_COLUMNS or entity != "JOB_TITLE":
            about = any(_PERSONAL.search(" ".join(other.label)) for other in page.fields) if about is None else about
            if not about:
                continue
        if trait := _value(page, field.start, field.end, entity, loose=" ".join(field.label) in _ONLY_COLUMNS):
            yield trait


def _value(page: Page, start: int, end: int, entity: str, *, loose: bool) -> Trait | None:
    if stop := _JOB_ENDS.search(page.text, start + 1, end):
        end = stop.start()
    value = page.text[start:end]
    text = value.strip(" \n,.;")
    if (
        _EMPTY.fullmatch(text)
        or len(text) > 70
        or len(text) < 2
        or (entity == "JOB_TITLE" and loose and not is_job(text))
    ):
        return None
    at = start + value.index(text)
    return Trait(at, at + len(text), entity, 0.8, CUED)
