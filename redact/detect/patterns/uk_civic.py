"""Home, vehicle, pupil and vote: postcodes, property numbers, council tax, blue badges, electors and pupils."""

from __future__ import annotations

from redact.detect.patterns import checks
from redact.detect.patterns.recognizer import GOODS, Recognizer, coded, numbered
from redact.detect.patterns.shapes import DIGIT, digit_run

_AREAS = (
    "AB|AL|B|BA|BB|BD|BH|BL|BN|BR|BS|BT|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT|DY|E|EC|EH|EN|EX|"
    "FK|FY|G|GL|GU|GY|HA|HD|HG|HP|HR|HS|"
    "HU|HX|IG|IM|IP|IV|JE|KA|KT|KW|KY|L|LA|LD|LE|LL|LN|LS|LU|M|ME|MK|ML|N|NE|NG|NN|NP|NR|NW|OL|OX|PA|PE|PH|PL|PO|"
    "PR|RG|RH|RM|S|SA|SE|SG|SK|SL|SM|SN|"
    "SO|SP|SR|SS|ST|SW|SY|TA|TD|TF|TN|TQ|TR|TS|TW|UB|W|WA|WC|WD|WF|WN|WR|WS|WV|YO|ZE"
)
_OUT = r"[0-9][0-9A-HJKPSTUW]?|[0-9][0-9]"
_IN = r"[0-9][ABD-HJLNP-UW-Z]{2}"
_UNITS = "th|st|nd|rd|am|pm|kg|mm|cm|km|gb|mb|ft|hr|lb|oz"
_POSTCODE_SOURCE = "Royal Mail Programmers' Guide edition 7, chapter 3; BS 7666-2: inward letters never C I K M O V"
_POSTCODE_CUES = (
    "postcode", "post code", "postal code", "pc", "p code", "zip", "p/code", "postcode of",
)

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "UK_POSTCODE", "postcode",
        rf"(?:{_AREAS})(?:{_OUT}) ?{_IN}|GIR ?0AA|(?:{_AREAS.lower()})(?:{_OUT.lower()}) "
        rf"[0-9](?!{_UNITS}){_IN[5:].lower()}",
        _POSTCODE_SOURCE,
        cues=_POSTCODE_CUES,
        loose=rf"[A-Z]{{1,2}}{DIGIT}[0-9A-Z]? ?{DIGIT} ?[A-Z]{{2}}", cued=0.97, bare=0.85, reach=3,
        finds=("Hebden Moor «HX7 9QZ»", "Grimsby, «DN31 9XW»", "postcode: «sw1a 9zz»", "at «M1 9AA».",
            "Postcode «BB7 4LT»", "«EC1A 9BB» (home)", "leeds «ls9 9zx» since"),
        misses=("route B7 4th time", "part HX7 9QZ", "model BB7 4LT"),
    ),
    Recognizer(
        "UK_POSTCODE", "unlisted",
        rf"[A-Z]{{1,2}}(?:{_OUT}) ?[0-9][A-Z]{{2}}",
        f"{_POSTCODE_SOURCE}; areas and inward letters yet to be used",
        bare=0.6, cued=0.9, unlike=GOODS,
        cues=_POSTCODE_CUES,
        finds=("Calder Row, «HM4 9ZX»", "«MR12 9XZ»"),
        misses=("order MR12 9XZ",),
    ),
    Recognizer(
        "UK_POSTCODE", "outward",
        rf"(?:{_AREAS})(?:{_OUT})",
        _POSTCODE_SOURCE,
        cues=(*_POSTCODE_CUES, "postcode district", "postal district", "postcode area"),
        cued=0.8, reach=2,
        finds=("postcode area «HX7»", "postcode district «SW1A»"),
        misses=("exit B7 of the road", "the M1 was closed"),
    ),
    Recognizer(
        "UK_POSTCODE", "forces",
        r"BFPO ?\d{1,4}(?:[, ]{1,2}BF1 ?\d[A-Z]{2})?",
        "British Forces Post Office, BFPO addressing",
        bare=0.95, cued=0.97,
        cues=_POSTCODE_CUES,
        finds=("Sgt Tymms, «BFPO 57»", "«BFPO 5425»"),
        misses=("the BFPO in 2019",),
    ),
    Recognizer(
        "UK_UPRN", "uprn",
        r"\d{6,12}",
        "GeoPlace, UPRN: up to twelve digits; Data Standards Authority, identifying property",
        cues=("uprn", "uprn no", "unique property", "unique property ref", "unique property ref no", "llpg",
            "llpg ref", "blpu"),
        loose=digit_run(6, 12), cued=0.95, reach=3,
        finds=("UPRN «100099900412».", "UPRN: «10009 9900412»", "uprn=«100099887712»"),
        misses=("order 100099900412",),
    ),
    Recognizer(
        "UK_USRN", "usrn",
        r"\d{8}",
        "GeoPlace, USRN: eight digits",
        cues=("usrn", "unique street", "unique street ref", "usrn no"),
        cued=0.95,
        finds=("USRN «20499123»",),
        misses=("batch 20499123",),
    ),
    coded(
        "UK_COUNCIL_TAX", "council_tax",
        (*numbered("council tax", "ctax", "council tax account", "council tax reduction", "ctr", "ctr claim", "ct",
            "ct account", "ct acc", "rates", "housing benefit", "hb", "benefit", "benefit claim", "hb claim", "dhp",
            "ctax account", "claimant", "business partner"), "council tax", "ctax account", "council tax account",
            "housing benefit", "c/tax", "c/t", "ct account", "hb claim", "ctax", "hb/ctr claim", "ctr claim",
            "benefit claim", "housing benefit claim"),
        "Council Tax (Administration and Enforcement) Regulations 1992: an account names the liable person",
        cued=0.9,
        finds=("Council tax, a/c «6650 2718 4»", "Council Tax ref: «44177230»", "C/Tax account no. «8001 2234 5»",
            "HB claim «7720918»", "Housing Benefit ref «HB/00417»"),
        misses=("council tax of 2024", "Council tax Band D rose to 1,980.40", "council tax in 2023/24"),
    ),
    Recognizer(
        "BLUE_BADGE", "blue_badge",
        r"[A-Z0-9]{2,6}[ \-]?[A-Z0-9]{1,6}[ \-]?[A-Z0-9]{1,3}[ \-]?[A-Z0-9]{4}|[A-Z0-9]{5,6} ?[0-9A-Z] ?\d{4}[A-Z]?",
        "Department for Transport, Blue Badge scheme local authority guidance: issuer, serial, sex, expiry MMYY",
        cues=("blue badge", "blue badge no", "blue badge serial", "blue badge serial no", "badge serial",
            "badge serial no", "serial of badge", "disabled badge", "disabled badge no", "blue badge ref",
            "blue badge holder"),
        cued=0.92, reach=3,
        finds=("hold a Blue Badge, serial «HB 55 7K2R1 Z 0726».", "Blue Badge no: «AB12CD X 0427»",
            "blue badge «RQ4417 0 0126X»"),
        misses=("Blue Badge applications in 2024",),
    ),
    coded(
        "BLUE_BADGE", "blue_badge_code",
        ("blue badge", *numbered("blue badge", "blue badge serial", "disabled badge"), "blue badge serial"),
        "As the row before",
        finds=("Blue Badge no. «HC0291»",),
        misses=("a blue badge scheme for 40",),
    ),
    coded(
        "ELECTORAL_NUMBER", "electoral",
        (*numbered("elector", "electoral", "electoral roll", "electoral register", "polling", "register of electors",
            "poll card", "voter", "postal vote"), "elector", "electoral no", "electoral roll", "voter id", "poll no"),
        "Representation of the People (England and Wales) Regulations 2001 reg. 41",
        cued=0.9,
        finds=("(elector «AV3/1127»)", "Electoral roll number: «RH2-417»", "electoral number «ABC/417»"),
        misses=("electors in 2024", "voter turnout 42%"),
    ),
    Recognizer(
        "UK_UPN", "upn",
        r"[A-HJ-NP-RT-Z]\d{11}(?:\d|[A-Z])",
        "Department for Education, Unique Pupil Numbers guide, annex A",
        cues=("upn", "upn no", "unique pupil", "unique pupil no", "pupil", "pupil no", "pupil id", "former upn",
            "student no"),
        check=checks.upn, cued=0.97, doubt=0.92, bare=0.85,
        finds=("UPN: «K310402219008»", "UPN «A372208117002»", "unique pupil number «B372208117015»"),
        misses=("part A372208117002",),
    ),
    Recognizer(
        "UK_UPN", "upn_bare",
        r"[A-HJ-NP-RT-Z]\d{12}",
        "As the row before, check letter not asked for",
        bare=0.6,
        finds=("«A372208117002» | Begum",),
        misses=("part A372208117002", "A37220811700"),
    ),
    coded(
        "UK_UPN", "pupil_code",
        (*numbered("pupil", "admission", "student", "candidate", "learner", "exam", "child", "sims", "arbor"),
            "candidate", "ucas no", "ucas id", "ucas"),
        "Education (Pupil Registration) (England) Regulations 2006 reg. 5",
        cued=0.88,
        finds=("Admission no. «004417»", "candidate number «4417»", "Pupil ID: «P-00417»"),
        misses=("pupil aged 7", "30 pupils"),
    ),
    Recognizer(
        "UK_ULN", "uln",
        r"\d{10}",
        "Learning Records Service, Unique Learner Number: ten digits",
        cues=("uln", "uln no", "unique learner", "unique learner no", "learner no"),
        check=checks.uln, cued=0.95, doubt=0.85, loose=digit_run(10),
        finds=("ULN: «1234567890»",),
        misses=("batch 1234567890",),
    ),
)
