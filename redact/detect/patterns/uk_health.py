"""Health and care: NHS, CHI, Health and Care numbers, hospital numbers, and the registers of the professions."""

from __future__ import annotations

from redact.detect.patterns import checks
from redact.detect.patterns.recognizer import Recognizer, coded, numbered
from redact.detect.patterns.shapes import digit_run

_DICTIONARY = "NHS Data Model and Dictionary"
_CARE = frozenset(
    """nhs patient patients gp hospital surgery ward clinic clinical dob consultant admitted admission discharge
    discharged referral referred nurse diagnosis prescription prescribed appointment appt radiology pathology
    oncology maternity midwife mrn trust paramedic ambulance outpatient inpatient bloods healthcare practice""".split()
)

_BODIES = (
    "gmc", "gdc", "gphc", "goc", "hcpc", "swe", "sra", "bsb", "cilex", "rcvs", "bacp", "ukcp", "bps", "nisb", "sssc",
    "niscc", "trn", "teacher ref", "dfe teacher", "qts", "riba", "arb", "rics", "acca", "icaew", "gas safe", "niceic",
    "social work england", "general medical council", "solicitors regulation authority", "law society", "oisc", "iaa",
    "gtcs", "ewc", "dvsa adi", "adi", "performers list", "osteopath", "podiatrist", "prescriber", "adviser",
    "fca individual", "irn",
)
_NAMES = ("", " no", " registration no", " registration", " id", " ref no", " membership no")
_REGISTERS = tuple(f"{body}{name}" for body in _BODIES for name in _NAMES)

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "UK_NHS", "nhs",
        r"\d{3}[ \-.]?\d{3}[ \-.]?\d{4}",
        f"{_DICTIONARY}, NHS NUMBER: ten digits, modulus 11, written 3-3-4",
        cues=("nhs", "nhs no", "nhs number", "nhsno", "nhsnumber", "nhsnum", "nhs/chi", "national health service",
            "patient nhs", "n h s", "patient no", "patient id", "new nhs no", "summary care record"),
        loose=digit_run(10), check=checks.nhs, cued=0.97, doubt=0.8, nearby=0.6, near=_CARE, reach=6,
        finds=("NHS No «999 014 7723»   Hosp No", "nhs number: «9990317742»", "NHS number for father «999 044 8812»",
            "NHS-no. «999-000-0018»", "«999 014 7731» is her NHS number", "NHS no «99O 0l4 773I»",
            "The patient, «999 000 0026», was seen by the GP"),
        misses=("batch number 7053318125 of salt", "the total of 9990317742 grains", "order 999 014 7731",
            "NHS Trust of 2019", "sum 9990000018 in all"),
    ),
    Recognizer(
        "UK_NHS", "grouped",
        r"[1-9]\d{2} \d{3} \d{4}",
        "As the row before: the grouping and a clinical word together speak, though a digit be wrong",
        nearby=0.5, near=_CARE,
        finds=("seen on the ward, «999 203 5518», today",),
        misses=("in all 999 203 5518 grains", "order 999 203 5518 for the ward"),
    ),
    Recognizer(
        "UK_CHI", "chi",
        r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}[ \-]?\d{4}",
        "Public Health Scotland, Data Dictionary A-Z, CHI Number: date of birth DDMMYY, three digits, modulus 11",
        cues=("chi", "chi no", "community health index", "community health index no"),
        loose=digit_run(10), check=checks.chi, cued=0.97, doubt=0.8, reach=4,
        finds=("CHI: «010190 0013»", "CHI number «0101900013»", "Community Health Index «0202801232»"),
        misses=("order 0101900013", "the chi squared statistic was 12"),
    ),
    Recognizer(
        "UK_HCN", "health_and_care",
        r"3[2-9]\d[ \-]?\d{3}[ \-]?\d{4}",
        f"{_DICTIONARY}, HEALTH AND CARE NUMBER (Northern Ireland)",
        cues=("health and care no", "health care no", "hcn", "h&c no", "hc no", "h and c no", "hsc no", "h&c",
            "health and social care no"),
        loose=digit_run(10), check=checks.health_and_care, cued=0.97, doubt=0.8, nearby=0.6,
        near=frozenset({"hsc", "hcn"}),
        finds=("Health and Care Number: «320 000 0015»", "HCN «3200000015»", "H&C no. «320 000 0023»"),
        misses=("health and care cost 3200000015 pence overall",),
    ),
    coded(
        "CASE_REFERENCE", "hospital",
        (*numbered("hospital", "patient", "mrn", "unit", "emis", "systmone", "rio", "nhs case", "pas", "district",
            "casenote", "case note", "pmr", "dental", "x ray", "accession", "sample", "specimen", "lab",
            "prescription", "medical record", "health record", "carenotes", "paris", "referral", "ubrn", "booking",
            "admission", "spell", "episode", "donor", "vaccination"), "mrn", "hospital", "emis", "ubrn", "pmr", "rio",
            "ehc plan", "ehcp", "ehcp no", "plan no", "plan ref", "datix", "datix no", "datix ref"),
        f"{_DICTIONARY}, LOCAL PATIENT IDENTIFIER; NHS e-Referral Service, UBRN",
        finds=("hospital number «E0447192».", "Hosp No «SB-338104»", "MRN: «0044719»", "PMR no «118820»",
            "UBRN «0000 4417 2230»"),
        misses=("the hospital has 320 beds", "seen in hospital on 12/03/2024"),
    ),
    Recognizer(
        "PROFESSIONAL_NUMBER", "nmc",
        r"\d{2}[A-L]\d{4}[A-Z]",
        "Nursing and Midwifery Council: the PIN, year, month letter, serial, country",
        cues=("nmc", "nmc pin", "nmc no", "nmc pin no", "pin", "pin no", "nursing and midwifery council"),
        cued=0.97, bare=0.6,
        finds=("NMC PIN «98I4417E»", "registered nurse, «09A0041S», said"),
        misses=("part no 98I4417E",),
    ),
    Recognizer(
        "PROFESSIONAL_NUMBER", "register",
        r"(?:[A-Z]{2,4}[ \-]?)?\d{4,8}",
        "Registers of the GMC (7 digits), GDC, GPhC, GOC, HCPC (two letters and digits), SWE, SRA, BSB, TRA and others",
        cues=_REGISTERS,
        cued=0.9, reach=2,
        finds=("FY2, GMC «7719042», bleep", "locum pharmacist, GPhC «2098871»)",
            "occupational therapist, HCPC «OT 559123»", "SRA ID: «441772»", "Social Work England no. «SW 44177»"),
        misses=("the GMC heard 40 cases", "GMC guidance of 2024"),
    ),
)
