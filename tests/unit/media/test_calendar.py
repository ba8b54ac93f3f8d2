"""Calendars and cards: words are read with the names of their properties; structure stays, and programs' notes go."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from redact.core.errors import CorruptInput, LimitExceeded
from redact.core.flow import PartState
from redact.core.segment import TextKind
from redact.media.calendar import open_calendar
from redact.media.calendar.lines import folded
from tests.unit.media.mail_kit import River, children, mail, parts


def event(*lines: str) -> tuple[str, ...]:
    return ("BEGIN:VCALENDAR", "VERSION:2.0", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR")


def card(*lines: str, version: str = "3.0") -> tuple[str, ...]:
    return ("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD")


def opened(press, *lines: str, suffix: str = ".ics"):
    return open_calendar(press.source(mail(*lines), suffix, "calendar"))


def unfolded(written: bytes) -> list[str]:
    return written.replace(b"\r\n ", b"").decode().splitlines()


def test_values_are_read_with_escapes_undone_and_lines_unfolded(press):
    document = opened(press, *event("SUMMARY:Meet Jane\\, ", " Joe", "DESCRIPTION:One\\nTwo"))

    assert [(s.part, s.text, s.context, s.kind) for s in document.segments()] == [
        ("event 1, SUMMARY", "Meet Jane, Joe", "SUMMARY", TextKind.FIELD),
        ("event 1, DESCRIPTION", "One\nTwo", "DESCRIPTION", TextKind.PROSE),
    ]


def test_people_are_read_by_name_and_address(press):
    line = 'ATTENDEE;CN="Doe, Jane";ROLE=CHAIR;X-Y=1;SENT-BY="mailto:sec@example.org":MAILTO:jane@example.org'
    document = opened(press, *event(line))

    written = press.replaced(document, "jane@example.org", "[X]")

    assert press.texts(document) == ["Doe, Jane, jane@example.org, sec@example.org"]
    assert (
        'ATTENDEE;ROLE=CHAIR;CN="Doe, Jane [X]";SENT-BY=mailto:sec@example.org:mailto:redacted@redacted.invalid'
        in "\n".join(unfolded(written)).replace('"mailto:sec@example.org"', "mailto:sec@example.org")
    )


def test_structure_passes_and_is_not_read(press):
    kept = (
        "DTSTART:20240101T100000Z",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,-1SU;UNTIL=20241231",
        "DURATION:PT1H",
        "STATUS:CONFIRMED",
    )

    document = opened(press, *event(*kept))

    assert press.texts(document) == []
    assert unfolded(press.written(document))[4:8] == list(kept)


@pytest.mark.parametrize("line", ["DTSTART:Jane Doe", "STATUS:JANE", "RRULE:Jane", "CLASS:DOE", "TZNAME:Janes time"])
def test_words_in_the_place_of_structure_are_read(press, line):
    assert press.texts(opened(press, *event(line))) == [line.partition(":")[2]]


def test_ids_and_time_zones_tell_nobody(press):
    zone = ("BEGIN:VTIMEZONE", "TZID:Janes", "END:VTIMEZONE")
    lines = event("UID:jane@pc", "DTSTART;TZID=Janes:20240101T100000", "DTEND;TZID=Europe/London:20240101T110000")

    written = unfolded(press.written(opened(press, *lines[:2], *zone, *lines[2:])))

    assert "UID:id-1@redacted.invalid" in written
    assert "TZID:Zone 1" in written
    assert 'DTSTART;TZID="Zone 1":20240101T100000' in written
    assert "DTEND;TZID=Europe/London:20240101T110000" in written


def test_what_programs_added_is_left_out_and_said_so(press):
    document = opened(press, *event("X-ALT-DESC:Jane", "CREATED:20240101T000000Z", "SUMMARY;ALTREP=jane:x", "JANE:x"))

    written = press.written(document)

    assert b"jane" not in written.lower()
    assert [n.part for n in document.census() if n.state is PartState.DROPPED] == ["other properties"]
    assert not [n for n in open_calendar(press.source(written)).census() if n.state is PartState.DROPPED]


def test_an_unknown_component_goes_with_all_that_is_in_it(press):
    document = opened(
        press, *event("BEGIN:X-JANE", "SUMMARY:Jane", "BEGIN:VALARM", "END:VALARM", "END:X-JANE", "SUMMARY:x")
    )

    assert press.texts(document) == ["x"]
    assert b"ane" not in press.written(document)


def test_a_name_is_read_in_the_order_in_which_it_is_said(press):
    document = opened(press, *card("N:Doe;Jane;Ann;Dr;", "ORG:Acme\\; Sons;Sales"))

    written = press.replaced(document, "Jane Ann Doe", "[X]")

    assert press.texts(document) == ["Dr Jane Ann Doe", "Acme; Sons, Sales"]
    assert unfolded(written)[2:4] == ["N:;[X];;Dr;", "ORG:Acme\\; Sons;Sales"]


def test_an_old_card_is_read_in_its_own_encodings(press):
    lines = ("N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:D=F4e;Jane", "TEL;CELL;WORK:07700 900123")
    note = ("NOTE;QUOTED-PRINTABLE:One=0D=0A=", "Two of Jane")
    document = opened(press, *card(*lines, *note, version="2.1"), suffix=".vcf")

    written = press.replaced(document, "Jane", "[X]")

    assert press.texts(document) == ["Jane Dôe", "07700 900123", "One\nTwo of Jane"]
    assert press.texts(open_calendar(press.source(written))) == ["[X] Dôe", "07700 900123", "One\nTwo of [X]"]
    assert b"TEL;TYPE=CELL;TYPE=WORK:07700 900123" in written


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("PHOTO;ENCODING=b;TYPE=PNG:{}", "photo.png"),
        ("PHOTO;ENCODING=BASE64;JPEG:{}", "photo.jpg"),
        ("PHOTO:data:image/png;base64,{}", "photo.png"),
        ("ATTACH;ENCODING=BASE64;VALUE=BINARY;FILENAME=jane.txt:{}", "jane.txt"),
    ],
)
def test_files_go_in_and_out(press, tmp_path, line, name):
    document = opened(press, *card(line.format(base64.b64encode(b"of Jane").decode())))

    written = press.written(document, River(tmp_path, "Jane"))

    assert children(document) == {name: b"of Jane"}
    assert children(open_calendar(press.source(written))) == {name.replace("Jane", "[X]"): b"of [X]"}


def test_a_withheld_file_leaves_its_place(press, tmp_path):
    lines = ("PHOTO;ENCODING=b;TYPE=PNG:SmFuZQ==", "SOUND;ENCODING=b;TYPE=WAV:SmFuZQ==")
    document = opened(press, *card(*lines))

    written = press.written(document, River(tmp_path, withhold=True))

    assert b"PHOTO;VALUE=URI:invalid:withheld" in written
    assert parts(open_calendar(press.source(written))) == []


def test_many_cards_are_counted(press):
    assert [part for part, _ in parts(opened(press, *card("FN:Jane"), *card("FN:Joe")))] == ["card 1, FN", "card 2, FN"]


def test_a_draft_written_again_is_the_same(press, tmp_path):
    lines = event("UID:x", "SUMMARY:Jane", "ATTENDEE;CN=Jane:mailto:jane@x.org", "ORGANIZER:jane@x.org", "X-A:b")

    written = press.written(opened(press, *lines), River(tmp_path, "jane@x.org"))

    assert press.written(open_calendar(press.source(written))) == written


@pytest.mark.parametrize(
    "lines",
    [
        ("BEGIN:VCALENDAR", "BEGIN:VEVENT", "SUMMARY:x"),
        ("BEGIN:VCALENDAR", "END:VEVENT"),
        ("SUMMARY:x",),
        ("Jane was here",),
        ("END:X-JANE",),
        ("BEGIN:VCARD", 'FN;CN="x:y', "END:VCARD"),
    ],
)
def test_broken_files_are_refused(press, lines):
    with pytest.raises(CorruptInput):
        press.written(opened(press, *lines))


def test_components_nested_too_deep_are_refused(press):
    with pytest.raises(LimitExceeded):
        opened(press, *["BEGIN:VCARD"] * 50)


def test_streams_show_what_folding_hides(press):
    document = opened(press, *event("SUMMARY:Ja", " ne\\, Doe"))

    assert any("Jane, Doe" in text for _, text in document.streams())


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300))
def test_lines_are_folded_between_characters_at_75_octets(text):
    made = folded(f"NOTE:{text}")

    assert made.replace(b"\r\n ", b"").decode() == f"NOTE:{text}\r\n"
    assert all(len(line) <= 75 for line in made.split(b"\r\n"))
