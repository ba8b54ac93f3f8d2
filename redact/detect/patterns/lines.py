"""Whose line is it: a person's own telephone, or a switchboard, ward, team or helpline that anybody may ring."""

from __future__ import annotations

import re

_BACK, _FORTH = 90, 40
_PUBLIC = re.compile(
    r"(?:\b(?:switchboards?|(?!landline|deadline|online|airline|outline|headline|baseline|pipeline|"
    r"timeline)\w*lines?|help ?desk|enquir(?:y|ies)|inquiries|queries|receptions?|wards?|teams?|offices?|"
    r"desks?|duty|out[ -]of[ -]hours|emergenc(?:y|ies)|"
    r"(?:tech|care|advice|absence|support|crisis|info|information|customer|press|media|main|phone|sickness|"
    r"claims|order|sales|hire|text|tip|complaints?) ?lines?|"
    r"box office|bookings?|main (?:number|no)|central (?:number|no)|general (?:number|no)|public (?:number|no)|"
    r"library|librar(?:y|ies)|councils?|customer services?|contact cent(?:re|er)|"
    r"call cent(?:re|er)|control room|caretaker|weighbridge|depots?|freephone|website|surgery|clinic|pharmacy|"
    r"departments?|dept|services?|triage|counter|"
    r"press|media calls|group bookings|residents|members of the public|reservations|stores?|shop|branch|centre|"
    r"front desk|gatehouse|lodge|security|radiology|pathology|theatre|a&e|"
    r"occ(?:upational|y)? health|case management|listing|registry|administration|admin|service by fax|any person|"
    r"anyone|parents|callers|visitors|customers|tenants with|notice|contact us|call us|"
    r"orders?|studio|tickets?|garage|ops|shelter|trust|schools?(?:'s)?|archives?|museum|rescue|society|ombudsman|"
    r"commissioner|solicitors|ltd|limited|llp|plc|school's number|questions|comments|media|"
    r"bookings through|base|text alerts)\b|(?:\bor|please|also|pls|help,?|questions should|may|must|should|users "
    r"may|then) (?:call|ring|phone|telephone|dial|contact)(?: on)?:?\s*$)",
    re.IGNORECASE,
)
_PERSONAL = re.compile(
    r"\b(?:mobiles?|mob|cell|his|her|hers|their|my|mine|me|home|ddi|direct(?: line| dial)?|own line|land ?line|"
    r"he|she|personal|daughter|son|mother|father|mum|dad|wife|husband|partner|sister|brother|neighbour|"
    r"auntie?|uncle|nan|niece|nephew|cousin|carer|friend|next of kin|nok|tenant|patient|caller|complainant|"
    r"applicant|claimant|mr|mrs|ms|miss|dr|him|whatsapp|victim|witness|wits?|"
    r"landlord|guardian|contact for|social worker|inspector|superintendent|manager|officer|own (?:number|desk))\b",
    re.IGNORECASE,
)
_NAME = re.compile(r"[A-Z][a-z'’]+(?:[ -][A-Z][\w'’]*)+(?! (?:Street|Road|Lane|Square|Avenue|House|Hall|Way|Place))")
_SENTENCE = re.compile(r"(?<!\btel)(?<!\bno)(?<!\bext)[.!?]\s|\n[ \t]*\n", re.IGNORECASE)
#: Numbers nobody has at home. Source: Ofcom, National Telephone Numbering Plan: 03, 0800, 0808, 084, 087, 09.
_SHARED = re.compile(r"(?:\+?44 ?\(?0?\)?|0)[ -]?(?:3|80[08]|84|87|9)")


def is_public_line(text: str, start: int, end: int, back: int = _BACK) -> bool:
    """Whether the nearest word that says whose number this is speaks of an office. Undecided means: a person's."""
    if _SHARED.match(text, start):
        return True
    left = text[max(0, start - back) : start]
    breaks = list(_SENTENCE.finditer(left))
    sentence = left[breaks[-1].end() :] if breaks else left
    public, personal = _last(_PUBLIC, sentence), max(_last(_PERSONAL, sentence), _last_name(sentence))
    if public != personal:
        return public > personal
    right = re.split(r"[\n.;]", text[end : end + _FORTH], maxsplit=1)[0]
    return right.lstrip().startswith("(") and _PUBLIC.search(right) is not None


def _last_name(text: str) -> int:
    """Where the last thing like a full name ends; the names of offices are none."""
    return max((match.end() for match in _NAME.finditer(text) if not _PUBLIC.search(match.group())), default=-1)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=-1)
