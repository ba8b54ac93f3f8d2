"""Sayings: phrases with open places, `lost <whose>? <side>? <body>`, found in one pass over a text's words.

A saying is a run of words. `a/b` is either, `<name>` any word of the section [name] of slots.txt, `%` a number, `..` up to
three words of any kind, `^` a word with a capital; `?` behind a word makes it optional.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from redact.detect import lexicon
from redact.detect.lexicon import Hit
from redact.detect.words import Page

_JOINT = re.compile(r"[ \t]*[-'’/&+]?[ \t]*\n?[ \t>]*")
_NUMBERS = frozenset(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen
    nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    """.split()
)
_ANY = 3  # words that `..` may stand for


@dataclass(frozen=True, slots=True)
class Step:
    """One place of a saying: which words may stand there (none named: any), and how many."""

    words: frozenset[str]
    least: int = 1
    most: int = 1
    number: bool = False
    capital: bool = False

    def takes(self, page: Page, i: int) -> bool:
        """Whether word `i` may stand here."""
        if self.capital:
            return page.capital(i)
        return not self.words or page.words[i] in self.words or (self.number and page.words[i].isdigit())


@dataclass(frozen=True, slots=True)
class Saying:
    """What stands before its rarest word, nearest first, and what stands behind it."""

    ahead: tuple[Step, ...]
    behind: tuple[Step, ...]
    tag: str
    before: frozenset[str] | None  # the words that alone may stand next to the rarest one; None: not only words
    after: frozenset[str] | None


@dataclass(frozen=True)
class Sayings:
    """Sayings by their rarest word."""

    index: Mapping[str, tuple[Saying, ...]]
    anchors: frozenset[str]

    def find(self, page: Page) -> Iterator[Hit]:
        """Every saying that stands in the page: of those around one word, the longest."""
        for i in page.find(self.anchors):
            best: Hit | None = None
            before = page.words[i - 1] if i else ""
            after = page.words[i + 1] if i + 1 < len(page.words) else ""
            for saying in self.index[page.words[i]]:
                if saying.after is not None and after not in saying.after:
                    continue
                if saying.before is not None and before not in saying.before:
                    continue
                last = _run(page, i, saying.behind, 1)
                first = -1 if last is None else _run(page, i, saying.ahead, -1)
                if first is None or first < 0 or last is None:
                    continue
                if best is None or last - first > best.last - best.first:
                    best = Hit(first, last, saying.tag)
            if best:
                yield best


def _run(page: Page, i: int, steps: tuple[Step, ...], way: int) -> int | None:
    """The word that a run of steps from word `i` ends at, as many words as may be taken first; None if they do not fit."""
    if not steps:
        return i
    step, rest = steps[0], steps[1:]
    at = i
    reach = [at] if step.least == 0 else []
    for taken in range(1, step.most + 1):
        if not _joined(page, at, way) or not step.takes(page, at + way):
            break
        at += way
        if taken >= step.least:
            reach.append(at)
    for end in reversed(reach):
        if (found := _run(page, end, rest, way)) is not None:
            return found
    return None


def _joined(page: Page, i: int, way: int) -> bool:
    if not 0 <= i + way < len(page.words):
        return False
    gap = page.gaps[min(i, i + way)]
    return gap == " " or (len(gap) < 4 and _JOINT.fullmatch(gap) is not None)


def sayings(entries: Mapping[str, str], common: frozenset[str] = frozenset()) -> Sayings:
    """The index of some sayings and their tags; `common` words are looked up by only when a saying has no other."""
    index: dict[str, list[Saying]] = {}
    for said, tag in entries.items():
        steps = tuple(step for token in said.split() for step in _steps(token))
        pivot = min(range(len(steps)), key=lambda n: _cost(steps[n], common))
        ahead, behind = steps[:pivot][::-1], steps[pivot + 1 :]
        saying = Saying(ahead, behind, tag, _next(ahead), _next(behind))
        for word in steps[pivot].words:
            index.setdefault(word, []).append(saying)
    return Sayings({word: tuple(found) for word, found in index.items()}, frozenset(index))


def _next(steps: tuple[Step, ...]) -> frozenset[str] | None:
    """The words of the nearest place, and of the one beyond it when that may stay empty."""
    words: frozenset[str] = frozenset()
    for step in steps:
        if not step.words or step.number or step.capital:
            return None
        words |= step.words
        if step.least:
            return words
    return None


def _cost(step: Step, common: frozenset[str]) -> tuple[int, int]:
    if step.least == 0 or not step.words or step.number:
        return (10_000, 0)
    return (len(step.words & common), len(step.words))


def _steps(token: str) -> Iterator[Step]:
    """The places that one token stands for: `can't` is two, as a text's words are."""
    least = 0 if token.endswith("?") else 1
    token = token.removesuffix("?")
    if token == "..":  # noqa: S105 - a mark of the pattern language
        yield Step(frozenset(), 0, _ANY)
    elif token == "%":  # noqa: S105
        yield Step(_NUMBERS, least, 1, number=True)
    elif token == "^":  # noqa: S105
        yield Step(frozenset(), least, 1, capital=True)
    elif "/" in token or "<" in token:
        heads = frozenset[str]().union(*(_slot(part) for part in token.split("/") if part))
        tails = frozenset(part for word in heads for part in word.split("'")[1:] if part)
        yield Step(
            frozenset(word.partition("'")[0] for word in heads) | {word.replace("'", "") for word in heads}, least
        )
        if tails:
            yield Step(tails, 0)
    else:
        for word in re.findall(r"\w+", token):
            yield Step(frozenset({word}), least)


def _slot(part: str) -> frozenset[str]:
    return lexicon.words("slots", part.strip("<>")) if part.startswith("<") else frozenset({part})
