"""Vehicles, drivers, passports and leave to remain."""

from __future__ import annotations

from redact.detect.patterns import checks
from redact.detect.patterns.recognizer import GOODS, Recognizer, coded, numbered
from redact.detect.patterns.shapes import DIGIT, NOT_A_DATE, digit_run

_CAR_WORDS = (
    "registration", "registration no", "registration mark", "vehicle", "car", "van", "plate", "plates", "no plate",
    "index", "index no", "motor", "lorry", "truck", "motorbike", "motorcycle", "bike", "taxi", "minibus", "coach",
    "trailer", "vehicle no", "vehicle reg", "m/c", "moped", "scooter", "hgv", "ford", "vauxhall", "bmw", "audi",
    "skoda", "nissan", "toyota", "fiat", "honda", "kia", "hyundai", "mercedes", "peugeot", "renault", "citroen",
    "volvo", "tesla", "seat", "mini", "mazda", "volkswagen", "vw", "golf", "corsa", "astra", "fiesta", "focus",
    "transit", "polo", "clio", "land rover", "range rover", "jaguar", "lexus", "suzuki", "dacia", "porsche", "passat",
    "qashqai", "insignia", "prius", "estate", "hatchback", "saloon",
)
_NEAR_CAR = frozenset(
    " ".join(_CAR_WORDS).split()
    + """parked drove driving driver dvla tax taxed mot keys keeper insured permit pcn contravention reg anpr red blue black
    white silver grey""".split()
) - {"no", "mark", "index", "mini", "seat", "focus", "golf", "polo", "estate", "coach"}  # fmt: skip
_PLATES = (
    "Road Vehicles (Registration and Licensing) Regulations 2002; DVLA INF104: current (AB12 CDE), prefix (A123 "
    "BCD), suffix (ABC 123D), Q, "
    "Northern Ireland (with I or Z), dateless"
)

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "LICENCE_PLATE", "current",
        r"[A-Z]{2}(?:[0-2]\d|5[0-9]|6\d|7\d) ?[A-Z]{3}",
        _PLATES,
        cues=_CAR_WORDS,
        loose=rf"[A-Z]{{2}}{DIGIT}{{2}} ?[A-Z0]{{3}}", cued=0.95, bare=0.7, unlike=GOODS, reach=5,
        finds=("keys for the van. «UX17 RTU»", "m/c «KX08 VZB» on drive", "daughter, «SF22 WQX»",
            "her car («yd14 zxa»)", "a silver Corsa, reg «WK19ZYV»"),
        misses=("model AB12 CDE", "part no. UX17 RTU", "in AB12 area"),
    ),
    Recognizer(
        "LICENCE_PLATE", "older",
        r"[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]|Q\d{1,3} ?[A-Z]{3}",
        _PLATES,
        cues=_CAR_WORDS,
        loose=r"[A-Z]\d{1,3} ?[A-Z]{3}|[A-Z]{3} ?\d{1,3}[A-Z]", cued=0.92, nearby=0.65, near=_NEAR_CAR, reach=5,
        finds=("reg «P417 TUX»", "registration «TUX 417P»", "a kit car, plate «Q417 TUX»", "«P417 TUX» was parked"),
        misses=("section A12 AND more", "model P417 TUX"),
    ),
    Recognizer(
        "LICENCE_PLATE", "northern_ireland",
        r"[A-Z]?(?:I[A-Z]|[A-Z][IZ]) ?\d{3,4}",
        _PLATES,
        cues=_CAR_WORDS,
        loose=r"[A-Z]?(?:I[A-Z]|[A-Z][IZ]) ?\d{1,4}", cued=0.92, nearby=0.6, near=_NEAR_CAR, reach=1,
        finds=("vehicle «JIG 4417»", "registration «TUZ 9917»", "the red «XIZ 4417» parked"),
        misses=("part IZ 4417", "II 4 of the text"),
    ),
    Recognizer(
        "LICENCE_PLATE", "dateless",
        rf"{NOT_A_DATE}(?:[A-Z]{{1,3}} ?\d{{1,4}}|\d{{1,4}} ?[A-Z]{{1,3}})",
        _PLATES,
        cues=("registration", "registration no", "plate", "no plate", "index no", "vehicle registration", "cherished",
            "registration mark"),
        cued=0.8, reach=1,
        finds=("plate «TUX 7»", "reg: «417 TUX»"),
        misses=("registration on 12 MAY", "TUX 7 in the list"),
    ),
    Recognizer(
        "VIN", "vin",
        r"[A-HJ-NPR-Z0-9]{17}",
        "ISO 3779; Road Vehicles (Construction and Use) Regulations 1986 reg. 67",
        cues=("vin", "vin no", "chassis", "chassis no", "vehicle id", "vehicle id no", "frame no"),
        check=checks.vin, cued=0.97, doubt=0.85, bare=0.65,
        finds=("VIN: «WVWZZZ1JZ3W999044»", "chassis no. «SALZZ9999X9990417»"),
        misses=("part WVWZZZ1JZ3W999044", "ABCDEFGHJKLMNPRST"),
    ),
    Recognizer(
        "UK_DRIVING_LICENCE", "driver",
        r"[A-Z]{1,5}9{0,4} ?\d{6} ?[A-Z9]{2}[A-Z0-9]{1}[A-Z0-9]{2}(?: ?\d{2})?",
        "DVLA INF1: sixteen characters; five of the surname padded with 9, six digits of birth, initials, check; "
        "issue number behind",
        cues=("driving licence", "driving licence no", "driver no", "driver licence", "licence", "licence no",
            "dl no", "dl", "dvla no", "drivers licence", "driver id"),
        loose=rf"[A-Z9]{{5}} ?{DIGIT}{{6}} ?[A-Z9]{{2}}[A-Z0-9] ?[A-Z0-9]{{2}}", check=checks.driver, cued=0.97,
        doubt=0.85, bare=0.85,
        finds=("licence «CHEUN 702154 WK9ZZ»", "(«HOLLI 505217 T99QX»)", "driving licence no. «TYMMS 657054 SM9IJ»",
            "«MORGA657054SM9IJ»", "«FOX99 657054 SM9IJ»"),
        misses=("part CHEUN 702154 WK9ZZ", "TOTAL 999999 ABCDE"),
    ),
    coded(
        "UK_DRIVING_LICENCE", "licence_code",
        ("driving licence", *numbered("driving licence", "drivers licence")),
        "DVLA: foreign, older and Northern Ireland licences (eight digits)",
        finds=("driving licence number «44177230»",),
        misses=("driving licence since 2019",),
    ),
    Recognizer(
        "UK_PASSPORT", "passport",
        r"\d{8,9}|[A-Z]{1,3} ?\d{6,8}|\d{3} \d{3} \d{3}",
        "HM Passport Office: nine digits; ICAO 9303: nine characters",
        cues=("passport", "passport no", "british passport", "uk passport", "travel document", "travel document no",
            "ppt no", "passport id"),
        loose=digit_run(9), cued=0.95, reach=5, apart=True,
        finds=("a British passport («509917734»)", "passport no: «509 917 734»", "Polish passport «ED 4417723»",
            "passport held («96120841»)", "Passport number «5O99l7734»"),
        misses=("509917734 grains", "passport to 2019"),
    ),
    Recognizer(
        "UK_BRP", "permit",
        r"Z[A-Z](?:X ?\d{6}|\d ?\d{6}|\d{7})|R[A-Z]X?\d{6,7}",
        "UK Visas and Immigration, biometric residence permit: two letters, X or digit, six digits",
        cues=("brp", "brp no", "biometric residence permit", "biometric residence permit no", "residence permit",
            "residence permit no", "evisa", "arc", "arc no", "permit no", "share code"),
        cued=0.97, bare=0.7,
        finds=("BRP «ZUX123456»", "BRP number «ZU1234567»"),
        misses=("part ZU1234567", "ZU12"),
    ),
    Recognizer(
        "UK_BRP", "home_office",
        r"[A-Z]\d{6,8}(?:/\d{1,3})?|\d{4}-\d{4}-\d{4}-\d{4}(?:/\d{1,2})?|GWF ?\d{9}|[A-Z0-9]{3}[ "
        r"\-]?[A-Z0-9]{3}[ \-]?[A-Z0-9]{3}|\d{2}/\d{2}/\d{5}|[A-Z]{3}\d/?\d{5,7}",
        "UK Visas and Immigration: Home Office reference, unique application number, GWF, ARC, share code, NASS "
        "references",
        cues=("home office", "home office ref", "ho ref", "home office no", "uan", "uan no", "unique application no",
            "gwf", "gwf no", "gwf ref", "arc", "arc no", "share code", "nass", "nass ref", "ukvi", "ukvi ref",
            "ukvi no", "port ref", "immigration ref", "evisa", "evisa no", "visa", "visa no", "cid", "cid no",
            "asylum ref", "asu", "brp", "brp no", "euss ref", "settlement ref", "ho no"),
        cued=0.93, reach=2,
        finds=("Home Office ref «A1234567/2»", "UAN «3434-1234-5678-9012»", "UKVI ref: «A1234567»",
            "share code «W4X 7QZ 9KT»", "NASS ref: «24/03/00417»"),
        misses=("the Home Office in 2019",),
    ),
    Recognizer(
        "UK_BRP", "gwf",
        r"GWF ?0\d{8}",
        "UK Visas and Immigration: Global Web Form number",
        bare=0.9,
        finds=("(«GWF012345678»)",),
        misses=("GWF 12",),
    ),
    coded(
        "UK_PASSPORT", "passport_code",
        ("passport", *numbered("passport", "travel document")),
        "ICAO 9303: nine letters and digits",
        finds=("passport («P9910077A»)",),
        misses=("passport of 2019", "a passport for 12 days"),
    ),
    Recognizer(
        "UK_BRP", "sponsorship",
        r"C\d[A-Z]\d[A-Z]\d{5}[A-Z]",
        "UK Visas and Immigration: certificate of sponsorship number",
        bare=0.75,
        finds=("sponsorship was «C2G7K44190Z».",),
        misses=("part C2G7K44190Z",),
    ),
    coded(
        "UK_BRP", "home_office_code",
        numbered("home office", "visa", "immigration", "asylum", "brp", "evisa", "cos", "cas", "leave", "euss"),
        "As the rows before",
        finds=("Home Office reference: «EE/0417/223»",),
        misses=("visa of 2019",),
    ),
)
