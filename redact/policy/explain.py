"""Packs in words: what happens to each entity and why, for `redact policy explain` and `show`, and the docs' table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

import yaml

from redact.core.errors import UsageError
from redact.core.flow import Finding, Verdict
from redact.core.place import Chars
from redact.core.taxonomy import TYPES, EntityType
from redact.policy.check import nearest
from redact.policy.decide import decide
from redact.policy.facts import ALLOWED, DENIED, FACTS
from redact.policy.rules import Pack, Rule, When


def explain(pack: Pack, entity: str | None = None) -> str:
    """What the pack does to one entity, or to every one, and which fact words change that.

    Raises:
        UsageError: no entity is called so.
    """
    if entity is not None and entity not in TYPES:
        raise UsageError("no entity is called so", nearest(entity, list(TYPES)))
    rows = [TYPES[entity]] if entity else list(TYPES.values())
    review = "holds its file back" if pack.hold else "is taken out until a person decides"
    head = f"{pack.name}: {pack.title}\nwritten for release to: {pack.release}; a finding under review {review}"
    return "\n\n".join([head, *("\n".join(_lines(pack, row)) for row in rows)]) + "\n"


def _lines(pack: Pack, row: EntityType) -> Iterator[str]:
    plain = verdict_for(pack, row.name)
    yield f"{row.name} ({row.cls}, {row.directness}): {row.meaning}"
    yield f"  {_say(plain)}"
    changes = {fact: verdict_for(pack, row.name, fact) for fact in FACTS}
    for fact, verdict in changes.items():
        if verdict != plain:
            yield f"  when {fact} ({FACTS[fact]}): {_say(verdict)}"


def verdict_for(pack: Pack, entity: str, *facts: str, score: float = 1.0) -> Verdict:
    """The verdict on a finding of this entity of which only these facts are known."""
    return decide(pack, Finding(Chars(0, 1), entity, score, "explain", frozenset(facts)))


def _say(verdict: Verdict) -> str:
    how = f" with {verdict.operator}" if verdict.action.cuts else ""
    basis = f" under {', '.join(verdict.basis)}" if verdict.basis else ""
    return f"{verdict.action.value}{how}{basis} [rule {verdict.rule}]: {verdict.reason}"


def show(pack: Pack) -> str:
    """The resolved pack as a pack file that extends nothing, its fingerprint on top."""
    body = {name: value for name, value in asdict(pack).items() if name not in ("rules", "extends")}
    body["rules"] = [_rule_body(rule) for rule in pack.rules]
    text = yaml.safe_dump(body, sort_keys=False, allow_unicode=True, width=120)
    return f"# sha256 {pack.fingerprint}\n{text}"


def _rule_body(rule: Rule) -> dict[str, object]:
    """A rule as a pack file states it: what is empty or fixed in the program left out."""
    body: dict[str, object] = {"id": rule.id}
    if rule.id not in (DENIED, ALLOWED):
        body |= {"when": _when_body(rule.when), "action": rule.action.value}
    if rule.operators:
        body["operator"] = dict(rule.operators)
    if rule.basis:
        body["basis"] = list(rule.basis)
    return {**body, "reason": rule.reason}


def _when_body(when: When) -> dict[str, object]:
    default = asdict(When())
    return {
        ("class" if name == "cls" else name): sorted(value) if isinstance(value, frozenset) else value
        for name, value in asdict(when).items()
        if value != default[name]
    }


def entity_table() -> str:
    """Every entity as a row of a Markdown table, for docs/reference/entities.md."""
    rows = (f"| `{row.name}` | {row.cls} | {row.directness} | {row.meaning} |" for row in TYPES.values())
    return "\n".join(["| entity | class | directness | what it is |", "|---|---|---|---|", *rows]) + "\n"
