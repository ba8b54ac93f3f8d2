"""How a written word sounds, near enough to tell what a recogniser may have made of a name.

One character a sound. Consonants: ``p b t d k g f v s z m n l r w y h``, ``T`` (thin, this), ``S`` (she, measure), ``C``
(church), ``J`` (judge), ``N`` (sing), ``R`` (an r that southern English does not say). Vowels: ``a e i o u``, ``I`` (eye),
``W`` (how), ``Y`` (boy), ``@`` (about), ``E`` (a last e, said or not). Short and long vowels are one: their spelling
tells too little. Spellings of Wales, Ireland, Scotland, Poland, South Asia and West Africa are read where English ones
leave room; the rest is left to the costs of `resolve.alike`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from redact.core.fold import unaccented
from redact.resolve.words import SOUNDS

VOWELS = frozenset("aeiouIWY@E")
#: A word that begins with an oddly spelt one of so many letters, and has so many more, may be two names run together.
_ODD_NAME, _REST = 5, 4
_LETTERS = re.compile(r"[^a-z]+")

#: Spelling, sound: tried in this order at each letter. A pattern sees what stands before and behind it.
_RULES: tuple[tuple[str, str], ...] = (
    # vowels, longest spellings first
    (r"augh|ough(?=t)", "o"),
    (r"eigh|aigh", "e"),
    (r"ay(?=[aeiou])", "ey"),
    (r"ey(?=[aeiou])", "ey"),
    (r"oy(?=[aeiou])", "oy"),
    (r"aw(?=[aeiou])", "aw"),
    (r"ew(?=[aeiou])", "ew"),
    (r"ow(?=[aiou])", "ow"),
    (r"igh", "I"),
    (r"ough", "o"),
    (r"eau", "o"),
    (r"aoi", "i"),
    (r"ao(?=[dl])", "e"),
    (r"ear(?=[^aeiouy])", "@R"),
    (r"a[iy]r|aer|are$", "eR"),
    (r"a[iy]", "e"),
    (r"a[uw]", "o"),
    (r"ae", "e"),
    (r"a(?=(?:[bcdfgklmnpstvz]|st|ng)e$)", "e"),
    (r"a(?=[bcdfgklmnpstvz]es$)", "e"),
    (r"(?<=[^aeiou])al$", "@l"),
    (r"(?<=.)a$", "@"),
    (r"aa?h?(?=[^aeiou]|$)|aa|a", "a"),
    (r"ee|ea|ei|ie(?=[^nt]|$)", "i"),
    (r"ey$", "i"),
    (r"ey", "e"),
    (r"e[uw]", "yu"),
    (r"ear$|eer$|ere$", "iR"),
    (r"er(?=[^aeiouy]|$)", "@R"),
    (r"(?<=[^aeiou])(?:el|le)$", "@l"),
    (r"(?<=[^aeiou])en$", "@n"),
    (r"(?<=[sxz])es$|(?<=[cs]h)es$|(?<=[cg])es$", "@z"),
    (r"(?<=[^aeiou])es$", "Ez"),
    (r"(?<=[^aeioutd])ed$", "Ed"),
    (r"(?<=[aeiouy][^aeiou])e$|(?<=[aeiou][^aeiou][^aeiou])e$|(?<=[o])e$", "E"),
    (r"(?<=.)e$", "i"),
    (r"eh?(?=[^aeiou]|$)|e", "e"),
    (r"i(?=ne$)", "i"),
    (r"i(?=[bcdfgklmpstvz]es?$)", "I"),
    (r"ir(?=[^aeiouy]|$)", "@R"),
    (r"ih?", "i"),
    (r"oo|oeu", "u"),
    (r"o[iy]", "Y"),
    (r"oa", "o"),
    (r"ow(?=[nes])", "W"),
    (r"ow", "o"),
    (r"ou(?=[ls])|oux$", "u"),
    (r"ou", "W"),
    (r"oh|o", "o"),
    (r"uy", "I"),
    (r"ur(?=[^aeiouy]|$)", "@R"),
    (r"ue$|ugh$|uh", "u"),
    (r"u", "u"),
    (r"^y(?=[aeiou])", "y"),
    (r"(?<=[aeiou])y(?=[aeiou])", "y"),
    (r"^ys|y(?=[bcdfgklmnpstvz]e$)", "I"),
    (r"yr(?=[^aeiouy]|$)", "@R"),
    (r"y", "i"),
    # consonants
    (r"(?<=m)b$|bb|bh|b", "b"),
    (r"tch|cz|^cz", "C"),
    (r"sch(?=[mnlwr])|sch$|ssh", "S"),
    (r"sch|sk", "sk"),
    (r"^chr|^ch(?=[lr])", "kr"),
    (r"ch$", "C"),
    (r"ch", "C"),
    (r"ck|cqu|cc(?=[^eiy])", "k"),
    (r"cc", "ks"),
    (r"cki$", "tski"),
    (r"ci(?=[ao])", "S"),
    (r"c(?=[eiy])", "s"),
    (r"c", "k"),
    (r"dge?(?=$|[a-z])", "J"),
    (r"dd$", "T"),
    (r"dzi", "Ji"),
    (r"dd|dh|d", "d"),
    (r"ff|ph|f", "f"),
    (r"^gn|^kn|^pn", "n"),
    (r"ngh?(?=[aeiou])", "Ng"),
    (r"ngh?", "N"),
    (r"nk", "Nk"),
    (r"gh(?=[aeiou])", "g"),
    (r"(?<=[aeiou])gh", ""),
    (r"gu(?=[eiy])|gg|gh", "g"),
    (r"g(?=[eiy])", "J"),
    (r"g", "g"),
    (r"h(?=[aeiouyw])", "h"),
    (r"h", ""),
    (r"j(?=[bcdfgklmnpqrstvwxz]|$)", "i"),
    (r"jh?", "J"),
    (r"kk|kh|k", "k"),
    (r"ll|l", "l"),
    (r"^mc(?=[ckq])", "m@"),
    (r"^mc", "m@k"),
    (r"mm|m", "m"),
    (r"nn|n", "n"),
    (r"^ps", "s"),
    (r"pp|p", "p"),
    (r"qu", "kw"),
    (r"q", "k"),
    (r"rz(?=[aeiou]|$)|(?<=[gkpt])rz", "S"),
    (r"rrh|rr|rh(?=.)|r(?=[aeiouy])", "r"),
    (r"r", "R"),
    (r"sh|sz", "S"),
    (r"ssi(?=[ao])|si(?=on)", "S"),
    (r"s(?=c[eiy])", ""),
    (r"ss", "s"),
    (r"(?<=[aeiouy])s(?=[aeiouy])|(?<=[bdglmnrvw])s$", "z"),
    (r"s", "s"),
    (r"th", "T"),
    (r"(?<=s)t(?=l|en$)", ""),
    (r"ti(?=on|a)", "S"),
    (r"tt|t", "t"),
    (r"vv|v", "v"),
    (r"^wr", "r"),
    (r"wh|w(?=[aeiouy])", "w"),
    (r"w", "u"),
    (r"^x", "z"),
    (r"x", "ks"),
    (r"zz|z", "z"),
)  # fmt: skip


def _by_letter() -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    compiled = [(re.compile(pattern), sound) for pattern, sound in _RULES]
    letters = "abcdefghijklmnopqrstuvwxyz"
    return {letter: tuple(row for row in compiled if _may_begin(row[0].pattern, letter)) for letter in letters}


def _may_begin(pattern: str, letter: str) -> bool:
    """Whether one of the spellings of a rule begins with this letter: looks to either side are not its beginning."""
    bare = re.sub(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)|\^", "", pattern)
    return any(branch[:1] == letter for branch in bare.split("|"))


_AT = _by_letter()


@lru_cache(maxsize=65_536)
def sounds(word: str) -> str:
    """The sounds of one word in any case, accents and marks ignored; nothing for what has no letters."""
    plain = _LETTERS.sub("", unaccented(word.replace("ł", "w").replace("Ł", "W")).casefold())
    if plain in SOUNDS:
        return SOUNDS[plain]
    ends = range(len(plain) - _REST, _ODD_NAME - 1, -1)  # `Siobhangallagher`
    at = next((end for end in ends if plain[:end] in SOUNDS), 0)
    out = SOUNDS.get(plain[:at], "")
    while at < len(plain):
        sound, at = _next(plain, at)
        out += sound
    return once(out)


def once(sound: str) -> str:
    """The same with no sound said twice in a row."""
    return re.sub(r"(.)\1+", r"\1", sound)


def _next(plain: str, at: int) -> tuple[str, int]:
    """The sound of the letters at a place, and where the next begin. The last rule of each letter always fits."""
    for pattern, sound in _AT[plain[at]]:
        if match := pattern.match(plain, at):
            return sound, match.end()
    return "", at + 1
