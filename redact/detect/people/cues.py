"""The words that announce a name: titles, family, offices, and the labels of forms."""

from __future__ import annotations

TITLES = (
    r"Mr|Mrs|Ms|Miss|Mx|Dr|Prof(?:essor)?|Rev(?:d|erend)?|Fr|Father|Canon|Imam|Pastor|Rabbi|Sheikh|Sir|Dame|Lord|Lady|"
    r"Cllr|Councillors?|Sgt|Sergeant|PS|PC|DC|DS|DI|DCI|DSU|PCSO|WPC|Insp(?:ector)?|CI|Ch Insp|Supt|Constable|WDC|"
    r"Judge|Justice|Sister|Nurse|Matron|Auntie|Aunt|Uncle|Capt(?:ain)?|Major|Col(?:onel)?|Lt|Cpl|L/Cpl|Pte|Mme|M/s|"
    r"CEO|SO|PO"
)
#: Who holds such an office is named in it to the public; policy weighs that.
PUBLIC_TITLES = frozenset({"cllr", "councillor", "councillors", "judge", "justice", "lord", "lady", "sir", "dame"})
#: A rank is part of what singles an officer out, and is taken with the name; `Mr` and `Dr` stay for the reader.
RANKS = frozenset(
    {"sgt", "sergeant", "insp", "inspector", "supt", "dsu", "dci", "capt", "captain", "major", "col", "cpl"}
)
FAMILY = (
    r"(?:step)?(?:son|daughter|mother|father|brother|sister|dad|mum|mam)|wife|husband|partner|nephew|niece|uncle|aunt|"
    r"auntie|cousin|grandson|granddaughter|grandmother|grandfather|gran|nan|nana|grandad|girlfriend|boyfriend|"
    r"fianc[ée]e?|twin|friend|mate|neighbour|carer|child|baby|toddler|boy|girl|lad|lady|man|woman|widow|ex"
)
WHOSE = r"my|his|her|their|our|your|whose|the|a|maternal|paternal|late|older|younger|elder|eldest|youngest|little|big"
OFFICE = (
    r"engineer|officer|manager|nurse|teacher|tutor|solicitor|barrister|advocate|advis[eo]r|clerk|surveyor|"
    r"social worker|support worker|healthcare assistant|midwife|consultant|registrar|warden|caretaker|receptionist|"
    r"supervisor|steward|postman|driver|colleague|assistant|inspector|coordinator|co-ordinator|caseworker|case worker|"
    r"head|headteacher|landlord|tenant|client|patient|resident|pupil|student|claimant|complainant|applicant|appellant|"
    r"witness|suspect|defendant|victim|caller|customer|builder|roofer|plumber|contractor"
)
WHICH = r"the|his|her|your|our|my|a|an|housing|enforcement|case|prison|support|custody"
DEEDS = (
    r"taken by|spoke (?:to|with)|spoken to by|fitted by|reported by|signed by|raised by|contacted by|met with|rang|"
    r"emailed|phoned|visited by"
)
SAID = (
    r"\bmy name(?: is|['’]s)|\bname was|\bI am|\bI['’]m|\bthis is|\bknown as|\bcalled|\bnamed|\balias|\baka|"
    r"\ba\.k\.a\.|\bnickname(?:d)?"
)
ALIAS = (
    r"\balias|\baka|\ba\.k\.a\.?|\bknown (?:locally |to \w+ )?as|\bknow(?:s|n)? (?:him |her |them )?as|\bnicknamed?|"
    r"\bcall(?:s|ed|ing)? (?:him|her|them|himself|herself)|\brefers? to (?:him|her|them) as|\bgoes by|\bthe name"
)
GREETING = r"dear|hi|hello|hiya|hey|morning|good morning|afternoon|thanks|thank you|cheers"
LABELS = (
    r"(?:full |first |last |sur|fore|other |given |family |maiden |preferred )?names?|surname|forenames?|patient|"
    r"c[|l]ient|tenant(?: \d)?|employee|applicant|claimant|complainant|appellant|respondent|defendant|witness|victim|"
    r"suspect|statement of|signed|signature|printed|completed by|statement taken by|taken by|interviewed by|"
    r"interviewer|prepared by|reported by|recorded by|written by|line manager|manager|worker|key worker|keyworker|"
    r"social worker|officer|author|reviewer|hr advis[eo]r|advis[eo]r|companion|representative|rep|informant|"
    r"parent(?:/carer)?|mother|father|carer|next of kin|nok|gp|consultant|deceased|pupil|student|child|resident|driver|"
    r"owner|keeper|holder|cardholder|payee|account name|contact|caller|customer|requester|requestor|from|to|cc|bcc|"
    r"attn|f\.?a\.?o\.?|c\.?c\.?|client's name|partner|spouse|chair|clerk|minutes?(?: taken by)?|present|apologies|"
    r"attendees|in attendance"
)
#: Headers that hold `name` and are not about a person.
NO_PERSON = (
    r"company|organi[sz]ation|file|user ?name|product|event|venue|school|business|street|place|site|supplier|host|"
    r"domain|id|ref|no|number|date"
)
FAREWELLS = (
    r"yours(?:,| faithfully| sincerely| truly| ever)?|(?:kind(?:est)?|best|warm(?:est)?|many)? ?regards|"
    r"(?:with )?(?:best|good|every good|kind|all good) wish(?:es)?[^\n]{0,60}|(?:many |with )?thanks(?: in advance)?|"
    r"thank you|cheers|sincerely|faithfully|love(?: from)?|in hope[^\n]{0,60}|signed|best|ta|diolch|slàinte"
)
#: Parts in a script or log, where a chat would show a name.
PARTS = frozenset(
    """agent caller call operator advisor adviser officer customer user system bot admin handler interviewer interviewee
    speaker q a male female unknown event note notes update from to subject date time status error warn warning info debug
    room re fw tel police ambulance control station staff open closed opening hours""".split()
)
