"""Tax, benefits and work: National Insurance, Unique Taxpayer Reference, staff, payroll and badge numbers."""

from __future__ import annotations

from redact.detect.patterns import checks
from redact.detect.patterns.recognizer import GOODS, Recognizer, coded, numbered
from redact.detect.patterns.shapes import DIGIT, digit_run

_GAP = r"[ \-./]{0,2}"
_NINO_CUES = (
    "nino", "ni", "ni no", "nino no", "national insurance", "national insurance no", "nat ins no", "n.i.", "n i",
    "nationalinsurance", "nationalinsuranceno", "temporary no", "ni ref",
)

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "UK_NINO", "nino",
        rf"(?i:[A-CEGHJ-PQR-TW-Z][A-CEGHJ-NPQRSTW-Z])(?:\d{{6}}|[ \-]\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}|"
        rf"\d{{2}}{_GAP}\d{{2}}{_GAP}\d{{2}}){_GAP}"
        r"(?:[A-D]|(?<=\d)[a-d])",
        "HMRC National Insurance Manual NIM39110: two letters, six digits, suffix A to D; prefixes never issued",
        cues=_NINO_CUES,
        loose=rf"[A-Z0][A-Z01]{_GAP}(?:{DIGIT}{_GAP}){{5}}{DIGIT}(?:{_GAP}[A-D])?", check=checks.nino, cued=0.97,
        doubt=0.85, bare=0.85, unlike=GOODS, reach=5,
        finds=("NINO «QQ 41 77 02 C»", "NI no: «QQ123456C»", "ni number «qq-12-34-56-c»",
            "National Insurance: «QQ 12 34 56»", "her number, «QQ 12 34 56 A», was", "(«QQ-12-34-56-B»)",
            "NINO «QQ l2 34 S6 C»", "nationalInsuranceNumber: «QQ123456A»"),
        misses=("Part no. AB 12 34 56 C fan", "NI 12 people", "code BA 10 04 17 C of", "product QQ123456C",
            "at 12 34 56"),
    ),
    Recognizer(
        "UK_NINO", "temporary",
        r"TN ?\d{2} ?\d{2} ?\d{2} ?[FM]?|\d{2} ?[A-Z] ?\d{5}",
        "HMRC National Insurance Manual NIM39120: temporary numbers TN, date of birth, sex; DWP 00A00000 forms",
        cues=(*_NINO_CUES, "tn", "temporary ni no", "trn"),
        cued=0.9,
        finds=("temporary NI number «TN 01 01 90 F»", "NINO: «TN010190M»"),
        misses=("room TN 01 01 90 F",),
    ),
    Recognizer(
        "UK_UTR", "utr",
        r"\d{5}[ \-]?\d{5}K?|\d{3} ?\d{3} ?\d{4}|\d{4} ?\d{3} ?\d{3}|\d{2} ?\d{4} ?\d{4}",
        "HMRC: Unique Taxpayer Reference, ten digits, modulus 11, check digit first",
        cues=("utr", "utr no", "unique taxpayer", "unique taxpayer ref", "unique taxpayers ref", "unique tax ref",
            "tax ref", "taxpayer ref", "sa utr", "self assessment ref", "self assessment", "self assessment no",
            "unique taxpayer id", "taxpayer no"),
        loose=digit_run(10), check=checks.utr, cued=0.97, doubt=0.85,
        finds=("UTR «11234 56789»", "unique taxpayer reference is «2112345678»", "SA UTR: «99999 00041»"),
        misses=("11234 56789 tonnes", "order 1123456789"),
    ),
    coded(
        "STAFF_NUMBER", "badge",
        ("badge", "payroll", "mem", "clock", "staffno", "lanyard no", "lanyard", "key fob", "fob"),
        "ICO, Employment practices and data protection",
        cued=0.88, firm=True,
        finds=("wears badge «1088», left", "mem «4407», private hire", "He's payroll «0388»."),
        misses=("badge 12 times", "badge of 2019"),
    ),
    coded(
        "STAFF_NUMBER", "staff",
        (*numbered("staff", "payroll", "employee", "personnel", "badge", "staff badge", "id badge", "pass",
            "staff id", "works", "clock", "assignment", "esr", "esr assignment", "service", "crew", "pay",
            "officer id", "operator", "operator id", "agent", "agent id", "driver id", "worker", "warden", "steward",
            "volunteer", "locum", "bank worker", "trainee", "teacher", "council id", "oracle", "sap", "login id",
            "smartcard", "sia badge", "sia licence", "sia", "cscs", "clinician", "inspector", "workforce", "pin list",
            "union membership", "membership", "member"), "payroll", "esr", "esr assignment", "sia badge",
            "sia licence", "badge", "member", "membership", "smartcard", "clock no", "staffno", "employeeid",
            "employeeno", "payrollno", "badgeno", "crew no", "hackney carriage driver", "phd", "private hire driver"),
        "ICO, Employment practices and data protection: a worker's number is personal data of the worker",
        cued=0.9,
        finds=("Payroll no: «00417733»", "staff no. «QP4410»", "badge no. «HC0291»", "(employee number «44-1772»)",
            "ESR assignment «20441772»", "SIA badge: «0133 9904 2217 5560»", "payroll_no=«0041»",
            "member «004417», and you", "badge number is «7731»"),
        misses=("staff 12 people", "our staff on 12 March 2024", "badge of 2019", "members 14 and over"),
    ),
)
