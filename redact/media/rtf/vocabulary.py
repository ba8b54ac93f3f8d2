"""The control words that this adapter knows: whose text is read apart, what is left out, what is a sign of text.

A destination that begins with a starred word passes only if it stands here; any other unknown word is formatting, and passes.
Source: Microsoft, Rich Text Format (RTF) Specification 1.9.1, March 2008.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from redact.core.hidden import Hidden
from redact.core.segment import TextKind


class Apart(NamedTuple):
    """A destination whose text does not run on from what stands before it."""

    part: str
    kind: TextKind = TextKind.PROSE


_FIELD, _KEY, _CODE = TextKind.FIELD, TextKind.KEY, TextKind.CODE
APART: Mapping[str, Apart] = {
    **{word: Apart("header") for word in ("header", "headerl", "headerr", "headerf")},
    **{word: Apart("footer") for word in ("footer", "footerl", "footerr", "footerf")},
    **{word: Apart("note separator") for word in ("ftnsep", "ftnsepc", "ftncn", "aftnsep", "aftnsepc", "aftncn")},
    **{word: Apart("index entry", _FIELD) for word in ("xe", "tc", "tcn", "rxe", "txe", "yxe")},
    "footnote": Apart("note"),
    "annotation": Apart("comment"),
    "shptxt": Apart("text box"),
    "dptxbxtext": Apart("text box"),
    "fldinst": Apart("field", _CODE),
    "bkmkstart": Apart("bookmark", _KEY),
    "bkmkend": Apart("bookmark", _KEY),
    "fonttbl": Apart("fonts", _CODE),
    "colortbl": Apart("colours", _CODE),
    "stylesheet": Apart("style", _KEY),
    "listtable": Apart("lists", _CODE),
    "listoverridetable": Apart("lists", _CODE),
    "leveltext": Apart("list numbers", _CODE),
    "levelnumbers": Apart("list numbers", _CODE),
    "listname": Apart("list name", _KEY),
    "liststylename": Apart("list name", _KEY),
    "pntxta": Apart("list sign", _FIELD),
    "pntxtb": Apart("list sign", _FIELD),
    "sn": Apart("name of a shape's property", _KEY),
    "sv": Apart("shape property", _FIELD),
    "panose": Apart("font shape", _CODE),
    "atnref": Apart("comment mark", _CODE),
    "atrfstart": Apart("comment mark", _CODE),
    "atrfend": Apart("comment mark", _CODE),
    "ud": Apart("text in Unicode"),
    "shprslt": Apart("drawing"),
}

#: What may be starred and stays.
STARRED = frozenset(
    """
    bkmkstart bkmkend shpinst shppict fldinst falt fname cs ds ts tsrowd panose listtable listoverridetable listpicture
    pn pnseclvl nesttableprops ud picprop background do defchp defpap ftnsep ftnsepc ftncn aftnsep aftnsepc aftncn
    moMath moMathPara shpgrp listtext pntext
    """.split()
)
#: What stays with comments only. Who wrote them goes in any case.
OF_COMMENTS = frozenset("annotation atnref atrfstart atrfend chatn".split())

#: Destinations that go whole, by word: what people call them, and where they look for them.
DROPPED: Mapping[str, tuple[str, Hidden | None]] = {
    "info": ("document properties", Hidden.METADATA),
    "userprops": ("document properties", Hidden.METADATA),
    "generator": ("name of the writer's program", Hidden.METADATA),
    "rsidtbl": ("list of writing sessions", Hidden.CHANGES),
    "revtbl": ("list of authors", Hidden.CHANGES),
    "oldcprops": ("earlier formatting", Hidden.CHANGES),
    "oldpprops": ("earlier formatting", Hidden.CHANGES),
    "atnid": ("authors of comments", Hidden.COMMENTS),
    "atnauthor": ("authors of comments", Hidden.COMMENTS),
    "atntime": ("times of comments", Hidden.COMMENTS),
    "atndate": ("times of comments", Hidden.COMMENTS),
    "annotation": ("comments", Hidden.COMMENTS),
    "atnref": ("marks of comments", Hidden.COMMENTS),
    "atrfstart": ("marks of comments", Hidden.COMMENTS),
    "atrfend": ("marks of comments", Hidden.COMMENTS),
    "objdata": ("embedded objects", Hidden.EMBEDDED),
    "objclass": ("embedded objects", Hidden.EMBEDDED),
    "objname": ("embedded objects", Hidden.EMBEDDED),
    "objalias": ("embedded objects", Hidden.EMBEDDED),
    "objsect": ("embedded objects", Hidden.EMBEDDED),
    "nonshppict": ("second copies of pictures", Hidden.THUMBNAILS),
    "datastore": ("custom XML", Hidden.METADATA),
    "xmlnstbl": ("custom XML", Hidden.METADATA),
    "themedata": ("themes", None),
    "colorschememapping": ("themes", None),
    "docvar": ("document variables", Hidden.METADATA),
    "datafield": ("form data", Hidden.CODE),
    "formfield": ("form data", Hidden.CODE),
    "template": ("document properties", Hidden.METADATA),
    "passwordhash": ("passwords", Hidden.METADATA),
    "writereservhash": ("passwords", Hidden.METADATA),
    "protusertbl": ("list of users", Hidden.METADATA),
    "mailmerge": ("mail merge", Hidden.METADATA),
    "filetbl": ("list of files", Hidden.METADATA),
    "nextfile": ("list of files", Hidden.METADATA),
    "private": ("private data", Hidden.METADATA),
    "fontemb": ("embedded fonts", None),
    "htmltag": ("second copy in HTML", Hidden.LAYERS),
    "mhtmltag": ("second copy in HTML", Hidden.LAYERS),
    "latentstyles": ("list of unused styles", None),
    "blipuid": ("numbers of pictures", Hidden.METADATA),
    "keycode": ("keyboard shortcuts", None),
}

#: Words that say who wrote when, and no more.
FORGOTTEN = frozenset(
    """
    insrsid charrsid pararsid sectrsid styrsid tblrsid delrsid rsid rsidroot revauth revdttm revauthdel revdttmdel crauth
    crdate srauth srdate mvauth mvdate fromhtml fromtext bliptag proptype edmins version vern yr mo dy hr sec
    """.split()
)
#: Words that mark a change, which is no change any more once it is accepted.
CHANGES = frozenset("deleted revised revprop mvf mvt".split())

SIGNS: Mapping[str, str] = {
    "tab": "\t", "emdash": "\u2014", "endash": "\u2013", "lquote": "\u2018", "rquote": "\u2019", "ldblquote": "\u201c",
    "rdblquote": "\u201d", "bullet": "\u2022", "emspace": "\u2003", "enspace": "\u2002", "qmspace": "\u2005",
}  # fmt: skip
#: Words that end a line, a cell or a paragraph; they are read and always stay.
BREAKS: Mapping[str, str] = {
    "par": "\n", "sect": "\n", "page": "\n", "column": "\n", "line": "\n", "row": "\n", "nestrow": "\n",
    "softline": "\n", "cell": "\t", "nestcell": "\t",
}  # fmt: skip
SYMBOLS: Mapping[str, str] = {"~": "\u00a0", "_": "-", "\\": "\\", "{": "{", "}": "}"}

#: Fields that a reader's program works out from what stays; of all others only the result does.
FIELDS = frozenset(
    """
    PAGE NUMPAGES SECTION SECTIONPAGES SEQ REF PAGEREF NOTEREF TOC HYPERLINK SYMBOL EQ STYLEREF LISTNUM ADVANCE
    FORMTEXT FORMCHECKBOX FORMDROPDOWN AUTONUM AUTONUMLGL AUTONUMOUT
    """.split()
)
#: Properties of shapes that hold paths and code.
UNSHOWN = frozenset("pibName pibFlags pihlShape metroBlob wzScript wzScriptExtAttr scriptLang".split())
