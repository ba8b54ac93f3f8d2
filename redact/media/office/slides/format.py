"""The parts of a presentation that pass, by content type, and what becomes of each.

Source: ECMA-376-1:2016, 13.3 (parts of PresentationML); [MS-PPTX] 2.1.
"""

from __future__ import annotations

from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.media.office import _common, _plain
from redact.media.office._body import Habits
from redact.media.office._namespaces import q
from redact.media.office._ooxml import Ooxml
from redact.media.office._relations import Relation
from redact.media.office._rules import Fate, Format, Kind
from redact.media.office.slides import clean
from redact.media.office.slides.fields import fields
from redact.media.office.slides.hidden import notes
from redact.settings import Settings

_SLIDES = f"{_common.OFFICE}.presentationml"
_MS = "application/vnd.ms-powerpoint"
_MAINS = {name: f"{_SLIDES}.{name}.main+xml" for name in ("presentation", "template", "slideshow")}
#: Main parts with macros -> the same without, and the suffix that goes with it.
_MACROS = {
    f"{_MS}.presentation.macroEnabled.main+xml": (_MAINS["presentation"], ".pptx"),
    f"{_MS}.template.macroEnabled.main+xml": (_MAINS["template"], ".potx"),
    f"{_MS}.slideshow.macroEnabled.main+xml": (_MAINS["slideshow"], ".ppsx"),
}


def rules(settings: Settings) -> Format:
    """The rules for one presentation."""
    slide = Habits(clean.clean, fields, notes).body
    cleaned, properties = PartState.CLEANED, Habits(clean.clean_properties, fields).body
    commented, authors = Habits(clean.clean_comments, fields).body, Habits(clean.clean_authors, fields).body
    kinds = (
        Kind("ppt/slides/slide{}.xml", "slide {}", f"{_SLIDES}.slide+xml", slide),
        Kind("ppt/slideLayouts/slideLayout{}.xml", "layout {}", f"{_SLIDES}.slideLayout+xml", slide),
        Kind("ppt/slideMasters/slideMaster{}.xml", "master {}", f"{_SLIDES}.slideMaster+xml", slide),
        Kind(
            "ppt/notesSlides/notesSlide{}.xml", "notes {}", f"{_SLIDES}.notesSlide+xml", slide, hidden=Hidden.COMMENTS
        ),
        Kind("ppt/notesMasters/notesMaster{}.xml", "master of notes {}", f"{_SLIDES}.notesMaster+xml", slide),
        Kind("ppt/handoutMasters/handoutMaster{}.xml", "master of handouts {}", f"{_SLIDES}.handoutMaster+xml", slide),
        Kind("ppt/comments/comment{}.xml", "comments {}", f"{_SLIDES}.comments+xml", commented, hidden=Hidden.COMMENTS),
        Kind("ppt/commentAuthors.xml", "authors of comments", f"{_SLIDES}.commentAuthors+xml", authors, cleaned),
        Kind("ppt/presProps.xml", "settings of the show", f"{_SLIDES}.presProps+xml", properties, cleaned),
        Kind(
            "ppt/tableStyles.xml", "styles of tables", f"{_SLIDES}.tableStyles+xml", _plain.TABLE_STYLES.body, cleaned
        ),
    )
    relations = dict(_common.RELATIONS)
    followed = "slide slideLayout slideMaster notesSlide notesMaster handoutMaster".split()
    relations |= dict.fromkeys(followed, Fate.FOLLOWED)
    relations |= dict.fromkeys(("presProps", "tableStyles"), Fate.OPTIONAL)
    relations |= dict.fromkeys("audio video media".split(), Fate.RECORDING)
    if settings.office_comments == "keep":
        relations |= dict.fromkeys(("comments", "commentAuthors"), Fate.OPTIONAL)
    mains = {kind: Kind("ppt/presentation.xml", "presentation", kind, slide) for kind in _MAINS.values()}
    mains |= {kind: Kind("ppt/presentation.xml", "presentation", plain, slide) for kind, (plain, _) in _MACROS.items()}
    suffixes = {kind: suffix for kind, (_, suffix) in _MACROS.items()}
    every = {**_common.kinds("ppt"), **{kind.media_type: kind for kind in kinds}}
    return Format("ppt", mains, every, relations, suffixes, _order, _common.EXPLICIT)


def _order(package: Ooxml, part: str) -> tuple[Relation, ...]:
    """Slides in the order of the show, and only those that are shown: one that was taken out may still be there."""
    relations = package.relations(part)
    if part != package.main:
        return relations
    shown = [each.get(q("r:id")) for each in package.xml(part).iter(q("p:sldId"))]
    slides = {each.id: each for each in relations if each.tail == "slide"}
    first = [slides[told] for told in dict.fromkeys(shown) if told in slides]
    return (*first, *(each for each in relations if each.tail != "slide"))
