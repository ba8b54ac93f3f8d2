"""Large files of invented people, streamed and the same every time: text, CSV and JSONL."""

from __future__ import annotations

import csv
import io
import json
import random
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

_FIRST = """Aaliyah Bronwen Callum Dilnoza Ewan Fatima Gareth Hana Imran Jadwiga Kofi Leila Mairead Niamh Owain Parveen
Quentin Rhiannon Siobhan Tomasz Uzma Vikram Wren Xanthe Yusuf Zofia""".split()
_LAST = """Abernethy Bhatt Cadwallader Dziedzic Eastwick Fernando Gilchrist Haverstock Iqbal Jellicoe Kowalczyk Llewellyn
Mbeki Nowosielski Oyelaran Pemberley Quaife Raghunathan Sedgewick Trevithick Umarov Venkatesan Wolstencroft Yeboah""".split()
_STREETS = "Tannery Fold,Quillet Row,Ropewalk Lane,Gannet Close,Old Forge Way,Bellfounder Street".split(",")
#: Phone numbers: Ofcom's ranges for drama. NHS numbers: 999 is never issued. Domains: RFC 2606.
_SENTENCES = (
    "{name} rang the office on {day} June 2024 about the repair at {house} {street}.",
    "Her telephone number is 01632 960{n:03d} and her e-mail address is {mail}@example.org.",
    "NHS number 999 {n:03d} {m:04d} stands on the referral, which {other} signed.",
    "The panel heard that {name} has asthma and that {other} was cautioned for theft.",
    "The meeting was put off because the lift in the building did not work.",
    "Our ref. HX/{m:04d}/{n:03d}; please quote it when you write to {other}.",
    "The contractor said that parts for the boiler would come within ten days.",
    "{other} asked for a copy of the file and for a reply in writing.",
)
_POOL = 300

#: A case that takes out two people of the pool and one word.
CASE = """\
people:
  - {name: Bronwen Pemberley, role: subject}
  - {name: Kofi Trevithick, role: third_party}
deny: [Quillet Row]
"""


def paragraphs(unique: float) -> Iterator[str]:
    """Paragraphs without end: the share `unique` of them new, the others from a pool of a few hundred."""
    rng = random.Random(1)
    pool = [_paragraph(rng) for _ in range(_POOL)]
    while True:
        yield _paragraph(rng) if rng.random() < unique else rng.choice(pool)


def _paragraph(rng: random.Random) -> str:
    facts = {
        "name": _name(rng), "other": _name(rng), "mail": rng.choice(_LAST).lower(), "street": rng.choice(_STREETS),
        "house": rng.randint(1, 199), "day": rng.randint(1, 30), "n": rng.randrange(1000), "m": rng.randrange(10_000),
    }  # fmt: skip
    return " ".join(sentence.format(**facts) for sentence in rng.sample(_SENTENCES, 4))


def _name(rng: random.Random) -> str:
    return f"{rng.choice(_FIRST)} {rng.choice(_LAST)}"


def _csv_row(number: int, paragraph: str) -> str:
    row = io.StringIO()
    csv.writer(row).writerow((number, paragraph.partition(".")[0], paragraph))
    return row.getvalue()


#: kind -> (suffix, head, one record)
KINDS: dict[str, tuple[str, str, Callable[[int, str], str]]] = {
    "text": (".txt", "", lambda _, paragraph: f"{paragraph}\n\n"),
    "csv": (".csv", "id,subject,note\r\n", _csv_row),
    "jsonl": (".jsonl", "", lambda number, paragraph: json.dumps({"id": number, "note": paragraph}) + "\n"),
}


def fill(folder: Path, kind: str, size: int, unique: float) -> Path:
    """A file of at least `size` bytes, written as a stream."""
    suffix, head, record = KINDS[kind]
    path = folder / f"large{suffix}"
    source = paragraphs(unique)
    with path.open("w", encoding="utf-8", newline="") as file:
        written = file.write(head)
        for number in count(1):
            if written >= size:
                return path
            written += file.write(record(number, next(source)))
    raise AssertionError("count() has no end")
