"""The parts of a letter that pass, by content type, and what becomes of each.

Source: ECMA-376-1:2016, 11.3 (parts of WordprocessingML); [MS-DOCX] 2.1.
"""

from __future__ import annotations

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.media.office import _common
from redact.media.office._body import Habits
from redact.media.office._rules import Fate, Format, Kind
from redact.media.office.word import definitions
from redact.media.office.word.clean import Cleaner
from redact.media.office.word.hidden import notes
from redact.media.office.word.names import Names
from redact.media.office.word.story import fields
from redact.settings import Settings

_WORD = f"{_common.OFFICE}.wordprocessingml"
_DOCUMENT, _TEMPLATE = f"{_WORD}.document.main+xml", f"{_WORD}.template.main+xml"
#: Main parts with macros -> the same without, and the suffix that goes with it.
_MACROS = {
    "application/vnd.ms-word.document.macroEnabled.main+xml": (_DOCUMENT, ".docx"),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": (_TEMPLATE, ".dotx"),
}


def rules(settings: Settings) -> Format:
    """The rules for one document."""
    found = Names()
    story = Habits(Cleaner(found), fields, notes).body
    cleaned = PartState.CLEANED
    kinds = (
        Kind("word/header{}.xml", "header {}", f"{_WORD}.header+xml", story),
        Kind("word/footer{}.xml", "footer {}", f"{_WORD}.footer+xml", story),
        Kind("word/footnotes.xml", "footnotes", f"{_WORD}.footnotes+xml", story),
        Kind("word/endnotes.xml", "endnotes", f"{_WORD}.endnotes+xml", story),
        Kind("word/comments.xml", "comments", f"{_WORD}.comments+xml", story, hidden=Hidden.COMMENTS),
        Kind("word/styles.xml", "styles", f"{_WORD}.styles+xml", definitions.styles(found).body, cleaned),
        Kind("word/numbering.xml", "numbering", f"{_WORD}.numbering+xml", definitions.numbering(found).body, cleaned),
        Kind("word/fontTable.xml", "fonts", f"{_WORD}.fontTable+xml", definitions.fonts().body, cleaned),
        Kind("word/settings.xml", "settings", f"{_WORD}.settings+xml", definitions.settings(found).body, cleaned),
    )
    relations = dict(_common.RELATIONS)
    followed = "header footer footnotes endnotes styles numbering".split()
    relations |= dict.fromkeys(followed, Fate.FOLLOWED)
    relations |= dict.fromkeys(("fontTable", "settings"), Fate.OPTIONAL)
    relations |= dict.fromkeys(("aFChunk", "subDocument"), Fate.REFUSED)
    if settings.office_comments == "keep":
        relations["comments"] = Fate.FOLLOWED
    mains = {kind: Kind("word/document.xml", "body", kind, story) for kind in (_DOCUMENT, _TEMPLATE)}
    mains |= {kind: Kind("word/document.xml", "body", plain, story) for kind, (plain, _) in _MACROS.items()}
    suffixes = {kind: suffix for kind, (_, suffix) in _MACROS.items()}
    every = {**_common.kinds("word"), **{kind.media_type: kind for kind in kinds}}
    return Format("word", mains, every, relations, suffixes, explicit=_common.EXPLICIT)
