"""Is a checksum evidence? Random ten-digit numbers, and NHS numbers in context: python -m bench.nhs_numbers

10,000 random numbers of ten digits stand in sentences that have nothing to do with health: each one taken for UK_NHS is
wrong (one in eleven passes the checksum by chance). 2,000 valid numbers stand where letters and forms put them: each one
not found is missed. Ours is the whole pipeline under the pack `foi`; Presidio is its default engine on the same texts.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterable, Iterator

from bench import peers
from bench.figures import save, table
from bench.gold import Records
from bench.ours import Ours, order
from redact.core.place import Chars

_NEUTRAL = (
    "The warehouse counted {n} grains in the sample.",
    "The serial {n} was printed on the box of paper.",
    "Item {n} went to the printer on Monday.",
    "The counter stood at {n} when the engine was switched off.",
    "The archive keeps the film under {n} in the cellar.",
    "The file of {n} bytes was copied twice.",
    "A total of {n} was written at the foot of the page.",
    "The barcode {n} would not scan at the till.",
)
_CONTEXT = (
    "NHS number: {n}",
    "NHS No. {n}, seen in clinic on Tuesday.",
    "Her NHS number is {n} and the referral was sent to the surgery.",
    "The patient (NHS {n}) was discharged from the ward.",
    "Please quote the NHS no {n} when you ring the hospital.",
    "{n} is the patient's NHS number.",
)
Places = dict[str, tuple[int, int]]  # where the number stands in each record


def random_numbers(rng: random.Random, many: int) -> Iterator[str]:
    """Any ten digits that do not begin with 0."""
    return (str(rng.randrange(10**9, 10**10)) for _ in range(many))


def valid_numbers(rng: random.Random, many: int) -> Iterator[str]:
    """Numbers from the range 999, which is never issued, with a right check digit."""
    made = 0
    while made < many:
        nine = f"999{rng.randrange(10**6):06d}"
        check = check_digit(nine)
        if check < 10:
            made += 1
            yield f"{nine}{check}"


def check_digit(nine: str) -> int:
    """Modulus 11 of nine digits; 10 says that no number begins so. Source: NHS Data Dictionary, NHS NUMBER."""
    total = sum(int(digit) * weight for digit, weight in zip(nine, range(10, 1, -1), strict=True))
    return (11 - total % 11) % 11


def sentences(numbers: Iterator[str], forms: tuple[str, ...]) -> tuple[Records, Places]:
    """A record for each number, as one run of digits or 3-3-4, and where in it the number stands."""
    records: Records = []
    places: Places = {}
    for at, digits in enumerate(numbers):
        written = digits if at % 2 else f"{digits[:3]} {digits[3:6]} {digits[6:]}"
        form = forms[(at // 2) % len(forms)]
        start = form.index("{n}")
        records.append((str(at), form.format(n=written)))
        places[str(at)] = (start, start + len(written))
    return records, places


def taken(spans: Iterable[tuple[str, int, int]], places: Places) -> int:
    """How many of the numbers lie within one of the spans of their record."""
    return len({name for name, start, end in spans if start <= places[name][0] and places[name][1] <= end})


def ours(records: Records) -> Iterator[tuple[str, int, int]]:
    """What we take for UK_NHS."""
    for name, decision, _ in Ours(order()).find(records):
        if decision.entity == "UK_NHS" and isinstance(decision.extent, Chars):
            yield name, decision.extent.start, decision.extent.end


def theirs(records: Records) -> Iterator[tuple[str, int, int]]:
    """What Presidio takes for UK_NHS."""
    engine = peers.default()
    for name, text in records:
        for found in engine.analyze(text, peers.LANGUAGE):
            if found.entity_type == "UK_NHS":
                yield name, found.start, found.end


def main() -> None:
    """Measure, print, save."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--random", type=int, default=10_000)
    parser.add_argument("--valid", type=int, default=2_000)
    args = parser.parse_args()
    rng = random.Random(1)
    neutral = sentences(random_numbers(rng, args.random), _NEUTRAL)
    context = sentences(valid_numbers(rng, args.valid), _CONTEXT)
    figures = {
        system: {
            "random taken for UK_NHS": taken(find(neutral[0]), neutral[1]) / args.random,
            "valid found in context": taken(find(context[0]), context[1]) / args.valid,
        }
        for system, find in {"redact": ours, "presidio default": theirs}.items()
    }
    rows = [(said, *(f"{each[said]:.2%}" for each in figures.values())) for said in figures["redact"]]
    table((f"{args.random} random, {args.valid} valid", *figures), rows)
    save("nhs_numbers", {"random": args.random, "valid": args.valid, "share": figures})


if __name__ == "__main__":
    main()
