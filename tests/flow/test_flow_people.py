"""Who is found once is found everywhere, however it is spelt, and is one person everywhere; innocent words stay."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flow_kit import Room, redact
from flow_words import GIVEN, INTRODUCED, NAME, SURNAME

from redact.core.fold import fold

_TOKEN = re.compile(r"PERSON_[0-9a-f]{12}")


@pytest.fixture
def met(room: Room) -> Room:
    """A room with a letter in which a title gives the name away."""
    room.put(letter__txt=INTRODUCED)
    return room


@pytest.mark.parametrize(
    "spelt",
    [
        "Quill\u200bfeather",
        "Quill\u00adfeather",
        "Q\u2060uillfeath\ufeffer",
        "Quillfе\u0430ther".replace("\u0435", "e"),
        "Quіllfeather",
        "QUILLFEATHER",
        "quillfeather",
        "Ｑｕｉｌｌｆｅａｔｈｅｒ",
        "Quillfeather's",
        "Quillfeather’s",
        "Tobias\u00a0Quillfeather",
        "Tobias\nQuillfeather",
        "QUILLFEATHER, Tobias",
        "T. Quillfeather",
        "T Quillfeather",
        "tobias.quillfeather",
        "Tobias-Quillfeather",
        "tobiasquillfeather",
    ],
    ids=range(18),
)
def test_every_spelling_of_a_known_name_is_cut(met: Room, spelt: str) -> None:
    met.put(note__txt=f"The form says {spelt} and no more.\n")

    assert met.run().code == 0

    after = fold(met.text("note.txt")).text.casefold()
    assert "uillfeather" not in after
    assert "tobias" not in after
    assert "the form says" in after
    assert "no more" in after


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("note.html", "<p>Ask <b>To</b><i>bias</i> &#81;uillfeather, or Quill<wbr>feather.</p>"),
        ("note.html", '<p title="Quillfeather" data-x="tobias quillfeather">Ask.</p><!-- Quillfeather -->'),
        ("note.xml", "<note><who>Quillfeather</who><!-- Tobias Quillfeather --></note>"),
        ("note.json", r'{"who": "Quill\u0066eather", "Quillfeather": [1, "Tobias Quillfeather"]}'),
        ("note.jsonl", '{"who": "Quillfeather"}\n{"who": "\\u0054obias Quillfeather"}\n'),
        ("note.csv", "who,note\nQuillfeather,\"asked by Tobias Quillfeather\"\n"),
        ("note.txt", "mailto:tobias.quillfeather@post.example.org?subject=Quillfeather"),
        ("note.html", '<a href="mailto:tobias.quillfeather%40post.example.org">write</a>'),
    ],
)  # fmt: skip
def test_a_known_name_is_cut_in_every_corner_of_a_format(met: Room, name: str, content: str) -> None:
    (met.papers / name).write_text(content)

    said = met.run()

    assert said.code == 0, said.err
    plain = re.sub(r"<[^>]*>", "", met.text(name)).casefold() + met.text(name).casefold()
    assert "quillfeather" not in plain
    assert "tobias" not in plain


@pytest.mark.parametrize(
    "mention", [f"I asked {SURNAME} about it.", f"I asked {GIVEN} about it.", f"It is {SURNAME}'s house."]
)
def test_part_of_a_name_is_cut_in_another_file(met: Room, mention: str) -> None:
    met.put(note__txt=f"{mention}\n")

    met.run()

    assert not re.search(f"{SURNAME}|{GIVEN}", met.text("note.txt"))


def test_initials_are_cut_in_the_papers_that_name_their_bearer(met: Room) -> None:
    met.put(letter__txt=f"{INTRODUCED}\nTQ rang again at ten.\n", other__txt="The TQ form is on the shelf.\n")

    met.run()

    assert "TQ" not in met.text("letter.txt")
    assert "TQ form" in met.text("other.txt")


def test_initials_of_the_case_file_are_cut_everywhere(room: Room) -> None:
    case = room.at / "case.yaml"
    case.write_text(f'people: [{{name: "{NAME}", variants: [TQ, Toby]}}]\n')
    room.put(other__txt="TQ rang again, and Toby was there.\n")

    room.but(case=case).run()

    assert not re.search("TQ|Toby", room.text("other.txt"))


@pytest.mark.parametrize(
    ("full", "innocent"),
    [
        ("Mark Oyelaran-Voss", "Please mark the papers. The mark on the wall is old. Mark each page as you go."),
        ("Grace Oyelaran-Voss", "They had a week of grace. Grace periods are in the lease."),
        ("Will Oyelaran-Voss", "We will call. Will you be in? The will was read."),
        ("May Oyelaran-Voss", "You may come in May. By May it will be done; it may rain on 4 May 2024."),
        ("Rose Oyelaran-Voss", "The rent rose in spring. Rose bushes stand at Rose Grove."),
    ],
)
def test_a_first_name_that_is_a_word_leaves_the_word_alone(room: Room, full: str, innocent: str) -> None:
    room.put(letter__txt=f"Dear Ms {full},\n\nThank you.\n\n{innocent}\n", other__txt=f"{innocent}\n")

    room.run()

    assert "Voss" not in room.text("letter.txt")
    assert innocent in room.text("letter.txt")
    assert innocent in room.text("other.txt")


def test_a_first_name_that_is_a_word_is_cut_where_it_is_a_name(room: Room) -> None:
    room.put(
        letter__txt="Dear Ms Rose Oyelaran-Voss,\n\nThank you.\n\nYesterday Rose attended the panel. Rose said no.\n"
    )

    room.run()

    assert "Rose" not in room.text("letter.txt")


def test_a_double_surname_alone_is_its_bearer(room: Room) -> None:
    """`Oyelaran-Voss` is short for `Femi Oyelaran-Voss`: what the case file says of the one goes for the other."""
    case = room.at / "case.yaml"
    case.write_text('people: [{name: "Femi Oyelaran-Voss"}]\n')
    room.put(note__txt="Then Oyelaran-Voss left, and F. Oyelaran-Voss came back.\n")

    assert room.but(case=case, policy="minimal").run().code == 0

    assert "Voss" not in room.text("note.txt")
    assert len(set(re.findall(r"PERSON \d", room.text("note.txt")))) == 1


def test_a_name_in_the_path_is_cut_when_a_paper_gives_it_away(met: Room) -> None:
    met.put(**{f"{SURNAME}/tobias_quillfeather-2024__txt": "Nothing of anybody.\n", f"to {SURNAME} v2__txt": "No.\n"})

    assert met.run().code == 0

    assert not [name for name in met.outputs if re.search("tobias|quillfeather", name, re.IGNORECASE)]
    assert len(met.outputs) == 3
    assert all(name.endswith(".txt") for name in met.outputs)


def test_what_looks_like_a_suffix_may_be_a_name(met: Room) -> None:
    """`letter to T.Quillfeather` is not a file of the kind Quillfeather."""
    (met.papers / f"letter to T.{SURNAME}").write_text("Nothing of anybody.\n")

    assert met.run().code == 0

    assert not [name for name in met.outputs if SURNAME in name]


def test_two_outputs_never_share_a_name(met: Room) -> None:
    met.put(**{f"{SURNAME}__txt": "One.\n", f"{NAME}__txt": "Two.\n", f"T {SURNAME}__txt": "Three.\n"})

    assert met.run().code == 0

    assert sorted(met.text(name) for name in met.outputs if name != "letter.txt") == ["One.\n", "Three.\n", "Two.\n"]


def test_a_person_is_one_token_in_every_file_and_in_a_later_run_with_the_same_key(met: Room, tmp_path: Path) -> None:
    research = met.but(policy="research")
    research.put(note__txt=f"I asked {SURNAME}.\n", more__html=f"<p>{NAME} rang.</p>\n")
    assert research.run().code == 0
    tokens = {name: set(_TOKEN.findall(content.decode())) for name, content in research.outputs.items()}
    (token,) = tokens["letter.txt"]

    later = research.but(at=tmp_path / "later", papers=tmp_path / "later" / "papers")
    later.put(elsewhere__txt=f"Dear Ms Wilhelmina Thrupp,\n\nMr {NAME} called.\n")
    later.run()

    assert all(found == {token} for found in tokens.values())
    assert token in later.text("elsewhere.txt")
    assert len(set(_TOKEN.findall(later.text("elsewhere.txt")))) == 2


def test_another_key_gives_another_token(met: Room, tmp_path: Path) -> None:
    research = met.but(policy="research")
    research.run()
    redact("key", "create", tmp_path / "other.key")
    other = research.but(at=tmp_path / "other", key=tmp_path / "other.key")
    other.at.mkdir()

    other.run()

    assert set(_TOKEN.findall(research.text("letter.txt"))).isdisjoint(_TOKEN.findall(other.text("letter.txt")))


def test_an_address_made_of_a_name_of_the_case_is_one_replacement(room: Room) -> None:
    """What two detectors found side by side is still nobody's, and the paper is not kept back for it."""
    case = room.at / "case.yaml"
    case.write_text(f'people: [{{name: "{NAME}"}}]\n')
    room.put(note__txt="Write to tobias.quillfeather@post.example.org, please.\n")

    for pack in ("foi", "research", "training"):
        assert room.but(case=case, policy=pack).run().code == 0
        assert not re.search("tobias|quillfeather|post.example", room.text("note.txt"))
