"""HTML and XML: read as on the page and behind it, changed without touching other markup."""

import base64
from xml.etree import ElementTree as ET

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import Edit, PartState
from redact.core.place import Chars
from redact.core.segment import TextKind
from redact.media.markup import open_markup
from redact.settings import Settings

QUICK = examples(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
SCRAPS = st.lists(
    st.sampled_from([
        "<p>", "</p>", "<b>", "</b>", "Jane", " Smith", "\n  ", "&amp;", "&eacute;", "&nosuch", "<br/>",
        "<!-- Jane -->", "<!--", "-->", "<", ">", "&", '<a href="mailto:jane%40example.org">', "</a>",
        "<img alt=Jane Smith>", "<script>", "</script>", "<style>p{}", "</style>", "<td>", "<?php x ?>", "<![CDATA[",
        "]]>", "</ b>", "<a title='", '"', "'", "<textarea>", "</textarea>", "<pre>", "</pre>", "<svg>", "</svg>",
        "é", "\u200b", "=", "/", "<input value=>",
    ]),
    max_size=25,
).map("".join)  # fmt: skip


def page(press, text, suffix=".html", settings=None, codec="utf-8"):
    return open_markup(press.source(text.encode(codec), suffix, "markup"), settings)


@given(SCRAPS)
@QUICK
def test_without_edits_every_byte_of_any_html_comes_back(standing_press, text):
    assert standing_press.written(page(standing_press, text)).decode() == text


@given(SCRAPS)
@QUICK
def test_a_name_cut_everywhere_is_not_read_again(standing_press, text):
    once = standing_press.replaced(page(standing_press, text), "Jane", "[P]").decode()

    assert not [found for found in standing_press.texts(page(standing_press, once)) if "Jane" in found]


INLINE = st.lists(st.sampled_from(["Jane", " ", "&amp;", "<b>", "</b>", "<i/>", "é", "x &lt; y"]), max_size=12)


@given(INLINE, st.data())
@QUICK
def test_reopened_text_is_the_changed_one(standing_press, scraps, data):
    text = f"<p>start {''.join(scraps)} end</p>"
    (before,) = standing_press.texts(page(standing_press, text))
    start = data.draw(st.integers(0, len(before) - 1))
    end = data.draw(st.integers(start + 1, len(before)))

    output = standing_press.written(page(standing_press, text), lambda _: [Edit(Chars(start, end), "<&'\"-->")])

    (after,) = standing_press.texts(page(standing_press, output.decode()))
    wanted = before[:start] + "<&'\"-->" + before[end:]
    assert "".join(after.split()) == "".join(wanted.split())  # spaces meet where tags stood between them


def test_inline_tags_do_not_hide_a_name_and_the_label_stands_in_the_first(press):
    doc = page(press, "<p>Dear <b>Ja</b>ne <i>Sm<u>i</u>th</i>,</p>")

    assert press.texts(doc) == ["Dear Jane Smith,"]
    assert press.replaced(doc, "Jane Smith", "[P]") == b"<p>Dear <b>[P]</b><i><u></u></i>,</p>"


def test_blocks_are_apart_and_cells_too(press):
    text = "<h1>Minutes</h1><p>One\n   two<br>three</p><table><tr><td>Name<td>Jane</tr></table><div>a</div><div>b</div>"
    doc = page(press, text)

    assert press.texts(doc) == ["Minutes\n\nOne two\nthree\n\nName\tJane\n\na\nb"]


def test_places_are_those_of_the_file(press):
    text = "<p>Jos&eacute; <b>R</b>oy</p>"
    (segment,) = page(press, text).segments()

    places = segment.locate(Chars(3, 8))

    assert [text[p.start : p.end] for p in places] == ["&eacute; ", "R", "oy"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ('<img alt="Jane Smith">', "Jane Smith"),
        ("<img alt='Jane &amp; Co'>", "Jane & Co"),
        ('<a href="mailto:j%40example.org?subject=Jane+Smith">x</a>', "mailto:j@example.org?subject=Jane Smith"),
        ('<input name="phone" value="01632 960001">', "01632 960001"),
        ('<meta name="author" content="Jane Smith">', "Jane Smith"),
        ('<p data-owner="Jane Smith" aria-label="x">y</p>', "Jane Smith"),
        ("<!-- by Ja<b>ne</b> Smith-->", "by Jane Smith"),
        ("<script>var a = 'J\\u0061ne';</script>", "var a = 'Jane';"),
        ("<style>/* Jane */</style>", " Jane "),
        ("<?owner Jane ?>", "owner Jane ?"),
        ("<title>J&#97;ne</title>", "Jane"),
        ("<textarea>Jane\n Smith</textarea>", "Jane\n Smith"),
        ('<p title="Jane', '<p title="Jane'),
        ("</p Jane>", " Jane"),
        ('<!DOCTYPE html "Jane">', 'DOCTYPE html "Jane"'),
        ("<iframe>Ja<b>ne</b></iframe>", "Jane"),
        ('<a href="data:text/plain;base64,SmFuZSBTbWl0aA==">x</a>', "Jane Smith"),
        ('<a href="data:,Jane%20Smith">x</a>', "Jane Smith"),
        ("<x data-jane-smith='1'>y</x>", "data-jane-smith"),
    ],
)
def test_what_stands_behind_the_page_is_read_too(press, text, read):
    assert read in press.texts(page(press, text))


def test_a_missing_quote_does_not_hide_a_surname(press):
    doc = page(press, "<img alt=Jane Smith>")

    assert press.texts(doc) == ["Jane", "Smith"]
    assert press.replaced(doc, "Smith", "[P 1]") == b"<img alt=Jane _P_1_>"
    assert press.replaced(doc, "Jane", "[P 1]") == b'<img alt="[P 1]" Smith>'


def test_addresses_are_written_as_addresses(press):
    doc = page(press, '<a href="mailto:jane%40example.org?a=1&amp;b=2">x</a>')

    assert press.replaced(doc, "jane@example.org", "[E 1]") == b'<a href="mailto:%5BE%201%5D?a=1&amp;b=2">x</a>'


def test_text_in_a_data_address_is_changed_and_other_data_is_left_out(press):
    secret = base64.b64encode(b"Jane Smith").decode()
    style = "<style>p{background:url(data:image/gif;base64,BBBB)}</style>"
    image = '<img src="data:image/png;base64,AAAA">'
    doc = page(press, f'<a href="data:text/plain;base64,{secret}">x</a>{image}{style}')

    output = press.replaced(doc, "Jane Smith", "[P]").decode()

    assert base64.b64encode(b"[P]").decode() in output
    assert secret not in output
    assert '<img src="data:,">' in output
    assert "url(data:,)" in output
    assert sum(note.state is PartState.DROPPED for note in doc.census()) == 2


def test_markup_inside_a_data_address_is_left_out(press):
    doc = page(press, '<iframe src="data:text/html,<b>Ja</b>ne"></iframe>')

    assert press.written(doc) == b'<iframe src="data:,"></iframe>'


def test_a_label_in_a_script_cannot_end_its_string(press):
    doc = page(press, '<script>var a = "Jane";</script>')

    assert press.replaced(doc, "Jane", '"</script>') == b'<script>var a = "\\u0022\\u003c/script\\u003e";</script>'


def test_what_the_encoding_lacks_is_written_as_a_reference(press):
    doc = page(press, "<p>Siân Jane</p>", codec="cp1252")

    assert press.replaced(doc, "Jane", "Łucja") == "<p>Siân &#321;ucja</p>".encode("cp1252")


def test_long_pages_are_read_in_several_texts(press):
    text = "".join(f"<p>Paragraph {n} about Jane Smith.</p>" for n in range(50)) + "<p>" + "word " * 100
    doc = page(press, text, settings=Settings(piece_chars=200))

    found = press.texts(doc)

    assert all(len(piece) <= 200 for piece in found)
    assert sum(piece.count("Jane Smith") for piece in found) == 50
    assert b"Jane" not in press.replaced(doc, "Jane Smith", "[P]")


def test_xml_elements_are_fields_with_their_names_as_context(press):
    text = "<case><caseRef>X</caseRef><person><nhs_number>9990000018</nhs_number><name>Jane</name></person></case>"

    found = {s.text: s for s in page(press, text, ".xml").segments()}

    assert found["9990000018"].context == "case person nhs number | X"
    assert (found["Jane"].kind, found["Jane"].part) == (TextKind.FIELD, "element 3")
    assert found["nhs_number"].kind is TextKind.KEY


def test_mixed_xml_is_read_across_its_tags_and_through_cdata(press):
    doc = page(press, "<para>Dear Ja<hi>ne</hi> Sm<![CDATA[ith]]></para>", ".xml")

    assert "Dear Jane Smith" in press.texts(doc)
    assert press.replaced(doc, "Jane Smith", "[P]").decode() == "<para>Dear [P]<hi></hi><![CDATA[]]></para>"


def test_a_name_made_into_an_element_is_changed_in_all_its_tags(press):
    doc = page(press, '<r><JaneSmith JaneSmith="1">x</JaneSmith><JaneSmith/></r>', ".xml")

    output = press.replaced(doc, "JaneSmith", "[P 1]").decode()

    assert output == '<r><_P_1_ _P_1_="1">x</_P_1_><_P_1_/></r>'


@given(st.text(alphabet="<>&\"'-[]! \u0141a", min_size=1, max_size=8))
@QUICK
def test_changed_xml_is_still_well_formed(standing_press, fresh):
    text = '<r a="Jane"><!-- Jane --><?p Jane?><b>Jane<![CDATA[Jane]]></b><d><![CDATA[<i>Jane</i>]]></d></r>'
    doc = page(standing_press, text, ".xml")

    output = standing_press.replaced(doc, "Jane", fresh)

    assert b"Jane" not in output
    assert ET.fromstring(output).tag == "r"


LAUGHS = """<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;">]><lolz>&b;</lolz>"""


@pytest.mark.parametrize("suffix", [".xml", ".svg", ".html", ".txt"])
def test_entity_declarations_are_refused_whatever_the_file_is_called(press, suffix):
    with pytest.raises(CorruptInput, match="declares"):
        list(page(press, LAUGHS, suffix).segments())


@pytest.mark.parametrize(
    "text",
    [
        '<!DOCTYPE r SYSTEM "file:///etc/passwd"><r/>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "http://example.org/">]><r>&x;</r>',
        "<r><a></r>", "<r", "", "plain", "<r>&nosuch;</r>", "<r/><r/>", '<r a="1" a="2"/>',
    ],
)  # fmt: skip
def test_xml_that_is_broken_or_reaches_out_is_refused(press, text):
    with pytest.raises(CorruptInput):
        page(press, text, ".xml")


def test_deep_nesting_is_refused_in_both(press):
    with pytest.raises(LimitExceeded):
        page(press, "<a>" * 100_000, ".xml")
    with pytest.raises(LimitExceeded):
        list(page(press, "<div>" * 100_000).segments())


@pytest.mark.timeout(20)
@pytest.mark.parametrize(
    "scrap", ["<!-- ", "<a ", "<a x='", "<![CDATA[", "</a", "<?", "<title>", "<", "&", "data:;a=", "<svg>"]
)
def test_what_never_ends_is_read_once_and_not_over_and_over(press, scrap):
    doc = page(press, "<p style='" + scrap.replace("'", "&#39;") * 20_000 + "'>" + scrap * 20_000 + "Jane")

    try:
        found = press.texts(doc)
    except LimitExceeded:
        return
    assert any("Jane" in text for text in found)


def test_too_much_markup_for_memory_is_refused(press, monkeypatch):
    monkeypatch.setattr("redact.media.markup.MAX_BYTES", 10)

    with pytest.raises(LimitExceeded):
        page(press, "<p>Jane Smith</p>")


@pytest.mark.parametrize("declared", ["iso-8859-1", "windows-1252"])
def test_a_declared_encoding_is_believed_where_the_bytes_allow(press, declared):
    doc = page(press, f'<?xml version="1.0" encoding="{declared}"?><r>Siân</r>', ".xml", codec="cp1252")

    assert "Siân" in press.texts(doc)


def test_an_encoding_that_hides_text_is_refused(press):
    with pytest.raises(CorruptInput):
        page(press, '<?xml version="1.0" encoding="utf-7"?><r>+AEo-ane</r>', ".xml")


def test_xml_in_utf_16_is_read(press):
    doc = page(press, '<?xml version="1.0" encoding="utf-16"?><r>Siân</r>', ".xml", codec="utf-16")

    assert "Siân" in press.texts(doc)
    assert press.replaced(doc, "Siân", "[P]").decode("utf-16").endswith("<r>[P]</r>")


def test_of_a_style_sheet_only_somebodys_own_words_are_read(press):
    sheet = "@page {size:612.0pt} /* by Jane */ .WordSection1 {font:'Jane Sans'; background:url(jane.png)}"
    sheet += ' a::after {content:"J"}'

    assert press.texts(page(press, f"<style>{sheet}</style>")) == [" by Jane ", "Jane Sans", "jane.png", "J"]


def test_a_style_sheet_that_does_not_close_is_read_whole(press):
    assert press.texts(page(press, "<style>.a { Jane</style>")) == [".a { Jane"]
