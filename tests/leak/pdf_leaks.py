"""PDFs that each hold one invented name in one place: what a careless redaction leaves behind."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pikepdf
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, Stream, String
from PIL import Image, ImageCms, ImageDraw, ImageFont

#: Nobody is called so.
NAME = "Ottoline Brackwater"
KEPT = "The witness said nothing else"
_SAID = f"BT /F1 12 Tf 40 240 Td ({KEPT}) Tj ET "
_NAMED = f"BT /F1 12 Tf 40 200 Td ({NAME}) Tj ET"
_RECT = [40, 190, 300, 215]
#: Where the name is written in pixels: a share of the picture, left, top, right, bottom.
PIXELS = (0.02, 0.1, 0.98, 0.9)


@dataclass(frozen=True)
class Leak:
    """A way to leave a name behind. `box` is where it is in the pictures.

    `simpler`: the sweep finds it in the draft, and the pages are written as pictures instead.
    """

    name: str
    make: Callable[[], bytes]
    box: tuple[float, float, float, float] | None = None
    simpler: bool = False


class Sheet:
    """A PDF of one page with one innocent line."""

    def __init__(self) -> None:
        self.pdf = pikepdf.new()
        self.pdf.add_blank_page(page_size=(400, 300))
        self.page: Any = self.pdf.pages[0].obj
        self.root: Any = self.pdf.Root
        self.font = self.keep(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        self.page["/Resources"] = Dictionary(Font=Dictionary(F1=self.font))
        self.resources: Any = self.page["/Resources"]
        self.draw("")

    def keep(self, thing: Any) -> Any:
        return self.pdf.make_indirect(thing)

    def draw(self, content: str) -> Sheet:
        self.page["/Contents"] = self.pdf.make_stream((_SAID + content).encode("latin-1"))
        return self

    def stream(self, content: str | bytes, **keys: Any) -> Any:
        return self.keep(Stream(self.pdf, content.encode() if isinstance(content, str) else content, **keys))

    def form(self, content: str, **keys: Any) -> Any:
        own = {"Type": Name.XObject, "Subtype": Name.Form, "BBox": Array([0, 0, 400, 300])}
        return self.stream(content, **own, Resources=Dictionary(Font=Dictionary(F1=self.font)), **keys)

    def annotate(self, **keys: Any) -> Sheet:
        mark = Dictionary(Type=Name.Annot, Rect=Array(_RECT), **keys)
        self.page["/Annots"] = Array([self.keep(mark)])
        return self

    def saved(self) -> bytes:
        out = io.BytesIO()
        self.pdf.save(out)
        return out.getvalue()


def picture(text: str = NAME) -> Image.Image:
    image = Image.new("L", (600, 100), 255)
    ImageDraw.Draw(image).text((20, 20), text, fill=0, font=ImageFont.load_default(48))
    return image


def _drawn(content: str) -> Callable[[], bytes]:
    return lambda: Sheet().draw(content).saved()


def _layer() -> bytes:
    sheet = Sheet()
    layer = sheet.keep(Dictionary(Type=Name.OCG, Name=String("notes")))
    sheet.root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    sheet.resources["/Properties"] = Dictionary(L0=layer)
    return sheet.draw(f"/OC /L0 BDC {_NAMED} EMC").saved()


def _layer_name() -> bytes:
    sheet = Sheet()
    layer = sheet.keep(Dictionary(Type=Name.OCG, Name=String(NAME)))
    sheet.root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(Order=Array([String(NAME), layer])))
    sheet.resources["/Properties"] = Dictionary(L0=layer)
    return sheet.draw("/OC /L0 BDC BT /F1 12 Tf 40 150 Td (as before) Tj ET EMC").saved()


def _field() -> bytes:
    sheet = Sheet()
    look = Dictionary(N=sheet.form(f"BT /F1 12 Tf 2 5 Td ({NAME}) Tj ET"))
    sheet.annotate(Subtype=Name.Widget, FT=Name.Tx, T=String("who"), V=String(NAME), DV=String(NAME), AP=look)
    sheet.root["/AcroForm"] = Dictionary(Fields=sheet.page["/Annots"])
    return sheet.saved()


def _bare_field() -> bytes:
    sheet = Sheet().annotate(Subtype=Name.Widget, FT=Name.Tx, T=String("who"), V=String(NAME), DA=String("/H 10 Tf"))
    sheet.root["/AcroForm"] = Dictionary(Fields=sheet.page["/Annots"], NeedAppearances=True)
    return sheet.saved()


def _xfa() -> bytes:
    sheet = Sheet()
    form = f"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'><who>{NAME}</who></xdp:xdp>"
    sheet.root["/AcroForm"] = Dictionary(Fields=Array([]), XFA=sheet.stream(form))
    return sheet.saved()


def _note() -> bytes:
    return Sheet().annotate(Subtype=Name.Text, Contents=String(f"Ask {NAME}"), T=String(NAME)).saved()


def _unapplied() -> bytes:
    sheet = Sheet().annotate(
        Subtype=Name.Redact, OverlayText=String(NAME), QuadPoints=Array([40, 215, 300, 215, 40, 190, 300, 190])
    )
    return sheet.draw(_NAMED).saved()


def _free_text() -> bytes:
    return Sheet().annotate(Subtype=Name.FreeText, Contents=String(NAME), DA=String("/Helv 12 Tf")).saved()


def _bookmark() -> bytes:
    sheet = Sheet()
    with sheet.pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(f"Statement of {NAME}", 0))
    return sheet.saved()


def _attached() -> bytes:
    sheet = Sheet()
    held = f"a note by {NAME}".encode()
    sheet.pdf.attachments["who.txt"] = pikepdf.AttachedFileSpec(sheet.pdf, held, filename="who.txt", description=NAME)
    return sheet.saved()


def _attached_on_page() -> bytes:
    sheet = Sheet()
    file = sheet.stream(f"a note by {NAME}", Type=Name.EmbeddedFile)
    spec = Dictionary(Type=Name.Filespec, F=String("who.txt"), EF=Dictionary(F=file), Desc=String(NAME))
    return sheet.annotate(Subtype=Name.FileAttachment, FS=spec, Contents=String(NAME)).saved()


def _info() -> bytes:
    sheet = Sheet()
    sheet.pdf.docinfo["/Author"] = NAME
    return sheet.saved()


def _xmp() -> bytes:
    sheet = Sheet()
    said = f"<rdf:Description xmlns:p='http://ns.example.org/' p:maker='{NAME}'/>"
    rdf = f"<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>{said}</rdf:RDF>"
    packet = f"<x:xmpmeta xmlns:x='adobe:ns:meta/'>{rdf}</x:xmpmeta>"
    sheet.root["/Metadata"] = sheet.stream(packet, Type=Name.Metadata, Subtype=Name.XML)
    return sheet.saved()


def _actual_text() -> bytes:
    return Sheet().draw(f"/Span <</ActualText ({NAME})>> BDC BT /F1 12 Tf 40 200 Td (a man) Tj ET EMC").saved()


def _tagged(**keys: Any) -> Callable[[], bytes]:
    def make() -> bytes:
        sheet = Sheet()
        root = sheet.keep(Dictionary(Type=Name.StructTreeRoot))
        root["/K"] = sheet.keep(Dictionary(Type=Name.StructElem, S=Name.Figure, P=root, **keys))
        sheet.root["/StructTreeRoot"] = root
        sheet.root["/MarkInfo"] = Dictionary(Marked=True)
        return sheet.saved()

    return make


def _script() -> bytes:
    sheet = Sheet()
    sheet.root["/OpenAction"] = Dictionary(S=Name.JavaScript, JS=String(f'app.alert("{NAME}")'))
    scripts = Dictionary(Names=Array([String(NAME), Dictionary(S=Name.JavaScript, JS=sheet.stream(f"// {NAME}"))]))
    sheet.root["/Names"] = Dictionary(JavaScript=scripts)
    return sheet.saved()


def _private() -> bytes:
    sheet = Sheet()
    sheet.page["/PieceInfo"] = Dictionary(App=Dictionary(LastModified=String("D:2026"), Private=String(NAME)))
    return sheet.saved()


def _label() -> bytes:
    sheet = Sheet()
    sheet.root["/PageLabels"] = Dictionary(Nums=Array([0, Dictionary(P=String(f"{NAME} "), S=Name.D)]))
    return sheet.saved()


def _destination() -> bytes:
    sheet = Sheet()
    named = Dictionary(Names=Array([String(NAME), Array([sheet.page, Name.Fit])]))
    sheet.root["/Names"] = Dictionary(Dests=named)
    return sheet.annotate(Subtype=Name.Link, Dest=String(NAME)).saved()


def _thumbnail() -> bytes:
    sheet = Sheet()
    sheet.page["/Thumb"] = _image(sheet, picture())
    return sheet.saved()


def _revision() -> bytes:
    """Saved on top of itself: the old content is in the file, and no longer in the page."""
    sheet = Sheet().draw(_NAMED)
    out = io.BytesIO()
    sheet.pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
    old = out.getvalue()
    with pikepdf.open(io.BytesIO(old)) as saved:
        number = saved.pages[0].obj["/Contents"].objgen[0]
    packed = zlib.compress(_SAID.encode())
    body = (
        b"%d 0 obj\n<</Length %d/Filter/FlateDecode>>\nstream\n" % (number, len(packed))
        + packed
        + b"\nendstream\nendobj\n"
    )
    trailer = old[old.rindex(b"trailer") :].split(b">>")[0].split(b"<<")[1]
    start = int(old[old.rindex(b"startxref") :].split()[1])
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<<%s/Prev %d>>\nstartxref\n%d\n%%%%EOF\n"
    return old + body + table % (number, len(old), trailer, start, len(old) + len(body))


def _orphan() -> bytes:
    made = Sheet().saved()
    return made + b"\n99 0 obj\n<</Length 99>>\nstream\n" + NAME.encode() + b"\nendstream\nendobj\n"


def _image(sheet: Sheet, image: Image.Image, **keys: Any) -> Any:
    about = {"Type": Name.XObject, "Subtype": Name.Image, "Width": image.width, "Height": image.height}
    about |= {"ColorSpace": Name.DeviceGray, "BitsPerComponent": 8}
    return sheet.stream(image.tobytes(), **(about | keys))


def _placed(sheet: Sheet, image: Any) -> bytes:
    sheet.resources["/XObject"] = Dictionary(Im=image)
    return sheet.draw("q 360 0 0 60 20 100 cm /Im Do Q").saved()


def _pixels() -> bytes:
    sheet = Sheet()
    return _placed(sheet, _image(sheet, picture()))


def _soft_mask() -> bytes:
    sheet = Sheet()
    seen = Image.eval(picture(), lambda value: 255 - value)
    return _placed(sheet, _image(sheet, Image.new("L", seen.size, 0), SMask=_image(sheet, seen)))


def _exif() -> bytes:
    sheet, out, image = Sheet(), io.BytesIO(), picture("a plain door")
    exif = Image.Exif()
    exif[0x013B] = NAME
    image.save(out, "JPEG", exif=exif, comment=NAME.encode())
    made = _image(sheet, image)
    made.write(out.getvalue(), filter=Name.DCTDecode)
    return _placed(sheet, made)


def _inline() -> bytes:
    small = picture().resize((300, 50))
    image = f"BI /W 300 /H 50 /CS /G /BPC 8 /F /AHx ID {small.tobytes().hex()}> EI"
    return Sheet().draw(f"q 360 0 0 60 20 100 cm {image} Q").saved()


def _link() -> bytes:
    address = "https://example.org/people/" + "".join(f"%{byte:02X}" for byte in NAME.encode())
    return Sheet().annotate(Subtype=Name.Link, A=Dictionary(S=Name.URI, URI=String(address))).saved()


def _letter_name() -> bytes:
    """A Type 3 font of one letter, called by the name."""
    sheet = Sheet()
    called = "/" + NAME.replace(" ", "")
    letters = Dictionary({called: sheet.stream("600 0 0 0 500 700 d1 0 0 500 700 re f")})
    sheet.resources["/Font"]["/F2"] = sheet.keep(
        Dictionary(Type=Name.Font, Subtype=Name.Type3, FontBBox=Array([0, 0, 600, 800]), FirstChar=65, LastChar=65,
                   FontMatrix=Array([0.001, 0, 0, 0.001, 0, 0]), Widths=Array([600]), CharProcs=letters,
                   Encoding=Dictionary(Differences=Array([65, Name(called)])), Resources=Dictionary())
    )  # fmt: skip
    return sheet.draw("BT /F2 12 Tf 40 200 Td (AAA) Tj ET").saved()


def _font_words() -> bytes:
    """A TrueType font that names its maker, and has a glyph named so too."""
    sheet, called = Sheet(), NAME.replace(" ", "")
    pen = TTGlyphPen(None)
    for number, corner in enumerate(((0, 0), (0, 700), (500, 700), (500, 0))):
        (pen.lineTo if number else pen.moveTo)(corner)
    pen.closePath()
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder([".notdef", called])
    font.setupCharacterMap({65: called})
    font.setupGlyf({".notdef": TTGlyphPen(None).glyph(), called: pen.glyph()})
    font.setupHorizontalMetrics({".notdef": (600, 0), called: (600, 0)})
    font.setupHorizontalHeader(ascent=800, descent=-200)
    font.setupNameTable({"familyName": "Plain", "styleName": "Regular", "copyright": f"by {NAME}"})
    font.setupOS2()
    font.setupPost(keepGlyphNames=True)
    out = io.BytesIO()
    font.save(out)
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name("/AAAAAA+Plain"), Flags=32, Ascent=800, Descent=-200,
                            FontBBox=Array([0, -200, 600, 800]), ItalicAngle=0, CapHeight=700, StemV=80,
                            FontFile2=sheet.stream(out.getvalue()))  # fmt: skip
    sheet.resources["/Font"]["/F2"] = sheet.keep(
        Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name("/AAAAAA+Plain"), FirstChar=65, LastChar=65,
                   Widths=Array([600]), FontDescriptor=sheet.keep(descriptor), Encoding=Name.WinAnsiEncoding)
    )  # fmt: skip
    return sheet.draw("BT /F2 12 Tf 40 200 Td (AAA) Tj ET").saved()


def _pattern() -> bytes:
    sheet = Sheet()
    tile = {"Type": Name.Pattern, "PatternType": 1, "PaintType": 1, "TilingType": 1, "XStep": 400, "YStep": 300}
    own = Dictionary(Font=Dictionary(F1=sheet.font))
    sheet.resources["/Pattern"] = Dictionary(
        P1=sheet.stream(_NAMED, BBox=Array([0, 0, 400, 300]), Resources=own, **tile)
    )
    return sheet.draw("/Pattern cs /P1 scn 0 0 400 230 re f").saved()


def _mask_group() -> bytes:
    sheet = Sheet()
    group = sheet.form(_NAMED, Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray))
    mask = Dictionary(Type=Name.Mask, S=Name.Alpha, G=group)
    sheet.resources["/ExtGState"] = Dictionary(G1=Dictionary(Type=Name.ExtGState, SMask=mask))
    return sheet.draw("q /G1 gs 0 0 400 230 re f Q").saved()


def _unused_form() -> bytes:
    sheet = Sheet()
    sheet.resources["/XObject"] = Dictionary(Fx=sheet.form(_NAMED))
    return sheet.saved()


def _nested_form() -> bytes:
    sheet = Sheet()
    inner = sheet.form(_NAMED)
    outer = sheet.form("q /Fi Do Q")
    outer["/Resources"]["/XObject"] = Dictionary(Fi=inner)
    sheet.resources["/XObject"] = Dictionary(Fo=outer)
    return sheet.draw("/Fo Do").saved()


def _article() -> bytes:
    sheet = Sheet()
    thread = sheet.keep(Dictionary(Type=Name.Thread, I=Dictionary(Title=String(NAME))))
    bead = sheet.keep(Dictionary(Type=Name.Bead, T=thread, P=sheet.page, R=Array(_RECT)))
    thread["/F"] = bead
    bead["/N"] = bead["/V"] = bead
    sheet.page["/B"] = Array([bead])
    sheet.root["/Threads"] = Array([thread])
    return sheet.saved()


def _anywhere() -> bytes:
    """Under a key of nobody's, in UTF-16."""
    sheet = Sheet()
    sheet.root["/Sundry"] = Dictionary(A=Array([String(NAME.encode("utf-16-be"))]), **{NAME.replace(" ", ""): 1})
    return sheet.saved()


_KEY = "/" + NAME.replace(" ", "")


def _resource_name() -> bytes:
    sheet = Sheet()
    sheet.resources["/Font"][_KEY] = sheet.font
    return sheet.draw(f"BT {_KEY} 12 Tf 40 200 Td (as before) Tj ET").saved()


def _colourant() -> bytes:
    sheet = Sheet()
    tint = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([1, 1, 1]), C1=Array([1, 0, 0]), N=1)
    ink = Array([Name.Separation, Name(_KEY), Name.DeviceRGB, tint])
    inks = Array(
        [Name.DeviceN, Array([Name(_KEY)]), Name.DeviceRGB, tint, Dictionary(Colorants=Dictionary({_KEY: ink}))]
    )
    sheet.resources["/ColorSpace"] = Dictionary(C0=ink, C1=inks)
    return sheet.draw("/C0 cs 1 scn 10 10 50 50 re f /C1 cs 1 scn 70 10 50 50 re f").saved()


def _font_called_so() -> bytes:
    sheet = Sheet()
    sheet.resources["/Font"]["/F2"] = sheet.keep(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(_KEY), Encoding=Name.WinAnsiEncoding)
    )
    return sheet.draw("BT /F2 12 Tf 40 200 Td (as before) Tj ET").saved()


def _role() -> bytes:
    sheet = Sheet()
    root = sheet.keep(Dictionary(Type=Name.StructTreeRoot, RoleMap=Dictionary({_KEY: Name.P})))
    root["/K"] = sheet.keep(Dictionary(Type=Name.StructElem, S=Name(_KEY), P=root, K=0, Pg=sheet.page))
    sheet.root["/StructTreeRoot"] = root
    return sheet.draw(f"{_KEY} <</MCID 0>> BDC BT /F1 12 Tf 40 200 Td (as before) Tj ET EMC").saved()


def _picture_name() -> bytes:
    sheet = Sheet()
    sheet.resources["/XObject"] = Dictionary({_KEY: _image(sheet, picture("a plain door"), Name=Name(_KEY))})
    return sheet.draw(f"q 360 0 0 60 20 100 cm {_KEY} Do Q").saved()


def _profile() -> bytes:
    sheet = Sheet()
    tag = (
        b"mluc" + bytes(4) + struct.pack(">II2s2sII", 1, 12, b"en", b"GB", 2 * len(NAME), 28) + NAME.encode("utf-16-be")
    )
    plain = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    count = struct.unpack_from(">I", plain, 128)[0]
    made = bytearray(plain + tag)
    at = next(at for at in range(132, 132 + 12 * count, 12) if plain[at : at + 4] == b"cprt")
    struct.pack_into(">II", made, at + 4, len(plain), len(tag))
    struct.pack_into(">I", made, 0, len(made))
    sheet.resources["/ColorSpace"] = Dictionary(C0=Array([Name.ICCBased, sheet.stream(bytes(made), N=3)]))
    return sheet.draw("/C0 cs 1 0 0 sc 10 10 50 50 re f").saved()


def _under_box() -> bytes:
    return Sheet().draw(f"{_NAMED} 0 g 35 190 300 25 re f").saved()


LEAKS = (
    Leak("text under a box", _under_box),
    Leak("OCR layer", _drawn(f"BT 3 Tr /F1 12 Tf 40 200 Td ({NAME}) Tj ET")),
    Leak("white text", _drawn(f"1 g {_NAMED}")),
    Leak("clipped text", _drawn(f"q 0 0 10 10 re W n {_NAMED} Q")),
    Leak("tiny text", _drawn(f"BT /F1 0.4 Tf 40 200 Td ({NAME}) Tj ET")),
    Leak("text off the page", _drawn(f"BT /F1 12 Tf 40 -400 Td ({NAME}) Tj ET")),
    Leak("hidden layer", _layer),
    Leak("layer name", _layer_name),
    Leak("form field", _field),
    Leak("form field without appearance", _bare_field),
    Leak("XFA", _xfa),
    Leak("sticky note", _note),
    Leak("unapplied redaction", _unapplied),
    Leak("note on the page", _free_text),
    Leak("bookmark", _bookmark),
    Leak("attachment", _attached),
    Leak("attachment on a page", _attached_on_page),
    Leak("Info", _info),
    Leak("XMP", _xmp),
    Leak("ActualText", _actual_text),
    Leak("Alt", _tagged(Alt=String(f"a picture of {NAME}"))),
    Leak("title of a tag", _tagged(T=String(NAME), E=String(NAME), ID=String(NAME), ActualText=String(NAME))),
    Leak("JavaScript", _script),
    Leak("PieceInfo", _private),
    Leak("page label", _label),
    Leak("named destination", _destination),
    Leak("thumbnail", _thumbnail),
    Leak("earlier revision", _revision),
    Leak("orphaned object", _orphan),
    Leak("image pixels", _pixels, PIXELS),
    Leak("soft mask", _soft_mask, PIXELS),
    Leak("inline image", _inline, PIXELS),
    Leak("image EXIF", _exif),
    Leak("percent-encoded link", _link),
    Leak("glyph name", _letter_name),
    Leak("words of a font", _font_words),
    Leak("tiling pattern", _pattern, (0.0, 0.3, 1.0, 0.37)),
    Leak("soft mask group", _mask_group, (0.0, 0.3, 1.0, 0.37)),
    Leak("unused form", _unused_form),
    Leak("form within a form", _nested_form),
    Leak("article thread", _article),
    Leak("a key of nobody's", _anywhere),
    Leak("name of a resource", _resource_name, simpler=True),
    Leak("name of an ink", _colourant),
    Leak("name of a font", _font_called_so),
    Leak("name of a role", _role, simpler=True),
    Leak("name of a picture", _picture_name, simpler=True),
    Leak("colour profile", _profile),
    Leak("comment in the content", _drawn(f"% {NAME}\n")),
    Leak("data after the content", _drawn(f"({NAME}) /Unheard {NAME.replace(' ', '')}")),
)
