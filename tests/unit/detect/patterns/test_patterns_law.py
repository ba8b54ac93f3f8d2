"""Each kind of identifier that the design's law lists is recognised by some row or reader of this room."""

from __future__ import annotations

import pytest
from patterns_kit import found

from redact.core.ports import Detector

#: The law's list, person names, addresses, dates of birth and ages left to their own detectors.
LAW = (
    ("postcode", "UK_POSTCODE", "at HX7 9QZ."),
    ("postcode outward with context", "UK_POSTCODE", "postcode district LS9"),
    ("BFPO", "UK_POSTCODE", "BFPO 57"),
    ("UPRN", "UK_UPRN", "UPRN 100099900412"),
    ("USRN", "UK_USRN", "USRN 20499123"),
    ("phone", "PHONE_NUMBER", "his mobile 07700 900418"),
    ("phone international", "PHONE_NUMBER", "+44 (0)7700 900418"),
    ("phone extension", "PHONE_NUMBER", "her on ext 4417"),
    ("e-mail", "EMAIL_ADDRESS", "p.osei@example.org"),
    ("URL", "URL", "www.facebook.com/p.osei"),
    ("username", "USERNAME", "username: p_osei7"),
    ("social handle", "USERNAME", "posted as @p_osei7"),
    ("IP address", "IP_ADDRESS", "from 198.51.100.23"),
    ("IP version 6", "IP_ADDRESS", "from 2001:db8:44:1f::9"),
    ("MAC address", "MAC_ADDRESS", "00:00:5e:00:53:af"),
    ("IMEI", "IMEI", "IMEI 490154203237518"),
    ("NHS number", "UK_NHS", "NHS number 999 000 0018"),
    ("CHI", "UK_CHI", "CHI 010190 0013"),
    ("Health and Care number", "UK_HCN", "Health and Care number 320 000 0015"),
    ("NINO", "UK_NINO", "NINO QQ 12 34 56 C"),
    ("NINO with hyphens", "UK_NINO", "NINO QQ-12-34-56-C"),
    ("NINO without suffix", "UK_NINO", "NINO QQ 12 34 56"),
    ("NINO temporary", "UK_NINO", "temporary NI number TN 01 01 90 F"),
    ("UTR", "UK_UTR", "UTR 11234 56789"),
    ("VAT of a sole trader", "UK_VAT", "sole trader, VAT no. GB 999 9999 73"),
    ("passport", "UK_PASSPORT", "passport 509917734"),
    ("driving licence", "UK_DRIVING_LICENCE", "MORGA657054SM9IJ"),
    ("driving licence spaced", "UK_DRIVING_LICENCE", "licence MORGA 657054 SM9IJ"),
    ("BRP", "UK_BRP", "BRP ZU1234567"),
    ("Home Office reference", "UK_BRP", "Home Office ref A1234567/2"),
    ("plate current", "LICENCE_PLATE", "the van UX17 RTU"),
    ("plate Northern Ireland", "LICENCE_PLATE", "car JIG 4417"),
    ("plate Q", "LICENCE_PLATE", "plate Q417 TUX"),
    ("plate dateless", "LICENCE_PLATE", "number plate TUX 7"),
    ("VIN", "VIN", "VIN WVWZZZ1JZ3W999044"),
    ("sort code", "UK_SORT_CODE", "sort code 20-99-14"),
    ("account number", "UK_BANK_ACCOUNT", "account number 33018876"),
    ("IBAN", "IBAN_CODE", "GB29 NWBK 6016 1331 9268 19"),
    ("card", "CREDIT_CARD", "4111 1111 1111 1111"),
    ("card masked", "CREDIT_CARD", "4111 **** **** 1111"),
    ("roll number", "UK_BANK_ACCOUNT", "roll number D/44177230-4"),
    ("council tax", "UK_COUNCIL_TAX", "council tax account 6650 2718 4"),
    ("benefit reference", "UK_COUNCIL_TAX", "housing benefit ref HB/00417"),
    ("pupil number", "UK_UPN", "UPN A372208117002"),
    ("learner number", "UK_ULN", "ULN 1234567890"),
    ("staff number", "STAFF_NUMBER", "staff no. QP4410"),
    ("payroll number", "STAFF_NUMBER", "payroll 00417733"),
    ("GMC", "PROFESSIONAL_NUMBER", "GMC 7719042"),
    ("NMC", "PROFESSIONAL_NUMBER", "NMC PIN 98I4417E"),
    ("SRA", "PROFESSIONAL_NUMBER", "SRA ID 441772"),
    ("collar number", "COLLAR_NUMBER", "PC 4471 HUGHES"),
    ("crime reference", "CRIME_REFERENCE", "crime ref 13CF/0098831/24"),
    ("incident reference", "CRIME_REFERENCE", "incident 114 10/1/24"),
    ("PNC ID", "UK_PNC_ID", "PNC 2011/0999814F"),
    ("CRO", "UK_CRO", "CRO 204417/96X"),
    ("prison number", "PRISON_NUMBER", "prisoner A9047ZX"),
    ("URN", "UK_URN", "URN 13CF0098824"),
    ("court reference", "COURT_REFERENCE", "T20247012"),
    ("tribunal reference", "COURT_REFERENCE", "appeal EA/2024/0123"),
    ("application number", "COURT_REFERENCE", "application no. 12345/06"),
    ("case reference", "CASE_REFERENCE", "our ref LB/2024/08"),
    ("complaint reference", "CASE_REFERENCE", "complaint CMP24-1187"),
    ("blue badge", "BLUE_BADGE", "blue badge no. AB12CD X 0427"),
    ("electoral roll number", "ELECTORAL_NUMBER", "electoral roll number RH2-417"),
    ("company number", "COMPANY_NUMBER", "company number 09999917"),
    ("charity number", "COMPANY_NUMBER", "charity no. 1199804"),
    ("grid reference", "GRID_REFERENCE", "grid ref SK 4417 7230"),
    ("coordinates", "GRID_REFERENCE", "at 53.48095, -2.23743"),
    ("foreign number", "FOREIGN_ID", "SSN 536-90-4399"),
    ("crypto wallet", "CRYPTO", "wallet 1BoatSLRHtKNngkdXEeobR76b53LETtpyT"),
    ("shared mailbox", "PUBLIC_CONTACT", "repairs@example.gov.uk"),
    ("statute", "STATUTE", "the Highways Act 1980"),
    ("order number", "REFERENCE", "order 4471902338"),
)


@pytest.mark.parametrize(("entity", "text"), [line[1:] for line in LAW], ids=[line[0] for line in LAW])
def test_each_line_of_the_law_is_recognised(uk_pack: Detector, generic_pack: Detector, entity: str, text: str) -> None:
    both = [*found(uk_pack, text), *found(generic_pack, text)]

    assert entity in {name for name, _ in both}
