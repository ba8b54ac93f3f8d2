"""OpenDocument packages made by hand, and what is done with them in tests."""

import io
import re
import zipfile

from PIL import Image

from redact.core.flow import Edit
from redact.core.place import Chars
from redact.core.segment import Child, Text
from redact.media.office.odf import open_odf
from redact.settings import Settings

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = {
    **{
        p: f"{_OASIS}{p}:1.0"
        for p in ("office", "style", "text", "table", "form", "presentation", "manifest", "meta", "config")
    },
    "draw": f"{_OASIS}drawing:1.0",
    "svg": f"{_OASIS}svg-compatible:1.0",
    "fo": f"{_OASIS}xsl-fo-compatible:1.0",
    "number": f"{_OASIS}datastyle:1.0",
    "script": f"{_OASIS}script:1.0",
    "of": f"{_OASIS}of:1.2",
    "dc": "http://purl.org/dc/elements/1.1/",
    "xlink": "http://www.w3.org/1999/xlink",
    "math": "http://www.w3.org/1998/Math/MathML",
    "loext": "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
KIND = "application/vnd.oasis.opendocument."


def part(inner, root="document-content"):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:{root} {_DECLARED} office:version="1.3">{inner}</office:{root}>'
    )


def package(members, kind="text"):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr(zipfile.ZipInfo("mimetype"), KIND + kind)
        for name, content in members.items():
            file.writestr(name, content)
    return out.getvalue()


def text(body, before="", **members):
    content = part(
        f"<office:automatic-styles>{before}</office:automatic-styles><office:body>"
        f"<office:text>{body}</office:text></office:body>"
    )
    return package({"content.xml": content, **members})


def sheet(rows, before="", after="", **members):
    table = f'<table:table table:name="Staff">{rows}</table:table>'
    inner = (
        f"<office:automatic-styles>{before}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{table}{after}</office:spreadsheet></office:body>"
    )
    return package({"content.xml": part(inner), **members}, "spreadsheet")


def cell(shown, **attributes):
    named = " ".join(f'office:{name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<table:table-cell {named}><text:p>{shown}</text:p></table:table-cell>"


def row(*cells, extra=""):
    return f"<table:table-row {extra}>{''.join(cells)}</table:table-row>"


def picture(size=(30, 20), colour=(10, 20, 30), form="PNG"):
    out = io.BytesIO()
    Image.new("RGB", size, colour).save(out, form)
    return out.getvalue()


def opened(press, content, **settings):
    return open_odf(press.source(content, ".odt", "odf"), Settings(**settings))


def read(document):
    return [segment.text for segment in document.segments() if isinstance(segment, Text)]


def written(document, words=(), release=lambda child: ()):
    """The document without some words, each gone wherever it is read; children as `release` has them."""

    def change(segment):
        if isinstance(segment, Child):
            return release(segment)
        found = (m for word in words for m in re.finditer(re.escape(word), segment.text))
        return [Edit(Chars(m.start(), m.end()), "[GONE]") for m in sorted(found, key=lambda m: m.start())]

    out = io.BytesIO()
    document.write(change, out)
    return out.getvalue()


def members(content):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return {name: file.read(name) for name in file.namelist()}


def kept(tmp_path, suffix=None):
    """Releases each child as it is, under another suffix if need be."""

    def release(child):
        name = child.name if suffix is None else child.name.rpartition(".")[0] + suffix
        path = tmp_path / f"released-{child.ordinal}{suffix or ''}"
        path.write_bytes(child.content().read())
        return [Edit(Chars(0, 0), name, file=path)]

    return release
