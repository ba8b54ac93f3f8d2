"""Those settings of a document without which its pages break elsewhere; all others say how and where it was written."""

from __future__ import annotations

from lxml import etree

from redact.media._package import Package
from redact.media.office._tree import parse
from redact.media.office.odf.vocabulary import namespace, q

SETTINGS = "settings.xml"
_NAME, _TYPE = q("config:name"), q("config:type")
_ITEM, _SET, _HOME = q("config:config-item"), q("config:config-item-set"), q("office:settings")
_ROOT = q("office:document-settings")
_CONFIGURATION = "ooo:configuration-settings"
_OOO = "http://openoffice.org/2004/office"
_SWITCH = frozenset(("true", "false"))
_SWITCHES = frozenset(
    """
    AddExternalLeading AddFrameOffsets AddParaLineSpacingToTableCells AddParaSpacingToTableCells AddParaTableSpacing
    AddParaTableSpacingAtStart AddVerticalFrameOffsets AlignTabStopPosition AnchoredTextOverflowLegacy
    ApplyParagraphMarkFormatToNumbering AutoFirstLineIndentDisregardLineSpace BackgroundParaOverDrawings
    ClipAsCharacterAnchoredWriterFlyFrames ClippedPictures CollapseEmptyCellPara ConsiderTextWrapOnObjPos
    ContinuousEndnotes DisableOffPagePositioning DoNotCaptureDrawObjsOnPage DoNotJustifyLinesWithManualBreak
    DoNotResetParaAttrsForNumFont EmptyDbFieldHidesPara FloattableNomargins FootnoteInColumnToPageEnd
    FrameAutowidthWithMorePara GutterAtTop HeaderSpacingBelowLastPara IgnoreFirstLineIndentInNumbering
    IgnoreTabsAndBlanksForLineCalculation InvertBorderSpacing IsKernAsianPunctuation MathBaselineAlignment
    MsWordCompMinLineHeightByFly MsWordCompTrailingBlanks NoNumberingShowFollowBy OutlineLevelYieldsNumbering PrintEmptyPages
    PropLineSpacingShrinksFirstLine ShowZeroValues SmallCapsPercentage66 StylesNoDefault SubtractFlysAnchoredAtFlys
    SurroundTextWrapSmall TabAtLeftIndentForParagraphsInList TabOverMargin TabOverSpacing TabOverflow TableRowKeep
    TabsRelativeToIndent TreatSingleColumnBreakAsPageBreak UnbreakableNumberings UnxForceZeroExtLeading
    UseFormerLineSpacing UseFormerObjectPositioning UseFormerTextWrapping UseOldNumbering UseOldPrinterMetrics
    WordLikeWrapForAsCharFlys
    """.split()
)
_CHOICES = {"PrinterIndependentLayout": frozenset(("disabled", "low-resolution", "enabled", "high-resolution"))}


def layout(package: Package, max_depth: int) -> bytes:
    """The settings part with nothing else in it; nothing where no such setting is there.

    Raises:
        CorruptInput: the part is not well-formed or declares a document type.
        LimitExceeded: it is too large or too deep.
    """
    if SETTINGS not in package.names:
        return b""
    kept: dict[str, tuple[str, str]] = {}
    for item in parse(package.read(SETTINGS), max_depth).iter(_ITEM):
        name, value = str(item.get(_NAME, "")), item.text or ""
        if (name in _SWITCHES and value in _SWITCH) or value in _CHOICES.get(name, ()):
            kept.setdefault(name, ("boolean" if name in _SWITCHES else "string", value))
    return _written(kept) if kept else b""


def _written(kept: dict[str, tuple[str, str]]) -> bytes:
    spaces = {prefix: namespace(q(f"{prefix}:x")) for prefix in ("office", "config")}
    root = etree.Element(_ROOT, nsmap={**spaces, "ooo": _OOO})
    group = etree.SubElement(etree.SubElement(root, _HOME), _SET)
    group.set(_NAME, _CONFIGURATION)
    for name, (kind, value) in kept.items():
        item = etree.SubElement(group, _ITEM)
        item.set(_NAME, name)
        item.set(_TYPE, kind)
        item.text = value
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")
