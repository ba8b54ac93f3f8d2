"""What stands around the pages: gone where no reader needs it, left where one does, and the pages look as before."""

from __future__ import annotations

import io
import struct
from typing import Any

import numpy as np
import pytest
from pdf_around_kit import WORDS, Paper, pixels_of
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import ImageCms

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.media.pdf.cleaning.profiles import wordless
from redact.media.pdf.cleaning.scrub import scrub
from redact.media.pdf.doubt.strings import streams
from redact.media.pdf.plain import revisions
from redact.media.pdf.plain.flatten import flatten


def parts(paper: Paper) -> dict[str, Hidden | None]:
    return {note.part: note.hidden for note in scrub(paper.pdf)}


@pytest.mark.parametrize("key", ["/Legal", "/SpiderInfo", "/Requirements", "/Extensions", "/URI", "/DSS", "/Ann"])
def test_a_key_that_is_not_listed_goes(key: str) -> None:
    paper = Paper()
    paper.root[key] = Dictionary(A=String("Ann Other"))

    assert parts(paper)
    assert b"Ann Other" not in paper.saved()
    assert key not in paper.root


def test_metadata_is_told_by_its_kind() -> None:
    paper = Paper()
    paper.pdf.docinfo["/Author"] = "Ann"
    paper.page["/Metadata"] = paper.pdf.make_stream(b"<x/>")
    paper.page["/Thumb"] = Stream(paper.pdf, b"\0", Width=1, Height=1)
    paper.root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String("x"))
    found = parts(paper)

    assert found["document properties"] is Hidden.METADATA
    assert found["XMP metadata"] is Hidden.METADATA
    assert found["thumbnails"] is Hidden.THUMBNAILS
    assert found["scripts"] is Hidden.CODE


def test_the_second_time_there_is_nothing_to_drop() -> None:
    paper = Paper()
    paper.root["/Ann"] = Dictionary(A=String("Ann Other"))
    paper.root["/PageLabels"] = Dictionary(Nums=Array([0, Dictionary(S=Name.r, P=String("Ann "))]))
    scrub(paper.pdf)

    assert [note for note in scrub(paper.pdf) if note.state is PartState.DROPPED] == []
    assert paper.root["/PageLabels"]["/Nums"][1].keys() == {"/S"}


def test_layers_lose_their_names_and_stay_as_they_were_shown() -> None:
    paper = Paper()
    layer = paper.pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Ann")))
    order = Array([String("Ann"), Array([layer])])
    paper.root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer]), Order=order))
    found = parts(paper)

    assert found["layers"] is Hidden.LAYERS
    assert str(layer["/Name"]) == "layer 1"
    assert paper.root["/OCProperties"]["/D"]["/OFF"][0].objgen == layer.objgen
    assert b"Ann" not in paper.saved()


def test_tags_keep_their_order_and_alternative_texts_and_lose_all_other_words() -> None:
    paper = Paper()
    root = paper.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, RoleMap=Dictionary(AnnsStyle=Name.P)))
    kids = [
        paper.pdf.make_indirect(Dictionary(S=Name.AnnsStyle, P=root, K=0, Pg=paper.page, T=String("Ann"))),
        paper.pdf.make_indirect(Dictionary(S=Name.Figure, P=root, K=1, Alt=String("a door"), ActualText=String("Ann"))),
        paper.pdf.make_indirect(Dictionary(S=Name.Unheard, P=root, ID=String("Ann"), Lang=String("en-GB"))),
    ]
    root["/K"] = Array(kids)
    root["/ParentTree"] = Dictionary(Nums=Array([0, Array([kids[0], kids[1]])]))
    paper.root["/StructTreeRoot"] = root
    scrub(paper.pdf)

    assert [str(kid["/S"]) for kid in root["/K"]] == ["/P", "/Figure", "/NonStruct"]
    assert str(root["/K"][1]["/Alt"]) == "a door"
    assert len(root["/ParentTree"]["/Nums"][1]) == 2
    assert b"Ann" not in paper.saved()


def test_a_tag_does_not_keep_an_annotation_or_a_page_that_is_gone() -> None:
    paper = Paper()
    gone = paper.pdf.make_indirect(Dictionary(Type=Name.Annot, Contents=String("Ann")))
    page = paper.pdf.make_indirect(Dictionary(Type=Name.Page, Title=String("Ann")))
    root = paper.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    held = Array([Dictionary(Type=Name.OBJR, Obj=gone), Dictionary(Type=Name.MCR, MCID=1, Pg=page), 7])
    root["/K"] = paper.pdf.make_indirect(Dictionary(S=Name.P, P=root, K=held))
    paper.root["/StructTreeRoot"] = root
    scrub(paper.pdf)

    assert b"Ann" not in paper.saved()
    assert root["/K"]["/K"][len(root["/K"]["/K"]) - 1] == 7


def test_a_drawing_that_no_page_shows_goes_and_one_that_is_shown_stays() -> None:
    paper = Paper()
    shown, unseen = paper.look("shown").N, paper.look("Ann").N
    for form in (shown, unseen):
        form.update({"/Type": Name.XObject, "/Subtype": Name.Form})
    paper.page["/Resources"]["/XObject"] = Dictionary({"/A b": shown, "/No": unseen})
    paper.page["/Contents"] = paper.pdf.make_stream(b"/A#20b Do")
    found = parts(paper)

    assert found["unused resources"] is Hidden.LAYERS
    assert paper.seen().strip() == "shown"
    assert list(paper.page["/Resources"]["/XObject"].keys()) == ["/A b"]


def test_output_intents_keep_their_profile_and_lose_their_words() -> None:
    paper = Paper()
    profile = paper.pdf.make_stream(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile["/N"] = 3
    intent = Dictionary(
        S=Name.GTS_PDFA1, OutputConditionIdentifier=String("Ann"), Info=String("Ann"), DestOutputProfile=profile
    )
    paper.root["/OutputIntents"] = Array([intent])

    assert "names of output intents" in parts(paper)
    assert str(intent["/OutputConditionIdentifier"]) == "Custom"
    assert b"acsp" in intent["/DestOutputProfile"].read_bytes()


def test_a_profile_without_words_is_as_long_and_as_colourful() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    plain = wordless(profile)

    assert len(plain) == len(profile)
    assert "sRGB".encode("utf-16-be") not in plain
    assert wordless(plain) == plain
    assert ImageCms.ImageCmsProfile(io.BytesIO(plain)).profile.xcolor_space == "RGB "


@pytest.mark.parametrize("cut", [0, 50, 130, 140, 200])
def test_a_profile_that_is_cut_off_is_left_alone(cut: int) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()[:cut]

    assert len(wordless(profile)) == cut


def test_conformance_that_is_lost_is_said() -> None:
    paper = Paper()
    with paper.pdf.open_metadata() as meta:
        meta["pdfaid:part"] = "2"

    assert "conformance to PDF/A" in parts(paper)


def test_a_page_with_all_kinds_of_resources_looks_as_before() -> None:
    """The schema must not be too narrow: what a page draws with stays."""
    paper = Paper()
    paper.page["/Resources"] = resources(paper)
    content = b"/Ind cs 1 sc 10 10 50 50 re f /Sep cs 0.5 scn 70 10 50 50 re f /Pattern cs /P1 scn 130 10 50 50 re f "
    content += b"q 190 10 50 50 re W n /Sh sh Q q 50 0 0 50 250 10 cm /Im Do Q /Gs gs 0 0 1 rg 310 10 50 50 re f"
    paper.page["/Contents"] = paper.pdf.make_stream(content)
    before = pixels_of(paper.saved())
    flatten(paper.pdf)
    scrub(paper.pdf)

    assert np.unique(before.reshape(-1, 3), axis=0).shape[0] > 6
    assert (pixels_of(paper.saved()) == before).all()


def resources(paper: Paper) -> Any:
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)
    ramp = Dictionary(
        FunctionType=3, Domain=Array([0, 1]), Functions=Array([tint]), Bounds=Array([]), Encode=Array([0, 1])
    )
    indexed = Array([Name.Indexed, Name.DeviceRGB, 1, String(bytes([0, 0, 0, 0, 128, 0]))])
    image = Stream(paper.pdf, b"\x80", Type=Name.XObject, Subtype=Name.Image, Width=2, Height=1, BitsPerComponent=1)
    image["/ColorSpace"] = indexed
    image["/SMask"] = paper.pdf.make_indirect(
        Stream(paper.pdf, b"\xff\x80", Type=Name.XObject, Subtype=Name.Image, Width=2, Height=1, BitsPerComponent=8)
    )
    image["/SMask"]["/ColorSpace"] = Name.DeviceGray
    tile = Stream(paper.pdf, b"1 0 1 rg 0 0 5 5 re f", PatternType=1, PaintType=1, TilingType=1, XStep=10, YStep=10)
    tile["/BBox"], tile["/Resources"] = Array([0, 0, 10, 10]), Dictionary()
    shading = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=Array([190, 0, 240, 0]), Function=ramp)
    return Dictionary(
        ColorSpace=Dictionary(Ind=indexed, Sep=Array([Name.Separation, Name.Spot, Name.DeviceRGB, tint])),
        Pattern=Dictionary(P1=paper.pdf.make_indirect(tile)),
        Shading=Dictionary(Sh=shading),
        XObject=Dictionary(Im=paper.pdf.make_indirect(image)),
        ExtGState=Dictionary(Gs=Dictionary(ca=0.5, BM=Name.Multiply)),
    )


def test_earlier_revisions_are_counted(tmp_path: Any) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\nstartxref\n1\n%%EOF\n" * 3)
    (note,) = revisions.notes(path)

    assert note.hidden is Hidden.CHANGES
    assert note.note.startswith("2 ")


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (b"BT (Ann) Tj ( Oth) Tj <6572> Tj ET", "Ann Other"),
        (b"[(A) -20 (nn) 30 ( Other)] TJ", "Ann Other"),
        (rb"(\101nn\040\117ther) Tj", "Ann Other"),
        (b"% Ann Other", "Ann Other"),
    ],
)
def test_what_a_stream_shows_in_pieces_is_put_together(content: bytes, found: str, tmp_path: Any) -> None:
    paper = Paper()
    paper.page["/Resources"]["/XObject"] = Dictionary(Fx=paper.pdf.make_stream(content))
    (tmp_path / "a.pdf").write_bytes(paper.saved())

    assert any(found in text for _, text in streams(tmp_path / "a.pdf"))


def test_every_string_of_an_object_is_given(tmp_path: Any) -> None:
    paper = Paper()
    held = [String("Siân"), String("Ann".encode("utf-16-be")), String("a%20b"), Name("/AnnO")]
    paper.root["/X"] = Dictionary(Y=Array(held), Oddkey=1)
    (tmp_path / "a.pdf").write_bytes(paper.saved())
    text = "\n".join(text for _, text in streams(tmp_path / "a.pdf"))

    assert all(word in text for word in ("Siân", "Ann", "a b", "AnnO", "Oddkey", WORDS))


def test_words_of_the_format_itself_are_nobodys(tmp_path: Any) -> None:
    """A Mrs Page and a Mr Lang can be redacted: the format has names of its own."""
    (tmp_path / "a.pdf").write_bytes(Paper().saved())
    text = "\n".join(text for _, text in streams(tmp_path / "a.pdf"))

    assert not any(word in text for word in ("Page", "Lang", "Type", "Font", "Parent"))


def test_numbers_of_a_profile_tag_stay() -> None:
    tag = b"desc\0\0\0\0" + struct.pack(">I", 4) + b"Ann\0" + bytes(78)
    profile = bytes(36) + b"acsp" + bytes(88) + struct.pack(">I4sII", 1, b"desc", 144, len(tag)) + tag

    assert b"Ann" not in wordless(profile)
    assert wordless(profile)[144:156] == tag[:12]


def test_no_part_is_told_twice() -> None:
    """A census has a row for each part: what is flattened and what is scrubbed are told under different names."""
    paper = Paper()
    paper.annotate(Subtype=Name.Widget, FT=Name.Sig, V=Dictionary(), AA=Dictionary(E=Dictionary(S=Name.JavaScript)))
    paper.root["/AcroForm"] = Dictionary(Fields=paper.page["/Annots"], XFA=String("x"))
    for key in ("/Perms", "/DSS", "/OpenAction", "/Collection", "/Threads", "/Dests"):
        paper.root[key] = Dictionary(A=String("x"))
    told = [note.part for note in (*flatten(paper.pdf), *scrub(paper.pdf))]

    assert len(told) > 6
    assert len(set(told)) == len(told)
