"""The fact words: what detectors and the case file may know of a finding beside its entity, and rules may ask for."""

from __future__ import annotations

from collections.abc import Mapping

DENIED = "denied"
ALLOWED = "allowed"

FACTS: Mapping[str, str] = {
    DENIED: "the case file always takes this literal out",
    ALLOWED: "the case file keeps this literal",
    "case_person": "the case file names this person, number or address",
    "cue": "a cue word stands beside it (`our ref`, `DOB`)",
    "carried": "found elsewhere in the set and carried to this mention",
    "reread": "found when the draft was read again",
    "weak": "an everyday word that is also a name (Mark, Grace, Will)",
    "tied": "stands near a person, and so says something about one",
    "slight": "a rule's slight evidence that the model of ours, reading the same sentence, does not second",
    "nobody": "no person is named, reached or spoken of anywhere in the text it stands in",
    "admin": "a date of the document itself: letter date, deadline, meeting",
    "subject": "the person the papers are about",
    "requester": "the person who asked for the papers",
    "third_party": "a person of the case who is neither subject nor requester",
    "official": "an official whose name is not for disclosure",
    "official_disclosable": "an official whose name is disclosed, as decided in the case file",
    "public_role": "holds a public role by title: councillor, MP, judge, senior official",
    "deceased": "has died",
    "sole_trader": "a business that is a person",
    "company": "a company or charity",
    "public_body": "a public authority",
    "historical": "a historical figure",
    "place_institution": "a street, building or institution that bears a name",
    "crowd": "one of many faces in a picture, among which some may have been missed",
    "gap_filled": "covered in frames in which it was looked for and not seen, between two in which it was",
    "prose": "a plate under which sentences were read, and nothing like a mark",
    "unread": "a code or writing that is there and cannot be read, or speech that is heard and not understood",
    "speaker": "somebody's voice, whatever is said",
    "product": "a barcode of the kind that goods bear",
    "opaque": "a code whose content says nothing by itself",
}
