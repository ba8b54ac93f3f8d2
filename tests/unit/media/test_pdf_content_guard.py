"""The gap that a guarded cut leaves does not have the width of what stood there, and the line shows nothing of it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from redact.media.pdf import content
from redact.media.pdf.terms import Area, Cut, Glyph
from tests.unit.media.pdf_content_kit import chars, cut, form, made, named, starts, where, wide

SIZE = 12.0


def glyphs(pdf: object) -> tuple[Glyph, ...]:
    return content.read(pdf, pdf.pages[0]).glyphs  # type: ignore[attr-defined]


def gap(pdf: object, before: str, after: str) -> float:
    """From the ink before to the ink after, in points."""
    text, found = chars(pdf), glyphs(pdf)  # type: ignore[arg-type]
    return found[text.index(after)].area.x0 - found[text.index(before) + len(before) - 1].area.x1


def line(name: str, y: int = 200, x: float = 20) -> str:
    return f"BT /F1 12 Tf {x} {y} Td (Note of {name} at noon) Tj ET "


@settings(max_examples=25, deadline=None)
@given(st.text("abcdefghijklmnopqrstuvwxyzMWI", min_size=1, max_size=12))
def test_the_gap_is_a_whole_number_of_ems_and_never_the_old_width(name: str) -> None:
    pdf = made(line(name + "X"))
    old = gap(pdf, "of", " at") + wide(" ")

    found = cut(pdf, where(pdf, name + "X"), label="[b]", guarded=True)

    new = gap(pdf, "of", "at")
    assert new / SIZE == pytest.approx(round(new / SIZE), abs=0.002)
    assert new >= 2 * SIZE
    assert abs(new - old) > 0.04 * SIZE
    assert found[0].area.x0 > glyphs(pdf)[6].area.x1
    assert found[0].area.width < new


def test_names_of_like_width_leave_the_same_page() -> None:
    pages = []
    for name in ("Anna", "Otto", "Iris"):
        pdf = made(line(name))
        found = cut(pdf, where(pdf, name), label="[s.40(2)]", guarded=True)
        pages.append((starts(pdf), found))

    assert pages[0] == pages[1] == pages[2]


def test_the_label_has_room() -> None:
    pdf = made(line("Al"))

    found = cut(pdf, where(pdf, "Al"), label="[s.40(2)]", guarded=True)

    assert found[0].area.width >= 0.55 * SIZE * len("[s.40(2)]")


def test_what_follows_in_other_operators_moves_and_other_columns_stay() -> None:
    pdf = made(
        "BT /F1 12 Tf 20 200 Td (Note of Zebedee) Tj ( at) Tj [(noon)] TJ ET BT /F1 12 Tf 146 200 Td (and) Tj ET "
        "BT /F1 12 Tf 300 200 Td (column) Tj 0 -14 Td (below) Tj ET"
    )
    before = dict(zip(range(99), starts(pdf), strict=False))
    text = chars(pdf)

    cut(pdf, where(pdf, "Zebedee"), guarded=True)

    after = starts(pdf)
    moved = [new[1] - before[at + 7][1] for at, new in enumerate(after) if at >= text.index("Zebedee")]
    line_long = len(" atnoonand")
    assert moved[:line_long] == pytest.approx([moved[0]] * line_long, abs=0.011)
    assert abs(moved[0]) > 0.5
    assert set(moved[line_long:]) == {0.0}


def test_two_cuts_on_a_line_add_up() -> None:
    pdf = made("BT /F1 12 Tf 20 200 Td (Of Zebedee and Quill at noon) Tj ET")

    found = cut(pdf, where(pdf, "Zebedee"), where(pdf, "Quill"), guarded=True)

    assert gap(pdf, "Of", "and") / SIZE == pytest.approx(round(gap(pdf, "Of", "and") / SIZE), abs=0.002)
    assert gap(pdf, "and", "at") / SIZE == pytest.approx(round(gap(pdf, "and", "at") / SIZE), abs=0.002)
    assert not any(held.area.touches(glyph.area) for held in found for glyph in glyphs(pdf) if glyph.char != " ")


def test_nothing_leaves_the_page_or_its_cell() -> None:
    text = "Note of Zebedee at noon"
    for obstacle, edge in (("", 400.0), ("370 150 m 370 250 l S ", 370.0), ("q 0 0 360 300 re W n ", 360.0)):
        x = edge - wide(text) - 1
        pdf = made(obstacle + line("Zebedee", x=x))

        cut(pdf, where(pdf, "Zebedee"), label="[s.40(2)]", guarded=True)

        assert max(glyph.area.x1 for glyph in glyphs(pdf)) <= edge
        assert gap(pdf, "of", "at") / SIZE == pytest.approx(round(gap(pdf, "of", "at") / SIZE), abs=0.002)


def test_a_line_that_shares_both_edges_keeps_them_and_its_words_give_way() -> None:
    """At a margin known from other lines, the end of a moved line would tell the old width."""
    lines = [
        "Note of Zebedee at noon in the park",
        "and one more line of words in there",
        "set out to the very same width again",
    ]
    body = ""
    for row, text in enumerate(lines):
        extra = (260 - wide(text)) / text.count(" ")
        body += f"BT /F1 12 Tf {extra:.4f} Tw 20 {200 - 14 * row} Td ({text}) Tj ET "
    pdf = made(body)

    cut(pdf, where(pdf, "Zebedee"), label="[b]", guarded=True)

    text, found = chars(pdf), glyphs(pdf)
    last = text.index("park") + 3
    gaps = [
        round(gap(pdf, one, other), 2)
        for one, other in (("Note", "of"), ("at", "noon"), ("noon", "in"), ("the", "park"))
    ]
    assert found[last].area.x1 == pytest.approx(280, abs=0.02)
    assert found[0].area.x0 == pytest.approx(20, abs=0.02)
    assert max(gaps) - min(gaps) < 0.02
    assert gap(pdf, "of", "at") / SIZE == pytest.approx(round(gap(pdf, "of", "at") / SIZE), abs=0.002)


def test_a_line_that_ends_at_a_margin_moves_to_the_left() -> None:
    body = "".join(
        f"BT /F1 12 Tf {380 - wide(text):.3f} {200 - 14 * row} Td ({text}) Tj ET "
        for row, text in enumerate(["Ms Zebedee Quill", "Long Street 10", "Town"])
    )
    pdf = made(body)

    cut(pdf, where(pdf, "Zebedee"), label="[s.40(2)]", guarded=True)

    found = glyphs(pdf)
    assert found[chars(pdf).index("Quill") + 4].area.x1 == pytest.approx(380, abs=0.02)
    assert found[0].area.x0 != pytest.approx(380 - wide("Ms Zebedee Quill"), abs=0.5)


def test_a_line_across_forms_moves_as_one() -> None:
    pdf = made("BT /F1 12 Tf 20 200 Td (Note of Zebedee) Tj ET /Fm Do /Fm Do")
    named(pdf, "/XObject", "/Fm", form(pdf, f"BT /F1 12 Tf {20 + wide('Note of Zebedee ')} 200 Td (at noon) Tj ET"))

    cut(pdf, where(pdf, "Zebedee"), guarded=True)

    assert gap(pdf, "of", "at") / SIZE == pytest.approx(round(gap(pdf, "of", "at") / SIZE), abs=0.002)


def test_turned_text_is_guarded_along_its_own_line() -> None:
    pdf = made(f"q 0 1 -1 0 300 0 cm {line('Zebedee')} Q")
    old = where(pdf, "Zebedee")

    found = cut(pdf, old, label="[b]", guarded=True)

    held, text = glyphs(pdf), chars(pdf)
    new = held[text.index("at")].area.y0 - held[text.index("of") + 1].area.y1
    assert new / SIZE == pytest.approx(round(new / SIZE), abs=0.002)
    assert (found[0].area.x0, found[0].area.x1) == pytest.approx((old.x0, old.x1))
    assert found[0].area.height != pytest.approx(old.height, abs=0.1)


def test_over_a_picture_nothing_moves() -> None:
    """The text of a scan must stay on the words that it stands for."""
    pdf = made(b"q 400 0 0 300 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID a EI Q " + line("Zebedee").encode())
    before, area = starts(pdf), where(pdf, "Zebedee")

    found = content.rewrite(
        pdf, pdf.pages[0], [Cut(area, "", True)], lambda placement, _areas: placement.image
    )  # fmt: skip

    assert set(starts(pdf)) <= set(before)
    assert found[0].area == area


def test_a_cut_where_there_is_no_text_stays_as_it_is() -> None:
    pdf = made(line("Zebedee"))
    area = Area(300, 20, 310, 30)

    assert cut(pdf, area, guarded=True)[0].area == area
