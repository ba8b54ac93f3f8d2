"""Case, complaint, claim, tenancy and like references: any code behind a word that says whose matter it is."""

from __future__ import annotations

from redact.detect.patterns.recognizer import Recognizer, coded, numbered

_MATTERS = (
    "case", "file", "complaint", "claim", "enquiry", "query", "request", "foi", "sar", "dsar", "eir", "safeguarding", "tenancy", "property", "rent", "lease", "mosaic",
    "mosaic client", "liquidlogic", "liquid logic", "lcs", "ehm", "carefirst", "care first", "northgate", "orchard", "call", "ticket", "sr", "service request", "customer", "client", "contact",
    "applicant", "application", "app", "person", "party", "subject", "household", "family", "child", "social care", "social services", "asc", "cin", "lac", "cp", "ehcp", "mash",
    "referral", "assessment", "review", "appeal", "grievance", "disciplinary", "investigation", "whistleblowing", "dbs", "dbs certificate", "disclosure", "certificate", "licence",
    "personal licence", "taxi licence", "policy", "insurance", "insurance policy", "penalty", "penalty charge", "penalty charge notice", "pcn", "parking", "ticket machine",
    "bidding", "housing register", "housing application", "waiting list", "register", "homelessness", "homeless", "right to buy", "rtb", "grant", "award", "bursary", "scholarship", "library",
    "library card", "library ticket", "card", "pass", "bus pass", "oyster", "loyalty", "microchip", "chip", "pet", "key safe", "donation", "gift aid", "nominal roll", "pension",
    "pip", "dla", "esa", "uc", "universal credit", "jsa", "journal", "state pension", "cms", "csa", "child maintenance", "death", "birth", "marriage", "death certificate",
    "allotment", "plot", "grave", "burial", "cremation", "interment", "noise", "asb", "asbo", "diary", "ref no your", "letter", "correspondence", "mp", "member enquiry", "ombudsman",
    "lgo", "phso", "ico", "crm", "lagan", "dynamics", "salesforce", "jira", "helpdesk", "servicenow", "sys", "system", "record", "report", "respondent", "claimant", "defendant", "appellant",
    "victim", "witness", "offender", "supporter", "donor", "membership", "resident", "tenant", "leaseholder", "landlord", "household", "user", "session", "device", "order id",
    "interview", "vacancy application", "candidate", "participant", "study", "panel", "mailing", "subscriber", "passenger", "booking", "reservation", "flight", "voucher holder",
    "accident", "near miss", "riddor", "entry", "matter", "panel", "student finance", "slc", "swift", "sleeper", "locker", "room key",
)  # fmt: skip

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "CASE_REFERENCE", "key_code", r"[A-Z]?\d{3,6}[A-Z#*]?", "UK GDPR art. 32: what opens a home or an account",
        cues=("key safe", "keysafe", "key safe code", "key safe no", "door code", "entry code", "gate code", "access code", "pin code", "passcode", "pin", "pin no",
              "alarm code", "voicemail pin", "memorable no", "security code", "cvv", "cvc", "password"),
        cued=0.85, reach=1, finds=("Key safe «4471».", "door code is «C4471»", "PIN: «0417»"), misses=("pin 3 to the wall", "order 4471"),
    ),
    coded(
        "CASE_REFERENCE", "matter",
        (*numbered(*_MATTERS), "case", "file", "complaint", "claim", "safeguarding form", "safeguarding", "mosaic", "tenancy", "liquidlogic", "pcn", "penalty charge notice",
         "complainant ref", "complainant", "chip", "microchip", "microchip no", "ticket", "dbs certificate", "dbs no", "dbs", "foi request", "sar", "foi", "housing application", "right to buy application", "bidding no", "client",
         "personal licence", "personal licence no", "library card", "bus pass", "policy no", "certificate no", "penalty charge", "service request", "call ref", "callid", "caseid",
         "case ref no", "caseref", "caseno", "refno", "claimref", "allotment plot", "uc journal", "housing register", "parking ticket", "enforcement notice", "complaint ref",
         "clientid", "personid", "childid", "ticketid"),
        "UK GDPR art. 4(1): an identification number; ICO, What is personal data?", cued=0.86,
        finds=("property ref «HR-00713-B» — printed", "Tenancy ref «TEN/0082214».", "Case: «HL-23-05561»   Interviewer", "claim «7720918»   clmt", "PENALTY CHARGE NOTICE «HB50273319»",
               "Mosaic ID: «1180447»", "call id «88-1204»", "complaint «CMP24-1187»", "safeguarding ref «SG/1184»", "file «ENF-24-0093»", "Case\t«CH/1147/65»", "case no.\n«4417»",
               "chip «985141009911223».", "TENANCY «0044-19-221»    14", "case_ref=«AB-417»", "Your ticket «D 0097 4412» has"),
        misses=("in this case 12 people", "the claim of 12 March 2024", "claim for £1,350", "case of 2019", "a case 3 years old", "file 7"),
    ),
    coded(
        "CASE_REFERENCE", "held", ("locker", "cell", "bed", "mooring", "berth", "grave", "pitch no", "plot no", "allotment", "curfew tag", "tag", "tag no", "seal", "property bag", "bag no", "log", "charge",
                                   "chart no", "frame no", "ear tag", "flock mark", "herd no", "herd", "holding", "cph", "cph no", "deed", "deed no", "probate", "discharge book", "oasys", "holmes no", "holmes", "bwv",
                                   "uof no", "nrm", "nrpsi", "ics", "hort", "pvg", "pvg no", "session", "session no", "dispute", "bond no", "concern no", "seat", "oln", "pnr", "frequent flyer no", "freq flyer", "time sheet", "clm"),
        "UK GDPR art. 4(1): what is held by or issued to one person", cued=0.75, firm=True,
        finds=("locker «117»", "Cell «C4-17»", "plot no. «47B»", "pol log «0661».", "HOLMES no. «N114»."), misses=("cell of 2019", "log 12 March", "bed 3"),
    ),
    coded(
        "CASE_REFERENCE", "ref",
        ("ref", "our ref", "your ref", "my ref", "ref no", "ref code", "quote ref", "mail ref", "ur ref", "yr ref", "app ref", "unique id", "id", "id no", "identifier", "our ref no", "your ref no", "doc ref",
         "document ref", "docket", "docket no", "uid", "uuid", "guid"),
        "As the row before", cued=0.82, reach=2,
        finds=("Our ref: «LB/2024/08»", "Gave ref «CMP24-1187».", "Ref   «HRA 00512288»", "0ur Ref «H/T/88l2/lvlB»", "ref «TS/2290»", "Your reference is «7731/B»", "(ref. «QSH55810»)",
               "Our Ref «CH/ l147 /6S»", "refs «AB/417», «AB/418» and «AB/422»"),
        misses=("with ref to 2019", "refs of 12 March", "ref: see 12/03/2024", "ref £12.40"),
    ),
    Recognizer(
        "CASE_REFERENCE", "code_shape", r"[A-Z]{1,5}(?:[\-/][A-Z]{1,4}){0,2}[\-/]\d{3,8}(?:[\-/][A-Z0-9]{1,8}){0,4}|[A-Z]{2,4}[\-/]\d{2,4}(?:[\-/][A-Z0-9]{2,8}){1,4}|\d{2,6}/\d{3,6}/\d{2,6}[A-Z]?",
        "As the rows before; the look of a file reference, without a word that says so", bare=0.4,
        finds=("INVESTIGATION REPORT «TF/2023/047» (OFFICIAL", "Safeguarding told, «SG-0613».", "two records! «S-71108» Goh"), misses=("part TF/2023/047", "on 12/03/2024", "in 2023/24", "COVID-19", "A-10"),
    ),
)  # fmt: skip
