"""Phrases of the word lists, judged by how strongly they speak and by the tie of their sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from redact.detect.lexicon import Hit
from redact.detect.special import injuries, proceedings
from redact.detect.special.claim import NEAR, TIED, Claim
from redact.detect.special.extent import BODY, left, right
from redact.detect.special.ties import Tie, Ties
from redact.detect.special.vocabulary import INDEX, TAILS, medicine
from redact.detect.words import Page

#: Words after a phrase that turn it into a thing or a service: `cancer charity`, `union side`, `diabetes nurse`.
_THING = frozenset(
    """charity charities awareness policy policies statistics service services strategy campaign research act regulations bill nurse nurses
    officer officers commissioner budget funding figures rates prevention reduction forum conference training guidance leaflet leaflets poster
    levels data helpline hotline champion first inspector practitioner practitioners consultant specialist survey act's society network
    foundation unit units department directorate association coordinator co-ordinator manager managers minister week month day's council support member members system systems policies
    procedure procedures team teams protocol programme statute legislation law laws screening register registers equipment supplies
    shop store licence scheme schemes industry sector panel committee board centre centres advice adviser advisor leads trust group groups
    database software reader readers machine machines toolkit template templates form forms kit kits cafe festival parade history studies""".split()
)
_KEEPS = frozenset("form forms template templates register group groups unit day first kit".split())  # but these follow real claims in some classes
_BE = frozenset("is are was were am m s re be been being become became because feel feels felt looked looks very im hes shes who and or as both half also not ur youre".split())
_PERSONAL = frozenset(
    """man woman men women male female national nationals citizen citizens family families boy girl lad lady gentleman couple origin descent heritage
    background born parents mother father passport student child children baby person wife husband girlfriend boyfriend partner friend community
    faith convert girls boys youth tenant patient pupil prisoner detainee chap bloke guy fella mum dad immigrant migrant refugee household lads
    carer nanny builder neighbour neighbours kid kids priest chaplain extraction blood ancestry accent""".split()
)
_NEED = frozenset(
    """has had have having got gets getting with from suffer suffers suffered suffering my your his her their for to of due because causing caused
    complained reports reported developed sustained treated takes took taking take given prescribed needs needed on off after severe bad chronic
    terrible constant chest back stomach knee hip leg arm neck poor high low failing in pt new ongoing any no his some more an a using uses used
    denies states stated smells smelt smelling smell injects injecting""".split()
)
_SKIP = frozenset({"a", "an", "the", "his", "her", "my", "very", "really", "so", "still", "now", "all", "of", "both", "about", "quite"})
_ADVERBS = frozenset({"very", "really", "so", "still", "now", "quite", "almost", "nearly", "going", "completely", "totally", "profoundly", "partially", "born"})
_GOES_ON = frozenset("and or but in since so at when with from because by after as if on for he she i who they though until again then most".split())
_POLITICAL = re.compile(r"\b(?:member(?:ship)?|join(?:s|ed)|vot(?:e|es|ed|ing|er)|support(?:s|ed|er)?|campaign\w*|canvass\w*|leaflet\w*|stood|activist|is an? |was an? |am an? |'s an? |ex|lifelong|always|official|treasurer)\b", re.IGNORECASE)
_ACRONYMS = frozenset("unison unite gmb pcs usdaw rmt aslef tssa cwu nasuwt neu ucu naht ascl fbu poa bma rcn tgwu num siptu forsa bectu amicus ictu momentum cnd greens".split())
_CAPITALS = frozenset({"ms", "cf", "tb"})  # abbreviations of conditions; in small letters they are titles and the like
_COLOURS = frozenset({"black", "white", "mixed", "traveller"})
_SOMEONE = frozenset("i he she we you they who im hes shes because and is was am are both".split())
_MEMBER = re.compile(r"(?:\b(?:is|am|'s|'m|was|joined|in|my|his|her|their|your|your|of|for|from|with|his own|,)\s+(?:the |an? )?|[(,][ ]?)$", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|PC)\.?|[A-ZÀ-Þ][a-zà-ÿ]+)[ ]$")

Judge = Callable[[Page, Hit, str, Tie], Claim | None]


def claims(page: Page, *, tied: bool) -> Iterator[Claim]:
    """Every phrase that the page's own words tie to a person. `tied`: the whole text is a value in a person's row."""
    ties = Ties(page, tied=tied)
    taken = -1
    for hit in INDEX.find(page):
        if hit.tag == "not" or hit.first <= taken or _thing(page, hit):
            continue
        entity, _, strength = hit.tag.partition(".")
        at = page.starts[hit.first]
        tie = ties.on_line(at) if entity == "CRIMINAL_OFFENCE" else ties.of(at)
        if claim := _JUDGES[strength](page, hit, entity, tie):
            yield claim
            taken = page.at(claim.end - 1) if entity == "CRIMINAL_OFFENCE" else hit.last
    yield from injuries.claims(page, ties)
    for i in [n for n, word in enumerate(page.words) if word[-4:] in TAILS]:
        if medicine(page.words[i]) and ties.of(page.starts[i]) is not Tie.NONE:
            yield _claim(page, Hit(i, i, ""), "HEALTH", 0.75)


def _thing(page: Page, hit: Hit) -> bool:
    after = page.words[hit.last + 1] if hit.last + 1 < len(page.words) and page.gaps[hit.last] in (" ", "-", "\n") else ""
    return after in _THING and not (after in _KEEPS and not hit.tag.startswith("HEALTH"))


def _claim(page: Page, hit: Hit, entity: str, score: float, facts: frozenset[str] = TIED) -> Claim:
    return Claim(left(page, hit.first), right(page, page.end(hit.last), entity), entity, score, facts)


def _before(page: Page, i: int, many: int) -> list[str]:
    """The words just before, in the same run of words."""
    found: list[str] = []
    while i > 0 and len(found) < many and page.gaps[i - 1].strip(" \n'-/>") == "":
        i -= 1
        found.append(page.words[i])
    return found


def _strong(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    if tie is Tie.NONE:
        return None
    return _claim(page, hit, entity, 0.85 if tie is Tie.CLOSE else 0.65, TIED if tie is Tie.CLOSE else NEAR)


def _close(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    return _claim(page, hit, entity, 0.75) if tie is Tie.CLOSE else None


def _state(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """`He is deaf`, but not `deaf` in a list of things."""
    if tie is Tie.NONE or not _said_of(page, hit):
        return None
    return _claim(page, hit, entity, 0.75)


def _said_of(page: Page, hit: Hit) -> bool:
    after = page.words[hit.last + 1] if page.gaps[hit.last] in (" ", "\n") and hit.last + 1 < len(page.words) else ""
    if after and after not in _GOES_ON:
        return False
    words = [word for word in _before(page, hit.first, 4) if word not in _ADVERBS]
    if words and words[0] in _BE:
        return "dog" not in words and "it" not in words
    gap = page.gaps[hit.first - 1].strip(" ") if hit.first else ""
    return gap in (",", "(", ";") and page.gaps[hit.last].strip(" \n")[:1] in (",", ")", ";", ".")


def _weak(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    if tie is not Tie.CLOSE or (page.words[hit.first] in _CAPITALS and not page.spell(hit.first).isupper()):
        return None
    before = _before(page, hit.first, 2)
    if not before or before[0] not in _NEED and not (len(before) > 1 and before[0] in _SKIP and before[1] in _NEED):
        return _claim(page, hit, entity, 0.6) if re.match(rf"[ ](?:to|on|in|of|around)[ ](?:\w+[ ]){{0,2}}{BODY}\b", page.text[page.end(hit.last) : page.end(hit.last) + 40]) else None
    if before[0] in ("to", "for", "of", "in", "a", "an", "any", "no", "on", "off", "with", "after", "the") and not _bodily(page, hit, before):
        return None
    return _claim(page, hit, entity, 0.65)


def _bodily(page: Page, hit: Hit, before: list[str]) -> bool:
    """Behind a small word, a weak one needs a verb of having or taking before that."""
    more = _before(page, hit.first, 5)[1:]
    verbs = {"has", "had", "have", "suffers", "suffered", "suffering", "got", "off", "sick", "treated", "history", "recovering", "died", "is", "was", "taking", "he", "she", "prescribed", "diagnosed"}
    return not verbs.isdisjoint(more)


def _people(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """An adjective of nation or faith: said of somebody, or standing before a word for a person."""
    after = page.words[hit.last + 1] if page.gaps[hit.last] in (" ", "\n", "-") and hit.last + 1 < len(page.words) else ""
    if _NAME_BEFORE.search(page.text, max(0, page.starts[hit.first] - 24), page.starts[hit.first]) and hit.first == hit.last and after[:1].isalpha():
        return None
    if after in _PERSONAL and (page.words[hit.first] not in _COLOURS or after not in ("community", "family", "families", "faith")):
        return _claim(page, hit, entity, 0.75) if tie is not Tie.NONE else None
    if tie is Tie.NONE or after and after not in ("and", "or", "but", "so", "at", "by", "from", "with", "in", "he", "she", "i", "who", "because", "not", "the", "here", "nah", "ok"):
        return None
    words = [word for word in _before(page, hit.first, 3) if word not in _SKIP]
    if words and words[0] in _BE:
        someone = len(words) > 1 and words[1] in _SOMEONE
        return _claim(page, hit, entity, 0.75) if someone or page.words[hit.first] not in _COLOURS else None
    if page.words[hit.first] in _COLOURS or page.words[hit.first] == "christian":
        return None
    gap = page.gaps[hit.first - 1].strip(" ") if hit.first else ""
    closing = page.gaps[hit.last].strip(" \n")[:1]
    if tie is Tie.CLOSE and gap[-1:] in ("(", ",") and closing in (")", ",", ".", ";", ""):
        return _claim(page, hit, entity, 0.7)
    return None


def _party(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    start, end = page.sentence(page.starts[hit.first])
    if tie is not Tie.CLOSE or not _POLITICAL.search(page.text, start, end):
        return None
    if hit.first == hit.last and page.words[hit.first] in _ACRONYMS and not page.capital(hit.first):
        return None
    return _claim(page, hit, entity, 0.7)


def _union(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    if hit.first == hit.last and page.words[hit.first] in _ACRONYMS:
        near = _MEMBER.search(page.text, max(0, page.starts[hit.first] - 24), page.starts[hit.first])
        if not near or not page.capital(hit.first) or page.gaps[hit.last].strip(" \n")[:1] not in (")", ",", ".", ";", ""):
            return None
    return _claim(page, hit, entity, 0.75) if tie is Tie.CLOSE else None


def _none(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:  # noqa: ARG001 - one form for every judge
    """Codes have their own rule."""
    return None


def _faith(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """`Person` words of belief, politics and unions each have their own way of being said."""
    return {"RELIGION": _people, "POLITICS": _party, "UNION": _union}[entity](page, hit, entity, tie)


def _act(page: Page, hit: Hit, entity: str, tie: Tie) -> Claim | None:
    """A criminal act is told with its object; a political one as it stands."""
    return proceedings.act(page, hit, entity, tie) if entity == "CRIMINAL_OFFENCE" else _close(page, hit, entity, tie)


_JUDGES: dict[str, Judge] = {
    "strong": _strong, "state": _state, "weak": _weak, "medicine": _strong, "care": _close, "people": _people, "said": _people, "group": _strong,
    "status": _strong, "code": _none, "person": _faith, "practice": _close, "act": _act, "offence": proceedings.offence,
    "process": proceedings.process, "sentence": proceedings.process,
}  # fmt: skip
