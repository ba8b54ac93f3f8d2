"""What a calendar or card may hold: components, properties and parameters by name. What is not here is left out.

Source: RFC 5545 sections 3.2, 3.6 and 3.8, RFC 7986; RFC 6350 sections 5 and 6, RFC 2426, vCard 2.1.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: Components, and what people call them.
COMPONENTS: Mapping[str, str] = {
    "VCALENDAR": "calendar", "VEVENT": "event", "VTODO": "task", "VJOURNAL": "entry", "VFREEBUSY": "free time",
    "VTIMEZONE": "time zone", "STANDARD": "standard time", "DAYLIGHT": "summer time", "VALARM": "alarm", "VCARD": "card",
}  # fmt: skip

#: Words in which `\n`, `\,` and `\;` are escapes.
TEXTS = frozenset(
    "SUMMARY DESCRIPTION LOCATION COMMENT CONTACT CATEGORIES RESOURCES NAME FN NICKNAME LABEL TITLE ROLE NOTE"
    " REQUEST-STATUS EXPERTISE HOBBY INTEREST BIRTHPLACE DEATHPLACE SORT-STRING".split()
)
#: Several values, each with a place of its own.
STRUCTURED = frozenset(("N", "ADR", "ORG", "GENDER"))
#: Addresses and numbers, in which nothing is escaped.
PLAIN = frozenset(
    "URL TEL EMAIL IMPP GEO CONFERENCE CALURI FBURL CALADRURI SOURCE MEMBER RELATED BDAY ANNIVERSARY DEATHDATE LANG"
    " TZ".split()
)
#: People, by their address and with their name in a parameter.
PEOPLE = frozenset(("ATTENDEE", "ORGANIZER"))
IDS = frozenset(("UID", "RELATED-TO"))
FILES = frozenset(("PHOTO", "LOGO", "SOUND", "ATTACH"))
#: Read with their words in running text.
PROSE = frozenset(("DESCRIPTION", "COMMENT", "NOTE"))

_WHEN = r"\d{4}-?\d\d-?\d\d(?:T\d\d:?\d\d:?\d\dZ?)?"
_LASTING = r"[+-]?P(?:\d+[WDHMS]|T)+"
_DATES = rf"{_WHEN}(?:/(?:{_WHEN}|{_LASTING}))?"
_RULE_PART = r"(?:FREQ|UNTIL|COUNT|INTERVAL|BY[A-Z]{2,8}|WKST|RSCALE|SKIP)=[A-Z0-9+,-]+(?:-[A-Z]+)?"
_WORD = r"[A-Z-]{1,20}"
#: Properties that say nothing of people, and what they must look like to stay.
STRUCTURE: Mapping[str, re.Pattern[str]] = {
    **dict.fromkeys(
        ("DTSTART", "DTEND", "DUE", "COMPLETED", "DTSTAMP", "RECURRENCE-ID", "EXDATE", "RDATE", "FREEBUSY"),
        re.compile(rf"{_DATES}(?:,{_DATES})*"),
    ),
    **dict.fromkeys(("DURATION", "TRIGGER", "REFRESH-INTERVAL"), re.compile(rf"{_LASTING}|{_WHEN}")),
    **dict.fromkeys(("RRULE", "EXRULE"), re.compile(rf"{_RULE_PART}(?:;{_RULE_PART})*;?")),
    **dict.fromkeys(("STATUS", "TRANSP", "CLASS", "ACTION", "METHOD", "CALSCALE"), re.compile(_WORD, re.I)),
    **dict.fromkeys(("PRIORITY", "PERCENT-COMPLETE", "SEQUENCE", "REPEAT"), re.compile(r"\d{1,9}")),
    **dict.fromkeys(("TZOFFSETFROM", "TZOFFSETTO"), re.compile(r"[+-]\d{4}(?:\d\d)?")),
    "TZNAME": re.compile(r"[A-Z]{2,5}|[+-]\d\d(?::?\d\d)?"),
    "VERSION": re.compile(r"\d\.\d"),
    "KIND": re.compile(r"individual|group|org|location|application|device", re.I),
}
#: All that may have words to be read: what should be structure and is not, too.
SPOKEN_OF = TEXTS | STRUCTURED | PLAIN | PEOPLE | FILES | frozenset(STRUCTURE)
#: Words that a property of the grammar may be, where its pattern allows any.
KNOWN_WORDS: Mapping[str, frozenset[str]] = {
    "STATUS": frozenset("TENTATIVE CONFIRMED CANCELLED NEEDS-ACTION COMPLETED IN-PROCESS DRAFT FINAL".split()),
    "TRANSP": frozenset(("OPAQUE", "TRANSPARENT")),
    "CLASS": frozenset(("PUBLIC", "PRIVATE", "CONFIDENTIAL")),
    "ACTION": frozenset(("AUDIO", "DISPLAY", "EMAIL", "PROCEDURE")),
    "METHOD": frozenset("PUBLISH REQUEST REPLY ADD CANCEL REFRESH COUNTER DECLINECOUNTER".split()),
    "CALSCALE": frozenset(("GREGORIAN",)),
}
#: Parameters that say what a value is, and the words that they may have.
PARAMS: Mapping[str, frozenset[str]] = {
    "ROLE": frozenset("CHAIR REQ-PARTICIPANT OPT-PARTICIPANT NON-PARTICIPANT".split()),
    "PARTSTAT": frozenset("NEEDS-ACTION ACCEPTED DECLINED TENTATIVE DELEGATED COMPLETED IN-PROCESS".split()),
    "RSVP": frozenset(("TRUE", "FALSE")),
    "CUTYPE": frozenset("INDIVIDUAL GROUP RESOURCE ROOM UNKNOWN".split()),
    "VALUE": frozenset("DATE DATE-TIME DURATION PERIOD TEXT URI CAL-ADDRESS DATE-AND-OR-TIME UNKNOWN".split()),
    "RANGE": frozenset(("THISANDFUTURE",)),
    "RELATED": frozenset(("START", "END")),
    "RELTYPE": frozenset("PARENT CHILD SIBLING".split()),
    "FBTYPE": frozenset("FREE BUSY BUSY-UNAVAILABLE BUSY-TENTATIVE".split()),
    "PREF": frozenset(map(str, range(1, 101))),
    "TYPE": frozenset(
        "HOME WORK PREF TEXT VOICE FAX CELL VIDEO PAGER TEXTPHONE MSG BBS MODEM CAR ISDN PCS INTERNET X400 DOM INTL"
        " POSTAL PARCEL CONTACT ACQUAINTANCE FRIEND MET CO-WORKER COLLEAGUE CO-RESIDENT NEIGHBOR CHILD PARENT SIBLING"
        " SPOUSE KIN MUSE CRUSH DATE SWEETHEART ME AGENT EMERGENCY IPHONE MAIN OTHER".split()
    ),
}
#: Parameters with words about people: read with the value.
SPOKEN = ("CN", "SENT-BY", "DELEGATED-FROM", "DELEGATED-TO", "MEMBER", "EMAIL", "LABEL")

_AREAS = "Africa|America|Antarctica|Arctic|Asia|Atlantic|Australia|Europe|Indian|Pacific|Etc"
#: Time zones as IANA and Windows name them.
ZONE = re.compile(
    rf"(?:{_AREAS})/[A-Za-z_]+(?:/[A-Za-z_]+)?|Etc/GMT[+-]\d+|UTC|GMT"
    r"|[A-Z][A-Za-z.]+(?: [A-Z][A-Za-z.]+){0,3} (?:Standard|Daylight) Time|Zone \d+"
)
