"""The styles of a workbook: how cells look, read where they hold words.

Source: ECMA-376-1:2016, section 18.8 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Generator, Mapping, Sequence

from redact.core.flow import Edit
from redact.core.segment import TextKind
from redact.media._cut import splice
from redact.media._stream import Readable
from redact.media.office._vocabulary import FONTS
from redact.media.office.sheet.allow import Rule, Spot, filled, rule

_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_USUAL_FONT = "Calibri"
_GENERAL = "General"
#: Styles that come with the program. Source: ECMA-376-1:2016, annex G.2.
OWN_STYLES = re.compile(
    r"Normal(?: \d+)?|(?:Row|Col)Level_\d+|Comma(?: \[0\])?|Currency(?: \[0\])?|Percent|Hyperlink|Followed Hyperlink|Note"
    r"|Warning Text|Title|Heading [1-4]|Input|Output|Calculation|Check Cell|Linked Cell|Total|Good|Bad|Neutral"
    r"|(?:(?:20|40|60)% - )?Accent[1-6]|Explanatory Text|Default|Result2?|Heading1?|Excel Built-in Normal"
)

Made = Generator[Readable, Sequence[Edit], str]


def _format(code: str, spot: Spot) -> Made:
    """A number format: the words between its signs are read; one that was cut shows plain numbers."""
    said = " ".join(quoted or sign for quoted, sign in _LITERAL.findall(code))
    if sum(map(str.isalnum, said)) > 1 and (yield spot.readable(said, TextKind.FIELD, "number format")):
        return _GENERAL
    return code


def _font(name: str, spot: Spot) -> Made:
    if name.lower() not in FONTS and (yield spot.readable(name, TextKind.FIELD, "font")):
        return _USUAL_FONT
    return name


def _style(name: str, spot: Spot) -> Made:
    if OWN_STYLES.fullmatch(name):
        return name
    edits = yield spot.readable(name, TextKind.KEY)
    return splice(name, edits)


_COLOUR = rule("rgb theme tint indexed auto")
_VALUE = rule("val")
_FONT = rule(
    b=_VALUE, i=_VALUE, strike=_VALUE, condense=_VALUE, extend=_VALUE, outline=_VALUE, shadow=_VALUE, u=_VALUE,
    vertAlign=_VALUE, sz=_VALUE, color=_COLOUR, name=Rule(made={"val": _font}), family=_VALUE, charset=_VALUE,
    scheme=_VALUE,
)  # fmt: skip
_FILL = rule(
    patternFill=rule("patternType", fgColor=_COLOUR, bgColor=_COLOUR),
    gradientFill=rule("type degree left right top bottom", stop=rule("position", color=_COLOUR)),
)
_SIDE = rule("style", color=_COLOUR)
_BORDER = rule(
    "diagonalUp diagonalDown outline", left=_SIDE, right=_SIDE, start=_SIDE, end=_SIDE, top=_SIDE, bottom=_SIDE,
    diagonal=_SIDE, vertical=_SIDE, horizontal=_SIDE,
)  # fmt: skip
_ALIGNMENT = rule(
    "horizontal vertical textRotation wrapText indent relativeIndent justifyLastLine shrinkToFit readingOrder"
)
_PROTECTION = rule("locked hidden")
_NUMBER = Rule(frozenset({"numFmtId"}), made={"formatCode": _format})
_XF = rule(
    "numFmtId fontId fillId borderId xfId quotePrefix pivotButton applyNumberFormat applyFont applyFill applyBorder"
    " applyAlignment applyProtection",
    alignment=_ALIGNMENT,
    protection=_PROTECTION,
)

#: A format that a condition puts on.
DXF = rule(font=_FONT, numFmt=_NUMBER, fill=_FILL, alignment=_ALIGNMENT, border=_BORDER, protection=_PROTECTION)

#: Children of `styleSheet`.
STYLES: Mapping[str, Rule] = {
    "numFmts": filled("", {"numFmt": _NUMBER}),
    "fonts": rule(font=_FONT),
    "fills": rule(fill=_FILL),
    "borders": rule(border=_BORDER),
    "cellStyleXfs": rule(xf=_XF),
    "cellXfs": rule(xf=_XF),
    "cellStyles": filled("", {"cellStyle": Rule(
        frozenset("xfId builtinId iLevel hidden customBuiltin".split()), made={"name": _style}
    )}),
    "dxfs": rule(dxf=DXF),
    "colors": rule(
        indexedColors=rule(rgbColor=rule("rgb")),
        mruColors=rule(color=_COLOUR),
    ),
}  # fmt: skip
