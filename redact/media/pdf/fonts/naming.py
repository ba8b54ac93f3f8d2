"""Names of fonts: a well-known one stays, any other gives way to a neutral one, since a font may be called after a person.

Source: ISO 32000-2:2020, sections 9.6.2.2 (standard fonts), 9.8 (descriptors) and 9.9.2 (font subsets).
"""

from __future__ import annotations

import re

from pikepdf import Dictionary, Name

from redact.media.pdf.objects.naming import said

_TAG = re.compile(r"^[A-Z]{6}\+")
#: Families that come with systems, office programs and typesetters.
_FAMILIES = (
    "AGaramond|Agency|Aptos|ArialUnicodeMS|Arial|AvantGarde|Avenir|BatangChe|Batang|Bodoni|BookAntiqua|Bookman(?:OldStyle)?|"
    "Caladea|Calibri|Cambria(?:Math)?|Candara|Carlito|Century(?:Gothic|Schoolbook)?|(?:CM|LM|SF)(?:[A-Z]{1,6}|Roman|Sans|Mono)|"
    "ComicSansMS|Consolas|Constantia|Corbel|Courier(?:New|Std)?|CrimsonText|DejaVu(?:Sans|Serif)(?:Mono)?|DroidSans(?:Mono)?|"
    "EuphemiaUCAS|Franklin(?:Gothic)?|Frutiger|Futura|Garamond|Georgia|GillSans|Gotham|Gulim|Heisei(?:Min|KakuGo)|"
    "Helvetica(?:Neue|LTStd|World)?|HYSMyeongJo|HYGoThic|Impact|Inter|KozMinPro|KozGoPro|Lato|"
    "Liberation(?:Sans|Serif|Mono)(?:Narrow)?|LucidaSans(?:Unicode|Typewriter)?|LucidaConsole|MalgunGothic|MHei|"
    "MicrosoftSansSerif|MicrosoftYaHei|MinionPro?|Montserrat|MS(?:P?Gothic|P?Mincho|Sans|ung|Song|ungStd|enHei)|MyriadPro|Myriad|"
    "NewCenturySchlbk|Nimbus(?:Sans|Roman|Mono)[A-Z0-9]{0,6}|Noto(?:Sans|Serif|Mono)[A-Z]{0,3}|OpenSans|Optima|Palatino(?:Linotype)?|"
    "Poppins|PTSans|PTSerif|PublicSans|Roboto(?:Mono|Slab)?|Rockwell|SansSerif|SegoeUI(?:Symbol)?|Serif|SimHei|SimSun|"
    "SourceSans|SourceSerif|SourceCode|STSong|Sylfaen|Symbol(?:MT)?|Tahoma|Times(?:NewRoman)?|TeXGyre[A-Z][a-z]+|TrebuchetMS|"
    "URW[A-Za-z]{0,12}|Ubuntu(?:Mono)?|Univers|Verdana|Webdings|Wingdings|ZapfChancery|ZapfDingbats|GlyphLessFont|Blank"
)
_STYLES = (
    "Bold|Italic|Oblique|Obli|Ital|Regular|Normal|Roman|Light|Medium|Semi|Demi|Extra|Ultra|Black|Heavy|Thin|Narrow|Condensed|Cond|Cn|"
    "Extended|Ext|Book|Display|Text|Caption|Std|Pro|PSMT|PS|MT|MS|BT|LT|OTF|TT|UI|Identity|Web|Bd|It|Rg|Lt|Md|Acro|Gothic|Mono|Serif|"
    "Sans|H|V|W|L|R|B|I"
)
_KNOWN = re.compile(rf"^(?:{_FAMILIES})(?:{_STYLES}|[-,_ .\d])*$")
_STYLE = re.compile(r"Bold|Italic|Oblique|Narrow|Condensed|Light|Black|Mono|Serif|Sans")
_NEUTRAL = "Font"
_ALPHABET = 26


def rename(font: Dictionary, descriptor: Dictionary, number: int, *, embedded: bool) -> None:
    """Give a font a neutral name where its own is not well known; `number` tells it from the file's others.

    What is not embedded keeps the words by which a reader finds something like it (`Bold`, `Narrow`).
    """
    old = _TAG.sub("", said(font.get("/BaseFont", descriptor.get("/FontName")))[1:])
    if _KNOWN.match(old.replace("#20", "").replace(" ", "")) is None:
        new = f"{_tag(number)}+{_NEUTRAL}" if embedded else _NEUTRAL + "".join(_STYLE.findall(old))
        for held, key in ((font, "/BaseFont"), (descriptor, "/FontName")):
            if key in held:
                held[key] = Name("/" + new)
    for key in ("/FontFamily", "/Name"):
        if key in descriptor:
            del descriptor[key]
    if "/Name" in font:
        del font["/Name"]


def _tag(number: int) -> str:
    letters = ""
    for _ in range(6):
        number, letter = divmod(number, _ALPHABET)
        letters = chr(ord("A") + letter) + letters
    return letters
