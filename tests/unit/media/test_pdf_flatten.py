"""Annotations and fields: what is seen of them is on the page afterwards, what is not seen is nowhere."""

from __future__ import annotations

from typing import Any

import pytest
from pdf_around_kit import WORDS, Paper, pixels_of
from pikepdf import Array, Dictionary, Name, String

from redact.media.pdf.plain.flatten import flatten


def parts(paper: Paper) -> dict[str, str]:
    return {note.part: note.note for note in flatten(paper.pdf)}


@pytest.mark.parametrize("kind", ["/Stamp", "/FreeText", "/Widget", "/Square"])
def test_what_an_annotation_shows_is_on_the_page(kind: str) -> None:
    paper = Paper()
    paper.annotate(Subtype=Name(kind), AP=paper.look("seen by all"))
    flatten(paper.pdf)

    assert "seen by all" in paper.seen()
    assert "/Annots" not in paper.page


@pytest.mark.parametrize("flags", [2, 32, 34])
def test_what_is_hidden_is_nowhere(flags: int) -> None:
    paper = Paper()
    paper.annotate(Subtype=Name.Stamp, F=flags, AP=paper.look("secret"))

    assert "hidden annotations" in parts(paper)
    assert paper.seen().strip() == WORDS


def test_an_annotation_on_a_layer_that_is_off_is_hidden() -> None:
    paper = Paper()
    layer = paper.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("x")))
    paper.root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(BaseState=Name.OFF))
    paper.annotate(Subtype=Name.Stamp, OC=layer, AP=paper.look("secret"))

    assert "hidden annotations" in parts(paper)
    assert "secret" not in paper.seen()


def test_a_comment_is_counted_and_dropped() -> None:
    paper = Paper()
    note = paper.annotate(Subtype=Name.Text, Contents=String("ask him"))
    paper.annotate(Subtype=Name.Popup, Parent=note, Contents=String("ask him"))

    assert parts(paper)["comments"].startswith("2 ")
    assert b"ask him" not in paper.saved()


def test_a_note_without_appearance_is_set_on_the_page() -> None:
    paper = Paper()
    paper.annotate(Subtype=Name.FreeText, Contents=String("set by hand\nand broken"), DA=String("1 0 0 rg /H 8 Tf"))
    flatten(paper.pdf)

    assert "set by hand" in paper.seen()
    assert "and broken" in paper.seen()


def test_a_marked_redaction_goes_and_its_words_stay() -> None:
    paper = Paper()
    paper.annotate(Subtype=Name.Redact, OverlayText=String("none"), AP=paper.look("none"))

    assert "marked redactions" in parts(paper)
    assert paper.seen().strip() == WORDS


@pytest.mark.parametrize("value", [String("Ann Other"), Array([String("Ann Other"), String("x")])])
def test_a_field_without_appearance_shows_its_value(value: Any) -> None:
    paper = Paper()
    above = paper.pdf.make_indirect(Dictionary(FT=Name.Ch, V=value, DA=String("/H 0 Tf")))
    paper.annotate(Subtype=Name.Widget, Parent=above)
    paper.root["/AcroForm"] = Dictionary(Fields=Array([above]))

    assert "form fields" in parts(paper)
    assert "Ann Other" in paper.seen()
    assert "/AcroForm" not in paper.root


def test_a_stale_appearance_gives_way_to_the_value() -> None:
    paper = Paper()
    field = paper.annotate(Subtype=Name.Widget, FT=Name.Tx, V=String("new"), AP=paper.look("old"), DA=String("/H 9 Tf"))
    paper.root["/AcroForm"] = Dictionary(Fields=Array([field]), NeedAppearances=True)
    flatten(paper.pdf)

    assert "new" in paper.seen()
    assert "old" not in paper.seen()


def test_a_value_that_no_page_shows_is_counted() -> None:
    paper = Paper()
    field = paper.pdf.make_indirect(Dictionary(FT=Name.Tx, T=String("x"), V=String("secret")))
    paper.root["/AcroForm"] = Dictionary(Fields=Array([field]), XFA=String("<x/>"))
    said = parts(paper)

    assert said["hidden form fields"].startswith("1 ")
    assert "XFA form" in said


def test_a_check_box_shows_the_state_it_is_in() -> None:
    paper = Paper()
    states = Dictionary(Yes=paper.look("ticked").N, Off=paper.look("empty").N)
    paper.annotate(Subtype=Name.Widget, FT=Name.Btn, AS=Name.Yes, AP=Dictionary(N=states))
    flatten(paper.pdf)

    assert "ticked" in paper.seen()
    assert "empty" not in paper.seen()


@pytest.mark.parametrize("content", [b"q 0.5 0 0 0.5 0 0 cm", b"Q Q 1 0 0 1 90 90 cm", b"q q Q 2 0 0 2 0 0 cm"])
def test_an_appearance_stands_where_it_stood_whatever_the_page_leaves_behind(content: bytes) -> None:
    paper = Paper()
    paper.annotate(Subtype=Name.Square, IC=Array([0, 0, 0]))
    paper.page["/Contents"] = paper.pdf.make_stream(content)
    flatten(paper.pdf)

    dark = pixels_of(paper.saved()).max(axis=2) < 100
    assert dark[181:199, 41:239].all()
    assert dark.sum() < 205 * 25


def test_an_appearance_is_turned_and_scaled_as_it_was() -> None:
    paper = Paper()
    look = paper.look("")
    look.N.write(b"0 g 0 0 100 20 re f")
    look.N["/Matrix"] = Array([0, 1, -1, 0, 0, 0])
    paper.annotate(Subtype=Name.Stamp, AP=look)
    flatten(paper.pdf)

    dark = pixels_of(paper.saved()).max(axis=2) < 100
    assert dark[191:199, 41:239].all()
    assert not dark[181:189, 41:239].any()


@pytest.mark.parametrize(
    ("kind", "keys"),
    [
        ("/Highlight", {"QuadPoints": [40, 120, 240, 120, 40, 100, 240, 100], "C": [1, 0, 0]}),
        ("/Underline", {"QuadPoints": [40, 120, 240, 120, 40, 100, 240, 100]}),
        ("/StrikeOut", {"QuadPoints": [40, 120, 240, 120, 40, 100, 240, 100]}),
        ("/Circle", {}),
        ("/Line", {"L": [40, 100, 240, 120]}),
        ("/Polygon", {"Vertices": [40, 100, 240, 120, 100, 110]}),
        ("/Ink", {"InkList": [[40, 100, 240, 120]]}),
    ],
)
def test_shapes_without_appearance_are_drawn(kind: str, keys: dict[str, Any]) -> None:
    paper = Paper()
    before = pixels_of(paper.saved())
    paper.annotate(Subtype=Name(kind), **{key: Array(value) for key, value in keys.items()})
    flatten(paper.pdf)

    changed = (pixels_of(paper.saved()) != before).any(axis=2)
    assert changed[175:205, 35:245].any()
    assert changed.sum() == changed[175:205, 35:245].sum()


def test_a_link_keeps_where_it_leads_and_nothing_else() -> None:
    paper = Paper()
    target = Dictionary(S=Name.URI, URI=String("https://example.org/a"), Next=Dictionary(S=Name.JavaScript))
    paper.annotate(Subtype=Name.Link, A=target, NM=String("secret"), M=String("D:2026"), PA=Dictionary(x=1))
    flatten(paper.pdf)

    link = paper.page["/Annots"][0]
    assert set(link.keys()) == {"/Type", "/Subtype", "/Rect", "/A"}
    assert set(link["/A"].keys()) == {"/S", "/URI"}


@pytest.mark.parametrize(
    "action",
    [
        Dictionary(S=Name.URI, URI=String("javascript:alert(1)")),
        Dictionary(S=Name.URI, URI=String("file:///home/ann")),
        Dictionary(S=Name.Launch, F=String("a.exe")),
        Dictionary(S=Name.GoToR, F=String("ann.pdf"), D=Array([0, Name.Fit])),
        Dictionary(S=Name.GoTo, D=String("nowhere")),
    ],
)
def test_a_link_that_leads_nowhere_good_goes(action: Any) -> None:
    paper = Paper()
    paper.annotate(Subtype=Name.Link, A=action)

    assert "links" in parts(paper)
    assert "/Annots" not in paper.page


def test_a_link_to_a_named_place_leads_to_its_page() -> None:
    paper = Paper()
    named = Dictionary(Names=Array([String("ann"), Dictionary(D=Array([paper.page, Name.XYZ, 1, 2, 3]))]))
    paper.root["/Names"] = Dictionary(Dests=named)
    paper.annotate(Subtype=Name.Link, A=Dictionary(S=Name.GoTo, D=String("ann")))
    flatten(paper.pdf)

    link = paper.page["/Annots"][0]
    assert link["/Dest"][0].objgen == paper.page.objgen
    assert list(link["/Dest"])[1:] == [Name.XYZ, 1, 2, 3]


def test_a_second_time_nothing_happens() -> None:
    paper = Paper()
    paper.annotate(Subtype=Name.Stamp, AP=paper.look("seen"))
    paper.annotate(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String("https://example.org")))
    flatten(paper.pdf)
    first = paper.page["/Contents"].unparse()

    assert flatten(paper.pdf) == ()
    assert paper.page["/Contents"].unparse() == first
