"""Packs: found, checked line by line, and resolved over what they extend."""

from __future__ import annotations

from pathlib import Path

import pytest

from redact.core.errors import PolicyError
from redact.core.flow import Action
from redact.policy.pack import available, load_pack
from redact.policy.schema import MODES

HEAD = "name: mine\ntitle: Mine\nmode: foi\nrelease: world\n"  # four lines
RULE = "  - {id: all, when: {class: [personal]}, action: redact, reason: All of it.}\n"


def write(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_there_is_a_pack_for_every_mode() -> None:
    assert available() == tuple(sorted(MODES))
    assert {load_pack(name).mode for name in available()} == set(MODES)


@pytest.mark.parametrize("name", MODES)
def test_every_pack_begins_with_what_the_case_file_says(name: str) -> None:
    first, second, *_ = load_pack(name).rules

    assert (first.id, first.action) == ("denied", Action.REDACT)
    assert (second.id, second.action) == ("allowed", Action.KEEP)


@pytest.mark.parametrize("name", MODES)
def test_every_rule_gives_a_reason_and_every_exemption_regime_a_basis(name: str) -> None:
    pack = load_pack(name)

    assert all(rule.reason for rule in pack.rules)
    if pack.mode in ("foi", "eir", "sar"):
        assert all(rule.basis for rule in pack.rules if rule.action.cuts)
    else:
        assert not any(rule.basis for rule in pack.rules)


def test_eir_names_no_section_of_the_freedom_of_information_act() -> None:
    assert not any(code.startswith("s.") for rule in load_pack("eir").rules for code in rule.basis)


@pytest.mark.parametrize(
    ("body", "line", "hint"),
    [
        ("ruls: []\n", 5, "rules"),
        ("rules:\n  - {id: a, action: redact, raeson: x}\n", 6, "reason"),
        ("rules:\n  - id: a\n    when: {entity: [PERSN]}\n    action: keep\n    reason: x\n", 7, "PERSON"),
        ("rules:\n  - id: a\n    when:\n      facts:\n        - tied\n        - decesed\n", 10, "deceased"),
        ("rules:\n  - id: a\n    when: {class: [secret]}\n", 7, "personal"),
        ("rules:\n  - {id: a, action: remove, reason: x}\n", 6, "redact"),
        ("rules:\n  - id: a\n    action: redact\n    operator: pseudonim\n    reason: x\n", 8, "pseudonym"),
        ("rules:\n  - id: a\n    operator: mask:lots\n", 7, ""),
        ("rules:\n  - id: a\n    operator: {text: mask, video: mask}\n", 7, "text"),
        ("operators:\n  text: lable:code\n", 6, "label"),
        ("min_score: 2\n", 5, ""),
        ("hold: perhaps\n", 5, ""),
        ("rules:\n  - id: a\n    action: keep\n", 6, "reason"),
        ("rules:\n  - {id: a, action: keep, reason: x}\n  - {id: a, action: keep, reason: y}\n", 7, "own"),
        ("rules:\n  - id: denied\n    action: keep\n", 7, "take"),
        ("rules:\n  - id: denied\n    when: {entity: [PERSON]}\n", 7, "take"),
        ("rules:\n  - id: denied\n    operator: keep_last:4\n", 7, "label"),
        ("rules:\n  - id: denied\n    operator: {text: generalise}\n", 7, "label"),
        ("extends: mine.yaml\n", 5, "extends"),
        ("operators: {sound: label}\n", 5, ""),
        ("operators: {sound: voice}\n", 5, "rule"),
        ("operators: {text: silence}\n", 5, ""),
        ("rules:\n  - id: a\n    operator: silence\n", 7, ""),
        ("rules:\n  - id: a\n    operator: {sound: tone:loud}\n", 7, ""),
    ],
)
def test_a_fault_names_its_line_and_the_nearest_known_word(tmp_path: Path, body: str, line: int, hint: str) -> None:
    path = write(tmp_path, HEAD + body)

    with pytest.raises(PolicyError) as caught:
        load_pack(path)

    assert f"line {line}:" in caught.value.message, caught.value.message
    assert hint in caught.value.hint


@pytest.mark.parametrize("missing", ["title", "mode", "release", "rules"])
def test_a_pack_on_its_own_must_be_whole(tmp_path: Path, missing: str) -> None:
    lines = (HEAD + "rules:\n" + RULE).splitlines()
    kept = lines[:-2] if missing == "rules" else [line for line in lines if not line.startswith(missing)]

    with pytest.raises(PolicyError, match=missing):
        load_pack(write(tmp_path, "\n".join(kept)))


def test_a_pack_of_no_known_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(PolicyError) as caught:
        load_pack("minimul")

    assert "minimal" in caught.value.hint


def test_a_pack_overrides_fields_of_a_rule_in_its_place_and_puts_new_rules_first(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "name: ours\nextends: foi\noperators: {text: block}\nrules:\n"
        "  - {id: direct, basis: [s.40(2), s.38]}\n"
        "  - {id: press, when: {entity: [EMAIL_ADDRESS]}, action: keep, reason: Ours are public.}\n",
    )
    ours, foi = load_pack(path), load_pack("foi")

    assert [rule.id for rule in ours.rules] == ["denied", "allowed", "press", *[rule.id for rule in foi.rules[2:]]]
    changed, base = ours.rule("direct"), foi.rule("direct")
    assert changed is not None
    assert base is not None
    assert changed.basis == ("s.40(2)", "s.38")
    assert (changed.when, changed.reason) == (base.when, base.reason)
    assert ours.operators == {**foi.operators, "text": "block"}
    assert ours.mode == "foi"


def test_a_pack_may_extend_one_beside_it(tmp_path: Path) -> None:
    write(tmp_path, HEAD + "hold: true\nrules:\n" + RULE, "base.yaml")

    pack = load_pack(write(tmp_path, "name: child\nextends: base.yaml\n"))

    assert (pack.name, pack.hold, pack.extends) == ("child", True, "base.yaml")


ANY_VOICE = "  - {id: a, when: {entity: [VOICE]}, action: redact, operator: {sound: voice}, reason: x}\n"
PERSON = (
    "  - {id: a, when: {entity: [PERSON], facts: [speaker]}, action: redact, operator: {sound: voice}, reason: x}\n"
)
DENIED = "  - {id: denied, operator: {sound: voice}}\n"


@pytest.mark.parametrize("rule", [ANY_VOICE, PERSON, DENIED], ids=["any-voice", "person", "denied"])
def test_only_the_voice_of_a_speaker_may_be_changed(tmp_path: Path, rule: str) -> None:
    """A changed voice says every word still: speech that was not understood, or a name, must not be left so."""
    with pytest.raises(PolicyError, match="voice may be changed") as caught:
        load_pack(write(tmp_path, HEAD + "rules:\n" + rule))

    assert "facts: [speaker]" in caught.value.hint


def test_a_pack_that_extends_another_may_change_voices_and_not_widen_whose(tmp_path: Path) -> None:
    ours = "name: ours\nextends: foi\nrules:\n  - {id: voice, action: redact, basis: [s.40(2)], operator: {sound: voice}}\n"
    wide = "name: ours\nextends: training\nrules:\n  - {id: voice, when: {entity: [VOICE]}}\n"

    rule = load_pack(write(tmp_path, ours)).rule("voice")

    assert rule is not None
    assert (rule.action, rule.operators) == (Action.REDACT, {"sound": "voice"})
    with pytest.raises(PolicyError):
        load_pack(write(tmp_path, wide))


@pytest.mark.parametrize("name", MODES)
def test_sound_is_silenced_unless_a_pack_says_otherwise(name: str) -> None:
    assert load_pack(name).operators["sound"] == "silence"


def test_the_fingerprint_knows_judgement_and_no_comments(tmp_path: Path) -> None:
    plain = load_pack(write(tmp_path, HEAD + "rules:\n" + RULE))
    commented = load_pack(write(tmp_path, "# said\n" + HEAD + "rules:  # here\n" + RULE))
    changed = load_pack(write(tmp_path, HEAD + "rules:\n" + RULE.replace("redact", "review")))

    assert plain.fingerprint == commented.fingerprint
    assert plain.fingerprint != changed.fingerprint
    assert len(plain.fingerprint) == 64
    assert len({load_pack(name).fingerprint for name in available()}) == len(available())
