"""Names that the format itself speaks with: /Page says nothing of a Mrs Page."""

from __future__ import annotations

import re

from fontTools.agl import AGL2UV

from redact.media.pdf.cleaning.schema import COLOURS, ELDERS, ROLES, TABLES

_SAID = """
ASCII85Decode ASCIIHexDecode AbsoluteColorimetric Action Adobe All AllOff AllOn Alpha Alternate AnyOff AnyOn Artifact
AsSeen Auto Border Both Bottom CCITTFaxDecode CIDFontType0 CIDFontType0C CIDFontType2 CIDInit CIDSystemInfo CMap
CMapName CMapType CalGray Catalog Category Cell Char Circle Color ColorBurn ColorDodge Colspan Column Compatible Crypt
Custom D DCTDecode Darken Decimal Design Difference Differences Document E EmbeddedFile Encoding Event Exclusion
Export ExtGState FIPS Figure File Filespec Filter Fit FitB FitBH FitBV FitH FitR FitV FlateDecode Font FontBBox
FontDescriptor FontMatrix FontName FontType Footer Form Function G GTS_PDFA1 GTS_PDFX Glyph GoTo Group HardLight
Header Helvetica Hue I Identity Image ImageB ImageC ImageI Indexed Inherit Inline Isolated JBIG2Decode JPXDecode K L
LZWDecode Lang Layout Left Lighten Line Link List Lum Luminosity MCID MCR MMType1 MacExpertEncoding MacRomanEncoding
Mask Multiply N NChannel None Normal OBJR OCG OCMD OFF ON ObjStm Off Offset OneColumn Order Ordering Outlines
OutputIntent Overlay PDF Page Pages Pagination Pattern Perceptual Placement Print ProcSet Process Properties R R2L
Registry RelativeColorimetric Right Root Row RowSpan RunLengthDecode S Saturation Scope Screen Separation Shading
ShowText Sig SinglePage SoftLight SoftMask Span StandardEncoding Start StructElem StructParent StructParents
StructTreeRoot Supplement Symbol Table TableRow Text TextOnly Thumb Times ToUnicode Top Transparency TrueType
TwoColumnLeft Type Type0 Type1 Type1C Type3 URI UniqueID Unspecified UseAttachments UseNone UseOC UseOutlines
UseThumbs V View W Watermark Wide Width WinAnsiEncoding XObject XRef XStep XYZ YStep Zapf ZapfDingbats
"""

#: Every name, with its stroke, that stands in any PDF whoever it is about.
VOCABULARY = frozenset(
    {
        *("/" + name for name in _SAID.split()),
        *(key for table in TABLES.values() for key in table),
        *COLOURS,
        *ROLES,
        *ELDERS,
    }
)

#: What a PostScript program says that maps codes.
OPERATORS = frozenset(
    "CIDInit findresource begin end dict dup def defineresource currentdict pop begincmap endcmap usecmap CMapName "
    "begincodespacerange endcodespacerange beginbfchar endbfchar beginbfrange endbfrange begincidchar endcidchar "
    "begincidrange endcidrange beginnotdefrange endnotdefrange Adobe Identity UCS Registry Ordering Supplement".split()
)

_NUMBERED = re.compile(r"(uni|u|g|G|c|C|a|cid|gid|glyph|index|H|char)[0-9A-Fa-f_.]*|\.notdef|[A-Za-z]")


def is_glyph(name: str) -> bool:
    """Whether a glyph is called as such glyphs are: by its letter, or by a number. Parts (`f_i`, `a.sc`) each count."""
    parts = re.split(r"[._]", name.strip("."))
    return all(part in AGL2UV or _NUMBERED.fullmatch(part) or len(part) < 4 for part in parts)
