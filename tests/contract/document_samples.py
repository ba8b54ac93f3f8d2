"""One small file of each kind that can hold other files or hides parts of itself, with a name in it. Not a test."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage

import docx
import openpyxl
import pptx
from odf.opendocument import OpenDocumentText
from odf.text import P
from PIL import Image, PngImagePlugin
from reportlab.pdfgen.canvas import Canvas

NAME = "Tobias Quillfeather"
KEPT = "about the boiler"
LINE = f"Dear Mr {NAME}, we write {KEPT}."


def picture() -> bytes:
    """A picture without words, whose tags name somebody."""
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", NAME)
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 64)).save(out, "PNG", pnginfo=said)
    return out.getvalue()


def pdf() -> bytes:
    """Two pages, a bookmark, an author and a picture."""
    out = io.BytesIO()
    page = Canvas(out, invariant=1)
    page.setAuthor(NAME)
    page.bookmarkPage("top")
    page.addOutlineEntry(f"Letter to {NAME}", "top")
    page.drawString(72, 700, LINE)
    page.showPage()
    page.drawString(72, 700, "A second page")
    page.drawInlineImage(Image.linear_gradient("L").resize((64, 64)), 72, 500)
    page.showPage()
    page.save()
    return out.getvalue()


def word() -> bytes:
    """A paragraph over several runs, a table, a picture, an author."""
    paper = docx.Document()
    paper.core_properties.author = NAME
    paragraph = paper.add_paragraph("")
    for piece in (LINE[:12], LINE[12:15], LINE[15:]):
        paragraph.add_run(piece)
    paper.add_table(1, 1).rows[0].cells[0].text = NAME
    paper.add_picture(io.BytesIO(picture()))
    return _saved(paper)


def slides() -> bytes:
    """A slide with a title and notes."""
    show = pptx.Presentation()
    slide = show.slides.add_slide(show.slide_layouts[5])
    slide.shapes.title.text = LINE
    slide.notes_slide.notes_text_frame.text = NAME
    slide.shapes.add_picture(io.BytesIO(picture()), 0, 0)
    return _saved(show)


def sheet() -> bytes:
    """Two sheets, one of them hidden."""
    book = openpyxl.Workbook()
    book.properties.creator = NAME
    book.active.append(["Name", "Note", "Sum"])
    book.active.append([NAME, LINE, 12])
    book.active["C3"] = "=SUM(C2:C2)"
    hidden = book.create_sheet("Contacts")
    hidden.append([NAME])
    hidden.sheet_state = "hidden"
    return _saved(book)


def odf() -> bytes:
    """A paragraph."""
    paper = OpenDocumentText()
    paper.text.addElement(P(text=LINE))
    return _saved(paper)


def rtf() -> bytes:
    """A paragraph that is partly bold, and an author."""
    bold = LINE.replace("Tobias", r"\b Tob\b0 ias")
    return (r"{\rtf1\ansi{\info{\author " + NAME + r"}}\pard " + bold + r"\par}").encode()


def mail() -> bytes:
    """Both alternatives, an attachment that names somebody by its name and its content."""
    letter = EmailMessage()
    letter["From"] = f"{NAME} <tobias@example.org>"
    letter["To"] = "office@example.org"
    letter["Subject"] = f"Letter of {NAME}"
    letter["Received"] = "from a.example.org by b.example.org"
    letter.set_content(LINE)
    letter.add_alternative(f"<p>{LINE}</p>", subtype="html")
    letter.add_attachment(word(), maintype="application", subtype="octet-stream", filename=f"{NAME}.docx")
    return letter.as_bytes()


def mbox() -> bytes:
    """Two messages."""
    lines = mail().replace(b"\nFrom ", b"\n>From ")
    return b"".join(b"From x@example.org Mon Jan  1 10:00:00 2024\n" + lines + b"\n" for _ in range(2))


def calendar() -> bytes:
    """An appointment."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:x", "BEGIN:VEVENT", "UID:1@example.org", "DTSTAMP:20240101T100000Z"]
    lines += ["DTSTART:20240101T100000Z", f"SUMMARY:{LINE.replace(',', chr(92) + ',')}", "END:VEVENT", "END:VCALENDAR", ""]
    return "\r\n".join(lines).encode()


def archive() -> bytes:
    """A letter, called by a name, and a letter within a letter."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr(f"{NAME}.txt", LINE)
        package.writestr("letter.docx", word())
    return out.getvalue()


def _saved(made: object) -> bytes:
    out = io.BytesIO()
    made.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


#: kind -> suffix, content
SAMPLES = {
    "pdf": (".pdf", pdf),
    "pdf_pictures": (".pdf", pdf),
    "word": (".docx", word),
    "slides": (".pptx", slides),
    "sheet": (".xlsx", sheet),
    "odf": (".odt", odf),
    "rtf": (".rtf", rtf),
    "mail": (".eml", mail),
    "mbox": (".mbox", mbox),
    "calendar": (".ics", calendar),
    "archive": (".zip", archive),
}
#: Kinds that become another one: a conversion has its own tests.
CONVERTED = frozenset({"msg", "old_office"})
