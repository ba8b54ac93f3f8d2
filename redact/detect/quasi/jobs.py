"""Jobs tied to a person: beneath a signature, beside a name, behind `works as a`, in a labelled field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from redact.detect import lexicon
from redact.detect.quasi.trait import CUED, TIED, Trait
from redact.detect.words import Page

JOBS = lexicon.words("work", "job")
_HEADS = frozenset(job.split()[-1] for job in JOBS) | frozenset(job.split()[-1] + "s" for job in ())
_MODIFIERS = lexicon.words("work", "modifier")
_NAME = r"(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Rev|Sgt|Cllr)\.?[ ])?[A-ZÀ-Þ][\w'’.-]*(?:[ ](?:\([\w ]+\)[ ]|\"\w+\"[ ])?(?:(?:de|da|van|von|ap|bin|al|el|Ó|Ní|Mac)[ ])*[A-ZÀ-Þ][\w'’.-]+){1,3}"
_IS = re.compile(
    r"\b(?:I(?:['’]m| am| was| work(?:ed)? as| used to be)|(?:he|she|who)(?:['’]s| is| was| works?| worked| has been| had been| became)(?: as)?|(?:my|his|her|their|our) (?:\w+ )?(?:mum|dad|mother|father|wife|husband|partner|son|daughter|brother|sister|"
    r"uncle|aunt|auntie|cousin|boyfriend|girlfriend)(?:,? [A-ZÀ-Þ][\w'’-]+,?)?(?:['’]s| is| was| works as| worked as)|work(?:s|ed|ing)? as|employed as|trained as|qualified as|retired from being|now|then|job as|year[- ]old|years old|[A-ZÀ-Þ][\w'’-]+ (?:is|was))"
    r"[ ](?:now |also |still |currently |then )?(?:a |an |the |our |his |her )?(?=(?P<j>\w))",
)
_IS_WORDS = frozenset("i he she who work works worked working employed trained qualified old is was his her my their s m am been".split())
_WITH = re.compile(rf"(?:^|[\n;:,•*-][ \t]*|[ ])(?P<n>{_NAME})(?P<s>, |[ ]\(|[ ]-[ ]|[ ]\|[ ])(?P<j>[A-Za-z][A-Za-z'’/ &-]{{2,50}}?(?:,[ ][A-Z][A-Za-z ]{{2,24}})?)(?=[,.;)\n|]|$|[ ]\()")
_SIGNED = re.compile(
    rf"(?m)^[> \t]*(?P<n>{_NAME}|[A-ZÀ-Þ][a-zà-ÿ'’-]+)(?:[ ]\([\w/, ]+\))?,?[ \t]*\n[> \t]*(?P<j>(?!The\b|Dear\b|To\b|From\b|Re\b)[A-Z][A-Za-z'’/&, ()-]{{2,60}}?)[ \t]*(?=\n|$)",
)


def traits(page: Page) -> Iterator[Trait]:
    """Jobs, each once."""
    done: set[int] = set()
    if _HEADS.isdisjoint(page.words):
        return
    for trait in (*_said(page), *_beside(page)):
        if trait.start not in done:
            done.add(trait.start)
            yield trait


def _said(page: Page) -> Iterator[Trait]:
    """`works as a night porter`, `my husband is a plumber`, `a 52-year-old bus driver`."""
    for i in [n for n, word in enumerate(page.words) if word in _HEADS]:
        first = start_of(page, i)
        begin = page.starts[first]
        lead = page.text[max(0, begin - 70) : begin]
        if lead.strip() and (match := _last(lead)) is not None and match.end() == len(lead):
            yield Trait(begin, page.end(i), "JOB_TITLE", 0.75, TIED)


def _last(lead: str) -> re.Match[str] | None:
    found = None
    for match in _IS.finditer(lead + "x"):
        found = match
    return found


def start_of(page: Page, i: int) -> int:
    """The first word of the job whose head is word `i`."""
    n = i
    while n > 0 and i - n < 5 and page.gaps[n - 1] in (" ", "-", "'", "/", " & ") and (page.words[n - 1] in _MODIFIERS or page.words[n - 1] in _HEADS or page.words[n - 1] in ("s", "and")):
        n -= 1
    while n < i and page.words[n] in ("and", "s"):
        n += 1
    return n


def _beside(page: Page) -> Iterator[Trait]:
    """`Name, Job title`, `Name (Job title)`, and the line beneath a name."""
    for pattern, score in ((_SIGNED, 0.8), (_WITH, 0.7)):
        for match in pattern.finditer(page.text):
            text = match["j"].strip()
            if is_job(text) and not _HEADS & set(match["n"].lower().split()):
                yield Trait(match.start("j"), match.start("j") + len(text), "JOB_TITLE", score, CUED if pattern is _SIGNED else TIED)


def is_job(text: str) -> bool:
    """Whether a short phrase is a job: its head is one, or the word before its comma."""
    head = text.split(",", 1)[0].split("(", 1)[0]
    found = re.findall(r"[a-zà-ÿ]+", head.lower())
    if not found or len(found) > 7 or found[0] in _NOT_FIRST:
        return False
    return found[-1] in _HEADS or any(word in _HEADS for word in found[:-1]) and " of " in f" {head.lower()} " or (len(found) > 1 and found[0] in ("head", "director") and found[1] in ("of", "teacher"))


_NOT_FIRST = frozenset("the your our my his her a an your this that for and to of in on at by is was no all any each every dear please".split()) - {"a", "an"}
