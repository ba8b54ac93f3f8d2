"""Jobs tied to a person: beneath a signature, beside a name, behind `works as a`, in a labelled field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from redact.detect import lexicon
from redact.detect.quasi.trait import CUED, TIED, Trait
from redact.detect.words import Page

JOBS = lexicon.words("work", "job")
_HEADS = frozenset(job for job in JOBS if " " not in job)
_PAIRS = frozenset(job for job in JOBS if " " in job)
_TRIGGERS = _HEADS | {job.split()[-1] for job in _PAIRS}
_MODIFIERS = lexicon.words("work", "modifier")
_NOT_NAMES = lexicon.words("people", "not_name")
_LINKS = frozenset("of and for the to in s".split())
_NAME = (
    r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Sgt|Cllr)\.?[ ])?[A-ZÀ-Þ][\w'’.-]*(?:[ ](?:\([\w ]+\)[ ]|"
    r"\"\w+\"[ ])?(?:(?:de|da|van|von|ap|bin|al|el|Ó|Ní|Mac)[ ])*[A-ZÀ-Þ][\w'’.-]+){1,3}"
)
_IS = re.compile(
    r"\b(?:[Ii](?:['’]?m| am| was| work(?:ed)? as| used to be)|(?:[Hh]e|[Ss]he|[Ww]ho|[Yy]ou)"
    r"(?:['’]re| are|['’]s| is| was| works?| worked| has been| had been| became)(?: as)?|(?:[Mm]y|"
    r"[Hh]is|[Hh]er|[Tt]heir|[Oo]ur) (?:\w+ )?(?:mum|dad|mother|father|wife|husband|partner|son|"
    r"daughter|brother|sister|"
    r"uncle|aunt|auntie|cousin|boyfriend|girlfriend)(?:,? [A-ZÀ-Þ][\w'’-]+,?)?(?:['’]s| is| was|"
    r" works as| worked as)|work(?:s|ed|ing)? as|employed as|trained as|qualified as|"
    r"retired from being|now|then|job as|year[- ]old|years old|[A-ZÀ-Þ][\w'’-]+ (?:is|was))"
    r"[ ](?:now |also |still |currently |then )?(?:a |an |the |our |his |her )?(?=(?P<j>\w))",
)
_APART = re.compile(
    r"(?:\b[1-9]\d,[ ]|(?:[A-ZÀ-Þ][\w'’-]*|[Cc]laimant|[Aa]ppellant|[Aa]pplicant|[Cc]lient|"
    r"[Dd]efendant|[Cc]omplainant|[Vv]ictim|uncle|brother|sister|son|daughter|wife|husband|"
    r"partner|father|mother|mum|dad|cousin|boyfriend|girlfriend)[\"')]{0,2}"
    r"(?:, | \(| - |; | \| )|\(\d\d, )(?:an? |our |now )?[\"']?$"
)
_ENDS = frozenset({"at", "from", "who", "in", "for", "with", "living", "of", "on", "by"})
_SIGNED = re.compile(
    rf"(?m)^[> \t]*(?P<n>{_NAME}|[A-ZÀ-Þ][a-zà-ÿ'’-]+)"
    rf"(?:[ ]\([\w/, ]+\))?,?[ \t]*\n[> \t]*(?P<j>(?!The\b|Dear\b|To\b|From\b|Re\b)"
    rf"[A-Z][A-Za-z'’/&, ()-]{{2,60}}?)[ \t]*(?=\n|$)",
)


def traits(page: Page) -> Iterator[Trait]:
    """Jobs, each once: said of somebody, apart behind a name, or beneath it."""
    done: set[int] = set()
    if _TRIGGERS.isdisjoint(page.words):
        return
    for trait in (*_said(page), *_beside(page)):
        if trait.start not in done:
            done.add(trait.start)
            yield trait


def _said(page: Page) -> Iterator[Trait]:
    """`works as a night porter`, `my husband is a plumber`, `a 52-year-old bus driver`."""
    for i in page.find(_TRIGGERS):
        if page.words[i] not in _HEADS and " ".join(page.words[max(0, i - 1) : i + 1]) not in _PAIRS:
            continue
        first = start_of(page, i)
        begin = page.starts[first]
        lead = page.text[max(0, begin - 70) : begin]
        if lead.strip() and (
            ((match := _last(lead)) is not None and match.end() == len(lead)) or _apart(page, i, lead)
        ):
            yield Trait(begin, page.end(i), "JOB_TITLE", 0.75, TIED)


def _apart(page: Page, i: int, lead: str) -> bool:
    """Between pauses behind a name: `Shaun Tighe, site foreman,`; `(38, actuary)`."""
    name = _APART.search(lead)
    ahead = page.words[i + 1] if i + 1 < len(page.words) else ""
    mark = page.gaps[i].lstrip(" ")[:1]
    closed = bool(mark and mark in ',.;)\n"|') or not ahead or (page.gaps[i] == " " and ahead in _ENDS)
    return (
        name is not None
        and closed
        and page.words[i] != "student"
        and re.findall(r"[^\W\d_]+|\d+", name[0])[0].lower() not in _NOT_NAMES
    )


def _last(lead: str) -> re.Match[str] | None:
    found = None
    for match in _IS.finditer(lead + "x"):
        found = match
    return found


def start_of(page: Page, i: int) -> int:
    """The first word of the job whose head is word `i`."""
    n = i
    while (
        n > 0
        and i - n < 5
        and page.gaps[n - 1] in (" ", "-", "'", "/", " & ")
        and (page.words[n - 1] in _MODIFIERS or page.words[n - 1] in _HEADS or page.words[n - 1] in ("s", "and"))
    ):
        n -= 1
    while n < i and page.words[n] in ("and", "s"):
        n += 1
    return n


def _beside(page: Page) -> Iterator[Trait]:
    """The line beneath a name."""
    for match in _SIGNED.finditer(page.text):
        text = match["j"].strip()
        if is_job(text) and not _HEADS & set(match["n"].lower().split()):
            yield Trait(match.start("j"), match.start("j") + len(text), "JOB_TITLE", 0.8, CUED)


def is_job(text: str) -> bool:
    """Whether a short phrase is a job: its head is one, and so may be what stands before (`Senior Tenancy Officer`)."""
    head = text.split(",", 1)[0].split("(", 1)[0]
    found = re.findall(r"[^\W\d_]+", head)
    low = [word.lower() for word in found]
    if low[:1] and low[0] in ("a", "an"):
        found, low = found[1:], low[1:]
    if not low or len(low) > 7:
        return False
    if any(
        not word[0].isupper() and lower not in _MODIFIERS | _HEADS | _LINKS
        for word, lower in zip(found[:-1], low[:-1], strict=True)
    ):
        return False
    if (
        low[-1] in _HEADS
        or " ".join(low[-2:]) in _PAIRS
        or (low[0] in ("head", "director", "manager", "chief") and len(low) > 2 and low[1] == "of")
    ):
        return low[0] not in _NOT_FIRST
    return any(word in _HEADS and after == "of" for word, after in pairwise(low)) and low[0] not in _NOT_FIRST


_NOT_FIRST = frozenset(
    """
    the your our my his her this that for and to of in on at by is was no all any each every dear please
""".split()
)
