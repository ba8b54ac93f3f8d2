"""The case file: read as written, refused line by line, and never quoted in an error."""

from __future__ import annotations

from pathlib import Path

import pytest

from redact.core.case import Role
from redact.core.errors import PolicyError
from redact.policy.casefile import load_case, parse_case

CASE = """\
people:
  - name: Siobhán Ní Dhomhnaill
    role: subject
    variants: [Shiv, SND]
    numbers: [07700 900418, 0999]
    addresses:
      - 14 Tannery Fold, Hebden Moor
  - name: "Null"
  - name: No
    role: deceased
    evidence: death certificate seen 3 March 2025
deny: [HX7 9QZ]
allow:
"""


def test_a_case_is_read_as_it_is_written() -> None:
    """YAML would make a boolean of `No`, nothing of `Null` and a number of `0999`: each is a name or number."""
    case = parse_case(CASE)

    assert [person.name for person in case.people] == ["Siobhán Ní Dhomhnaill", "Null", "No"]
    assert case.people[0].numbers == ("07700 900418", "0999")
    assert case.people[0].role is Role.SUBJECT
    assert case.people[1].role is Role.THIRD_PARTY
    assert case.people[2].evidence.startswith("death certificate")
    assert case.deny == ("HX7 9QZ",)
    assert case.allow == ()


def test_an_empty_file_is_an_empty_case() -> None:
    assert parse_case("# nothing yet\n").people == ()


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("people:\n  - name: Ann Tymms\n    varients: [Annie]\n", 3, "variants"),
        ("peple: []\n", 1, "people"),
        ("people:\n  - name: Ann Tymms\n    role: thirdparty\n", 3, "third_party"),
        ("people:\n  - role: subject\n", 2, "name"),
        ("people:\n  - name: Ann Tymms\n    role: deceased\n", 3, "evidence"),
        ("deny:\n  - Ann Tymms\n  - ' '\n", 3, "value"),
        ("deny:\n  - Ann Tymms\n  - '--'\n", 3, "value"),
        ("deny: Ann Tymms\n", 1, ""),
        ("people:\n  Ann Tymms: subject\n", 1, ""),
        ("deny: [a1]\ndeny: [b2]\n", 2, "one"),
        ("deny: [&x Ann Tymms, *x]\n", 1, "write"),
        ("people:\n  - name: Ann Tymms\n   role: subject\n", 3, "indentation"),
        ("- Ann Tymms\n", 1, ""),
        ("deny: [" + "[" * 30 + "]" * 30 + "]", 1, "indentation"),
    ],
)
def test_a_fault_names_its_line_and_not_its_value(text: str, line: int, hint: str) -> None:
    with pytest.raises(PolicyError) as caught:
        parse_case(text)

    assert f"line {line}:" in caught.value.message
    assert hint in caught.value.hint
    assert "Tymms" not in caught.value.message + caught.value.hint


def test_the_first_of_several_faults_is_told() -> None:
    with pytest.raises(PolicyError, match="line 2:"):
        parse_case("deny: [a1]\nalow: [b2]\npeple: []\n")


def test_a_file_that_cannot_be_read_is_refused_without_its_name(tmp_path: Path) -> None:
    bad = tmp_path / "tymms.yaml"
    bad.write_bytes(b"deny: [\xff\xfe]")

    for path in (bad, tmp_path / "tymms-gone.yaml"):
        with pytest.raises(PolicyError) as caught:
            load_case(path)
        assert "tymms" not in caught.value.message


def test_a_case_does_not_show_its_people() -> None:
    assert "Dhomhnaill" not in repr(parse_case(CASE))
