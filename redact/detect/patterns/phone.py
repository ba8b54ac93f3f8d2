"""Telephone numbers: every British form, international ones, extensions, and what bad print leaves of them."""

from __future__ import annotations

import phonenumbers

from redact.detect.patterns.lines import is_public_line
from redact.detect.patterns.mail import mailboxes
from redact.detect.patterns.recognizer import Recognizer
from redact.detect.patterns.shapes import DIGIT, NOT_A_DATE

_SEP = r"[ ().\-–]{0,3}"
_EXTENSION = r"(?:,? ?(?:ext(?:ension|n)?\.?|x|#) ?\d{2,6})?"
_CUES = (
    "phone", "phone no", "mobile", "mobile no", "landline", "ring", "ring me", "call", "call me", "calls", "text",
    "fax", "fax no", "ddi", "dd", "direct dial", "direct line", "direct", "whatsapp", "contact no", "contact",
    "home no", "work no", "work phone", "home phone", "phone me", "dial", "t", "m", "f", "h", "w", "rang", "phoned",
    "texted", "caller", "switchboard", "helpline", "hotline", "line", "enquiries", "minicom", "textphone", "textline",
    "day phone", "evening phone", "daytime no", "evening no", "emergency contact", "my no", "his no", "her no",
    "their no", "new no", "the no", "on", "number", "nok", "bleep", "pager", "new mobile", "new phone",
    "phone/mobile", "contactno", "contactnumber", "phonenumber", "telno", "mobileno",
)
#: Cues too faint for a value that has no shape of its own.
_FAINT = frozenset({"on", "line", "number", "the no", "t", "m", "f", "h", "w", "dd", "calls", "rang", "call", "contact"})
_BESIDE = 16  # characters between a shared mailbox and the number that goes with it
_SOURCE = "Ofcom, National Telephone Numbering Plan; ITU-T E.164"


def international(value: str) -> bool:
    """Whether libphonenumber holds the number possible in some country."""
    digits = "".join(c for c in value.partition("x")[0] if c.isdigit()).removeprefix("00")
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(f"+{digits}"))
    except phonenumbers.NumberParseException:
        return False


def whose_line(text: str, start: int, end: int) -> str:
    """A line is public where an office stands nearer than a person, or a shared mailbox beside it. A mobile seldom is."""
    mobile = text[start : start + 10].lstrip("+(0").replace(" ", "").removeprefix("44").lstrip("(0)").startswith("7")
    if is_public_line(text, start, end, back=26 if mobile else 90):
        return "PUBLIC_CONTACT"
    return "PUBLIC_CONTACT" if not mobile and _beside_mailbox(text, start, end) else "PHONE_NUMBER"


def _beside_mailbox(text: str, start: int, end: int) -> bool:
    base = max(0, start - 80)
    for found in mailboxes(text[base : end + 80]):
        before, after = start - base - found.chars.end, found.chars.start - (end - base)
        if 0 <= before <= _BESIDE or 0 <= after <= _BESIDE:
            return found.entity == "PUBLIC_CONTACT"
    return False


ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "PHONE_NUMBER", "national",
        rf"{NOT_A_DATE}0(?:[1-35789]|\) ?[1-9]){_SEP}\d(?:{_SEP}\d){{7,8}}(?!\d){_EXTENSION}",
        _SOURCE,
        cues=_CUES,
        cued=0.95, bare=0.75, reach=4, opening="(", judge=whose_line,
        finds=("her mobile is «07700 900418» but", "DDI «01632 960114»", "on «020 7946 0321».",
            "«(01632) 960 123» after six", "«01632-960-123»", "«07700900333»", "tel «01632 960123 ext 4417»",
            "«020 7946 0321 x12»"),
        misses=("order 07700 900418", "0133 9904 2217 5560", "batch no. 01632960123", "in 0.01632 960"),
    ),
    Recognizer(
        "PHONE_NUMBER", "with_44",
        rf"(?:(?<=\+)|00 ?)44\)?{_SEP}(?:\(0\)|0)?{_SEP}[1-9](?:{_SEP}\d){{8,9}}(?!\d){_EXTENSION}",
        _SOURCE,
        cues=_CUES,
        cued=0.97, bare=0.9, reach=4, opening="+(", judge=whose_line,
        finds=("«+44 7700 900612»", "«+44 (0)1632 960123»", "«0044 7700 900 612»", "«(+44) 20 7946 0321»",
            "«+447700900612»"),
        misses=("part 00447700900612",),
    ),
    Recognizer(
        "PHONE_NUMBER", "scanned",
        r"(?=(?:[^0-9\n]{0,3}[0-9]){5})(?=[0-9 ]{0,12}[OolI])[O0][127][0-9OolI]{2,3} [0-9OolI]{3,4} [0-9OolI]{3,4}",
        _SOURCE,
        bare=0.65, judge=whose_line,
        finds=("(wife) «O77OO 9OO 8l6»",),
        misses=("part O77OO 9OO 8l6",),
    ),
    Recognizer(
        "PHONE_NUMBER", "solid_44",
        r"447\d{9}",
        _SOURCE,
        bare=0.75,
        cues=_CUES,
        judge=whose_line,
        finds=("from «447700900098» at",),
        misses=("batch 447700900098",),
    ),
    Recognizer(
        "PHONE_NUMBER", "american",
        r"(?:1[ \-.])?[2-9]\d{2}(?:\) ?|[\-.])[2-9]\d{2}[\-.]\d{4}",
        "North American Numbering Plan",
        bare=0.65,
        cues=_CUES,
        opening="(", judge=whose_line,
        finds=("Provo UT, «801-555-0177»", "(«(423) 555-0119»)"),
        misses=("part 801-555-0177", "801-555-017"),
    ),
    Recognizer(
        "PHONE_NUMBER", "international",
        rf"(?:(?<=\+)|00 ?)[1-9]\d{{0,2}}(?:{_SEP}\d){{6,13}}(?!\d)",
        _SOURCE,
        cues=_CUES,
        check=international, cued=0.95, doubt=0.75, bare=0.85, reach=4, opening="+(", judge=whose_line,
        finds=("my son, «+48 512 345 678»", "«00353 86 123 4567»", "«+1 212-456-7890»"),
        misses=("+5 12 3", "00 7 12 3"),
    ),
    Recognizer(
        "PHONE_NUMBER", "called",
        rf"{NOT_A_DATE}(?!\d)X",
        _SOURCE,
        cues=tuple(cue for cue in _CUES if cue not in _FAINT),
        loose=rf"{NOT_A_DATE}(?=\S{{0,12}} ?\S{{0,8}}\d){DIGIT}(?:{_SEP}{DIGIT}){{5,14}}", cued=0.8, reach=1,
        opening="+(", judge=whose_line,
        finds=("Tel: «O1632 96O 2O1»", "mobile «O77OO 9OO 333»", "phone «960418»", "Fax no. «01632 960377»"),
        misses=("phone on 12/03/2024", "phone 12 people", "tel order 960418"),
    ),
    Recognizer(
        "PHONE_NUMBER", "extension",
        r"(?!(?:19|20)\d\d(?!\d))\d{3,6}",
        _SOURCE,
        cues=("ext", "extension", "ext no", "extension no", "extn", "bleep", "pager", "bleep no"),
        cued=0.7, reach=0, judge=whose_line,
        finds=("Patience rang ext «4417»", "bleep «2217»"),
        misses=("extension of 2019", "an extension by 12 weeks"),
    ),
)
