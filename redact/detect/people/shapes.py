"""What a name looks like on the page, and the words that stand where a name could and are none."""

from __future__ import annotations

import re
from importlib.resources import files

_UPPER = "A-ZÀ-ÖØ-ÞŁŚŻŹČŠŽĆĐİŞĞ"
_LETTERS = f"{_UPPER}a-zà-öø-ÿßąćęłńóśźżčšžěřůďťňăîâșțşğıőűāēīūģķļņ"
#: One word of a name: Siobhán, O'Hanlon, KOWALCZYK, or an initial (W. or W).
WORD = rf"(?:[{_UPPER}](?:[{_LETTERS}]|['’](?=[^\W\d_]{{2}}))+|[{_UPPER}]\.?(?![^\W_]))"
#: MacGill-Eain, Al-Tikriti
HYPHENS = rf"{WORD}(?:-{WORD})*"
_PARTICLES = (
    "de|da|do|dos|del|della|di|du|la|le|van|von|der|den|ten|ter|bin|bint|ibn|ap|ab|ferch|al|el|y|e|Ó|Ní|Nic|Mac|Mc"
)
PARTICLE = rf"(?:(?:{_PARTICLES})\s+)*"
_NICKNAME = r"(?:\s*[(\"“'‘]{1,2}[A-Z][\w .'-]{1,20}[)\"”'’]{1,2})?"
#: A name of one to five words. Two spaces between are a typist's; three are the next column.
FULL = rf"{HYPHENS}{_NICKNAME}(?:[ \t]{{1,2}}{PARTICLE}{HYPHENS}){{0,4}}"

NOT_NAMES = frozenset((files("redact.detect.people") / "not_names.txt").read_text(encoding="utf-8").split())
ACRONYM = re.compile(r"[A-Z]{2,4}")
COMPANY = re.compile(
    r"[^\n.;]{0,30}?\b(?i:ltd|limited|plc|llp|inc|cic|council|trust|nhs|university|school|academy|homes|group)\b"
)
_NAME_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*\.?")
#: Words of NOT_NAMES that are names all the same behind a title: `Miss May`.
_AFTER_TITLE = frozenset({"may", "april", "june", "will"})


def name_end(text: str, start: int, end: int, *, titled: bool) -> int | None:
    """Where the name that begins in `[start, end)` stops being one; None when none of its words can be a name."""
    stop = None
    for number, word in enumerate(_NAME_WORD.finditer(text, start, end)):
        plain = word[0].rstrip(".").casefold()
        named = plain not in NOT_NAMES or (titled and number == 0 and plain in _AFTER_TITLE)
        if not named or any(char.isdigit() for char in plain):
            break
        stop = word.end()
    if stop is None:
        return None
    if text.count("(", start, stop) > text.count(")", start, stop):
        stop = text.rindex("(", start, stop)
    return start + len(text[start:stop].rstrip(" .\t"))
