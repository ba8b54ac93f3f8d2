"""Numbers of other countries: only beside their own words, or in a shape no other country has."""

from __future__ import annotations

import subprocess
import sys

import pytest

from redact.detect.patterns.foreign import foreign


@pytest.mark.parametrize(
    "text",
    ["SSN 536-90-4399", "pesel 44051401458", "codice fiscale RSSMRA85T10A562S", "NRIC S1234567D", "TFN 123 456 782"],
)
def test_a_number_beside_its_countrys_word_is_found_once(text: str) -> None:
    (finding,) = foreign(text)

    assert finding.entity == "FOREIGN_ID"
    assert finding.facts == frozenset({"cue"})


def test_a_shape_of_one_country_is_found_without_a_word() -> None:
    (finding,) = foreign("signed RSSMRA85T10A562S below")

    assert finding.score < 0.85


@pytest.mark.parametrize("text", ["536-90-4399 grains", "44051401458", "order 123 456 782", "the word pan alone", "SSN"])
def test_neither_word_nor_shape_alone_will_do(text: str) -> None:
    assert list(foreign(text)) == []


def test_presidio_is_not_loaded_for_ordinary_text() -> None:
    """The packs start in a fraction of a second; Presidio takes seconds."""
    code = (
        "import sys; from redact.core.segment import Text; from redact.settings import Settings;"
        "from redact.detect.patterns import generic; list(generic.make(Settings())(Text(0, 't', 'Ring 07700 900123')));"
        "sys.exit('presidio_analyzer' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
