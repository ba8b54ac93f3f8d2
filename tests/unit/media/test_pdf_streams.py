"""What a page's program says beside its strings is no value of anybody's, and its strings are whole."""

import io

import pikepdf

from redact.media.pdf.doubt.strings import streams

CMAP = b"/CIDInit /ProcSet findresource begin begincmap 1 beginbfchar <18> <0044> endbfchar endcmap"


def said(tmp_path, content):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.pages[0].obj["/Contents"] = pdf.make_stream(content)
    out = io.BytesIO()
    pdf.save(out)
    path = tmp_path / "a.pdf"
    path.write_bytes(out.getvalue())
    return "\n".join(text for name, text in streams(path) if "stream" in name)


def test_numbers_of_operators_and_codes_of_glyphs_are_not_read(tmp_path):
    assert "2024" not in said(tmp_path, b"BT /F1 12 Tf 1 0 0 1 20 2024 Tm <2024> Tj ET")
    assert "0044" not in said(tmp_path, CMAP)


def test_numbers_in_strings_are_read_as_they_stand(tmp_path):
    assert "12/20/2024 - 5" in said(tmp_path, b"BT /F1 12 Tf 1 0 0 1 20 700 Tm (12/20/2024 - 5) Tj ET")


def test_other_streams_are_read_as_they_are(tmp_path):
    assert "07700 900123" in said(tmp_path, b"call(07700 900123); // 07700 900123")
