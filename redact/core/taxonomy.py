"""Every entity we know, with its class and directness: the one table that code, packs and docs share.

Names are Presidio's where it has one. Classes: `personal` (UK GDPR art. 4(1)), `special` (art. 9(1)), `criminal`
(art. 10, DPA 2018 s. 11(2)), `other` (recognised and, as a rule, kept). Directness: `direct` names one person by itself,
`quasi` does together with other things, `sensitive` harms when linked, `none` names nobody.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EntityType:
    """One row: what a thing is called, what the law calls it, and how far it points at a person."""

    name: str
    cls: str
    directness: str
    meaning: str


_ROWS = """
PERSON                   personal direct    a person's name in any form: full, surname, initials, nickname
EMAIL_ADDRESS            personal direct    an e-mail address of a person
PHONE_NUMBER             personal direct    a telephone or fax number of a person
STREET_ADDRESS           personal direct    a home address or part of one: house, flat, house name, street with number
URL                      personal direct    a web address that leads to a person
USERNAME                 personal direct    an account name or social handle
IP_ADDRESS               personal direct    an internet address
MAC_ADDRESS              personal direct    a network card's address
IMEI                     personal direct    a handset's number
CRYPTO                   personal direct    a wallet address
UK_NHS                   personal direct    NHS number (England, Wales, Isle of Man)
UK_CHI                   personal direct    Community Health Index number (Scotland)
UK_HCN                   personal direct    Health and Care number (Northern Ireland)
UK_NINO                  personal direct    National Insurance number, temporary TN forms included
UK_UTR                   personal direct    Unique Taxpayer Reference
UK_VAT                   personal direct    VAT number of a sole trader
UK_PASSPORT              personal direct    passport number
UK_DRIVING_LICENCE       personal direct    driver number
UK_BRP                   personal direct    biometric residence permit, eVisa, Home Office reference
LICENCE_PLATE            personal direct    vehicle registration mark
VIN                      personal direct    vehicle identification number
UK_SORT_CODE             personal quasi     bank sort code
UK_BANK_ACCOUNT          personal direct    bank or building society account, roll number
IBAN_CODE                personal direct    international bank account number
CREDIT_CARD              personal direct    payment card number, masked forms included
UK_COUNCIL_TAX           personal direct    council tax account or benefit reference
UK_UPN                   personal direct    unique pupil number
UK_ULN                   personal direct    unique learner number
STAFF_NUMBER             personal direct    payroll, staff or badge number
PROFESSIONAL_NUMBER      personal direct    GMC, NMC, SRA and like registration numbers
COLLAR_NUMBER            personal direct    police collar, shoulder or warrant number
CRIME_REFERENCE          personal direct    crime or incident reference
UK_PNC_ID                personal direct    Police National Computer identifier
UK_CRO                   personal direct    Criminal Records Office number
PRISON_NUMBER            personal direct    prison number
UK_URN                   personal direct    unique reference number of a prosecution file
COURT_REFERENCE          personal direct    court, tribunal or application number
CASE_REFERENCE           personal direct    case, complaint, claim or account reference
BLUE_BADGE               personal direct    blue badge number
ELECTORAL_NUMBER         personal direct    electoral roll number
UK_UPRN                  personal direct    unique property reference number of a home
UK_USRN                  personal quasi     unique street reference number
UK_POSTCODE              personal quasi     postcode, full or outward
GRID_REFERENCE           personal quasi     National Grid reference or coordinates
FOREIGN_ID               personal direct    a national identity, tax or health number of another country
DATE_OF_BIRTH            personal quasi     a date of birth
AGE                      personal quasi     an age
EVENT_DATE               personal quasi     the date of something in one person's life
LOCATION                 personal quasi     a place that says where a person lives, works or comes from
JOB_TITLE                personal quasi     a job tied to a person
EMPLOYER                 personal quasi     an organisation that places a person: employer, school, club, surgery
QUASI_IDENTIFIER         personal quasi     another detail that singles a person out: looks, class, family, car
NRP                      special  sensitive nationality, religious or political group, as Presidio's models say it
ETHNICITY                special  sensitive race, ethnic origin, nationality, immigration status
RELIGION                 special  sensitive religion or philosophical belief
POLITICS                 special  sensitive political opinion
UNION                    special  sensitive trade union membership
HEALTH                   special  sensitive health, disability, medicine, pregnancy
SEX_LIFE_ORIENTATION     special  sensitive sex life or sexual orientation
GENETIC_BIOMETRIC        special  sensitive genetic data, biometric data that identifies
CRIMINAL_OFFENCE         criminal sensitive allegation, offence, proceedings, sentence
FACE                     personal direct    a face in a picture
SIGNATURE                personal direct    a signature or handwriting
VOICE                    personal direct    a voice
CODE                     personal direct    a QR code or barcode
DENIED                   personal direct    a literal that the case file always takes out
DATE_TIME                other    none      a date that belongs to the document, not to a person
ORGANIZATION             other    none      a company, charity or public body
PUBLIC_PLACE             other    none      a street, building or site that is nobody's home
PUBLIC_CONTACT           other    none      a shared mailbox, switchboard or public page
COMPANY_NUMBER           other    none      a company, charity or company VAT number
STATUTE                  other    none      an Act, section, rule or neutral citation
REFERENCE                other    none      a product, order, invoice or tender number
ALLOWED                  other    none      a literal that the case file keeps
"""

TYPES: dict[str, EntityType] = {
    row[0]: EntityType(*row) for row in (line.split(None, 3) for line in _ROWS.strip().splitlines())
}


def entity_type(name: str) -> EntityType:
    """The row of an entity. An entity nobody listed is treated as the worst: personal and direct."""
    return TYPES.get(name, EntityType(name, "personal", "direct", "not listed"))
