"""Police, prisons, prosecution and courts: officers' numbers, crime references, PNC, CRO, prison numbers, case numbers."""

from __future__ import annotations

from redact.detect.patterns.recognizer import Recognizer, coded, numbered
from redact.detect.patterns.shapes import NOT_A_DATE

_FORCE = r"\d{2}[A-Z0-9]{2}"
_RANKS = (
    "pc", "wpc", "dc", "pcso", "cso", "ceo", "sgt", "ps", "ds", "di", "dci", "insp", "inspector", "constable",
    "sergeant", "special constable", "tdc", "wdc", "tpc", "enforcement officer", "civil enforcement officer",
    "officer", "traffic warden",
)

ROWS: tuple[Recognizer, ...] = (
    Recognizer(
        "COLLAR_NUMBER", "rank",
        rf"{NOT_A_DATE}(?!(?:19[5-9]|20[0-4])\d(?!\d))(?<!-)[A-Z]{{0,3}} ?\d{{2,8}}[A-Z]{{0,2}}(?![/.:\-]?\d)(?! \d)",
        "College of Policing, Code of Ethics and uniform guidance: officers are known by collar (shoulder) number",
        cues=_RANKS,
        loose=r"[0-9lIOoSB]{3,5}(?= [A-Z0])", cued=0.85, reach=3,
        finds=("PC «4471» HUGHES", "CEO «2207» attended", "Sgt «118», nights", "DC «C7719» Ahmed", "PCSO «7714QX»",
            "Officer: «4471»"),
        misses=("officer on 12/03/2024", "the officer came at 10", "PC World 2019"),
    ),
    coded(
        "COLLAR_NUMBER", "collar",
        (*numbered("collar", "shoulder", "warrant", "epaulette", "epaulet", "warrant card", "police officer", "force",
            "pc", "officer", "constable", "ceo"), "collar", "shoulder no", "warrant", "pc no", "pcso no",
            "attending officer no"),
        "As the row before",
        cued=0.92, reach=3, firm=True,
        finds=("(collar number «C7719»)", "collar «C7719»", "shoulder no. «4471»",
            "A PC Whitlock attended, number «3308»,", "warrant «EH 27»"),
        misses=("a warrant of 12 March 2024", "the warrant was issued in 2019"),
    ),
    Recognizer(
        "CRIME_REFERENCE", "crime_shape",
        rf"{_FORCE}/\d{{4,7}}/\d{{2}}|\d{{2}}[A-Z]/\d{{4,6}}/\d{{2}}|(?:NFRC|NFIB) ?\d{{4,6}}(?: ?\d{{2,6}}){{0,2}}"
        r"|(?:CAD|STORM) ?\d{1,5}(?:(?: of | ?[/-] ?)\d{1,2}[/.-]?\d{1,2}(?:[/.-]\d{2,4})?| ?/ "
        r"?\d{1,2}[A-Z]{3}(?:\d{2})?)?|[A-Z]{1,2}/\d{4,6}/\d{2}(?:\d\d)?"
        r"|\d{4,5}/\d{5,6}/\d{2}|PS-?\d{2}-?\d{4}-?\d{4}|\d{2}/\d{4}/\d{2}/\d{3,6}[A-Z]?|\d{2,5}/\d{2}[A-Z]{3}\d{2}",
        "Home Office Counting Rules; force code, number, year; Action Fraud NFRC; command-and-control (CAD, "
        "STORM) logs",
        cues=("crime", "crime no", "crime ref", "crime ref no", "crime report", "incident", "incident no", "ref",
            "police ref", "occurrence no"),
        cued=0.95, bare=0.7, reach=3, stubborn=True,
        finds=("crime ref «13CF/0098831/24»", "Crime no. is «20C/118834/24».", "recorded as «13CF/0098831/24»",
            "Action Fraud «NFRC 2509 9917 04»", "given the reference «CAD 2217 of 23/09».", "«CAD 2217/12MAR24»"),
        misses=("on 12/03/24", "13 of 24"),
    ),
    coded(
        "CRIME_REFERENCE", "crime",
        (*numbered("crime", "crime report", "incident", "occurrence", "police", "log", "police log", "niche", "cad",
            "storm", "crn", "action fraud", "custody", "custody record", "charge sheet", "intel", "intelligence",
            "stop and search", "fir", "event", "ambulance", "occ", "collision", "accident", "command", "control log",
            "arrest", "arrest summons", "asn"), "crime", "crime report", "incident", "occurrence", "niche", "cad",
            "crn", "custody record", "custody no", "log", "asn", "police ref", "fire incident", "athena",
            "crimestoppers", "crimestoppers ref", "report no"),
        "Home Office Counting Rules; National Standard for Incident Recording",
        cued=0.9, reach=2,
        finds=("Crime report «40/7718/23».", "CRN «42/9981/23»; tnt says", "incident no «DI-2022-0087»",
            "police incident number «44170»", "custody record «NS/0417/24»", "Niche occurrence «55240088121»"),
        misses=("the incident on 12/03/2024", "crime fell by 12%", "an incident at 10:30", "log of 2019"),
    ),
    Recognizer(
        "CRIME_REFERENCE", "incident_of_day",
        r"\d{1,5} (?:[Oo][Ff] )?\d{1,2}[/.]\d{1,2}[/.]\d{2,4}|\d{1,5} [Oo][Ff] \d{1,2}[/.]\d{1,2}|\d{1,5} of "
        r"\d{1,2}(?:st|nd|rd|th)? [A-Z][a-z]{2,8}(?: \d{4})?",
        "National Standard for Incident Recording: number of the day and its date",
        cues=("incident", "incident no", "log", "log no", "police incident", "crime", "ref"),
        cued=0.92, reach=1,
        finds=("Called 999, incident «114 10/1/24».", "log no. «447 of 12/03/2024»",
            "incident «447 of 3 March 2024»"),
        misses=("incident on 10/1/24",),
    ),
    Recognizer(
        "UK_PNC_ID", "pnc",
        r"(?:19|20)?\d{2}/ ?\d{4,7} ?[A-HJ-NP-RT-Z]",
        "Police National Computer: year, serial, check letter (no I, O or S)",
        cues=("pnc", "pnc id", "pnc no", "pncid", "police national computer", "police national computer no"),
        loose=r"(?:19|20)?\d{2}[/ ] ?\d{1,7} ?[A-Z]", cued=0.97, bare=0.75,
        finds=("PNC «2011/0999814F»", "PNCID: «11/999814F»", "convicted («2011/0999814F»)"),
        misses=("for 2011/12F", "in 2011/12"),
    ),
    Recognizer(
        "UK_CRO", "cro",
        r"(?:SF ?\d{2}/ ?)?(?!(?:19|20)\d\d/)\d{1,6}/\d{2}[A-HJ-NP-RT-Z]",
        "National Police Chiefs' Council, CRO number: serial, year, check letter",
        cues=("cro", "cro no", "criminal records office", "criminal record no", "criminal records office no"),
        cued=0.97, bare=0.6,
        finds=("CRO «204417/96X»", "CRO no: «SF 39/204417/96X»"),
        misses=("in 2019/20 X",),
    ),
    Recognizer(
        "PRISON_NUMBER", "prison",
        r"A\d{4}[A-Z]{2}",
        "HM Prison and Probation Service, NOMIS: A, four digits, two letters",
        cues=("prison", "prison no", "prisoner", "prisoner no", "nomis", "nomis no", "noms", "noms no", "hmp",
            "inmate no", "prn", "offender no"),
        cued=0.97, bare=0.8,
        finds=("prisoner «A9047ZX»", "HMP Doncaster, «A9047ZX», cell", "NOMS no: «A9047ZX»"),
        misses=("size A4047 paper", "part A9047ZX"),
    ),
    Recognizer(
        "PRISON_NUMBER", "old_prison",
        r"[A-Z]{2} ?\d{4}|[A-Z]{1,2}\d{4,5}[A-Z]{0,2}|\d{2}/\d{4}",
        "HM Prison Service, LIDS numbers before 2009: two letters, four digits",
        cues=("prison", "prison no", "prisoner", "prisoner no", "old prison no", "old no", "nomis no", "noms no",
            "inmate no", "prison ref", "formerly"),
        cued=0.9, reach=1,
        finds=("old prison number «LX0093»", "Prisoner «LX0093»"),
        misses=("prison LX of 2019", "in prison in 2019"),
    ),
    Recognizer(
        "UK_URN", "urn",
        r"\d{2}(?: ?\| ?|[ /]?)[A-Z0-9]{2}(?: ?\| ?|[ /]?)\d{5,7}(?: ?\| ?|[ /]?)\d{2}|\d{2}[A-Z]{2}\d{7}",
        "Crown Prosecution Service: Unique Reference Number, force, unit, serial, year",
        cues=("urn", "urn no", "cps urn", "cps ref", "cps", "unique ref no", "case urn", "ptiurn"),
        check=lambda value: any(char.isalpha() for char in value), cued=0.95, doubt=0.9, bare=0.65, reach=2,
        finds=("URN «13CF0098824»", "CPS ref: «01TX 1234524»"),
        misses=("urn of ashes 2019",),
    ),
    Recognizer(
        "COURT_REFERENCE", "court_shape",
        r"[TSAUBU]20\d{6}|(?:EA|HU|PA|DA|DC|RP|EU|IA|AA|EJ|GA|UI|LP|JR|SC|CE|SE|EH|QB|KB|CO|CA|BL|HP|PT|FD|TC|"
        r"UT)[-/](?:\d{4}[-/]\d{3,6}|\d{5,6}[-/]\d{4})"
        r"|\d{7}/20\d{2}|\d{6,7}/\d{4}/[A-Z]{1,2}|[A-Z]{2}\d{2}[CPDZF]\d{5}|[A-Z]\d{2}[A-Z]{2}\d{3}|"
        r"[A-Z]{3}/\d{2}[A-Z]{2}/[A-Z]{3}/\d{4}/\d{4}|16\d{2}-\d{4}-\d{4}-\d{4}"
        r"|INQ[/-]\d{4}[/-]\d{2,5}|CO/\d{1,5}/\d{4}|\d{2}/\d{5}/20\d{2}",
        "HMCTS case numbers: Crown Court (T20247012), tribunals (EA/2024/0123, HU/12345/2020, 2304567/2023), "
        "county and family courts, property chamber",
        cues=("case no", "claim no", "appeal no", "court ref", "appeal", "tribunal", "case", "claim", "no",
            "appeal ref", "indictment no", "indictment"),
        cued=0.95, bare=0.75, reach=3, stubborn=True,
        finds=("Case No: «T20247012»", "Appeal «EA/2024/0123»", "«2304567/2023» and another", "(«HU/12345/2020»)",
            "in «ZZ24P00417»"),
        misses=("in 2023/2024", "T2024 model", "T2O24 part"),
    ),
    Recognizer(
        "COURT_REFERENCE", "strasbourg",
        r"\d{3,5}/\d{2}(?!/)",
        "European Court of Human Rights, Rules of Court: application number and year",
        cues=("application no", "application", "case no", "no", "applications"),
        loose=r"\d{2,5}/\d{2}(?!/)", cued=0.92, reach=1,
        finds=("application no. «12345/06»", "(no. «36244/06»)", "nos. «36244/06», «36246/06» and «36252/06»",
            "application (no. «1234/06»)"),
        misses=("no. 3/4 of", "in no more than 12/03/2024"),
    ),
    coded(
        "COURT_REFERENCE", "court",
        (*numbered("court", "court case", "tribunal", "appeal", "claim form", "summons", "hearing", "inquest",
            "coroner", "petition", "warrant of execution", "indictment", "et", "employment tribunal", "fine",
            "fixed penalty", "fpn", "liability order", "ico", "ombudsman", "legal aid", "laa", "probate", "divorce",
            "proceedings", "judgment", "enforcement", "bailiff", "section 9", "application"), "summons", "summons no",
            "appeal", "appeal no", "inquest", "court case", "tribunal case", "decision notice", "application"),
        "HMCTS and tribunals; European Court of Human Rights, Rules of Court",
        cued=0.9, reach=2,
        finds=("Summons no. «MAG/23/CT/09217»", "Inquest ref: «INQ/25/117»", "appeal no. «FTC/0417/2024»",
            "tribunal ref «MAN/00CJ/HMF/22»"),
        misses=("the appeal on 12/03/2024", "a fine of 200", "application in 2019"),
    ),
)
