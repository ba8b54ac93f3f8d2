"""Streets with a house number (homes) or without one (places), and flats."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.address.spot import HOME, SITE, Spot
from redact.detect.words import Page

STREET = lexicon.words("places", "street")
LOOSE = lexicon.words("places", "street_loose")
HOUSE = lexicon.words("places", "house")
INSTITUTION = lexicon.words("places", "institution")
PREFIX = lexicon.words("places", "prefix")
STOP = lexicon.words("places", "stop")
_ALL = STREET | LOOSE
_UNITS = "one two three four five six seven eight nine".split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
NUMBER_WORDS = frozenset(
    [
        *_UNITS,
        *_TENS,
        *"""
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen hundred oh zero
""".split(),
    ]
)
_NUMBER = re.compile(r"\d{1,4}[a-z]?|[lio]?\d[lio\d]{0,2}[a-z]?")
_INNER = re.compile(r"[ \t]{1,2}|['-]|\. ")
_SPOILT = str.maketrans("015", "ols")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LINKS = frozenset({"of", "the", "y", "s", "le", "on", "and"})
_NOT_BEFORE = frozenset(
    """
    unit units section part page room ward phase stage lot item figure table chapter rule regulation article
    paragraph para policy clause class grade level annex appendix platform gate junction bus route form form's
    building block year aged age version act schedule note tier
""".split()
)
_CUE = re.compile(
    r"\b(?:at|of|from|to|in|is|it's|its|address|lives?|living|live|home|visit(?:ed)?|outside|number|"
    r"no|deliver(?:ed)?|moved|into|addr|loc|locus|venue|off|for|on|letter)\s*[:.,]?\s*$",
    re.IGNORECASE,
)
_PAUSE = re.compile(r"(?:^|[,:;(|\n-]|\b(?:caller|cal|agent|client|op))\s*$", re.IGNORECASE)
_FLAT = re.compile(
    r"\b(?:(?:top|first|second|third|ground|basement|upper|lower|1st|2nd|3rd|4th)"
    r"[ -]floor(?:[ ](?:flat|front|rear|left|right))?(?=[ ,])|(?:flat|flt|apt|apartment|"
    r"maisonette|bedsit|caravan|chalet|pitch|staff house|plot|rooms?|rm)\.?[ ]+"
    r"(?:no\.?[ ]*)?(?:\d{1,4}(?:[/-]\d{1,3})?[a-z]?|[a-z]\d{0,3}|(?:twenty|thirty|forty|"
    r"fifty)?[ -]?(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
    r"fourteen|fifteen|sixteen|seventeen|eighteen|nineteen))(?![\w']))",
    re.IGNORECASE,
)
_ROOM_MORE = re.compile(
    r",[ ](?:the[ ]|The[ ])?(?:[A-Z][\w'’-]+[ ]){1,3}(?:House|Hall|Hotel|Hostel|Lodge|Inn|Halls|"
    r"Residences|Caravan Site|Caravan Park|Site)\b"
)
_MEETING = re.compile(r"(?:interview|committee|meeting|court|conference|hearing|training|seminar)[ ]$", re.IGNORECASE)
_FLAT_WORDS = frozenset(
    "room rm flat flt apt apartment maisonette bedsit caravan chalet pitch plot floor staff".split()
)
_FLAT_MORE = re.compile(
    r"(?:[ ](?:above|over)[ ](?:the[ ])?[a-z' ]{3,24}(?=[ ,.\n]|$))?(?:,?[ ]+(?:the[ ]|"
    r"The[ ])?[A-Za-z][\w'’-]+(?:[ ][A-Z][\w'’-]+){0,2}[ ](?:court|house|point|tower|mansions|lodge|"
    r"Court|House|Point|Tower|Wharf|Lodge|Mansions|Heights|Apartments|Buildings|Hall|Place|View|"
    r"Villas|Gardens|Close|Square|Quay|Mill|Reach|COURT|HOUSE|CT|Ct|Hse))?"
)


def spots(page: Page) -> Iterator[Spot]:
    """Every street-type word with the name before it and, where there is one, the number before that."""
    for i in page.find(_ALL):
        if spot := _street(page, i):
            yield spot
    for i in page.find(PREFIX):
        if spot := _prefixed(page, i):
            yield spot


def _street(page: Page, i: int) -> Spot | None:
    first = _name_start(page, i)
    if first == i:
        return None
    start = number_start(page, first)
    capital = page.capital(i) and all(page.capital(n) or page.words[n] in _LINKS for n in range(first, i))
    if start is None:
        if not capital or not _distinct(page, first, i) or _goes_on(page, first, i):
            return None
        return Spot(page.starts[first], page.end(i), SITE, 0.6)
    if not capital and not _plausible(page, first, i, start):
        return None
    return Spot(start, _with_tail(page, page.end(i)), HOME, 0.85 if capital else 0.7)


def _goes_on(page: Page, first: int, i: int) -> bool:
    """Whether the street is part of another name (`Baker Street Tools`), an initial, or half a word in capitals."""
    ahead = page.gaps[i] == " " and i + 1 < len(page.words) and page.capital(i + 1) and page.words[i + 1] not in STOP
    return ahead or len(page.words[first]) < 2 or (page.spell(i).isupper() and not page.spell(first).isupper())


def _name_start(page: Page, i: int) -> int:
    """The first word of the street's name, which ends before word `i`: one to four words, no stop word but within."""
    n = i
    while n > 0 and i - n < 4 and _INNER.fullmatch(page.gaps[n - 1]) and not (n == i and page.gaps[n - 1] == "-"):
        word = page.words[n - 1]
        if (
            not _wordlike(word)
            or word in STOP
            or word in NUMBER_WORDS
            or (page.capital(i) and not page.capital(n - 1) and word != "s")
        ):
            within = (
                word in _LINKS
                and i > n - 1 > 0
                and page.gaps[n - 2] == " "
                and page.capital(n - 2)
                and page.words[n - 2] not in STOP
            )
            if not within:
                break
        n -= 1
    return n


def _wordlike(word: str) -> bool:
    """A word; also one that a scan has spoilt: `hawth0rn`."""
    return word.isalpha() or (len(word) > 4 and not word[0].isdigit() and word.translate(_SPOILT).isalpha())


def number_start(page: Page, first: int) -> int | None:
    """Where the house number before word `first` begins: `19b`, `12-14`, `0/2, 31`, `forty two`, `no. 8`."""
    n = first - 1
    if n < 0 or not re.fullmatch(r"[ \t]{1,3}|, ", page.gaps[n]):
        return None
    word = page.words[n]
    if word in NUMBER_WORDS or (word in ("a", "b", "c", "d") and n and page.words[n - 1] in NUMBER_WORDS):
        while (
            n > 0
            and page.gaps[n - 1] in (" ", "-")
            and (page.words[n - 1] in NUMBER_WORDS or page.words[n - 1] == "and")
            and first - n < 5
        ):
            n -= 1
        return page.starts[n]
    if (
        not _NUMBER.fullmatch(word)
        or _YEAR.fullmatch(word)
        or word in ("l", "o", "i", "a", "b", "c", "d")
        or (n and page.words[n - 1] in _NOT_BEFORE and page.gaps[n - 1] in (" ", ". "))
    ):
        return None
    if n and page.gaps[n - 1] in ("-", "/", " - ", "–") and _NUMBER.fullmatch(page.words[n - 1]):
        n -= 1
    if page.gaps[n - 1 if n else 0] in ("/", ":", ".", "£", " £", ",") and n and page.words[n - 1].isdigit():
        return None
    return None if n and page.gaps[n - 1][-1:] in ("£", "$", "€", "#", "-", "_") else page.starts[n]


def _plausible(page: Page, first: int, i: int, start: int) -> bool:
    """Whether a street in small letters is one: by its type, by a cue before the number, or by standing between pauses."""
    if page.words[i] in STREET:
        return i - first <= 3
    if i - first > 2 or len(page.words[first]) < 3 or not INSTITUTION.isdisjoint(page.words[first:i]):
        return False
    if _CUE.search(page.text, max(0, start - 16), start):
        return True
    return _PAUSE.search(page.text, max(0, start - 12), start) is not None and page.gaps[i].strip(" ")[:1] in (
        ",",
        ")",
        "\n",
        "",
    )


def _distinct(page: Page, first: int, i: int) -> bool:
    """A street without a number: only words that mean a street, or a capital on a line of its own or behind a comma or `in`."""
    if page.words[i] in ("dr", "st", "str", "gr", "pl", "ter", "av", "ct", "cl", "sq"):
        return page.words[i] in ("ct", "cl", "sq") or page.gaps[i].strip(" ")[:1] in (",", ".", ";", ")", "\n", "")
    if page.words[i] in STREET:
        return True
    return (
        page.words[i] in ("way", "close", "row", "fold", "square", "hill", "walk")
        and re.search(
            r"(?:\b(?:in|on|at|of|into|off)\s+|[,(]\s*)$",
            page.text[max(0, page.starts[first] - 8) : page.starts[first]],
        )
        is not None
    )


def _with_tail(page: Page, end: int) -> int:
    """A street's end, with the flat or floor named behind it."""
    more = re.compile(
        r",?[ ](?:(?:top|first|ground|basement|second) floor|flat [\w]{1,3}|upstairs|"
        r"ground floor flat)\b",
        re.IGNORECASE,
    ).match(page.text, end)
    return more.end() if more else end


def _prefixed(page: Page, i: int) -> Spot | None:
    """`3 Cae Mawr`, `five heol y graig`: the type stands before the name."""
    start = number_start(page, i) if i else None
    if start is None or (page.words[i] in ("y", "yr", "min", "pen", "tan", "via", "parc") and not page.capital(i)):
        return None
    last = i
    while (
        last + 1 < len(page.words)
        and last - i < 3
        and page.gaps[last] in (" ", "-", "'")
        and page.words[last + 1].isalpha()
        and page.words[last + 1] not in STOP
    ):
        if (
            page.capital(i)
            and not page.capital(last + 1)
            and page.words[last + 1] not in ("y", "yr", "an", "na", "nan", "a")
        ):
            break
        last += 1
        if not page.capital(i) and page.words[last] not in ("y", "yr", "an", "na"):
            break
    return Spot(start, page.end(last), HOME, 0.75) if last > i else None


def flats(page: Page) -> Iterator[Spot]:
    """`Flat 3`, `Apt 4B`, `top floor`, with the building's name."""
    for i in page.find(_FLAT_WORDS):
        at = page.starts[i - 1] if page.words[i] == "floor" and i else page.starts[i]
        match = _FLAT.match(page.text, at)
        if match is None or (match[0].lower().endswith((" a", " an")) and not match[0].endswith("A")):
            continue
        if re.match(r"[a-z' -]*\b(?:roof|rate|fee|tyre|screen|white)\b", page.lower[at : at + 30]):
            continue
        end = match.end()
        if page.words[i] == "floor":
            if not re.match(r",?[ ]\d", page.text[end : end + 4]):
                continue
        elif page.words[i] in ("room", "rm", "plot"):
            if not (more := _ROOM_MORE.match(page.text, end)) or _MEETING.search(page.text, max(0, at - 14), at):
                continue
            end = more.end()
        elif more := _FLAT_MORE.match(page.text, end):
            end = more.end()
        yield Spot(at, end, HOME, 0.8)
