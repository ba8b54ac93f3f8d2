"""What is taken out of the stories of a letter before they are read: changes, comments, bindings, names, dead codes."""

from __future__ import annotations

from dataclasses import dataclass

from redact.media.office import _vml
from redact.media.office._body import Page
from redact.media.office._namespaces import names, q
from redact.media.office._sayings import tidy
from redact.media.office._scrub import scrub
from redact.media.office._tree import Element, drop, unwrap
from redact.media.office.word import changes, codes
from redact.media.office.word.names import Names

_WRAPPERS = names("w:smartTag w:customXml")
_USELESS = names(
    "w:smartTagPr w:customXmlPr w:proofErr w:permStart w:permEnd w:fldData w:movie w:contentPart w:lastRenderedPageBreak"
    " w:annotationRef w:divId w:entryMacro w:exitMacro"
)
_COMMENT_MARKS = names("w:commentRangeStart w:commentRangeEnd w:commentReference")
_CONTROL = q("w:sdtPr")
#: Properties of a content control that say how it works, not what it stands for in some database.
_CONTROL_STAYS = names(
    "w:rPr w:alias w:lock w:text w:richText w:picture w:comboBox w:dropDownList w:date w:equation w:citation w:bibliography"
    " w:group w:docPartObj w:docPartList w14:checkbox w15:repeatingSection w15:repeatingSectionItem w15:appearance w15:color"
)
_GALLERIES = names("w:docPartGallery w:docPartCategory")
_GALLERY_WORDS = (
    "Table of Contents",
    "Cover Pages",
    "Page Numbers (Bottom of Page)",
    "Page Numbers (Top of Page)",
    "General",
)
_SYMBOL_FONTS = ("symbol", "wingdings", "webdings", "zapf", "marlett", "mt extra")
_VAL = q("w:val")


@dataclass(frozen=True, slots=True)
class Cleaner:
    """Cleans the stories of one document."""

    names: Names

    def __call__(self, page: Page) -> None:
        """Clean a part in place."""
        root, settings = page.root, page.settings
        scrub(root, page.part.lost)
        if settings.tracked_changes == "keep":
            changes.anonymise(root)
        else:
            changes.accept(root)
        for element in list(root.iter("*")):
            self._clean(element, keep_comments=settings.office_comments == "keep")
        codes.settle(root, self.names.marks(page.package))
        self.names.rename(page.package, root)
        changes.anonymise(root)
        tidy(root)
        _vml.tidy(root)

    def _clean(self, element: Element, *, keep_comments: bool) -> None:
        tag = element.tag
        if tag in _USELESS or (tag in _COMMENT_MARKS and not keep_comments):
            drop(element)
        elif tag in _WRAPPERS:
            unwrap(element)
        elif tag == _CONTROL:
            _clean_control(element)
        elif tag == q("w:sym"):
            _spell(element)
        elif tag == q("w:object") and element.find(q("o:OLEObject")) is None:
            element.tag = q("w:pict")
            element.attrib.clear()
        elif tag == q("w:ffData"):
            for each in element.findall(q("w:name")):
                each.set(_VAL, "")


def _clean_control(properties: Element) -> None:
    for each in list(properties):
        if each.tag not in _CONTROL_STAYS:
            drop(each)
    for each in list(properties.iter(*_GALLERIES)):
        if each.get(_VAL) not in _GALLERY_WORDS:
            drop(each)


def _spell(symbol: Element) -> None:
    """A letter that stands as a symbol becomes one of the text, so that it is read and can be cut."""
    try:
        code = int(symbol.get(q("w:char"), ""), 16)
    except ValueError:
        drop(symbol)
        return
    font = symbol.get(q("w:font"), "").lower()
    if 0xF000 <= code < 0xF100:
        if font.startswith(_SYMBOL_FONTS):
            return
        code -= 0xF000
    if code < 0xD800 and chr(code).isprintable():
        symbol.attrib.clear()
        symbol.tag = q("w:t")
        symbol.text = chr(code)
