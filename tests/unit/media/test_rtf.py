r"""Rich text: read over groups, escapes and code pages; every byte stays that is neither cut nor left out."""

import pytest

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import PartState
from redact.core.hidden import Hidden
from redact.core.segment import Child
from redact.media.rtf import open_rtf
from tests.unit.media import odf_kit
from tests.unit.media import rtf_kit as kit

NAME = "Jane Doe"


def test_a_file_without_edits_keeps_every_byte(press):
    body = b"\\pard\\plain\\f0 Dear {\\b J}ane,\\par\r\ncaf\\'e9 \\u8364? \\{x\\}\\~y\\_z\\par\n"

    assert kit.body(kit.written(kit.opened(press, body))) == body


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b"Dear Jane Doe, hi", b"Dear [GONE], hi"),
        (b"Dear {\\b Jane} {\\i Doe}, hi", b"Dear {\\b [GONE]}{\\i }, hi"),
        (b"Dear {\\b Ja}{\\fs20\\b ne D}\r\noe, hi", b"Dear {\\b [GONE]}{\\fs20\\b }\r\n, hi"),
        (b"Dear \\'4aane \\'44oe, hi", b"Dear [GONE], hi"),
        (b"Dear \\u74?ane \\uc0\\u68 oe, hi", b"Dear [GONE]\\uc0, hi"),
        (b"Dear Ja\\-ne Doe, hi", b"Dear [GONE]\\-, hi"),
    ],
)
def test_a_name_is_cut_however_it_is_spelt_and_nothing_beside_it(press, body, left):
    document = kit.opened(press, body)

    assert "Dear Jane Doe, hi" in kit.read(document)
    assert kit.body(kit.written(document, [NAME])) == left


def test_a_control_word_never_runs_into_what_stands_in_place_of_a_name(press):
    draft = kit.body(kit.written(kit.opened(press, b"x\\b\\'4aane Doe\\b0"), [NAME], put="PERSON 1"))

    assert draft == b"x\\b PERSON 1\\b0"


def test_a_control_word_never_runs_into_what_is_left(press):
    draft = kit.body(kit.written(kit.opened(press, b"x\\b{\\*\\generator Jane}ne\\insrsid123\\i\\insrsid9 old"), ()))

    assert draft == b"x\\b ne\\i old"


@pytest.mark.parametrize("put", ["[é — {x}\\y]", "“名前” \U0001f600", "a\nb\tc"])
def test_what_is_put_reads_back_as_it_was_meant(press, put):
    draft = kit.written(kit.opened(press, b"{\\b Jane Doe}\\f1 \\'e4\\uc3"), [NAME], put=put)

    again = open_rtf(press.source(draft, ".rtf", "rtf"))
    assert f"{put}д" in kit.read(again)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (b"\\f1 \\'cf\\'e5\\'f2\\'f0", "Петр"),
        (b"{\\f1 \\'cf}\\'e9", "Пé"),
        (b"\\f2 \\'94\\'4e\\'94N", "年年"),
        (b"\\f2 \x94N", "年"),
        (b"\\uc2\\u24180\\'94\\'4e abc", "年 abc"),
        (b"\\uc1\\u-10179?\\u-8704?x", "😀x"),
        (b"\\uc1\\u233 e{\\uc0\\u233 }e", "ééee"[:3]),
        (b"a\\tab b\\emdash c\\rquote s", "a\tb—c’s"),
        (b"\\'80\\'93x", "€“x"),
    ],
)
def test_characters_are_read_in_the_code_page_of_their_font(press, body, text):
    assert text in kit.read(kit.opened(press, body))


def test_a_code_page_of_the_file_counts_where_the_font_names_none(press):
    raw = b"{\\rtf1\\ansi\\ansicpg1250{\\fonttbl{\\f0 Arial;}}\\f0 za\\'bf\\'f3\\'b3\\'e6}"

    assert "zażółć" in kit.read(open_rtf(press.source(raw, ".rtf", "rtf")))


def test_lines_of_an_address_are_read_together(press):
    read = kit.read(kit.opened(press, b"Jane Doe\\par 1 High Street\\line Leeds\\par LS1 4AB\\par"))

    assert "Jane Doe\n1 High Street\nLeeds\nLS1 4AB" in read


def test_a_note_is_read_apart_from_its_line(press):
    read = kit.read(kit.opened(press, b"As said{\\footnote\\pard ask Jane Doe} before"))

    assert {"As said before", "ask Jane Doe"} <= set(read)


@pytest.mark.parametrize(
    "body",
    [
        b"{\\header Jane Doe\\par}",
        b"{\\footerf Jane Doe}",
        b'{\\field{\\*\\fldinst HYPERLINK "mailto:Jane Doe"}{\\fldrslt x}}',
        b"{\\field{\\*\\fldinst PAGE}{\\fldrslt Jane Doe}}",
        b"{\\shp{\\*\\shpinst{\\sp{\\sn wzDescription}{\\sv Jane Doe}}{\\shptxt Jane Doe\\par}}}",
        b"{\\v Jane Doe}",
        b"{\\stylesheet{\\s1 Jane Doe;}{\\s2 other;}}",
        b"{\\upr{Jane Doe}{\\*\\ud{Jane Doe}}}",
        b"{\\xe Jane Doe}",
        b"{\\listtext Jane Doe\\tab}x",
        b"\\trowd\\cellx99 Jane Doe\\cell\\row",
        b"{\\object\\objemb{\\*\\objdata 4a616e65}{\\result Jane Doe}}",
        b"{\\unheardof Jane Doe}",
    ],
)
def test_wherever_a_name_stands_it_is_read_and_nothing_of_it_is_left(press, body):
    document = kit.opened(press, body)

    draft = kit.written(document, [NAME])
    assert any(NAME in text for text in kit.read(document))
    assert b"Jane" not in draft
    assert not any("Jane" in text for text in kit.read(open_rtf(press.source(draft, ".rtf", "rtf"))))


@pytest.mark.parametrize(
    "body",
    [
        b"{\\info{\\author Jane Doe}{\\*\\company Jane Doe}}",
        b"{\\*\\generator Jane Doe;}",
        b"{\\*\\userprops{\\propname Jane Doe}}",
        b"{\\*\\revtbl{Jane Doe;}}",
        b"{\\*\\unheardof Jane {\\b Doe}}",
        b"{\\*\\docvar{Jane}{Doe}}",
        b"{\\*\\datastore Jane Doe}",
        b"{\\*\\atnid JD}{\\*\\atnauthor Jane Doe}\\chatn{\\*\\annotation Jane Doe}",
        b"{\\deleted Jane Doe}",
        b"{\\object\\objemb{\\*\\objclass Jane}{\\*\\objname Jane}{\\*\\objdata 4a616e65}{\\result x}}",
        b"{\\field{\\*\\fldinst USERNAME \\\\* Jane}{\\fldrslt x}}",
        b'{\\field{\\*\\fldinst HYPERLINK "C:\\\\\\\\Jane\\\\\\\\x.doc"}{\\fldrslt x}}',
        b"{\\*\\bkmkstart Jane Doe}x{\\*\\bkmkend Jane Doe}",
        b"{\\pict\\wmetafile8 4a616e65}",
        b"{\\shp{\\*\\shpinst{\\sp{\\sn pibName}{\\sv C:\\\\Jane}}}}",
        b"{\\* Jane Doe}",
        b"{\\*Jane \\b{Doe}}",
        b"x\\info Jane}{Doe",
        b"x\\bin4 Jane",
    ],
)
def test_what_no_reader_needs_is_gone_although_nobody_cut_it(press, body):
    document = kit.opened(press, body)

    draft = kit.written(document)
    assert b"Jane" not in draft
    assert b"4a616e65" not in draft
    again = open_rtf(press.source(draft, ".rtf", "rtf"))
    assert not [note for note in again.census() if note.state is PartState.DROPPED]


def test_what_stands_behind_the_last_group_is_gone(press):
    draft = kit.written(open_rtf(press.source(kit.rtf(b"x") + b"\r\nJane Doe", ".rtf", "rtf")))

    assert draft == kit.rtf(b"x")


def test_a_field_that_tells_of_the_writer_leaves_its_result_as_text(press):
    draft = kit.body(kit.written(kit.opened(press, b"{\\field{\\*\\fldinst AUTHOR}{\\fldrslt Dr Roe}}")))

    assert draft == b"{{Dr Roe}}"


def test_links_still_lead_to_bookmarks_that_were_renamed(press):
    link = b'{\\field{\\*\\fldinst HYPERLINK \\\\l "Jane_Doe"}{\\fldrslt see}}'
    body = link + b"{\\*\\bkmkstart Jane_Doe}here{\\*\\bkmkend Jane_Doe}"
    draft = kit.body(kit.written(kit.opened(press, body)))

    assert draft == body.replace(b"Jane_Doe", b"mark1")


def test_a_style_is_read_by_its_name_alone(press):
    document = kit.opened(press, b"{\\stylesheet{\\s1 Jane Doe;}{\\s2 Body Text;}}x")

    assert {"Jane Doe", "Body Text"} <= set(kit.read(document))
    assert b"{\\s1 [GONE];}{\\s2 Body Text;}" in kit.written(document, [NAME])


def test_kept_comments_are_read_and_name_no_author(press):
    body = b"a{\\*\\atnid AO}{\\*\\atnauthor Ann Other}\\chatn{\\*\\annotation{\\*\\atndate 99}Jane Doe}b"
    document = kit.opened(press, body, office_comments="keep")

    assert {"ab", NAME} <= set(kit.read(document))
    assert kit.body(kit.written(document)) == b"a\\chatn {\\*\\annotation Jane Doe}b".replace(b"chatn ", b"chatn")


def test_kept_deletions_are_read(press):
    assert NAME in kit.read(kit.opened(press, b"{\\deleted\\revauthdel1 Jane Doe}", tracked_changes="keep"))


def test_hidden_text_and_what_is_left_out_are_reported(press):
    notes = {note.part: note for note in kit.opened(press, b"{\\v Jane}{\\info{\\author x}}{\\deleted y}").census()}

    assert notes["hidden text"].hidden is Hidden.TEXT
    assert notes["hidden text"].note == "4 characters"
    assert notes["document properties, left out"].hidden is Hidden.METADATA
    assert notes["deleted text, left out"].hidden is Hidden.CHANGES


def pict(content, word=b"\\pngblip"):
    return b"{\\*\\shppict{\\pict" + word + b"\\picw10\\bliptag77{\\*\\blipuid 00ff}\n" + content.hex().encode() + b"}}"


def test_a_picture_is_a_child_and_goes_back_as_digits(press, tmp_path):
    png, other = odf_kit.picture(), odf_kit.picture(colour=(0, 0, 0))
    document = kit.opened(press, b"x" + pict(png))

    (child,) = [segment for segment in document.segments() if isinstance(segment, Child)]
    assert child.content().read() == png

    path = tmp_path / "other.png"
    path.write_bytes(other)
    draft = kit.written(document, release=lambda _: [odf_kit.Edit(odf_kit.Chars(0, 0), "picture-1.png", file=path)])
    (again,) = [s for s in open_rtf(press.source(draft, ".rtf", "rtf")).segments() if isinstance(s, Child)]
    assert again.content().read() == other
    assert b"bliptag" not in draft
    assert b"blipuid" not in draft


def test_a_picture_of_another_kind_is_told_to_be_of_that_kind(press, tmp_path):
    path = tmp_path / "other.jpg"
    path.write_bytes(odf_kit.picture(form="JPEG"))
    draft = kit.written(
        kit.opened(press, pict(odf_kit.picture())),
        release=lambda _: [odf_kit.Edit(odf_kit.Chars(0, 0), "picture-1.jpg", file=path)],
    )

    assert b"\\jpegblip" in draft
    assert b"\\pngblip" not in draft


def test_a_raw_picture_is_read_too(press):
    png = odf_kit.picture()
    document = kit.opened(press, b"{\\pict\\pngblip\\bin%d " % len(png) + png + b"}x")

    (child,) = [segment for segment in document.segments() if isinstance(segment, Child)]
    assert child.content().read() == png


def test_a_withheld_picture_is_gone(press):
    draft = kit.body(kit.written(kit.opened(press, b"x" + pict(odf_kit.picture()) + b"y")))

    assert draft == b"x{\\*\\shppict}y"


def test_a_draft_of_a_draft_is_the_same(press):
    body = b"{\\info x}{\\*\\bkmkstart a}b\\insrsid3\\par{\\deleted c}" + pict(odf_kit.picture())
    first = kit.written(kit.opened(press, body), release=lambda _: ())

    assert kit.written(open_rtf(press.source(first, ".rtf", "rtf"))) == first


@pytest.mark.parametrize(
    ("raw", "error"),
    [
        (b"no rich text", CorruptInput),
        (b"{\\rtf1 Jane", CorruptInput),
        (b"{\\rtf1{\\*\\objdata 00", CorruptInput),
        (b"{\\rtf1\\bin999999 x}", CorruptInput),
        (b"{\\rtf1" + b"{" * 5000 + b"}" * 5001, LimitExceeded),
    ],
)
def test_bad_input_is_refused(press, raw, error):
    with pytest.raises(error):
        open_rtf(press.source(raw, ".rtf", "rtf"))


@pytest.mark.parametrize(
    "body",
    [b"\\u99999999999 x", b"\\uc99999\\u233 x", b"\\'zz", b"\\fcharset-5 x", b"\\ansicpg77 x", b"\\", b"\\f9 \\'e9"],
)
def test_odd_words_do_no_harm(press, body):
    raw = kit.rtf(body + b" y")

    assert "y" in "".join(kit.read(open_rtf(press.source(raw, ".rtf", "rtf"))))


def test_streams_show_a_name_split_over_runs(press):
    document = kit.opened(press, b"{\\b Ja}{\\i ne} \\'44oe")

    assert any(NAME in stream for _, stream in document.streams())
