"""Cue words as they are compared: lower case, abbreviations spelt one way, and the little words that carry nothing."""

from __future__ import annotations

import re
from functools import lru_cache

_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
#: A word, a label's colon, a value, or the end of a sentence. `a/c` and `c/tax` are words; `NHS/CHI` is two.
_TOKEN = re.compile(
    r"(?<![a-z])[a-z]/[a-z]+(?![a-z])|n0(?![0-9a-z])|[a-z]+(?:['’.][a-z]+)*|[:#=\t|№)]|[0-9][0-9a-z/.,\-]*|"
    r"[.!?;](?=\s)|\n[ \t]*\n"
)

#: Stands for a stretch of digits between a cue and a value.
VALUE = "0"
#: Ends a sentence, and with it the walk from a value back to its cue.
BREAK = "."
#: The same where no abbreviation can explain the mark: `!`, `?`, `;`, an empty line.
FULL_STOP = "!"

_SAME = {
    word: form
    for form, words in {
        "no": "no nos number numbers num nr numb nmbr n0 №",
        "#": ": # = \t |",
        "ref": "refs ref reference references refno refs.",
        "id": "id ids identifier identity identification ident",
        "account": "account accounts acct acc ac accnt",
        "phone": "phone telephone tel teleph phones fone",
        "mobile": "mobile mob mobiles cellphone moby",
        "registration": "registration reg regn regs registered vrm vrn",
        "licence": "licence license lic licences",
        "certificate": "certificate cert",
        "application": "application app appn appl applications",
        "employee": "employee emp empl",
        "national": "national natl nat nationl",
        "insurance": "insurance ins insur",
        "hospital": "hospital hosp",
        "patient": "patient pt patients",
        "complaint": "complaint cmplt complaints",
        "incident": "incident inc incdt incidents",
        "invoice": "invoice inv invoices",
        "passport": "passport ppt passports",
        "benefit": "benefit benefits ben",
        "postcode": "postcode postcodes pcode",
        "company": "company co",
        "property": "property prop",
        "tenancy": "tenancy tncy ten",
        "order": "order ord orders",
        "sort": "sort s/c s/code",
    }.items()
    for word in words.split(" ")
}

#: Little words between a cue and its value.
FILLER = frozenset(
    """no # is was are be being been as of for the a an my his her their your our its it s this that given gave gives
    quote quoted quoting please pls below above following new old current full own only unique reads read called
    er erm um uh it's that's there's her's number's no's so ok okay""".split()
)
#: Behind these almost anything is a value. `#` stands for the marks that do the same: colon, tab, bar, equals sign.
DESIGNATORS = frozenset({"no", "ref", "id", "#"})
MARK = "#"
#: After these a full stop ends no sentence.
ABBREVIATIONS = frozenset(
    """no nos ref refs tel mob acc acct ac a/c reg regn ext extn cert app appn co vat id dob lic emp empl dept ins nat natl hosp
    pt inc incdt inv ppt prop ord num nr mr mrs ms dr st prof approx ten""".split()
)


def tokens(text: str) -> list[str]:
    """The words of a stretch of text in the form in which cues are kept."""
    words: list[str] = []
    before = ""
    for token in _TOKEN.findall(text.lower()):
        word = _form(token)
        if word != BREAK or before not in ABBREVIATIONS:
            words.append(word)
        before = token
    return words


def lowered(text: str) -> str:
    """`text` in small letters, each in its place: the one capital that would become two (U+0130) is an I here."""
    return text.replace("\u0130", "I").lower()


def split_name(text: str) -> str:
    """A field's name as words: `nhsNumber`, `NHS_NUMBER` and `nhs-number` alike."""
    return _CAMEL.sub(" ", text).replace("_", " ").replace("-", " ")


def phrase(text: str) -> str:
    """A cue as the lexicon keeps it."""
    return " ".join(tokens(text))


@lru_cache(maxsize=16384)
def _form(token: str) -> str:
    first = token[0]
    if "0" <= first <= "9":
        return VALUE
    if first in ".!?;\n":
        return BREAK if first == "." else FULL_STOP
    if token in _SAME:
        return _SAME[token]
    plain = token.replace(".", "").replace("'", "").replace("’", "").replace("/", "") if len(token) > 1 else token
    return _SAME.get(plain, plain)
