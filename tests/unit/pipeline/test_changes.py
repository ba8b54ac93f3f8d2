"""What is put in place of others is known in every form in which a draft is read again."""

from redact.core.flow import EVEN, Action, Decision, Verdict
from redact.core.ink import Ink, Stroke
from redact.core.place import Box, Chars
from redact.core.segment import Text, TextKind
from redact.pipeline.changes import Changes


class Memory:
    """What a draft remembers."""

    def __init__(self):
        self.kept, self.put, self.signals, self.sounds = set(), set(), [], []

    def took_out(self, decision, surface, made):
        self.put.add(made)


FIRST = Chars(0, 4)


def decision(entity="PERSON", chars=FIRST, segment=0):
    verdict = Verdict(Action.REDACT, "direct", "surrogate")
    return Decision(segment, "part", chars, chars, entity, verdict, 1.0, "people", "")


def changed(text, *decisions, made="Mary Ann Smith"):
    memory = Memory()
    edits = Changes(iter(decisions), lambda *_: made, memory)(text)
    return edits, memory.put


def test_a_name_in_a_file_name_is_known_with_spaces_too():
    (edit,), put = changed(Text(0, "name", "Jane", TextKind.NAME), decision())

    assert edit.replacement == "mary-ann-smith"
    assert {"mary-ann-smith", "mary ann smith"} <= put


def test_a_label_on_a_page_is_known_by_its_beginnings_too():
    ink = Ink((Stroke(0, 4, 0, Box(0, 0, 40, 10)),))

    (edit,), put = changed(Text(0, "page 1", "Jane", anchor=ink), decision())

    assert {"Mary", "Mary Ann", "Mary Ann Smith"} <= put
    assert edit.style == EVEN


def test_in_running_text_only_the_whole_is_known():
    (edit,), put = changed(Text(0, "text", "Jane"), decision())

    assert put == {"Mary Ann Smith"}
    assert edit.style == EVEN


def test_the_gap_of_a_number_and_of_what_is_denied_keeps_its_width():
    number, _ = changed(Text(0, "text", "0770"), decision("PHONE_NUMBER"))
    denied, _ = changed(Text(0, "text", "Jane"), decision("DENIED"))

    assert [number[0].style, denied[0].style] == ["", ""]


def test_two_denied_words_on_a_page_have_a_box_each_and_in_text_one_label():
    ink = Ink((Stroke(0, 9, 0, Box(0, 0, 90, 10)),))
    both = decision("DENIED"), decision("DENIED", Chars(5, 9))

    page, _ = changed(Text(0, "page 1", "Jane Dove", anchor=ink), *both, made="[X]")
    text, _ = changed(Text(0, "text", "Jane Dove"), *both, made="[X]")

    assert [edit.chars for edit in page] == [Chars(0, 4), Chars(5, 9)]
    assert [edit.chars for edit in text] == [Chars(0, 9)]
