"""The judgement itself: a pure function of a pack, a finding and the person it belongs to."""

from __future__ import annotations

from redact.core.flow import Action, Entity, Finding, Verdict
from redact.policy.facts import ALLOWED, DENIED
from redact.policy.rules import Pack, Rule

NO_RULE = "no-rule"
BELOW_SCORE = "below-score"
_CERTAIN = frozenset({"case_person", "carried", "reread"})
_DEFAULT_OPERATOR = "label"


def decide(pack: Pack, finding: Finding, entity: Entity | None = None, medium: str = "text") -> Verdict:
    """What becomes of a finding: what is denied goes, what is allowed stays, else the first rule that holds decides.

    Fails closed: what no rule speaks of is taken out, under the rule id `no-rule`.
    """
    facts = finding.facts | (entity.facts if entity else frozenset())
    if DENIED in facts or finding.entity == "DENIED":
        return _denied(pack, medium)
    if ALLOWED in facts or finding.entity == "ALLOWED":
        return _verdict(pack, pack.rule(ALLOWED) or _ALLOWED, medium)
    if finding.score < pack.min_score and facts.isdisjoint(_CERTAIN):
        return _verdict(pack, _BELOW, medium)
    for rule in pack.rules:
        if rule.id not in (DENIED, ALLOWED) and rule.when.holds(finding.entity, finding.score, facts):
            return _verdict(pack, rule, medium)
    return _verdict(pack, _NO_RULE, medium)


def _denied(pack: Pack, medium: str) -> Verdict:
    """Deny wins over every pack, even one built by hand whose `denied` rule says otherwise."""
    rule = pack.rule(DENIED)
    return _verdict(pack, rule if rule and rule.action is Action.REDACT else _DENIED, medium)


def _verdict(pack: Pack, rule: Rule, medium: str) -> Verdict:
    operator = rule.operators.get(medium) or pack.operators.get(medium, _DEFAULT_OPERATOR)
    return Verdict(rule.action, rule.id, operator, rule.basis, rule.reason)


_DENIED = Rule(DENIED, Action.REDACT, "the case file always takes this out")
_ALLOWED = Rule(ALLOWED, Action.KEEP, "the case file keeps this")
_BELOW = Rule(BELOW_SCORE, Action.KEEP, "the score lies below what this pack acts on")
_NO_RULE = Rule(NO_RULE, Action.REDACT, "no rule of this pack speaks of it, so it is taken out")
