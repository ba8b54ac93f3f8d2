"""People whom the words around them name, and the words that look like names beside such cues."""

from __future__ import annotations

import pytest

from redact.core.segment import Text, TextKind
from redact.detect.people import make
from redact.settings import Settings

DETECT = make(Settings())


def names(text: str, **more: object) -> list[str]:
    """The surfaces that are found, in order."""
    found = DETECT(Text(0, "text", text, **more))
    return [text[finding.chars.start : finding.chars.end] for finding in sorted(found, key=lambda f: f.chars.start)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It was Mrs Hafsa Quillfeather who rang.", "Hafsa Quillfeather"),
        ("Dear Hafsa Quillfeather number 2, call me.", "Hafsa Quillfeather"),
        ("ok then. Hi Hafsa, is it raining?", "Hafsa"),
        ("> Dear Hafsa,\n> thank you", "Hafsa"),
        ("Good morning Hafsa\nthank you", "Hafsa"),
        ("his sister Hafsa Quillfeather came", "Hafsa Quillfeather"),
        ("at Flat 12 (Hafsa Quillfeather) since May", "Hafsa Quillfeather"),
        ("From: Hafsa Quillfeather <caller@example.org>", "Hafsa Quillfeather"),
        ('also known as "The Fox"', "The Fox"),
        ("12/03/24, 09:15 - Hafsa Q: on my way", "Hafsa Q"),
        ("Quillfeather, Hafsa; Tymms, Grace", "Quillfeather, Hafsa"),
        ("Later Hope Street rang the office.", "Hope Street"),
        ("Faith Church called the ward twice.", "Faith Church"),
        ("Read on 2 April 2024 by Grace Field.", "Grace Field"),
        ("Handed to Will Power at the gate.", "Will Power"),
        ("Present: A. Clerk, Rose Hill and April Rivers.", "April Rivers"),
    ],
)
def test_the_words_around_a_name_tell_it(text: str, name: str) -> None:
    assert name in names(text)


@pytest.mark.parametrize(
    "text",
    [
        "Dear Sir or Madam, I write about the bridge.",
        "Dear Customer Services, the bridge is shut.",
        "Dear Editor, the bridge is shut.",
        "Dear Leeds City Council, the bridge is shut.",
        "Hello I moved, please update my address.",
        "Hello World is the first program.",
        "Hi All, the bridge is shut.",
        "Mr Kipling Ltd makes cakes.",
        "Hope Street is closed, and Victoria Park is open.",
        "The site is surrounded by Victoria Park and Rose Hill.",
        "In April Thames Water said that the road was shut.",
        "It was approved by Grace Homes Limited.",
        "AGENT: good morning\nCALLER: hello",
    ],
)
def test_what_is_greeted_or_speaks_need_not_be_a_person(text: str) -> None:
    assert names(text) == []


def test_a_title_of_public_office_is_told() -> None:
    (found,) = DETECT(Text(0, "text", "The answer was given by Lord Quillfeather of Bridgeford in writing."))

    assert "public_role" in found.facts


@pytest.mark.parametrize("kind", [TextKind.NAME, TextKind.CODE, TextKind.KEY])
def test_what_is_no_prose_is_not_read(kind: TextKind) -> None:
    assert names("Dear Hafsa Quillfeather,", kind=kind) == []
