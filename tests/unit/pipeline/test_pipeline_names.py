"""Names of outputs: the tree kept, people taken out of every component, no two outputs on one name."""

from __future__ import annotations

from pathlib import PurePosixPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.flow import Action, Decision, Finding, Verdict
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.pipeline.analyst import _names_a_file
from redact.pipeline.names import FIRST_ORDINAL, Names, components, renamed

PARTS = st.text(st.sampled_from("abcXYZ .-_é"), min_size=1, max_size=8).filter(lambda part: part.strip(" .") == part)
PATHS = st.lists(PARTS, min_size=1, max_size=3).map("/".join)


def cut(component: int, start: int, end: int, action: Action = Action.REDACT) -> Decision:
    place = Chars(start, end)
    verdict = Verdict(action, "rule", "label:entity")
    return Decision(FIRST_ORDINAL - component, "file name", place, place, "PERSON", verdict, 1.0, "test", "00", 3)


def label(_decision: Decision, _surface: str) -> str:
    return "[PERSON 3]"


def test_every_component_is_read_and_the_kind_is_not() -> None:
    texts = components("staff/Roe, Jane/letter.final.txt")

    assert [text.text for text in texts] == ["staff", "Roe, Jane", "letter.final"]
    assert [text.ordinal for text in texts] == [-1, -2, -3]
    assert {text.kind for text in texts} == {TextKind.NAME}
    assert "Roe" not in repr(texts)


@pytest.mark.parametrize("name", ["letter to J.Roe", "Mr. Roe", "notes.Jane", "noext", ".hidden", "a.b/c"])
def test_what_says_no_kind_is_read_as_part_of_the_name(name: str) -> None:
    assert components(name)[-1].text == PurePosixPath(name).name


@pytest.mark.parametrize("suffix", [".txt", ".TXT", ".jsonl", ".Html", ".csv", ".docx"])
def test_the_kind_stays_as_it_is_written(suffix: str) -> None:
    assert renamed(f"Jane Roe{suffix}", [cut(0, 0, 8)], label) == f"person-3{suffix}"


def test_each_cut_changes_its_own_component() -> None:
    decisions = [cut(0, 0, 8), cut(1, 7, 10), cut(1, 0, 3)]

    assert renamed("Jane Roe/Roe to Ann.txt", decisions, label) == "person-3/person-3 to person-3.txt"


def test_what_is_kept_stays() -> None:
    assert renamed("Jane Roe.txt", [cut(0, 0, 8, Action.KEEP)], label) == "Jane Roe.txt"


@given(PATHS)
def test_without_cuts_a_name_is_as_it_was(name: str) -> None:
    assert renamed(name, [], label) == name


@given(PATHS, st.data())
def test_a_cut_touches_nothing_beside_it(name: str, data: st.DataObject) -> None:
    texts = components(name)
    which = data.draw(st.integers(0, len(texts) - 1))
    start = data.draw(st.integers(0, len(texts[which].text) - 1))
    end = data.draw(st.integers(start + 1, len(texts[which].text)))

    made = PurePosixPath(renamed(name, [cut(which, start, end)], label)).parts

    before = PurePosixPath(name).parts
    assert made[:which] == before[:which]
    assert made[which + 1 :] == before[which + 1 :]
    assert made[which].startswith(texts[which].text[:start])


def test_two_outputs_never_share_a_name_whatever_its_case() -> None:
    names = Names()

    assert [names.claim(name, name) for name in ("a/x.txt", "A/X.txt", "a/X.TXT")] == [
        "a/x.txt",
        "A/X-2.txt",
        "a/X-3.TXT",
    ]
    assert names.has("A/x.TXT")
    assert not names.has("b/x.txt")


def test_who_claims_again_gives_up_what_they_had() -> None:
    """A source that is planned anew keeps its name, or changes it and leaves the old one to others."""
    names = Names()
    assert names.claim("x.txt", "one") == "x.txt"
    assert names.claim("x.txt", "one") == "x.txt"
    assert names.claim("y.txt", "one") == "y.txt"

    assert names.claim("x.txt", "two") == "x.txt"
    assert names.claim("y.txt", "two") == "y-2.txt"


@given(st.lists(st.sampled_from(["x.txt", "X.txt", "x-2.txt", "a/x.txt", "x"]), max_size=12))
def test_any_number_of_claims_are_all_different(wanted: list[str]) -> None:
    names = Names()

    given_out = [names.claim(name, str(owner)).casefold() for owner, name in enumerate(wanted)]

    assert len(set(given_out)) == len(wanted)


@pytest.mark.parametrize(
    ("name", "said", "entity", "believed"),
    [
        ("dev 011", "dev", "PERSON", False),
        ("Dev letter", "Dev", "PERSON", True),
        ("dev smith", "dev smith", "PERSON", True),
        ("rec jane", "jane", "PERSON", True),
        ("scan 019", "019", "CASE_REFERENCE", False),
        ("case 20417", "20417", "CASE_REFERENCE", True),
    ],
)
def test_what_counts_files_is_nobody(name: str, said: str, entity: str, believed: bool) -> None:
    """Models take `dev` for Dev; a name that stands there, or is written as one, is still believed."""
    start = name.index(said)

    assert _names_a_file(Finding(Chars(start, start + len(said)), entity, 0.5, "expert"), name) is believed
