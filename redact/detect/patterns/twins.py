"""Numbers that look personal and are not: orders, parts, tenders, companies, charities. Found so as to be kept."""

from __future__ import annotations

import re

from redact.detect.patterns import checks
from redact.detect.patterns.recognizer import Recognizer, coded, numbered

_FIRM = re.compile(
    r"\b(?:ltd|limited|plc|llp|l\.l\.p|inc|gmbh|cic|c\.i\.c|company|co\. ?no|companies house|council|authority|"
    r"trust|group|holdings|corporation|"
    r"university|charity|contractors?|suppliers?)\b|&\s*(?:co|sons|daughters)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(?:sole trader|self[- ]employed|trading as|t/a|his|her|my|mr|mrs|ms|miss)\b", re.IGNORECASE)


def whose_vat(text: str, start: int, end: int) -> str:
    """A VAT number belongs to a company where a company stands nearer than a sole trader, else to a person."""
    left, right = text[max(0, start - 300) : start], text[end : end + 60]
    firm = max((m.end() for m in _FIRM.finditer(left)), default=-1)
    person = max((m.end() for m in _PERSON.finditer(left)), default=-1)
    if firm == person == -1:
        return "COMPANY_NUMBER" if _FIRM.search(right) else "UK_VAT"
    return "COMPANY_NUMBER" if firm > person else "UK_VAT"


_GOODS = numbered(
    "part", "product", "item", "stock", "batch", "lot", "model", "serial", "sku", "catalogue", "cat", "bar",
    "asset", "drawing", "order", "purchase order", "po", "invoice", "receipt", "delivery note", "works order",
    "job", "quotation", "tender", "contract", "requisition", "voucher", "credit note", "charge",
    "contravention", "leaflet", "circular", "permit", "bulletin", "policy document", "component", "spare", "unit",
    "version", "release", "build", "list entry", "list", "school", "dfe", "estab", "establishment", "supplier",
    "vendor", "cost centre", "ledger", "gl", "nominal", "premises", "street works", "planning",
    "planning application", "planning app", "licensing", "site", "asset tag", "meter", "pstr", "paye",
    "employers paye", "isbn", "issn", "un", "ods", "practice code", "ofsted", "urn ofsted", "framework",
    "procurement", "equipment", "pump", "boiler", "vehicle fleet", "fleet", "fault", "error",
)
_PLAIN = (
    "part", "parts", "product", "stock part", "batch", "sku", "model", "purchase order", "order", "po", "invoice",
    "receipt", "works order", "job", "quotation", "tender", "contract", "serial", "serials", "leaflet", "charge code",
    "contravention code", "voucher", "barcode", "bar code", "delivery note", "credit note", "stock", "item",
    "sample data", "sample", "format", "in the format", "test data", "example", "looks like", "dummy", "dummy data",
    "placeholder", "specimen", "reserve price", "kit", "bottle lot", "lot", "asset", "bulletin", "code", "stock code",
    "product code", "model code", "item code", "postage", "consignment", "pallet", "meter", "telemetry", "circular",
    "permit", "fault", "void", "premises licence", "style", "fleet", "pump", "sheets", "daywork", "paper",
    "machine", "device",
)

ROWS: tuple[Recognizer, ...] = (
    coded(
        "REFERENCE", "goods",
        _GOODS + _PLAIN,
        "Ordinary commercial usage; a number of a thing is not data relating to a person (UK GDPR art. 4(1))",
        cued=0.9, reach=1,
        finds=("Part no. «AB 12 34 56 C» fan assembly", "raised as order «4471902338» and closed", "Job «J-558213».",
            "stock part («BV22-C»)", "Please quote order «PO-77120»", "inv «22871».",
            "the ten digit batch number «7053318125» appears", "Stock code: «999 123 4567»",
            "NI number (it looks like «QQ 12 34 56 A»)", "serials «WR301177B» to «WR309940B»", "model «SP-2»",
            "invoice numbers «88127», «88128» and «88130»"),
        misses=("in order 3 of us went", "the job was done on 12/03/2024", "part 7 days late", "order £4,471.20",
            "stock of 12 beds"),
    ),
    Recognizer(
        "REFERENCE", "planning",
        r"\d{2}(?:\d\d)?/\d{3,6}/(?:FUL|FULL|OUT|HOU|HSE|HH|LBC|LB|TPO|TCA|ADV|DET|DIS|DOC|NMA|COU|CLP|CLE|LDC|"
        r"PRIOR|PA|RES|REM|RM|RVC|MAJ|MIN|FULM|OUTM|VOC|"
            r"S73|PREM|CLUB|VAR|REV|TEN|LIC|EIA|SCR|PN|F|O)",
        "Town and Country Planning (Development Management Procedure) (England) Order 2015, art. 40: a public register",
        cues=("application", "application no", "planning application", "planning application no", "app", "app no",
            "app ref", "ref", "our ref", "planning ref", "planning"),
        bare=0.7, cued=0.9,
        finds=("Re: Application «25/00481/FUL» – rear dormer", "«25/00417/PREM»  The Lord Nelson",
            "see «23/0765/OUT»"),
        misses=("on 12/03/2024",),
    ),
    Recognizer(
        "COMPANY_NUMBER", "company",
        r"(?:[A-Z]{2} ?\d{6}|\d{7,8}|R\d{7}|\d{2} \d{3} \d{3})",
        "Companies Act 2006 s. 1066; Companies House, company number prefixes",
        cues=("company no", "company registration no", "company registration", "registered no", "crn no",
            "companies house no", "companies house", "company", "in england no", "england and wales no",
            "in wales no", "in scotland no", "registration no england", "company house no", "registered company no"),
        cued=0.95, reach=3,
        finds=("(company number «09999917»)", "Co. no. «01880417».", "company no. «SC 123456»",
            "Registered in England and Wales No. «12345678»"),
        misses=("the company paid 12345678 pence to him",),
    ),
    Recognizer(
        "COMPANY_NUMBER", "charity",
        r"(?:SC0\d{5}|NIC ?1\d{5}|\d{6,7}(?:-\d{1,2})?)",
        "Charities Act 2011 s. 29; Charity Commission, OSCR and CCNI registers",
        cues=("charity no", "charity", "registered charity", "registered charity no", "charity registration no",
            "charity commission no", "oscr no"),
        cued=0.95, reach=2,
        finds=("(charity no. «1199804»)", "Charity «1144177».", "Scottish charity number «SC012345»"),
        misses=("gave to charity in 2019", "charity raised 250"),
    ),
    Recognizer(
        "UK_VAT", "vat",
        r"(?:GB ?)?\d{3}[ .]?\d{4}[ .]?\d{2}(?:[ .]?\d{3})?|GB ?(?:GD|HA)\d{3}",
        "Value Added Tax Regulations 1995 reg. 14(1)(d); HMRC VAT Notice 700 section 16; modulus 97 and 9755",
        cues=("vat no", "vat", "vat registration no", "vat registration", "vat reg no", "vat id"),
        check=checks.vat, cued=0.95, doubt=0.85, reach=1, judge=whose_vat,
        finds=("Self-employed plasterer, VAT no. «GB 999 9999 73»",
            "she trades alone, VAT registration number «123456782»"),
        misses=("VAT 20% on 123456782 units", "VAT of 340.40", "Walker Ltd, VAT no. GB 194 4177 23"),
    ),
    Recognizer(
        "COMPANY_NUMBER", "vat_bare",
        r"GB ?\d{3} ?\d{4} ?\d{2}(?: ?\d{3})?",
        "As the row before; the country prefix makes the shape distinct",
        bare=0.6, check=checks.vat, judge=whose_vat,
        finds=("Kestrel Lettings Ltd, «GB 999 9999 73», Leeds",),
        misses=("Kestrel Lettings Ltd, GB 999 9999 74",),
    ),
    Recognizer(
        "REFERENCE", "paye",
        r"\d{3}/[A-Z]{1,2}\d{2,6}[A-Z]?",
        "HMRC, Employer PAYE reference: names an employer",
        cues=("paye ref", "paye", "employer paye ref", "employers ref", "employer ref"),
        cued=0.9,
        finds=("Employer PAYE reference «123/AB45678»",),
        misses=("PAYE was 12 in May",),
    ),
)
