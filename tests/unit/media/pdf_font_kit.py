"""Font programs of a few letters, each a rectangle of its own height, and pages set in them."""

from __future__ import annotations

import io

from fontTools.fontBuilder import FontBuilder
from fontTools.misc import eexec
from fontTools.misc.psCharStrings import T1CharString
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from pikepdf import Array, Dictionary, Name, String

LETTERS = "MaryZo"
NAMES = [".notdef", *LETTERS, "ring", "Zring"]
WIDTHS = {name: 400 + 50 * place for place, name in enumerate(NAMES)}
OWNER = "Mary Example Hand"


def _draw(pen, name):
    height = 100 + 80 * NAMES.index(name)
    pen.moveTo((50, 0))
    for point in ((50, height), (300, height), (300, 0)):
        pen.lineTo(point)
    pen.closePath()


def _outline(name):
    pen = TTGlyphPen(dict.fromkeys(NAMES))
    if name == "Zring":
        pen.addComponent("Z", (1, 0, 0, 1, 0, 0))
        pen.addComponent("ring", (1, 0, 0, 1, 20, 20))
    elif name != ".notdef":
        _draw(pen, name)
    return pen.glyph()


def _built(font):
    font.setupGlyphOrder(NAMES)
    font.setupCharacterMap({**{ord(letter): letter for letter in LETTERS}, 0x0160: "Zring", 0xB0: "ring"})
    font.setupNameTable({"familyName": OWNER, "styleName": "Regular"})
    return font


def truetype():
    font = _built(FontBuilder(1000, isTTF=True))
    font.setupGlyf({name: _outline(name) for name in NAMES})
    font.setupHorizontalMetrics({name: (WIDTHS[name], 50) for name in NAMES})
    font.setupHorizontalHeader(ascent=900, descent=-100)
    font.setupOS2()
    font.setupPost()
    font.setupMaxp()
    out = io.BytesIO()
    font.font.save(out)
    return out.getvalue()


def cff():
    font = _built(FontBuilder(1000, isTTF=False))
    strings = {}
    for name in NAMES:
        pen = T2CharStringPen(WIDTHS[name], None)
        if name != ".notdef":
            _draw(pen, name)
        strings[name] = pen.getCharString()
    font.setupCFF(OWNER.replace(" ", ""), {"FullName": OWNER}, strings, {})
    return font.font.getTableData("CFF ")


def _type1_outline(name):
    if name == ".notdef":
        program = [0, 400, "hsbw", "endchar"]
    elif name == "Zring":  # accent side bearing, place, codes of base and accent
        program = [50, WIDTHS[name], "hsbw", 50, 20, 20, ord("Z"), 202, "seac"]
    else:
        height = 100 + 80 * NAMES.index(name)
        program = [50, WIDTHS[name], "hsbw", 0, 0, "rmoveto", height, "vlineto", 250, "hlineto", -height, "vlineto"]
        program += ["closepath", "endchar"]
    string = T1CharString(program=program)
    string.compile()
    return eexec.encrypt(bytes(4) + string.bytecode, 4330)[0]


def type1():
    entries = b"".join(
        b"/%s %d RD %s ND\n" % (name.encode(), len(code), code) for name in NAMES for code in [_type1_outline(name)]
    )
    private = b"dup /Private 8 dict dup begin\n/RD {string currentfile exch readstring pop} executeonly def\n"
    private += b"/ND {noaccess def} executeonly def\n/NP {noaccess put} executeonly def\n/BlueValues [] def\n"
    private += b"/password 5839 def\n/MinFeature {16 16} def\n"
    private += b"2 index /CharStrings %d dict dup begin\n%send\nend\nreadonly put\nnoaccess put\n" % (
        len(NAMES),
        entries,
    )
    private += b"dup/FontName get exch definefont pop\nmark currentfile closefile\n"
    head = f"""%!PS-AdobeFont-1.0: MaryExampleHand 001.000
11 dict begin
/FontInfo 3 dict dup begin
/FullName ({OWNER}) readonly def
/Notice (drawn by {OWNER}) readonly def
end readonly def
/FontName /MaryExampleHand def
/PaintType 0 def
/FontType 1 def
/FontMatrix [0.001 0 0 0.001 0 0] readonly def
/Encoding 256 array
0 1 255 {{1 index exch /.notdef put}} for
""".encode()
    head += b"".join(b"dup %d /%s put\n" % (ord(letter), letter.encode()) for letter in LETTERS)
    head += b"readonly def\n/FontBBox {0 0 1000 1000} readonly def\ncurrentdict end\ncurrentfile eexec\n"
    locked = eexec.encrypt(bytes(4) + private, 55665)[0]
    tail = b"\n" + (b"0" * 64 + b"\n") * 8 + b"cleartomark\n"
    return head + locked + tail, (len(head), len(locked), len(tail))


def to_unicode(pdf, pairs, size):
    lines = "\n".join(f"<{code:0{2 * size}X}> <{ord(char):04X}>" for code, char in pairs)
    space = f"1 begincodespacerange\n<{'00' * size}> <{'FF' * size}>\nendcodespacerange\n"
    return pdf.make_stream(f"begincmap\n{space}{len(pairs)} beginbfchar\n{lines}\nendbfchar\nendcmap".encode())


def descriptor(pdf, key, content, **entries):
    file = pdf.make_stream(content)
    for name, value in entries.items():
        file["/" + name] = value
    made = Dictionary(Type=Name.FontDescriptor, FontName=Name("/ABCDEF+MaryExampleHand"), Flags=32, ItalicAngle=0)
    made["/FontFamily"] = String(OWNER)
    made["/FontBBox"], made["/Ascent"], made["/Descent"] = Array([0, -100, 1000, 900]), 900, -100
    made["/CapHeight"], made["/StemV"], made["/CharSet"] = 700, 80, String("/M/a/r/y/Z/o")
    made[key] = file
    return pdf.make_indirect(made)


def simple(pdf, kind, about, names=None):
    """A font of one-byte codes; `names` are its differences."""
    encoding = Name.WinAnsiEncoding
    if names is not None:
        listed = [part for code, name in names.items() for part in (code, Name("/" + name))]
        encoding = Dictionary(Type=Name.Encoding, BaseEncoding=Name.WinAnsiEncoding, Differences=Array(listed))
    codes = range(ord("M"), ord("z") + 1)
    widths = [WIDTHS.get((names or {}).get(code, chr(code)), 0) for code in codes]
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name(kind), BaseFont=Name("/ABCDEF+MaryExampleHand"), FirstChar=ord("M"),
            LastChar=ord("z"), Widths=Array(widths), FontDescriptor=about, Encoding=encoding,
            ToUnicode=to_unicode(pdf, [(code, chr(code)) for code in codes], 1),
        )
    )  # fmt: skip


def composite(pdf, kind, about, **entries):
    """A font of two-byte codes that are glyph numbers."""
    glyphs = range(1, len(NAMES))
    inner = Dictionary(
        Type=Name.Font, Subtype=Name(kind), BaseFont=Name("/ABCDEF+MaryExampleHand"), FontDescriptor=about,
        CIDSystemInfo=Dictionary(Registry=String("Adobe"), Ordering=String("Identity"), Supplement=0), DW=0,
        W=Array([1, Array([WIDTHS[NAMES[glyph]] for glyph in glyphs])]),
    )  # fmt: skip
    for key, value in entries.items():
        inner["/" + key] = value
    return pdf.make_indirect(
        Dictionary(
            Type=Name.Font, Subtype=Name.Type0, BaseFont=Name("/ABCDEF+MaryExampleHand"), Encoding=Name("/Identity-H"),
            DescendantFonts=Array([pdf.make_indirect(inner)]),
            ToUnicode=to_unicode(pdf, [(glyph, (LETTERS + "°Ž")[glyph - 1]) for glyph in glyphs], 2),
        )
    )  # fmt: skip


def set_in(pdf, font, shown):
    """A page with a text in the font, as it is coded."""
    page = pdf.add_blank_page(page_size=(200, 60))
    page.obj["/Resources"] = Dictionary(Font=Dictionary(F=font))
    page.obj["/Contents"] = pdf.make_stream(b"BT /F 30 Tf 10 15 Td <" + shown.hex().encode() + b"> Tj ET")
    return page
