"""From what a model says to a claim: trimmed to what is meant, named as we name it, doubted where it stands alone."""

from __future__ import annotations

import re
from collections.abc import Sequence

from redact.detect.expert import Guess

#: start, end, entity, score, who says so, facts
Claim = tuple[int, int, str, float, str, frozenset[str]]

#: Who says so: the general model or our own.
GENERAL, EXPERT = "spacy", "expert"

#: Labels of the expert that are an entity of another name here, and the facts that come with each label.
_RENAMED = {"OFFICIAL": "PERSON", "DEAD": "PERSON", "PLACE": "LOCATION", "CONTACT": "USERNAME"}
_FACTS = {"OFFICIAL": frozenset({"public_role"}), "PLACE": frozenset({"general"}),
          **{label: frozenset({"tied"}) for label in ("LOCATION", "EMPLOYER", "JOB_TITLE", "EVENT_DATE")}}  # fmt: skip
_TITLE = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Sir|Dame|Lord|Lady|Cllr|Councillors?|Sgt|PC|DC|DS|DI|PCSO|Rev|Judge|Sister|"
    r"Nurse|Officer|Re|Dear|Hi|cc|From|To|The)\b\.?[\s:]+)+",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$|['’]s\b.*$")
_PEOPLE = frozenset({"PERSON", "OFFICIAL", "DEAD"})
#: From here on our own model's other reading of a name is believed.
_SURE = 0.6
_YEAR = re.compile(r"(?:19|20)\d\d")
_CLOCK = re.compile(
    r"(?i)(?:(?:at|about|from|between|until|by|and|to|-|–)?\s*"
    r"(?:\d{1,2}[:.]\d{2}(?:[:.]\d{2})?|[0-2]\d[0-5]\d|\d{1,2}(?=\s*[ap]\.?m))\s*(?:hrs|hours|[ap]\.?m\.?)?\s*)+"
)
_SURE_HOME = 0.45
_ANY_HOME = frozenset(
    "s the a an my his her their our your mum mums mother mothers dad nan late old new flat house home bungalow cottage room "
    "hostel caravan address place above below next door upstairs downstairs ground first second top floor at in of to".split()
)
_SHORTEST_NAME = 2
#: Initials right before a surname belong to it: `F Nkemelu`, `W.E.B. Du Bois`.
_INITIALS = re.compile(r"(?<![^\W_])(?<![’'])(?:[A-HJ-Z](?:\.[ ]?|[ ])){1,3}$")
_INITIALS_REACH = 9
_PHRASES = frozenset(
    {"HEALTH", "CRIMINAL_OFFENCE", "ETHNICITY", "RELIGION", "UNION", "POLITICS", "SEX_LIFE_ORIENTATION", "JOB_TITLE"}
    | {"GENETIC_BIOMETRIC", "QUASI_IDENTIFIER", "EVENT_DATE", "EMPLOYER", "LOCATION"}
)
_JOINTS = "and|or|but|so|that|for|with|at|on|in|to|by|as|of|from|which|because|when|while"
_JOINT = re.compile(rf"(?i)(?:{_JOINTS})\b[\s,;:.]*|[\s,;:.]+")
_JOINT_BEHIND = re.compile(rf"(?i)(?:^|[\s,;:.]+)(?:{_JOINTS})[\s,;:.]*$|[\s,;:]+$")
_COMPANY = re.compile(
    r"(?:[ ](?:&|and|[A-Z][\w'’-]*|\([A-Z]+\))){0,4}[ ](?i:ltd|limited|plc|llp|inc|holdings|cic|& co|& sons|partnership)\b"
)
_PLACE = re.compile(
    r"(?:['’]s)?[ ](?:Hill|Wood|Lane|Bank|Grove|Neck|Bridge|Road|Street|St|Avenue|Close|Park|Ward|Estate|Gate|Square|Bay|"
    r"Point|Field|Farm|Mill|Green|Common|Cross|Corner|Arms|Inn|Primary|Academy|School|Hospital|Library|Museum|Chapel)\b"
    r"(?![ ][A-Z][a-z])"
)
_WIDE_GAP = re.compile(r"[ \t]{3,}|\t|[ \t]*\n[ \t>|]*")
_FULL_NAME = re.compile(
    r"(?!St\b)[A-Z][^\W\d_]*[a-z]"
    r"(?:[ -](?!(?:Gate|Lane|Road|Street|House|Hill|Park|Court|Act|Bridge|Ward)\b)[A-Z][^\W\d_]*[a-z]){1,3}"
)
_NEXT_LINE = re.compile(r"[ \t]*\n[ \t>|]*[\w ]{1,20}(?=:)|[ \t]*\n[ \t>|]*\n")


def claim(piece: str, start: int, end: int, label: str, score: float, who: str) -> Claim:
    """A model's span as a claim: punctuation, titles and possessives cut off, empty when nothing of it is left."""
    entity = _RENAMED.get(label, label)
    while start < end and not piece[start].isalnum() and piece[start] not in "@([":
        start += 1
    while end > start and not piece[end - 1].isalnum() and piece[end - 1] not in ")]*":
        end -= 1
    if entity == "PERSON":
        start, end = _bare_name(piece, start, end)
        entity, end = _as_thing(piece, end) or (entity, end)
        if sum(map(str.isalpha, piece[start:end])) < _SHORTEST_NAME:
            end = start  # a letter stands for too much
        elif initials := _INITIALS.search(piece, max(0, start - _INITIALS_REACH), start):
            start = initials.start()
    elif entity in _PHRASES:
        start, end = _without_joints(piece, start, end)
    if _says_nothing(piece, start, end, entity, score):
        end = start
    if entity == "EVENT_DATE" and _YEAR.fullmatch(piece, start, end):
        return start, end, "DATE_TIME", round(score, 3), who, frozenset()  # a year is what dates are generalised to
    if entity == "USERNAME" and "@" in piece[start + 1 : end]:
        entity = "EMAIL_ADDRESS"
    facts = _FACTS.get(label, frozenset()) if who == EXPERT else frozenset[str]()
    return start, end, entity, round(score, 3), who, facts


def _without_joints(piece: str, start: int, end: int) -> tuple[int, int]:
    """A phrase without the joints to the sentence around it: `and`, `for`, `at`."""
    while lead := _JOINT.match(piece, start, end):
        start = lead.end()
    while tail := _JOINT_BEHIND.search(piece[start:end]):
        end = start + tail.start()
    return start, end


def doubted(piece: str, claim: Claim, own: Sequence[Guess]) -> Claim:
    """A person whom only the general model sees: one in twenty is one, on the texts our own model was not taught.

    Two words or more of which our own says nothing stay a claim; else it is marked `weak`, for policy to weigh.
    """
    start, end, entity, _, who, facts = claim
    if entity != "PERSON":
        return claim
    touching = [guess for guess in own if guess.start < end and start < guess.end]
    named = [guess for guess in touching if guess.label in _PEOPLE]
    otherwise = [guess for guess in touching if guess.score >= _SURE]
    if named:
        return *_one_line(piece, start, end, named), *claim[2:]
    if not otherwise and _FULL_NAME.fullmatch(piece, start, end):
        return start, end, entity, 0.6, who, facts
    return start, end, entity, 0.4, who, facts | {"weak"}


def _one_line(piece: str, start: int, end: int, named: Sequence[Guess]) -> tuple[int, int]:
    """The stretch between wide gaps or line ends in which our own model sees the person too."""
    at = start
    for gap in [*_WIDE_GAP.finditer(piece, start, end), None]:
        stop = gap.start() if gap else end
        if any(guess.start < stop and at < guess.end for guess in named):
            return at, stop
        at = gap.end() if gap else end
    return start, end


def _says_nothing(piece: str, start: int, end: int, entity: str, score: float) -> bool:
    """A time of day dates nothing; a house without a number, that is not surely one, is no home."""
    if entity == "EVENT_DATE":
        return _CLOCK.fullmatch(piece, start, end) is not None
    if entity != "STREET_ADDRESS" or any(map(str.isdigit, piece[start:end])):
        return False
    return score < _SURE_HOME or all(word.casefold() in _ANY_HOME for word in re.findall(r"[^\W_]+", piece[start:end]))


def _as_thing(piece: str, end: int) -> tuple[str, int] | None:
    """A company or place that bears a person's name, seen by the word behind it: `Jordan Wyre Holdings plc`, `Bill's Hill`."""
    if company := _COMPANY.match(piece, end):
        return "ORGANIZATION", company.end()
    if place := _PLACE.match(piece, end):
        return "PUBLIC_PLACE", place.end()
    return None


def _bare_name(piece: str, start: int, end: int) -> tuple[int, int]:
    """A name without its title in front and its possessive behind."""
    if _TITLE.fullmatch(piece[start:end] + " "):
        return start, start
    if title := _TITLE.match(piece, start, end):
        start = title.end()
    if tail := _POSSESSIVE.search(piece[start:end]):
        end = start + tail.start()
    if header := _NEXT_LINE.search(piece, start, end + 1):
        end = header.start()
    return start, end
