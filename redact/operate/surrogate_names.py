"""Fictional names in the shape of the real ones: full, surname, given name, initials; one name for one person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from redact.core.fold import fold, key
from redact.operate import leak
from redact.operate.wordlists import GIVEN, KNOWN_GIVEN, PARTICLES, SURNAMES, TITLES

_TRIES = 16  # with 120 given names and 2,800 surnames a second try is rare, a third all but unknown
_POSSESSIVE = re.compile(r"(?:['’]s|(?<=s)['’])$", re.IGNORECASE)
_DOTTED = re.compile(r"(?:[^\W\d_]\.\s?){1,4}(?:[^\W\d_])?")


@dataclass(frozen=True, slots=True)
class Persona:
    """A fictional person."""

    given: str
    surname: str


def persona(numbers: Iterator[int], known: str) -> Persona:
    """The fictional person drawn from these numbers; shares no name with `known`, the fullest form of the real one."""
    drawn = Persona(GIVEN[0], SURNAMES[0])
    for _ in range(_TRIES):
        drawn = Persona(GIVEN[next(numbers) % len(GIVEN)], SURNAMES[next(numbers) % len(SURNAMES)])
        if not any(leak.holds_word(word, f"{drawn.given} {drawn.surname}") for word in known.split()):
            break
    return drawn


def recast(surface: str, new: Persona, known: str = "") -> str | None:
    """The mention with the fictional name in it; None where nothing in it reads as a name. Titles and `'s` stay."""
    tail = _POSSESSIVE.search(surface)
    body = surface[: tail.start()] if tail else surface
    titles, words = _split_titles(body.split())
    if not any(key(word) for word in words):
        return None
    name = _initials(words, new, known) or _like(" ".join(words), _in_shape(words, new, known))
    return " ".join([*titles, name]) + (tail[0] if tail else "")


def _split_titles(words: list[str]) -> tuple[list[str], list[str]]:
    count = 0
    while count < len(words) - 1 and key(words[count]) in TITLES:
        count += 1
    return words[:count], words[count:]


def _initials(words: list[str], new: Persona, known: str) -> str | None:
    """`MO`, `M.O.` and `M. O.` become the fictional initials in the same form."""
    text = " ".join(words)
    own = "".join(part[0] for part in fold(known).text.split())
    bare = text.isalpha() and text.isupper() and (len(text) == 2 or text.casefold() == own.casefold())
    if not bare and not _DOTTED.fullmatch(text):
        return None
    first, last = new.given[0], new.surname[0]
    if bare:
        return first + last
    if sum(char.isalpha() for char in text) == 1:
        return f"{first}."
    return f"{first}. {last}." if ". " in text else f"{first}.{last}."


def _in_shape(words: list[str], new: Persona, known: str) -> str:
    _, comma, behind = " ".join(words).partition(",")
    if comma and key(behind):
        return f"{new.surname}, {new.given if len(key(behind)) > 1 else new.given[0] + '.'}"
    if len(words) == 1 or key(words[0]) in PARTICLES:
        return new.given if len(words) == 1 and _is_given(words[0], known) else new.surname
    first, last = key(words[0]), key(words[-1])
    if len(last) == 1:
        return f"{new.given} {new.surname[0]}" if _is_given(words[0], known) else f"{new.surname} {new.given[0]}"
    if len(first) == 1:
        return f"{new.given[0]}{'.' if words[0].endswith('.') else ''} {new.surname}"
    return f"{new.given} {new.surname}"


def _is_given(word: str, known: str) -> bool:
    """Whether a word is the given name: by the fullest form where that is known, else by common given names."""
    parts = [key(part) for part in known.split() if key(part) not in TITLES]
    if len(parts) > 1 and key(word) in parts:
        return key(word) in parts[:-1] and key(word) not in PARTICLES
    return key(word) in KNOWN_GIVEN


def _like(was: str, now: str) -> str:
    """`now` in the capitals of `was`."""
    if was.isupper():
        return now.upper()
    return now.lower() if was.islower() else now
