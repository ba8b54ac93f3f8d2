"""The sweep: what counts as a value left behind and what does not, in one window or over many."""

from __future__ import annotations

import time
import tracemalloc
from pathlib import Path

import pytest

from redact.core.errors import InputError
from redact.verify.sweep import Residue, Sweep

ORDINARY = frozenset({"mark", "will", "may", "grace", "young", "smith", "john", "church", "lane"})


def left(value: str, text: str, *, entity: str = "PERSON", innocent: tuple[str, ...] = ()) -> int:
    found = Sweep([(value, entity)], innocent, ORDINARY).check_text(text)
    return max((residue.count for residue in found), default=0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Adaeze Okonjo", "seen by Adaeze Okonjo today"),
        ("Adaeze Okonjo", "ADAEZE  OKONJO"),
        ("Adaeze Okonjo", "Okonjo, Adaeze"),
        ("Adaeze Okonjo", "adaeze.okonjo@example.org"),
        ("Adaeze Okonjo", "AdaezeOkonjo"),
        ("Adaeze Okonjo", "Adaeze\nOkonjo's file"),
        ("Siân Ní Dhomhnaill", "Sian Ni Dhomhnaill"),
        ("Sian O'Hare", "Sia\u0302n O\u2019Hare"),
        ("Okonjo", "the Okonjo file"),
        ("Okonjo", "Okоnjо"),  # two Cyrillic letters
        ("J Okonjo", "J. Okonjo"),
        ("John Smith", "to John Smith"),
        ("Will Young", "WILL YOUNG"),
        ("İpek Şahin", "ipek sahin"),
    ],
)
def test_a_name_is_found_however_it_is_written(value: str, text: str) -> None:
    assert left(value, text) == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("Okonjo", "Okonjos and Okonjo2"),
        ("Newman", "the new man"),
        ("Adaeze Okonjo", "for Adaeze.\n\nOkonjo is another matter"),
        ("Mark", "mark the box, Mark"),
        ("Will Young", "will young people come"),
        ("Ann", "Ann"),
        ("Li", "Li"),
        ("12", "12"),
        ("1975", "the Act of 1975"),
    ],
)
def test_what_could_be_anybody_is_not_held_against_the_draft(value: str, text: str) -> None:
    assert left(value, text) == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("01632 960123", "01632960123"),
        ("01632 960123", "(01632) 960-123"),
        ("01632 960123", "+44 1632 960123"),
        ("01632 960123", "+44 (0)1632 960123"),
        ("+44 7700 900123", "07700 900123"),
        ("999 000 0018", "9990000018"),
        ("9990000018", "99 90 00 00 18"),
        ("QQ 12 34 56 C", "qq123456c"),
        ("QQ123456C", "QQ 12 34 56 C"),
        ("4471", "PC 4471"),
    ],
)
def test_a_number_is_found_however_it_is_grouped(value: str, text: str) -> None:
    assert left(value, text, entity="PHONE_NUMBER") == 1


@pytest.mark.parametrize(
    ("value", "text"),
    [("4471", "44 71"), ("4471", "14471"), ("9990000018", "99, then 90, then 000018"), ("9990000018", "99900000180")],
)
def test_other_numbers_are_not_taken_for_it(value: str, text: str) -> None:
    assert left(value, text, entity="UK_NHS") == 0


def test_words_that_name_nobody_by_themselves_are_left_to_the_second_reading() -> None:
    assert left("diabetes", "diabetes services", entity="HEALTH") == 0
    assert left("Night pharmacist", "a night pharmacist is wanted", entity="JOB_TITLE") == 0
    assert left("HX7 9QZ", "at hx7 9qz", entity="UK_POSTCODE") == 1
    assert left("12 March 1975", "on 12 March 1975", entity="DATE_OF_BIRTH") == 1


def test_a_value_within_a_text_we_put_or_kept_is_no_leak() -> None:
    assert left("Okonjo", "Okonjo Street and Okonjo", innocent=("Okonjo Street",)) == 1
    assert left("Okonjo", "Okonjo Street", innocent=("Okonjo Street",)) == 0
    assert left("Person Three", "[PERSON THREE]", innocent=("[PERSON THREE]",)) == 0


def test_nothing_tells_the_value() -> None:
    sweep = Sweep([("Adaeze Okonjo", "PERSON")])

    (residue,) = sweep.check_text("Adaeze Okonjo")

    assert residue == Residue("PERSON", "text", 1)
    assert "Okonjo" not in repr(residue) + repr(sweep)


def test_each_place_in_a_long_file_is_counted_once(tmp_path: Path) -> None:
    """Windows overlap; a value on a seam is neither lost nor counted twice."""
    path = tmp_path / "draft.txt"
    filler = "some words of no account "
    path.write_text(("Adaeze Okonjo " + filler * 997) * 120)

    assert Sweep([("Adaeze Okonjo", "PERSON")]).check(path, "utf-8") == (Residue("PERSON", "text", 120),)


def test_a_word_on_the_seam_of_two_windows_is_not_cut_into_a_value(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text("Okonjoson " * 200_000)

    assert Sweep([("Okonjo", "PERSON")]).check(path, "utf-8") == ()


def test_a_long_run_without_a_space_is_searched_too(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    path.write_text('"x",' * 200_000 + '"Okonjo",' + '"x",' * 200_000)

    assert Sweep([("Okonjo", "PERSON")]).check(path, "utf-8") == (Residue("PERSON", "text", 1),)


def test_a_draft_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        Sweep([("Okonjo", "PERSON")]).check(tmp_path / "gone", "utf-8")


def test_memory_does_not_grow_with_the_file_and_time_stays_low(tmp_path: Path) -> None:
    path = tmp_path / "draft.txt"
    line = "The tenant wrote to the council about the boiler on the second floor and asked for a date.\n"
    with path.open("w") as file:
        for _ in range(100):
            file.write(line * 400)
    values = [(f"Adaeze{at:04} Okonjo", "PERSON") for at in range(3000)]
    sweep = Sweep(values, ["[PERSON 3]"], ORDINARY)
    began = time.process_time()
    assert sweep.check(path, "utf-8") == ()
    spent = time.process_time() - began
    path.write_bytes(path.read_bytes()[: 4 << 20])
    tracemalloc.start()
    sweep.check(path, "utf-8")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert spent < 100 * 400 * len(line) / 5e6  # 5 MB a CPU second; twice that is usual
    assert peak < 48 << 20
