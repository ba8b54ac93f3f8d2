"""One name in one place of a Word document each: cut or left out, it is nowhere in what is written."""

import pytest
from ooxml_kit import OFFICE, RELATIONS, cutting, everything, letter, paragraph, xml

from redact.media.office.word import open_word

NAME = "Zebedee"
WORD = f"{OFFICE}.wordprocessingml"
MS = "http://schemas.microsoft.com/office"
PLAIN = paragraph("Dear Sir")


def _body(content):
    return letter(content + PLAIN)


def _story(part, tag, inner, holder=""):
    content = f"<w:{holder} w:id='1'>{inner}</w:{holder}>" if holder else inner
    shown = f"<w:sectPr><w:{part}Reference r:id='rId2'/></w:sectPr>"
    made = letter(PLAIN + shown).part(f"word/{part}.xml", f"{WORD}.{part}+xml", xml(f"w:{tag}", content))
    return made.tie("word/document.xml", "rId2", part, f"{part}.xml")


def _extra(tail, name, kind, content, relation=None):
    made = letter(PLAIN).part(name, kind, content)
    return made.tie("word/document.xml", "rId2", relation or tail, f"/{name}")


def _chart(content):
    made = _body(
        "<w:p><w:r><w:drawing><wp:inline><a:graphic><a:graphicData uri='u'><c:chart r:id='rId2'/></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r></w:p>"
    )
    made.part("word/charts/chart1.xml", f"{OFFICE}.drawingml.chart+xml", xml("c:chartSpace", content))
    return made.tie("word/document.xml", "rId2", "chart", "charts/chart1.xml")


def _workbook_of_chart():
    made = _chart("<c:chart/><c:externalData r:id='rId1'/>")
    made.part("word/embeddings/Zebedee.xlsx", f"{OFFICE}.spreadsheetml.sheet", b"Zebedee")
    return made.tie("word/charts/chart1.xml", "rId1", "package", "../embeddings/Zebedee.xlsx")


def _styles():
    content = (
        "<w:style w:type='paragraph' w:customStyle='1' w:styleId='ZebedeeText'><w:name w:val='Zebedee Text'/>"
        "<w:aliases w:val='Zebedee'/></w:style>"
    )
    made = _extra("styles", "word/styles.xml", f"{WORD}.styles+xml", xml("w:styles", content))
    return made.part(
        "word/document.xml",
        f"{WORD}.document.main+xml",
        xml("w:document", "<w:body><w:p><w:pPr><w:pStyle w:val='ZebedeeText'/></w:pPr></w:p></w:body>"),
    )


def _settings(content):
    return _extra("settings", "word/settings.xml", f"{WORD}.settings+xml", xml("w:settings", content))


def _field(code):
    return _body(
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/></w:r>"
        + "".join(f"<w:r><w:instrText xml:space='preserve'>{each}</w:instrText></w:r>" for each in code)
        + "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>here</w:t></w:r>"
        "<w:r><w:fldChar w:fldCharType='end'/></w:r></w:p>"
    )


def _control(properties):
    return _body(f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{PLAIN}</w:sdtContent></w:sdt>")


def _textbox(inner):
    return f"<w:p><w:r>{inner}</w:r></w:p>"


def _shape(attributes, inner=""):
    return _body(f"<w:p><w:r><w:pict><v:shape {attributes}>{inner}</v:shape></w:pict></w:r></w:p>")


CASES = {
    "text": lambda: _body(paragraph("My name is Zebedee.")),
    "text over runs": lambda: _body(paragraph("My name is Ze", "be", "dee.")),
    "text with a symbol": lambda: _body(
        "<w:p><w:r><w:t>Zebede</w:t></w:r><w:r><w:sym w:font='Arial' w:char='0065'/></w:r></w:p>"
    ),
    "table": lambda: _body(f"<w:tbl><w:tr><w:tc>{paragraph(NAME)}</w:tc></w:tr></w:tbl>"),
    "header": lambda: _story("header", "hdr", paragraph(NAME)),
    "footer": lambda: _story("footer", "ftr", paragraph(NAME)),
    "footnote": lambda: _story("footnotes", "footnotes", paragraph(NAME), "footnote"),
    "endnote": lambda: _story("endnotes", "endnotes", paragraph(NAME), "endnote"),
    "comment": lambda: _story("comments", "comments", paragraph(NAME), "comment"),
    "hidden text": lambda: _body(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>{NAME}</w:t></w:r></w:p>"),
    "deleted text": lambda: _body(
        f"<w:p><w:del w:author='{NAME}'><w:r><w:delText>{NAME}</w:delText></w:r></w:del></w:p>"
    ),
    "author of a change": lambda: _body(f"<w:p><w:ins w:author='{NAME}'><w:r><w:t>new</w:t></w:r></w:ins></w:p>"),
    "text box": lambda: _body(
        _textbox(
            f"<w:drawing><wps:wsp><wps:txbx><w:txbxContent>{paragraph(NAME)}</w:txbxContent></wps:txbx></wps:wsp></w:drawing>"
        )
    ),
    "old text box": lambda: _shape(
        "id='_x0000_s1'", f"<v:textbox><w:txbxContent>{paragraph(NAME)}</w:txbxContent></v:textbox>"
    ),
    "text box in HTML": lambda: _shape("id='_x0000_s1'", f"<v:textbox><div>a <b>{NAME}</b> b</div></v:textbox>"),
    "both branches": lambda: _body(
        _textbox(
            "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>"
            f"{paragraph(NAME)}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f"<v:rect><v:textbox><w:txbxContent>{paragraph(NAME)}</w:txbxContent></v:textbox></v:rect></w:pict></mc:Fallback>"
            "</mc:AlternateContent>"
        )
    ),
    "content control": lambda: _body(f"<w:sdt><w:sdtContent>{paragraph(NAME)}</w:sdtContent></w:sdt>"),
    "title of a control": lambda: _control(f"<w:alias w:val='{NAME}'/>"),
    "tag of a control": lambda: _control(f"<w:tag w:val='{NAME}'/>"),
    "binding of a control": lambda: _control(f"<w:dataBinding w:xpath='/{NAME}' w:storeItemID='{{1}}'/>"),
    "choice of a control": lambda: _control(
        f"<w:comboBox><w:listItem w:displayText='{NAME}' w:value='{NAME}'/></w:comboBox>"
    ),
    "placeholder of a control": lambda: _control(f"<w:placeholder><w:docPart w:val='{NAME}'/></w:placeholder>"),
    "gallery of a control": lambda: _control(f"<w:docPartObj><w:docPartGallery w:val='{NAME}'/></w:docPartObj>"),
    "custom XML element": lambda: _body(f"<w:customXml w:uri='u' w:element='{NAME}'>{PLAIN}</w:customXml>"),
    "smart tag": lambda: _body(
        f"<w:p><w:smartTag w:uri='u' w:element='{NAME}'><w:r><w:t>x</w:t></w:r></w:smartTag></w:p>"
    ),
    "field code": lambda: _field([f' HYPERLINK "mailto:{NAME}@example.org" ']),
    "field code over runs": lambda: _field([' HYPERLINK "mailto:Zebe', 'dee@example.org" ']),
    "encoded field code": lambda: _field([' HYPERLINK "https://example.org/?q=%5Aebedee" ']),
    "field of the author": lambda: _field([f" AUTHOR {NAME} "]),
    "linked picture": lambda: _field([f' INCLUDEPICTURE "C:\\\\{NAME}\\\\a.png" ']),
    "simple field": lambda: _body(f"<w:p><w:fldSimple w:instr=' TC &quot;{NAME}&quot; '/></w:p>"),
    "simple field dissolved": lambda: _body(f"<w:p><w:fldSimple w:instr=' FILENAME {NAME} '/></w:p>"),
    "data of a field": lambda: _body(
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'><w:fldData>{NAME}</w:fldData></w:fldChar></w:r></w:p>"
    ),
    "form field": lambda: _body(
        f"<w:p><w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='{NAME}'/><w:helpText w:val='{NAME}'/>"
        f"<w:textInput><w:default w:val='{NAME}'/></w:textInput></w:ffData></w:fldChar></w:r></w:p>"
    ),
    "link": lambda: _body("<w:p><w:hyperlink r:id='rId5'/></w:p>").tie(
        "word/document.xml", "rId5", "hyperlink", f"mailto:{NAME}@example.org", external=True
    ),
    "encoded link": lambda: _body("<w:p><w:hyperlink r:id='rId5'/></w:p>").tie(
        "word/document.xml", "rId5", "hyperlink", "https://example.org/%5Aebedee", external=True
    ),
    "link to a file": lambda: _body("<w:p><w:hyperlink r:id='rId5'/></w:p>").tie(
        "word/document.xml", "rId5", "hyperlink", f"file:///C:/Users/{NAME}/a.docx", external=True
    ),
    "tip of a link": lambda: _body(f"<w:p><w:hyperlink w:tooltip='{NAME}' w:anchor='{NAME}'/></w:p>"),
    "id of a relationship": lambda: _body("<w:p><w:hyperlink r:id='Zebedee'/></w:p>").tie(
        "word/document.xml", NAME, "hyperlink", "https://example.org/", external=True
    ),
    "bookmark": lambda: _body(
        f"<w:bookmarkStart w:id='0' w:name='{NAME}'/><w:bookmarkEnd w:id='0'/><w:p><w:hyperlink w:anchor='{NAME}'/>"
        f"<w:fldSimple w:instr=' REF {NAME} \\h '/></w:p>"
    ),
    "alternative text": lambda: _body(
        f"<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='{NAME}' descr='{NAME}' title='{NAME}'/></wp:inline>"
        "</w:drawing>"
        "</w:r></w:p>"
    ),
    "old alternative text": lambda: _shape(f"id='{NAME}' o:spid='{NAME}' alt='{NAME}' o:title='{NAME}'"),
    "link of a shape": lambda: _shape(
        f"id='_x0000_s1' href='https://example.org/{NAME}' target='{NAME}' o:href='{NAME}'"
    ),
    "decorative text": lambda: _shape("id='_x0000_s1'", f"<v:textpath string='{NAME}'/>"),
    "coded drawing": lambda: _shape(f"id='_x0000_s1' o:gfxdata='{NAME}'"),
    "signature line": lambda: _shape("id='_x0000_s1'", f"<o:signatureline o:suggestedsigner='{NAME}'/>"),
    "table description": lambda: _body(
        f"<w:tbl><w:tblPr><w:tblCaption w:val='{NAME}'/><w:tblDescription w:val='{NAME}'/></w:tblPr><w:tr>"
        f"<w:tc>{PLAIN}</w:tc></w:tr>"
        "</w:tbl>"
    ),
    "mathematics": lambda: _body(f"<w:p><m:oMath><m:r><m:t>{NAME}</m:t></m:r></m:oMath></w:p>"),
    "permission": lambda: _body(f"<w:p><w:permStart w:id='1' w:ed='{NAME}'/><w:permEnd w:id='1'/></w:p>"),
    "unknown vocabulary": lambda: _body(f"<n:{NAME} xmlns:n='urn:{NAME}'>{NAME}</n:{NAME}>"),
    "XML comment": lambda: _body(f"<!-- {NAME} --><?{NAME} {NAME}?>"),
    "stray text": lambda: _body(f"<w:p>{NAME}<w:r/>{NAME}</w:p>"),
    "text of an odd element": lambda: _body(f"<w:p><w:r><w:rPr><w:lang>{NAME}</w:lang></w:rPr></w:r></w:p>"),
    "style": _styles,
    "list label": lambda: _extra(
        "numbering",
        "word/numbering.xml",
        f"{WORD}.numbering+xml",
        xml(
            "w:numbering",
            f"<w:abstractNum><w:name w:val='{NAME}'/><w:lvl><w:lvlText w:val='{NAME} %1'/></w:lvl></w:abstractNum>",
        ),
    ),
    "font": lambda: _body(f"<w:p><w:r><w:rPr><w:rFonts w:ascii='{NAME} Hand'/></w:rPr><w:t>x</w:t></w:r></w:p>"),
    "list of fonts": lambda: _extra(
        "fontTable", "word/fontTable.xml", f"{WORD}.fontTable+xml", xml("w:fonts", f"<w:font w:name='{NAME} Hand'/>")
    ),
    "path for alternative text": lambda: _body(
        f"<w:p><w:r><w:drawing><wp:inline><wp:docPr id='1' name='' descr='C:\\{NAME}\\a.png'/></wp:inline></w:drawing>"
        "</w:r></w:p>"
    ),
    "variables": lambda: _settings(f"<w:docVars><w:docVar w:name='{NAME}' w:val='{NAME}'/></w:docVars>"),
    "mail merge": lambda: _settings(f"<w:mailMerge><w:query w:val='SELECT {NAME}'/></w:mailMerge>"),
    "template": lambda: _settings("<w:attachedTemplate r:id='rId1'/>").tie(
        "word/settings.xml", "rId1", "attachedTemplate", f"file:///{NAME}.dotx", external=True
    ),
    "theme": lambda: _extra(
        "theme", "word/theme/theme1.xml", f"{OFFICE}.theme+xml", xml("a:theme", "", f"name='{NAME}'")
    ),
    "chart label": lambda: _chart(
        f"<c:cat><c:strRef><c:f>{NAME}!A1</c:f><c:strCache><c:pt><c:v>{NAME}</c:v></c:pt></c:strCache></c:strRef></c:cat>"
    ),
    "chart title": lambda: _chart(
        f"<c:title><c:tx><c:rich><a:p><a:r><a:t>{NAME}</a:t></a:r></a:p></c:rich></c:tx></c:title>"
    ),
    "workbook of a chart": _workbook_of_chart,
    "diagram": lambda: _extra(
        "diagramData",
        "word/diagrams/data1.xml",
        f"{OFFICE}.drawingml.diagramData+xml",
        xml(
            "dgm:dataModel",
            f"<dgm:pt><dgm:prSet phldrT='{NAME}'/><dgm:t><a:p><a:r><a:t>{NAME}</a:t></a:r></a:p></dgm:t></dgm:pt>",
        ),
    ),
    "building blocks": lambda: _extra(
        "glossaryDocument", "word/glossary.xml", f"{WORD}.document.glossary+xml", xml("w:glossaryDocument", NAME)
    ),
    "custom XML": lambda: _extra("customXml", "customXml/item1.xml", "application/xml", f"<a>{NAME}</a>"),
    "properties": lambda: (
        _body("")
        .part("docProps/core.xml", "application/x.core-properties+xml", f"<a>{NAME}</a>")
        .tie("", "rId9", f"{RELATIONS}/metadata/core-properties", "docProps/core.xml")
    ),
    "macros": lambda: _extra(
        "vbaProject",
        "word/vbaProject.bin",
        "application/vnd.ms-office.vbaProject",
        NAME,
        f"{MS}/2006/relationships/vbaProject",
    ),
    "list of people": lambda: _extra(
        "people", "word/people.xml", f"{WORD}.people+xml", f"<a>{NAME}</a>", f"{MS}/2011/relationships/people"
    ),
    "part that nothing leads to": lambda: _body("").part("word/header9.xml", f"{WORD}.header+xml", xml("w:hdr", NAME)),
    "name of a part": lambda: (
        _body("")
        .part("word/Zebedee.xml", f"{WORD}.header+xml", xml("w:hdr", PLAIN))
        .tie("word/document.xml", "rId7", "header", "Zebedee.xml")
    ),
    "name of a member": lambda: _body("").part("Zebedee.txt", "", b"x"),
}


@pytest.mark.parametrize("place", CASES)
def test_a_name_is_nowhere_in_what_is_written(press, place):
    """Issue 4: one name in one place each; 100 % removed or refused, none refused that could have been removed."""
    made = CASES[place]().bytes()
    document = open_word(press.source(made, ".docx", "word"))

    written = press.written(document, cutting(NAME))

    assert NAME.lower() in everything(made).lower() or "%5Aebedee" in everything(made) or "Ze" in everything(made)
    assert NAME.lower() not in everything(written).lower()
    assert "%5aebedee" not in everything(written).lower()
    assert "Zeb" not in everything(written)


@pytest.mark.parametrize("place", CASES)
def test_a_draft_is_read_as_one_that_needs_nothing_more(press, place):
    """A draft holds nothing that is always left out, and written again it is the same, byte for byte."""
    document = open_word(press.source(CASES[place]().bytes(), ".docx", "word"))
    written = press.written(document, cutting(NAME))

    again = open_word(press.source(written, ".docx", "word"))

    assert {note.state.value for note in again.census()} <= {"read", "cleaned"}
    assert not any(NAME in text for _, text in again.streams())
    assert press.written(again) == written
