"""Workbooks made by hand, part by part, and read again."""

import io
import re
import zipfile

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import Child, Text
from redact.media.office.sheet import open_sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_SHEETML = "application/vnd.openxmlformats-officedocument.spreadsheetml"
TYPES = {
    "workbook": f"{_SHEETML}.sheet.main+xml",
    "macros": "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "macro_template": "application/vnd.ms-excel.template.macroEnabled.main+xml",
    "worksheet": f"{_SHEETML}.worksheet+xml",
    "sharedStrings": f"{_SHEETML}.sharedStrings+xml",
    "styles": f"{_SHEETML}.styles+xml",
    "table": f"{_SHEETML}.table+xml",
    "comments": f"{_SHEETML}.comments+xml",
    "externalLink": f"{_SHEETML}.externalLink+xml",
    "pivotCacheDefinition": f"{_SHEETML}.pivotCacheDefinition+xml",
    "drawing": "application/vnd.openxmlformats-officedocument.drawing+xml",
    "chart": "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    "vbaProject": "application/vnd.ms-office.vbaProject",
}


def rels(*ties):
    """Relationships ``(id, type's last word, target[, external])`` as a part."""
    made = "".join(
        f'<Relationship Id="{tie[0]}" Type="{_R}/{tie[1]}" Target="{tie[2]}"'
        + (' TargetMode="External"/>' if len(tie) > 3 else "/>")
        for tie in ties
    )
    return f'<Relationships xmlns="{_RELS}">{made}</Relationships>'


def package(parts, types):
    """A package of parts by name; `types` are keys of TYPES by part name."""
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{TYPES[kind]}"/>' for name, kind in types.items())
    content_types = (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
        '<Default Extension="vml" ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/>'
        f"{overrides}</Types>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", content_types)
        for name, content in parts.items():
            file.writestr(name, content)
    return out.getvalue()


class Book:
    """A workbook under construction: sheets with their inner XML, and any further parts."""

    def __init__(self, main="workbook"):
        self.sheets, self.names, self.beside, self.parts = [], "", [], {}
        self.types = {"xl/workbook.xml": main}
        self.state = {}

    def sheet(self, cells="", name=None, before="", after="", ties=(), state=""):
        number = len(self.sheets) + 1
        self.sheets.append((name or f"Sheet{number}", state))
        part = f"xl/worksheets/sheet{number}.xml"
        self.parts[part] = (
            f'<worksheet xmlns="{MAIN}" xmlns:r="{_R}">{before}<sheetData>{cells}</sheetData>{after}</worksheet>'
        )
        self.types[part] = "worksheet"
        if ties:
            self.parts[f"xl/worksheets/_rels/sheet{number}.xml.rels"] = rels(*ties)
        return self

    def strings(self, *items):
        inside = "".join(f"<si>{item}</si>" if item.startswith("<") else f"<si><t>{item}</t></si>" for item in items)
        return self.further("sharedStrings", "sharedStrings.xml", f'<sst xmlns="{MAIN}">{inside}</sst>')

    def styles(self, inside):
        return self.further("styles", "styles.xml", f'<styleSheet xmlns="{MAIN}">{inside}</styleSheet>')

    def further(self, kind, name, content):
        """A part beside the sheets, tied to the workbook."""
        self.beside.append((f"rId{100 + len(self.beside)}", kind, name))
        return self.part(f"xl/{name}", kind, content)

    def part(self, name, kind, content):
        """A part that something else is tied to."""
        self.parts[name] = content
        if kind in TYPES:
            self.types[name] = kind
        return self

    def bytes(self, inside=""):
        numbered = list(enumerate(self.sheets, 1))
        listed = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"' + (f' state="{state}"/>' if state else "/>")
            for n, (name, state) in numbered
        )
        names = f"<definedNames>{self.names}</definedNames>" if self.names else ""
        self.parts["xl/workbook.xml"] = (
            f'<workbook xmlns="{MAIN}" xmlns:r="{_R}"><sheets>{listed}</sheets>{names}{inside}</workbook>'
        )
        ties = [(f"rId{n}", "worksheet", f"worksheets/sheet{n}.xml") for n, _ in numbered]
        self.parts["xl/_rels/workbook.xml.rels"] = rels(*ties, *self.beside)
        self.parts["_rels/.rels"] = rels(("rId1", "officeDocument", "xl/workbook.xml"))
        return package(self.parts, self.types)


def row(number, *cells):
    """A row of inline strings and numbers; None leaves a cell out, text with '<' is taken as the cell's inside."""
    made = []
    for col, value in enumerate(cells):
        place = f"{chr(65 + col)}{number}"
        if value is None:
            continue
        if isinstance(value, int | float):
            made.append(f'<c r="{place}"><v>{value}</v></c>')
        elif value.startswith("<c"):
            made.append(value)
        elif value.startswith("<"):
            made.append(f'<c r="{place}" t="str">{value}</c>')
        else:
            made.append(f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>')
    return f'<row r="{number}">{"".join(made)}</row>'


def opened(press, content, settings=None, suffix=".xlsx"):
    return open_sheet(press.source(content, suffix, "sheet"), settings)


def texts(document):
    return [segment for segment in document.segments() if isinstance(segment, Text)]


def parts(content):
    """The parts of a package as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name).decode("utf-8", "replace") for name in file.namelist()}


def everything(content):
    """All that a written package holds, as one text."""
    return "\n".join(f"{name}\n{text}" for name, text in parts(content).items())


def cutting(*words, put="[X]", kids=None):
    """A change that takes words out of every text; files within go out as they are, from the folder `kids`."""
    pattern = re.compile("|".join(map(re.escape, words)) or "(?!)")

    def change(segment):
        if isinstance(segment, Child):
            if kids is None:
                return ()
            path = kids / f"child{segment.ordinal}"
            path.write_bytes(segment.content().read())
            return [Edit(Chars(0, 0), segment.name, file=path)]
        if not isinstance(segment, Text):
            return ()
        return [Edit(Chars(match.start(), match.end()), put) for match in pattern.finditer(segment.text)]

    return change


def again(press, content, settings=None):
    """The written workbook opened again; fails where something of it would be left out once more."""
    document = opened(press, content, settings)
    left = [note.part for note in document.census() if note.state in ("dropped", "refused")]

    assert left == []

    return document
