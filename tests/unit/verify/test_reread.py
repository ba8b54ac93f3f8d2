"""The second reading: our own replacements are no finding, everything else that the policy would take out is."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.core.flow import Finding
from redact.core.place import Chars
from redact.core.segment import Text
from redact.verify.reread import Replaced, reread

REPLACED = Replaced(
    ["[s.40(2)]", "[PERSON 3]", "[PERSON 31]", "Sam", "P-7f3a9c", "████████", "Mary Ellen", "07700 900999"]
)


def pieces(text: str, finding: str) -> list[str]:
    start = text.index(finding)
    return [text[c.start : c.end].strip() for c in REPLACED.uncovered(text, Chars(start, start + len(finding)))]


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("to [PERSON 3] today", "PERSON 3"),
        ("to [PERSON 31] today", "[PERSON 31]"),
        ("under [s.40(2)] today", "s.40(2)"),
        ("[s.40(2)] and", "40(2"),
        ("by P-7f3a9c now", "7f3a9c"),
        ("████████ now", "████████"),
        ("Mary Ellen's coat", "Mary Ellen's"),
        ("Mary Ellen Sam", "Mary Ellen Sam"),
        ("tel 07700 900999", "900999"),
    ],
)
def test_a_replacement_is_no_finding(text: str, finding: str) -> None:
    assert pieces(text, finding) == []


@pytest.mark.parametrize(
    ("text", "finding", "left"),
    [
        ("to [PERSON 3] Okonjo", "PERSON 3] Okonjo", ["Okonjo"]),
        ("Adaeze [PERSON 3] Okonjo", "Adaeze [PERSON 3] Okonjo", ["Adaeze", "Okonjo"]),
        ("Samuel came", "Samuel", ["Samuel"]),
        ("[PERSON 4] came", "PERSON 4", ["PERSON 4"]),
        ("Mary came", "Mary", ["Mary"]),
        ("PERSON 3 came", "PERSON 3", ["PERSON 3"]),
    ],
)
def test_what_is_not_of_our_making_is_left_over(text: str, finding: str, left: list[str]) -> None:
    assert pieces(text, finding) == left


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(["[PERSON 3]", "Sam", "Okonjo", "ab", " "]), max_size=12), st.data())
def test_the_pieces_lie_in_the_finding_in_order_and_apart(words: list[str], data: st.DataObject) -> None:
    text = " ".join(words)
    start = data.draw(st.integers(0, len(text)))
    chars = Chars(start, data.draw(st.integers(start, len(text))))

    found = REPLACED.uncovered(text, chars)

    assert all(chars.covers(piece) for piece in found)
    assert all(left.end <= right.start for left, right in pairwise(found))
    if chars == Chars(0, len(text)):
        assert "".join(text[c.start : c.end] for c in found).count("Okonjo") == words.count("Okonjo")


def test_what_policy_would_still_cut_and_is_not_ours_is_told() -> None:
    texts = [Text(0, "text", "to [PERSON 3] and Adaeze"), Text(2, "text", "Leeds, Adaeze")]

    def findings(text: Text) -> list[Finding]:
        found = []
        for word in ("[PERSON 3]", "Adaeze", "Leeds"):
            if (start := text.text.find(word)) >= 0:
                entity = "LOCATION" if word == "Leeds" else "PERSON"
                found.append(Finding(Chars(start, start + len(word)), entity, 0.9, "test"))
        return found

    read = ((text, findings(text)) for text in texts)
    left = list(reread(read, lambda _, finding: finding.entity == "PERSON", REPLACED))

    assert left == [("Adaeze", "PERSON"), ("Adaeze", "PERSON")]
