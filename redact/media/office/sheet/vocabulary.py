"""The elements of worksheets that pass, beside their cells, in the order in which they stand.

Source: ECMA-376-1:2016, section 18.3.1.99 (worksheet); [MS-XLSX] 2.6 (extensions).
"""

from __future__ import annotations

from collections.abc import Mapping

from redact.media.office.sheet.allow import Content, Rule, filled, formula, rule, text
from redact.media.office.sheet.styles import DXF

_COLOUR = rule("rgb theme tint indexed auto")
_PANE = rule("xSplit ySplit topLeftCell activePane state")
_SELECTION = rule("pane activeCell activeCellId sqref")
_VIEW = rule(
    "windowProtection showFormulas showGridLines showRowColHeaders showZeros rightToLeft tabSelected showRuler"
    " showOutlineSymbols defaultGridColor showWhiteSpace view topLeftCell colorId zoomScale zoomScaleNormal"
    " zoomScaleSheetLayoutView zoomScalePageLayoutView workbookViewId",
    pane=_PANE,
    selection=_SELECTION,
)
#: Passwords are left out: what is locked stays so, and anybody may unlock it.
_PROTECTION = rule(
    "sheet content objects scenarios formatCells formatColumns formatRows insertColumns insertRows insertHyperlinks"
    " deleteColumns deleteRows selectLockedCells sort autoFilter pivotTables selectUnlockedCells"
)

SORT = rule(
    "columnSort caseSensitive sortMethod ref",
    sortCondition=rule("descending sortBy ref dxfId iconSet iconId"),
)
_FILTERS = rule(
    "blank calendarType",
    filter=rule("", "val"),
    dateGroupItem=rule("year month day hour minute second dateTimeGrouping"),
)
AUTO_FILTER = rule(
    "ref",
    filterColumn=rule(
        "colId hiddenButton showButton",
        filters=_FILTERS,
        top10=rule("top percent val filterVal"),
        customFilters=rule("and", customFilter=rule("operator", "val")),
        dynamicFilter=rule("type val maxVal valIso maxValIso"),
        colorFilter=rule("dxfId cellColor"),
        iconFilter=rule("iconSet iconId"),
    ),
    sortState=SORT,
)

_POINT = rule("type val gte")
_FORMULA = text(Content.FORMULA)
_TYPE = frozenset(
    "type dxfId priority stopIfTrue aboveAverage percent bottom operator timePeriod rank stdDev equalAverage id".split()
)
#: What ties a condition to its extension.
_ID = filled("uri", {"x14:id": text(Content.TAME)})
_CONDITION = Rule(
    _TYPE,
    binds=("text",),
    falls=True,
    inside={
        "formula": _FORMULA,
        "colorScale": rule(cfvo=_POINT, color=_COLOUR),
        "dataBar": rule("minLength maxLength showValue", cfvo=_POINT, color=_COLOUR),
        "iconSet": rule("iconSet showValue percent reverse", cfvo=_POINT),
        "extLst": filled("", {"ext": _ID}),
    },
)
_X14_POINT = Rule(frozenset(("type", "gte")), inside={"xm:f": _FORMULA}, falls=True)
_BAR_COLOURS = "fillColor borderColor negativeFillColor negativeBorderColor axisColor".split()
_BAR = Rule(
    frozenset(
        "minLength maxLength showValue border gradient direction negativeBarColorSameAsPositive axisPosition"
        " negativeBarBorderColorSameAsPositive".split()
    ),
    inside={"x14:cfvo": _X14_POINT, **{f"x14:{name}": _COLOUR for name in _BAR_COLOURS}},
)
_ICONS = Rule(
    frozenset("iconSet showValue percent reverse custom".split()),
    inside={"x14:cfvo": _X14_POINT, "x14:cfIcon": rule("iconSet iconId")},
)
_X14_CONDITION = Rule(
    _TYPE,
    binds=("text",),
    falls=True,
    inside={"xm:f": _FORMULA, "x14:dataBar": _BAR, "x14:iconSet": _ICONS, "x14:dxf": DXF},
)
_X14_CONDITIONS = Rule(inside={"x14:cfRule": _X14_CONDITION, "xm:sqref": text(Content.TAME)})
_CHECKED = frozenset(
    "type errorStyle imeMode operator allowBlank showDropDown showInputMessage showErrorMessage sqref".split()
)
_PROMPTS = ("errorTitle", "error", "promptTitle", "prompt")
_VALIDATION = Rule(_CHECKED, _PROMPTS, inside={"formula1": text(Content.LIST), "formula2": _FORMULA}, falls=True)

_X14_FORMULA = filled("", {"xm:f": text(Content.LIST)})
_X14_VALIDATION = Rule(
    _CHECKED,
    _PROMPTS,
    inside={"x14:formula1": _X14_FORMULA, "x14:formula2": _X14_FORMULA, "xm:sqref": text(Content.TAME)},
    falls=True,
)
_X14_COLOURS = {
    f"x14:{name}": _COLOUR
    for name in ("colorSeries colorNegative colorAxis colorMarkers colorFirst colorLast colorHigh colorLow".split())
}
_SPARKLINE = Rule(inside={"xm:f": _FORMULA, "xm:sqref": text(Content.TAME)}, falls=True)
_SPARKLINES = Rule(
    frozenset(
        "manualMax manualMin lineWeight type dateAxis displayEmptyCellsAs markers high low first last negative displayXAxis"
        " displayHidden minAxisType maxAxisType rightToLeft".split()
    ),
    inside={**_X14_COLOURS, "x14:sparklines": filled("", {"x14:sparkline": _SPARKLINE})},
)
_EXTENSION = filled(
    "uri",
    {
        "x14:conditionalFormattings": filled("", {"x14:conditionalFormatting": _X14_CONDITIONS}),
        "x14:dataValidations": filled("", {"x14:dataValidation": _X14_VALIDATION}),
        "x14:sparklineGroups": filled("", {"x14:sparklineGroup": _SPARKLINES}),
    },
)

_LINK = Rule(frozenset(("ref", "r:id")), ("tooltip", "display"), made={"location": formula}, falls=True)
_HEADER = text(Content.HEADER)
_BREAKS = rule("manualBreakCount", brk=rule("id min max man pt"))

#: Children of `worksheet`; of `chartsheet` too, which has fewer.
SHEET: Mapping[str, Rule] = {
    "sheetPr": rule(
        "filterMode enableFormatConditionsCalculation",
        tabColor=_COLOUR,
        outlinePr=rule("applyStyles summaryBelow summaryRight showOutlineSymbols"),
        pageSetUpPr=rule("autoPageBreaks fitToPage"),
    ),
    "dimension": rule("ref"),
    "sheetViews": filled("", {"sheetView": _VIEW}),
    "sheetFormatPr": rule(
        "baseColWidth defaultColWidth defaultRowHeight customHeight zeroHeight thickTop thickBottom outlineLevelRow"
        " outlineLevelCol"
    ),
    "cols": filled("", {"col": rule("min max width style hidden bestFit customWidth outlineLevel collapsed")}),
    "sheetCalcPr": rule("fullCalcOnLoad"),
    "sheetProtection": _PROTECTION,
    "autoFilter": AUTO_FILTER,
    "sortState": SORT,
    "mergeCells": filled("", {"mergeCell": rule("ref")}),
    "conditionalFormatting": filled("sqref", {"cfRule": _CONDITION}),
    "dataValidations": filled("disablePrompts", {"dataValidation": _VALIDATION}),
    "hyperlinks": filled("", {"hyperlink": _LINK}),
    "printOptions": rule("horizontalCentered verticalCentered headings gridLines gridLinesSet"),
    "pageMargins": rule("left right top bottom header footer"),
    "pageSetup": rule(
        "paperSize scale firstPageNumber fitToWidth fitToHeight pageOrder orientation blackAndWhite draft cellComments"
        " useFirstPageNumber errors horizontalDpi verticalDpi copies paperHeight paperWidth"
    ),
    "headerFooter": rule(
        "differentOddEven differentFirst scaleWithDoc alignWithMargins",
        oddHeader=_HEADER, oddFooter=_HEADER, evenHeader=_HEADER, evenFooter=_HEADER, firstHeader=_HEADER,
        firstFooter=_HEADER,
    ),
    "rowBreaks": _BREAKS,
    "colBreaks": _BREAKS,
    "ignoredErrors": filled(
        "",
        {
            "ignoredError": rule(
                "sqref evalError twoDigitTextYear numberStoredAsText formula formulaRange unlockedFormula emptyCellReference"
                " listDataValidation calculatedColumn"
            )
        },
    ),
    "drawing": rule("r:id"),
    "legacyDrawing": rule("r:id"),
    "picture": rule("r:id"),
    "tableParts": filled("", {"tablePart": rule("r:id")}),
    "extLst": filled("", {"ext": _EXTENSION}),
}  # fmt: skip
