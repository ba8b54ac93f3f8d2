"""Names that are also words, and capitals that are also initials: where a bare mention is no evidence."""

from __future__ import annotations

from importlib.resources import files


def _rows(name: str) -> str:
    """A list without its comments."""
    lines = (files(__name__) / name).read_text(encoding="utf-8").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))


def _words(name: str) -> frozenset[str]:
    return frozenset(_rows(name).split())


def _pairs(name: str) -> dict[str, str]:
    return dict(row.split() for row in _rows(name).split(";") if row.strip())


#: First names and surnames that open sentences, name months, things and virtues, and words that lists of names pick up by
#: mistake: carried only where their place shows a name.
ORDINARY = _words("ordinary.txt")

#: Two to four capitals that usually mean something else than a person.
ACRONYMS = _words("acronyms.txt")

#: Words that anybody says, names among them or not: alone they are no misheard name.
EVERYDAY = _words("everyday.txt")

#: Words that do not sound as they are spelt, with their sounds (`resolve.phonetic`).
SOUNDS = _pairs("sounds.txt")
