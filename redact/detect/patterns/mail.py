"""E-mail addresses, plain, spaced by a scanner, disguised (`name [at] example [dot] org`) or spoken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.detect.patterns.words import lowered

_LOCAL_MARKS = "._+-%'’&=!#$*/?^{|}~"
_MOST_LOCAL = 64  # Source: RFC 5321 section 4.5.3.1.1
_DOMAIN = re.compile(r" ?[\w\-]{1,63}(?: ?\.[\w\-]{1,63}){1,6}")
_ENDING = re.compile(r"\.(?:[A-Za-z]{2,24}|xn--[\w\-]+)$")
_DISGUISED = re.compile(
    r"(?<![\w.])[\w.+\-]{1,64} ?[\[({<] ?at ?[\])}>] ?[\w\-]{1,63}(?: ?(?:[\[({<] ?dot ?[\])}>]|\.) "
    r"?[\w\-]{1,63}){1,5}", re.IGNORECASE
)
_SPOKEN = re.compile(
    r"(?<![\w])[A-Za-z0-9]{1,24}(?: (?:dot|underscore|dash|hyphen) [A-Za-z0-9]{1,24}){0,5} at "
    r"[A-Za-z0-9]{1,24}(?: (?:dash [a-z]+ )?dot [A-Za-z]{2,16}){1,4}(?![\w])",
    re.IGNORECASE,
)

#: Words of which shared mailboxes are made. A local part that is these words and nothing else belongs to an office.
_OFFICE = frozenset(
    """info information enquiries enquiry inquiries contact contacts contactus hello admin administration office mail
    mailbox post reception general team support help helpdesk desk service services customer customers care
    complaints complaint feedback foi foia eir sar dpo data protection privacy governance records press media
    comms communications news newsroom events event bookings booking tickets sales orders order accounts account
    finance payments payment invoices invoicing billing payroll hr humanresources people recruitment jobs
    careers vacancies tenders tender procurement contracts legal licensing planning building control repairs
    repair maintenance housing homelessness lettings rents rent tenancy asb council counciltax ctax tax benefits
    benefit revenues electoral elections democracy democratic committee committees members member registrars
    registrar parking highways streetworks streets street works roads transport waste recycling environment
    environmental health food safety safeguarding mash social adult adults children childrens education school
    schools admissions attendance exams library libraries museum archives searchroom leisure sport parks
    allotments cemeteries markets market trading standards bluebadge blue badge consultation consultations
    policy strategy research survey webmaster web website postmaster abuse noreply reply no donotreply do not
    security it ict servicedesk service opendata open digital lab laboratory tech technical engineering duty
    ward clinic surgery pharmacy appointments referrals referral pals patient patients nhs trust hospital gp
    practice police custody cps court courts tribunal listing coroner coroners inquests prison probation
    property properties estates estate facilities stores depot fleet licence licences permits permit fire rescue
    emergency emergencies incident incidents alerts alert notices notice floods flood water energy programme
    program project projects officer clerk secretary treasurer chair board trustees club shop store hall hire
    orchard play listing pensions pension fund scheme debt recovery enforcement fraud counterfraud audit risk
    insurance claims claim appeals appeal hearings mediation ombudsman advice advisor adviser advocacy welfare
    volunteering volunteers volunteer donations fundraising supporters membership subscriptions training
    learning courses students student alumni press-office pressoffice customerservices customerservice reports
    report reporting results central north south east west area local community communities regional national
    county city town borough district parish casework private sector snt npt bereavement migration noise buses
    bus garden hedges review reviews civil civilclaims collisions collision witness witnesscare intake detention
    canteen list friends learn families experience young carers youngcarers nursing schoolnursing allstaff all
    staff send sen coding eye imms ppg lost lostproperty images image sound rehoming walks tips row table studio
    boxoffice box archive collections referrer dutytorefer refer mp mps psd pcc opcc nfi dfg tra hs sickness
    absence wages temps agency branch sub parking permits harbour ferry rail tram station airport taxis taxi
    pest drains gritting winter grants grant funding bids bid awards award newsletter magazine letters editor
    editorial reporter programme mentoring outreach crisis refuge night nights day days centre hub clinic
    clinics bloods lab labs occupational occupationalhealth wellbeing union branch rates leasehold tenants
    residents tech dev ops hosting domains whois update updates uk gov group unit section department dept centre
    center""".split()
)


def shared_mailbox(local: str) -> bool:
    """Whether a local part is made of office words alone: `repairs`, `food.safety`, `memberenquiries`."""
    parts = [part for part in re.split(r"[._\-+0-9]+", local.lower()) if part]
    return bool(parts) and all(_is_office(part) for part in parts)


@lru_cache(maxsize=1024)
def _is_office(word: str) -> bool:
    """Whether office words, one behind the other, make up `word`."""
    if word in _OFFICE:
        return True
    return any(word[:cut] in _OFFICE and _is_office(word[cut:]) for cut in range(len(word) - 2, 2, -1))


def mailboxes(text: str) -> Iterator[Finding]:
    """E-mail addresses, shared ones as public contacts."""
    for start, at, end in _addresses(text):
        public = shared_mailbox(text[start:at].strip())
        entity, score = ("PUBLIC_CONTACT", 0.9) if public else ("EMAIL_ADDRESS", 0.97)
        yield Finding(Chars(start, end), entity, score, "generic.email")
    yield from _hidden(text)


def _addresses(text: str) -> Iterator[tuple[int, int, int]]:
    at = text.find("@")
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        start = _local_start(text, at)
        if domain is not None and start < at:
            end = _domain_end(text, domain.end(), at)
            if end:
                yield start, at, end
        at = text.find("@", at + 1)


def _local_start(text: str, at: int) -> int:
    end = at - 1 if text[at - 1 : at] == " " else at
    start, floor = end, max(0, end - _MOST_LOCAL)
    while start > floor and (text[start - 1].isalnum() or text[start - 1] in _LOCAL_MARKS):
        start -= 1
    while start < end and not text[start].isalnum() and text[start] != "_":
        start += 1
    spaced = end < at and not any(char in "._" or char.isdigit() for char in text[start:end])
    return at if spaced or start == end else start  # `meet @ 5.30` is no address, `j.wrzes @ example.org` is


def _domain_end(text: str, end: int, at: int) -> int:
    """The end of a domain that closes with a known kind of ending; a full stop and the next sentence are given back."""
    domain = text[at + 1 : end].rstrip(".-_")
    while domain and not (_ENDING.search(domain) and " " not in domain.strip()):
        cut = max(domain.rfind("."), domain.rfind(" "))
        if cut <= 0:
            return 0
        domain = domain[:cut].rstrip(". -")
    return at + 1 + len(domain) if "." in domain else 0


def _hidden(text: str) -> Iterator[Finding]:
    lower = lowered(text)
    if any(mark in lower for mark in ("[at]", "(at)", "{at}", "<at>", "[ at ]", "( at )")):
        for match in _DISGUISED.finditer(text):
            yield Finding(Chars(*match.span()), "EMAIL_ADDRESS", 0.85, "generic.email_disguised")
    at = lower.find(" dot ")
    done = 0
    while at >= 0:
        for match in _SPOKEN.finditer(text, max(done, at - 120), min(len(text), at + 120)):
            done = match.end()
            yield Finding(Chars(*match.span()), "EMAIL_ADDRESS", 0.8, "generic.email_spoken")
        at = lower.find(" dot ", max(done, at + 120))
