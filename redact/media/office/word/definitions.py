"""Parts of a letter that define how it looks: styles, numbering, fonts, settings. They keep no names and no history.

Source: ECMA-376-1:2016, 17.7 (styles), 17.8 (fonts), 17.9 (numbering), 17.15 (settings).
"""

from __future__ import annotations

from collections.abc import Callable

from redact.media.office import _plain
from redact.media.office._body import Habits, Page
from redact.media.office._namespaces import names, q
from redact.media.office._scrub import scrub
from redact.media.office._tree import drop
from redact.media.office.word.clean import Cleaner
from redact.media.office.word.names import Names
from redact.media.office.word.story import fields

_ID, _VAL = q("w:styleId"), q("w:val")
_STYLE_GONE = names("w:aliases w:rsid w:personal w:personalCompose w:personalReply w:lsdException w:latentStyles")
_NUMBERING_GONE = names("w:name w:nsid w:tmpl")
_FONT_GONE = names("w:altName w:embedRegular w:embedBold w:embedItalic w:embedBoldItalic")
#: Settings that change how the document looks. What is not here says who worked on it, with what, or from what.
_SETTINGS_STAY = names(
    "w:mirrorMargins w:alignBordersAndEdges w:bordersDoNotSurroundHeader w:bordersDoNotSurroundFooter w:gutterAtTop"
    " w:defaultTabStop w:autoHyphenation w:consecutiveHyphenLimit w:hyphenationZone w:doNotHyphenateCaps w:evenAndOddHeaders"
    " w:bookFoldRevPrinting w:bookFoldPrinting w:bookFoldPrintingSheets w:characterSpacingControl w:noLineBreaksAfter"
    " w:noLineBreaksBefore w:footnotePr w:endnotePr w:compat m:mathPr w:themeFontLang w:clrSchemeMapping w:decimalSymbol"
    " w:listSeparator w:displayBackgroundShape w:defaultTableStyle w:noPunctuationKerning w:strictFirstAndLastChars"
    " w:drawingGridHorizontalSpacing w:drawingGridVerticalSpacing w:displayHorizontalDrawingGridEvery"
    " w:displayVerticalDrawingGridEvery w:printTwoOnOne w:updateFields"
)
_COMPAT = q("w:compatSetting")
_WORD_COMPAT = "http://schemas.microsoft.com/office/word"


def styles(found: Names) -> Habits:
    """How styles are taken: those that people named are called by numbers."""

    def clean(page: Page) -> None:
        scrub(page.root, page.part.lost)
        for element in list(page.root.iter(*_STYLE_GONE)):
            drop(element)
        known = found.styles(page.package)
        for element in page.root.iter(q("w:style")):
            style = known[element.get(_ID, "")]
            element.set(_ID, style.id)
            named = element.find(q("w:name"))
            if named is not None:
                named.set(_VAL, style.name)
        found.rename(page.package, page.root)

    return Habits(clean, _plain.fields)


def numbering(found: Names) -> Habits:
    """How lists are taken: the words in their labels are read."""
    story = Cleaner(found)

    def clean(page: Page) -> None:
        story(page)
        for element in list(page.root.iter(*_NUMBERING_GONE)):
            drop(element)

    return Habits(clean, fields)


def fonts() -> Habits:
    """How the list of fonts is taken: none is embedded."""
    return Habits(_dropping(_FONT_GONE), _plain.fields)


def settings(found: Names) -> Habits:
    """How settings are taken: only what changes the look stays."""

    def clean(page: Page) -> None:
        scrub(page.root, page.part.lost)
        for element in list(page.root):
            if element.tag not in _SETTINGS_STAY:
                drop(element)
        for element in list(page.root.iter(_COMPAT)):
            if element.get(q("w:uri")) != _WORD_COMPAT:
                drop(element)
        found.rename(page.package, page.root)

    return Habits(clean, _plain.fields)


def _dropping(gone: frozenset[str]) -> Callable[[Page], None]:
    def clean(page: Page) -> None:
        scrub(page.root, page.part.lost)
        for element in list(page.root.iter(*gone)):
            drop(element)

    return clean
