"""Names that are also words, and capitals that are also initials: where a bare mention is no evidence."""

from __future__ import annotations

from importlib.resources import files


def _words(name: str) -> frozenset[str]:
    return frozenset((files(__name__) / name).read_text(encoding="utf-8").split())


#: First names and surnames that open sentences, name months, things and virtues, and words that lists of names pick up by
#: mistake: carried only where their place shows a name.
ORDINARY = _words("ordinary.txt")

#: Two to four capitals that usually mean something else than a person.
ACRONYMS = _words("acronyms.txt")
