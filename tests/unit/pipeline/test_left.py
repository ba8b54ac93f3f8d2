"""What is left in a draft, by reading or by sweeping, can be looked for when its source is planned anew."""

from redact.core.segment import Text
from redact.pipeline.doubt import Left
from redact.verify.sweep import Sweep


def test_what_a_sweep_finds_is_known_by_value_and_found_in_texts():
    sweep = Sweep([("Tobias Quillfeather", "PERSON"), ("XQZ12345", "CASE_REFERENCE")])
    sweep.check_text("type=message/xqz12345")
    left = Left(dict.fromkeys(sorted(sweep.found)), swept="CASE_REFERENCE in text")

    found = list(left.look()(Text(0, "text", "see message/xqz12345; Mr Quillfeather")))

    assert sweep.found == {("XQZ12345", "CASE_REFERENCE")}
    assert [(finding.chars.start, finding.chars.end, finding.entity) for finding in found] == [(12, 20, "CASE_REFERENCE")]


def test_nothing_left_is_nothing():
    assert not Left()
    assert Left(swept="PERSON in text")


def test_what_is_left_is_never_shown():
    assert "Quillfeather" not in repr(Left({("Tobias Quillfeather", "PERSON"): None}))
