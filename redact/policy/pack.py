"""Packs: found by name or path, checked line by line, resolved over what they extend.

A pack that extends another states only what differs. A rule whose id the base has overrides the fields it states, in
the base's place; a rule with a new id stands before the base's rules, because the narrower judgement must come first.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any

from redact.core.errors import PolicyError
from redact.core.flow import Action
from redact.policy import schema
from redact.policy.check import check, nearest
from redact.policy.facts import ALLOWED, DENIED
from redact.policy.lines import Doc, parse, read
from redact.policy.rules import Pack, Rule, When

__all__ = ["Pack", "Rule", "When", "available", "load_pack"]

_WHAT = "the policy pack"
_MAX_EXTENDS = 8
_SUFFIXES = (".yaml", ".yml")
#: These two come before every other rule. Their action is fixed here; a pack may only say how and why.
_FIXED: Mapping[str, dict[str, Any]] = {
    DENIED: {"action": "redact", "reason": "the case file always takes this out"},
    ALLOWED: {"action": "keep", "reason": "the case file keeps this"},
}
_DEFAULTS: Mapping[str, Any] = {
    "operators": {"text": "label:entity", "file_name": "label:entity", "picture": "fill", "sound": "silence"}
}
_ONLY_SPEAKERS = "the voice may be changed only of somebody who speaks"
_NEEDED = ("title", "mode", "release", "rules")


def available() -> tuple[str, ...]:
    """The names of the packs that come with the program, in alphabetical order."""
    folder = resources.files("redact.policy") / "packs"
    return tuple(sorted(entry.name.removesuffix(".yaml") for entry in folder.iterdir() if entry.name.endswith(".yaml")))


def load_pack(name_or_path: str | Path) -> Pack:
    """A pack by its name, or from a YAML file by its path.

    Raises:
        PolicyError: there is no such pack, or it does not hold to the schema (docs/reference/policy.md).
    """
    chain = _chain(str(name_or_path), Path())
    merged: dict[str, Any] = dict(_DEFAULTS)
    for layer in reversed(chain):
        merged = _merge(merged, layer.doc.data)
    top = chain[0].doc
    for key in _NEEDED:
        if key not in merged:
            raise top.error((), f"{key!r} is missing", f"add {key}: …, or extend a pack that has it")
    return _build(top, merged)


@dataclass(frozen=True, slots=True)
class _Layer:
    """One file of an `extends` chain."""

    doc: Doc
    folder: Path


def _chain(name: str, folder: Path) -> list[_Layer]:
    """The pack and all it extends, the pack itself first."""
    chain: list[_Layer] = []
    wanted: str | None = name
    while wanted:
        if len(chain) == _MAX_EXTENDS:
            raise chain[-1].doc.error(("extends",), "packs extend each other in a ring", "take one extends: out")
        layer = _open(wanted, folder)
        _check(layer.doc)
        chain.append(layer)
        folder = layer.folder
        wanted = layer.doc.data.get("extends")
    return chain


def _open(name: str, folder: Path) -> _Layer:
    if name in available():
        text = (resources.files("redact.policy") / "packs" / f"{name}.yaml").read_text(encoding="utf-8")
        return _Layer(parse(text, f"the policy pack {name}"), folder)
    path = folder / name
    if path.suffix in _SUFFIXES:
        return _Layer(parse(read(path, _WHAT), _WHAT), path.parent)
    own = "a pack of your own is named by its path, which ends in .yaml"
    raise PolicyError("no policy pack of that name", f"{nearest(name, available())}; {own}")


def _check(doc: Doc) -> None:
    """The schema, and what a schema cannot say."""
    check(doc, schema.PACK)
    seen: set[str] = set()
    for at, rule in enumerate(doc.data.get("rules", ())):
        if rule["id"] in seen:
            raise doc.error(("rules", at), "two rules have this id", "give each rule an id of its own")
        seen.add(rule["id"])
        if rule["id"] in _FIXED:
            _check_fixed(doc, at, rule)
        _check_softened(doc, at, rule)
    if _softens(doc.data.get("operators", {}).get("picture", "fill")):
        raise doc.error(("operators", "picture"), "only faces may be pixelated or blurred", "say so in a rule for FACE")
    if doc.data.get("operators", {}).get("sound") == "voice":
        raise doc.error(("operators", "sound"), _ONLY_SPEAKERS, "a changed voice says every word: state it in a rule")


def _check_fixed(doc: Doc, at: int, rule: Mapping[str, Any]) -> None:
    """`denied` and `allowed` mean the same in every pack."""
    for key in ("when", "action"):
        if key in rule:
            raise doc.error(("rules", at, key), f"the rule {rule['id']} is fixed", f"take {key}: out of it")
    given = rule.get("operator", "")
    for spec in [given] if isinstance(given, str) else given.values():
        if rule["id"] == DENIED and spec.partition(":")[0] in schema.PARTIAL:
            raise doc.error(("rules", at, "operator"), "this operator leaves a part standing", "use label or mask")


def _check_softened(doc: Doc, at: int, rule: Mapping[str, Any]) -> None:
    """Pixels that hold text, codes or plates are filled: a mosaic of them can be read back."""
    given = rule.get("operator", "")
    spec = "" if isinstance(given, str) else given.get("picture", "")
    faces_only = set(rule.get("when", {}).get("entity", ())) <= schema.SOFTENED and rule.get("when", {}).get("entity")
    if _softens(spec) and not faces_only:
        raise doc.error(
            ("rules", at, "operator"), "only faces may be pixelated or blurred", "write when: {entity: [FACE]}"
        )


def _softens(spec: str) -> bool:
    return spec.partition(":")[0] in ("pixelate", "blur")


def _merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid upon `base`: operators by medium, rules by id, the rest whole."""
    merged = {**base, **over}
    merged["operators"] = {**base.get("operators", {}), **over.get("operators", {})}
    if "rules" in base or "rules" in over:
        merged["rules"] = _merge_rules(base.get("rules", []), over.get("rules", []))
    return merged


def _merge_rules(base: list[dict[str, Any]], over: list[dict[str, Any]]) -> list[dict[str, Any]]:
    changed = {rule["id"]: rule for rule in over}
    inherited = {rule["id"] for rule in base}
    new = [rule for rule in over if rule["id"] not in inherited]
    return new + [{**rule, **changed.get(rule["id"], {})} for rule in base]


#: Keys of a pack that mean what they say.
_PLAIN = tuple("carry hold unreadable min_score sheets_as_csv tracked_changes office_comments extends".split())


def _build(doc: Doc, merged: Mapping[str, Any]) -> Pack:
    given = {rule["id"]: rule for rule in merged["rules"]}
    fixed = [{"id": name, **given.get(name, {}), **_said(rule, given.get(name))} for name, rule in _FIXED.items()]
    ordinary = [rule for rule in merged["rules"] if rule["id"] not in _FIXED]
    plain = {key: merged[key] for key in _PLAIN if key in merged}
    plain["keep_metadata"] = tuple(merged.get("keep_metadata", ()))
    return Pack(
        name=merged["name"],
        title=merged["title"],
        mode=merged["mode"],
        release=merged["release"],
        operators=merged["operators"],
        rules=tuple(_rule(doc, rule) for rule in fixed + ordinary),
        **plain,
    )


def _said(fixed: Mapping[str, Any], given: Mapping[str, Any] | None) -> dict[str, Any]:
    """A fixed rule's action, what it looks for, and its reason unless the pack gives one."""
    reason = (given or {}).get("reason", fixed["reason"])
    return {"action": fixed["action"], "reason": reason}


def _rule(doc: Doc, given: Mapping[str, Any]) -> Rule:
    for key in ("action", "reason"):
        if key not in given:
            raise doc.error(_rule_path(doc, given["id"]), f"{key!r} is missing in a rule", f"add {key}: … to it")
    operator = given.get("operator", {})
    fixed_facts = frozenset({given["id"]}) if given["id"] in _FIXED else frozenset()
    made = Rule(
        id=given["id"],
        action=Action(given["action"]),
        reason=given["reason"],
        when=When(facts=fixed_facts) if fixed_facts else _when(given.get("when", {})),
        operators={"text": operator} if isinstance(operator, str) else dict(operator),
        basis=tuple(given.get("basis", ())),
    )
    _check_voiced(doc, made)
    return made


def _check_voiced(doc: Doc, rule: Rule) -> None:
    """A changed voice says every word still. Asked of the resolved rule: a pack may change its `when` or its operator."""
    speakers = rule.when.entity == {schema.VOICED} and schema.SPOKEN in rule.when.facts
    if rule.operators.get("sound") == "voice" and not speakers:
        wanted = f"write when: {{entity: [{schema.VOICED}], facts: [{schema.SPOKEN}]}}"
        raise doc.error((*_rule_path(doc, rule.id), "operator"), _ONLY_SPEAKERS, wanted)


def _rule_path(doc: Doc, name: str) -> tuple[str | int, ...]:
    rules = doc.data.get("rules", ())
    return next((("rules", at) for at, rule in enumerate(rules) if rule["id"] == name), ())


def _when(given: Mapping[str, Any]) -> When:
    lists = ("entity", "directness", "facts", "any_facts", "not_facts")
    return When(
        cls=frozenset(given.get("class", ())),
        min_score=float(given.get("min_score", 0.0)),
        max_score=float(given.get("max_score", 1.0)),
        **{name: frozenset(given.get(name, ())) for name in lists},
    )
