"""A first look in one digest: the same while the output would be, another as soon as it would not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from redact.core.flow import Action, Decision, Verdict
from redact.core.place import Chars
from redact.pipeline.sight import Sight

DECISION = Decision(
    0,
    "text",
    Chars(4, 9),
    Chars(4, 9),
    "PERSON",
    Verdict(Action.REDACT, "r", "label", ("s.40(2)",)),
    0.9,
    "d",
    "00",
    1,
    "t",
)


def digest(*decisions: Decision) -> str:
    sight = Sight()
    assert list(sight.over(decisions)) == list(decisions)
    return sight.done()


@pytest.mark.parametrize(
    "change",
    [
        {"place": Chars(4, 10)},
        {"segment": 1},
        {"entity": "AGE"},
        {"person": 2},
        {"token": "u"},
        {"verdict": Verdict(Action.KEEP, "r", "label", ("s.40(2)",))},
        {"verdict": Verdict(Action.REDACT, "r", "mask", ("s.40(2)",))},
        {"verdict": Verdict(Action.REDACT, "r", "label", ("s.40(1)",))},
    ],
)
def test_whatever_changes_an_output_changes_the_sight(change: dict[str, object]) -> None:
    assert digest(replace(DECISION, **change)) != digest(DECISION)  # type: ignore[arg-type]


@pytest.mark.parametrize("change", [{"score": 0.91}, {"detector": "e"}, {"part": "p"}, {"digest": "11"}])
def test_what_changes_no_output_does_not(change: dict[str, object]) -> None:
    assert digest(replace(DECISION, **change)) == digest(DECISION)  # type: ignore[arg-type]


def test_one_more_decision_or_another_order_is_another_sight() -> None:
    other = replace(DECISION, place=Chars(20, 30))

    assert len({digest(), digest(DECISION), digest(DECISION, other), digest(other, DECISION)}) == 4
