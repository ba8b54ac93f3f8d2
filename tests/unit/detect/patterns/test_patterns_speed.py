"""Time grows with the length of a text and no faster, whatever stands in it."""

from __future__ import annotations

import time

import pytest

from redact.core.ports import Detector
from redact.core.segment import Text

HOSTILE = {
    "digits": "1234567890",
    "spaces": " " * 10,
    "letters": "abcdefghij",
    "capitals": "ABCDEFGHIJ",
    "grouped": "123 456 7890 ",
    "hyphens": "a-1-",
    "strokes": "1/2/",
    "at signs": "a@",
    "colons": "a:1:",
    "digit words": "one two ",
    "acts": "Act of the And Order ",
    "sections": "section 1 ",
    "hosts": "a.com/",
    "stars": "**",
    "dots": " dot at",
    "names": "username",
}


def seconds(pack: Detector, text: str) -> float:
    """The better of two runs: a busy machine slows one of them, seldom both."""
    took = []
    for _ in range(2):
        start = time.process_time()
        for _finding in pack(Text(0, "t", text)):
            pass
        took.append(time.process_time() - start)
    return min(took)


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
def test_no_line_is_read_in_more_than_linear_time(uk_pack: Detector, generic_pack: Detector, piece: str) -> None:
    """Four times the text takes about four times as long; a square would take sixteen."""
    short, long = (piece * (size // len(piece)) for size in (8_000, 32_000))

    for pack in (uk_pack, generic_pack):
        seconds(pack, short[:1000])  # first use compiles and loads
        assert seconds(pack, long) < 9 * seconds(pack, short) + 0.1


@pytest.mark.parametrize("piece", ["1234567890", " " * 10, "abcdefghij"], ids=["digits", "spaces", "letters"])
def test_a_line_of_200_kilobytes_is_quick(uk_pack: Detector, generic_pack: Detector, piece: str) -> None:
    text = piece * 20_000

    assert seconds(uk_pack, text) + seconds(generic_pack, text) < 2.0


def test_ordinary_prose_passes_at_more_than_a_megabyte_and_a_half_a_second(uk_pack: Detector, generic_pack: Detector) -> None:
    """Measured with room to spare on a busy machine; `bench/` has the exact figure."""
    prose = (
        "The committee met in the long room above the library and heard what the officers had to say of the winter, "
        "which had been hard on the roads and harder on those who mend them. Nobody asked for more money, and nobody "
        "was surprised that there was none. On 12 March 2024 they agreed to walk the route together.\n\n"
    ) * 1000
    for pack in (uk_pack, generic_pack):
        seconds(pack, prose[:2000])

    took = min(seconds(uk_pack, prose) + seconds(generic_pack, prose) for _ in range(3))

    assert len(prose) / took > 1.5e6
