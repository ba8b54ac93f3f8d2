"""`import redact` as data engineers use it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import redact
from redact.api.ask import Ask, order_for, record_beside
from redact.api.strings import Strings
from redact.core.errors import CorruptInput, UsageError
from redact.policy.explain import show
from redact.policy.pack import available
from redact.settings import Settings
from redact.vault.key import KEY_BYTES, Key

PHONE = "07700 900123"
PATTERNS = Settings(detectors=("uk", "generic"), expert="")
KEY = Key(bytes(KEY_BYTES))


def _strings(policy: str | Path = "training") -> Strings:
    return Strings(order_for(Ask((), Path(), policy, settings=PATTERNS), KEY))


@pytest.fixture
def _patterns_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDACT_DETECTORS", "uk,generic")
    monkeypatch.setenv("REDACT_EXPERT", "")


def test_every_name_of_the_face_is_there() -> None:
    assert all(getattr(redact, name) for name in redact.__all__)
    assert dir(redact) == sorted(redact.__all__)


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'redakt'"):
        redact.redakt  # noqa: B018


def test_asking_for_the_errors_alone_loads_nothing_heavy() -> None:
    code = "import redact; redact.RedactError; import sys; sys.exit('spacy' in sys.modules or 'yaml' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.usefixtures("_patterns_only")
def test_files_are_redacted_planned_and_applied(tmp_path: Path) -> None:
    paper = tmp_path / "a.txt"
    paper.write_text(f"My mobile is {PHONE}.\n")

    ran = redact.redact(paper, out=tmp_path / "one")
    planned = redact.plan([paper], record=tmp_path / "rec")
    applied = redact.apply([str(paper)], out=tmp_path / "two", record=tmp_path / "rec")

    assert [each.records[0].status for each in (ran, planned, applied)] == ["released", "planned", "released"]
    assert (
        (tmp_path / "one" / "a.txt").read_text()
        == (tmp_path / "two" / "a.txt").read_text()
        == "My mobile is [s.40(2)].\n"
    )


@pytest.mark.usefixtures("_patterns_only")
def test_apply_refuses_a_case_file_that_changed(tmp_path: Path) -> None:
    paper, case = tmp_path / "a.txt", tmp_path / "case.yaml"
    paper.write_text("x\n")
    case.write_text("deny: [Roe]\n")
    redact.plan(paper, record=tmp_path / "rec", case=case)
    case.write_text("deny: [Roe, Doe]\n")

    with pytest.raises(UsageError, match="the case file has changed"):
        redact.apply(paper, out=tmp_path / "out", record=tmp_path / "rec")


@pytest.mark.usefixtures("_patterns_only")
def test_apply_refuses_a_policy_that_was_changed_in_the_record(tmp_path: Path) -> None:
    paper, policy = tmp_path / "a.txt", tmp_path / "rec" / "policy.yaml"
    paper.write_text("x\n")
    redact.plan(paper, record=tmp_path / "rec")
    policy.write_text(policy.read_text().replace("hold: false", "hold: true"))

    with pytest.raises(UsageError, match=r"policy\.yaml of the record has changed"):
        redact.apply(paper, out=tmp_path / "out", record=tmp_path / "rec")


@pytest.mark.parametrize("name", available())
def test_a_stored_pack_is_the_pack_again(name: str, tmp_path: Path) -> None:
    """`apply` stands on it: the pack in the record gives the fingerprint of the pack that was asked for."""
    from dataclasses import replace  # noqa: PLC0415

    pack = redact.load_policy(name)
    path = tmp_path / "policy.yaml"
    path.write_text(show(pack), encoding="utf-8")

    again = replace(redact.load_policy(path), extends=pack.extends)
    assert again == pack
    assert again.fingerprint == pack.fingerprint


@pytest.mark.parametrize(
    ("out", "record"), [(Path("a/out"), Path("a/out.record")), (Path("out.d"), Path("out.d.record"))]
)
def test_the_record_stands_beside_the_output(out: Path, record: Path) -> None:
    assert record_beside(out) == record


def test_the_record_of_the_current_folder_stands_beside_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)

    assert record_beside(Path()) == tmp_path.with_name(f"{tmp_path.name}.record")
    with pytest.raises(UsageError):
        record_beside(Path("/"))


def test_a_string_loses_its_people_and_nothing_else() -> None:
    made = _strings("foi").redact(f"My mobile is {PHONE} by noon, or jane.roe@example.org. £5.")

    assert made == "My mobile is [s.40(2)] by noon, or [s.40(2)]. £5."


def test_a_value_gets_the_same_replacement_under_the_same_key() -> None:
    one, two = _strings().redact(f"My mobile is {PHONE}."), _strings().redact(f"Or his mobile is {PHONE}.")

    assert PHONE not in one
    assert one.removeprefix("My mobile is ") == two.removeprefix("Or his mobile is ")


def test_a_string_without_people_comes_back_as_it_was() -> None:
    assert _strings().redact("Nothing of anybody.\r\n") == "Nothing of anybody.\r\n"
    assert _strings().redact("") == ""


def test_half_a_character_is_refused() -> None:
    with pytest.raises(CorruptInput):
        _strings().redact("\ud800")


def test_a_pack_that_holds_back_holds_strings_back(tmp_path: Path) -> None:
    path = tmp_path / "asks.yaml"
    rule = "{id: look, when: {entity: [PHONE_NUMBER]}, action: review, basis: [s.40(2)], reason: Look at it.}"
    path.write_text(f"name: asks\nextends: foi\nhold: true\nrules:\n  - {rule}\n")

    with pytest.raises(UsageError, match="holds back"):
        _strings(path).redact(f"My mobile is {PHONE}.")


@pytest.mark.usefixtures("_patterns_only")
def test_text_is_the_same_in_one_call() -> None:
    made = redact.text(f"My mobile is {PHONE}.", policy="foi")

    assert made == "My mobile is [s.40(2)]."
    assert redact.text(f"My mobile is {PHONE}.", "foi") == made
